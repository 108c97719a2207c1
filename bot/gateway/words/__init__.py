"""What the gateway and its pages say, read once; the assistant's own words are in actions/words."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from clinic.wording import Wording


def words(path: str) -> Any:
    """Return what stands under a dotted path ("page.title").

    Raises:
        KeyError: nothing stands there; the message names the path.
    """
    return _wording().at(path)


def text(path: str, **values: object) -> str:
    """Return the sentence under `path` with its {names} filled in."""
    return _wording().text(path, **values)


@functools.cache
def _wording() -> Wording:
    return Wording(Path(__file__).parent)
