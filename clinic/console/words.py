"""What the console says to staff beyond its templates: `words.yml`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

from clinic.wording import read

FILE: Final = Path(__file__).with_name("words.yml")


def words(path: str) -> Any:
    """Return what stands under a dotted path.

    Raises:
        KeyError: nothing stands there.
    """
    found: Any = _words()
    for part in path.split("."):
        found = found[part]
    return found


@functools.cache
def _words() -> dict[str, Any]:
    return read(FILE)
