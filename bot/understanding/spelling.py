"""Puts misspelt names of products right, and a few words that decide what a message means."""

from __future__ import annotations

from collections.abc import Iterable

from bot.understanding.vocabulary import lines, vocabulary

SHORTEST, LONG = 6, 9
MOST_KEPT = 10_000


class Corrector:
    """Reads a word that nobody knows as the one product name that is a slip away from it.

    Only names of six letters and more are corrected to, one slip for short ones and two for long
    ones, with the same first letter. Words in common use are left alone: no product is invented.
    """

    def __init__(self, known: Iterable[str], names: Iterable[str]) -> None:
        common = set(lines(vocabulary("common")["words"]))
        corrected = set(lines(vocabulary("spelling")["corrected"]))
        self._known = {*known, *common}
        self._targets: dict[str, list[str]] = {}
        for word in sorted(set(names) - common | corrected):
            if len(word) >= SHORTEST and word.isalpha():
                self._targets.setdefault(word[0], []).append(word)
        self._read: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """Return a word, or the name that it is a slip of."""
        if len(word) < SHORTEST or not word.isalpha() or self._is_known(word):
            return word
        if word not in self._read:
            if len(self._read) > MOST_KEPT:
                self._read.clear()
            self._read[word] = self._closest(word)
        return self._read[word]

    def _is_known(self, word: str) -> bool:
        return word in self._known or word.rstrip("s") in self._known

    def _closest(self, word: str) -> str:
        best, fewest = word, LONG
        for target in self._targets.get(word[0], ()):
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
