"""Puts misspelt words right: names of products, and the other words of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from bot.understanding.normalise import written_out
from bot.understanding.vocabulary import lines, vocabulary

SHORTEST_NAME, SHORTEST, LONG = 6, 5, 9
MOST_KEPT = 10_000


class Corrector:
    """Reads a word that nobody knows as the one word of the vocabulary that is a slip away from it.

    Names of products and the words of `corrected` (spelling.yml) may have one slip of any kind, or
    two where they are long; other words a letter that is doubled, left out, added or swapped with
    the next. The first letter must be right. Words in common use are left alone: nothing is
    invented.
    """

    def __init__(
        self, known: Iterable[str], names: Iterable[str], brands: Iterable[str] = ()
    ) -> None:
        common = set(lines(vocabulary("common")["words"]))
        corrected = set(lines(vocabulary("spelling")["corrected"]))
        # short forms are read as what they stand for, once they are put right
        self._known = {*known, *common, *corrected, *lines(vocabulary("spelling")["short_forms"])}
        self._brands = set(brands)  # left alone, and nothing is read as one of them
        self._common = common - set(known)
        self._targets: dict[str, list[str]] = {}
        long_names = {word for word in set(names) - common if len(word) >= SHORTEST_NAME}
        for word in sorted(long_names | corrected):
            if word.isalpha():
                self._targets.setdefault(word[0], []).append(word)
        self._read: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """Return a word, or the one that it is a slip of."""
        if len(word) < SHORTEST - 1 or not word.isalpha() or self._is_known(word):
            return word
        if word not in self._read:
            if len(self._read) > MOST_KEPT:
                self._read.clear()
            right = self._closest_target(word) or self._slip_of(word) or word
            self._read[word] = " ".join(written_out([right]))
        return self._read[word]

    def _is_known(self, word: str) -> bool:
        plural = word if word.endswith("s") else word + "s"
        forms = (word, word.rstrip("s"), plural)
        return not self._known.isdisjoint(forms) or word in self._brands

    def _closest_target(self, word: str) -> str | None:
        best, fewest = None, LONG
        for target in self._targets.get(word[0], ()):
            allowed = 2 if min(len(word), len(target)) >= LONG else 1
            if abs(len(word) - len(target)) <= allowed:
                slips = _slips(word, target)
                if slips <= allowed and slips < fewest:
                    best, fewest = target, slips
        return best

    def _slip_of(self, word: str) -> str | None:
        """Return the known word that is a slip of the hand away, if there is only one."""
        found = {
            each
            for shortest, slips in ((SHORTEST, _swapped(word)), (SHORTEST_NAME, _resized(word)))
            for each in slips
            if len(each) >= shortest and each in self._known
        }
        best = max(found, key=len, default="")
        is_one = all(best.startswith(each[:SHORTEST]) for each in found)  # "blister", "blistered"
        return best if best and is_one and found.isdisjoint(self._common) else None


def _swapped(word: str) -> Iterator[str]:
    """Yield a word with two letters swapped back, or one of a pair of the same left out."""
    for i in range(1, len(word)):
        if word[i] == word[i - 1]:
            yield word[:i] + word[i + 1 :]
        if i + 1 < len(word) and word[i] != word[i + 1]:
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _resized(word: str) -> Iterator[str]:
    """Yield a word with one letter less, or one more."""
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
    for i in range(1, len(word) + 1):
        for letter in ascii_lowercase:
            yield word[:i] + letter + word[i:]


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
