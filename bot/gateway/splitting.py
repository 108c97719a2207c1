"""Long words in parts: between paragraphs, else between sentences, else between words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Where a text may be cut, the best places first; what matches stays with the part before.
CUTS: Final = tuple(map(re.compile, (r"\n\n+", r"\n", r"(?<=[.!?…])[ \t]+", r"[ \t]+")))


def split(text: str, most: int) -> list[str]:
    """Return a text in parts of at most so many characters (UTF-16 units), none of them empty.

    No part begins or ends with white space; a word that is itself too long is cut.

    Raises:
        ValueError: `most` is below 2: a character may take two units.
    """
    if most < 2:  # noqa: PLR2004
        raise ValueError("a part needs two units at least")
    return list(_parts(text.strip(), most))


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, in which the platforms count."""
    return len(text.encode("utf-16-le")) // 2


def _parts(text: str, most: int) -> Iterator[str]:
    while units(text) > most:
        head = _fitting(text, most)
        end = _best_cut(text, head)
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def _fitting(text: str, most: int) -> int:
    """Return how many characters from the start fit."""
    taken = 0
    for count, character in enumerate(text):
        taken += 2 if ord(character) > 0xFFFF else 1  # noqa: PLR2004  # beyond the basic plane
        if taken > most:
            return count
    return len(text)


def _best_cut(text: str, fitting: int) -> int:
    """Return where to cut: the last of the best places, unless it leaves very little before it."""
    for cut in CUTS:
        ends = [found.start() for found in cut.finditer(text, 0, fitting + 1)]
        ends = [end for end in ends if fitting // 2 <= end <= fitting]
        if ends:
            return ends[-1]
    spaces = [found.start() for found in CUTS[-1].finditer(text, 1, fitting + 1)]
    return spaces[-1] if spaces else fitting
