"""What the gateway and its pages say, read once; the assistant's own words are in actions/words."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from clinic.wording import LANGUAGE, Wording

FOLDER: Final = Path(__file__).parent


@functools.cache
def languages() -> Sequence[str]:
    """Return the languages that there are words in, by their codes (BCP 47)."""
    return sorted(file.stem for file in FOLDER.glob("*.yml"))


def words(path: str, language: str = LANGUAGE) -> Any:
    """Return what stands under a dotted path ("page.title").

    Raises:
        KeyError: nothing stands there; the message names the path.
    """
    return _wording(language).at(path)


def text(path: str, **values: object) -> str:
    """Return the sentence under `path` with its {names} filled in."""
    return _wording(LANGUAGE).text(path, **values)


@functools.cache
def _wording(language: str) -> Wording:
    return Wording(FOLDER, language=language)
