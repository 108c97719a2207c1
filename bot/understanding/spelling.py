"""Puts misspelt names of products right, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.understanding.vocabulary import vocabulary

WORD = re.compile(r"[a-z]{6,}")
LONG = 9


class Corrector:
    """Reads a word that nobody knows as the one product name that is a slip away from it.

    Only names of six letters and more are corrected to, one slip for short ones and two for long ones,
    with the same first letter. Words in common use are left alone, so no product is invented.
    """

    def __init__(self, known: Iterable[str], names: Iterable[str]) -> None:
        common = set(vocabulary("common")["words"])
        self._known = {*known, *common}
        self._targets: dict[str, list[str]] = {}
        for word in {word for name in names for word in name.split()} - common:
            if WORD.fullmatch(word):
                self._targets.setdefault(word[0], []).append(word)
        self._cache: dict[str, str] = {}

    def correct(self, text: str) -> str:
        """Return the text with each unknown word that is a slip of a name replaced by that name."""
        return WORD.sub(lambda match: self._word(match.group(0)), text)

    def _word(self, word: str) -> str:
        if word in self._known or word.rstrip("s") in self._known:
            return word
        if word not in self._cache:
            if len(self._cache) > 10_000:
                self._cache.clear()
            self._cache[word] = self._closest(word)
        return self._cache[word]

    def _closest(self, word: str) -> str:
        best, fewest = word, 3
        for target in self._targets.get(word[0], []):
            allowed = 2 if min(len(word), len(target)) >= LONG else 1
            if abs(len(word) - len(target)) <= allowed:
                slips = _slips(word, target)
                if slips <= allowed and slips < fewest:
                    best, fewest = target, slips
        return best


def _slips(one: str, other: str) -> int:
    """Return the optimal string alignment distance: letters left out, added, changed or swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
