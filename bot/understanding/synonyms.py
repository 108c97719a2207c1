"""What the words of a message mean to the classifiers: `vocabulary/synonyms.yml`, word for word."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from bot.understanding.normalise import words_of
from bot.understanding.vocabulary import lines, vocabulary


def glossed(words: Sequence[str]) -> list[str]:
    """Return words with the name of a meaning, "SUNSCREEN", for each that has one.

    Where phrases overlap the longest wins: "sleeping mask" is no sleep.

    Args:
        words: a message in the spelling of `words_of`.
    """
    out: list[str] = []
    index = 0
    while index < len(words):
        found, length = _longest(words, index)
        out.append(found[0].upper() if found else words[index])
        index += length
    return out


def meanings_of(words: Sequence[str]) -> set[str]:
    """Return all that the words mean, and all phrases of them: "sleeping mask" is also a mask."""
    phrases, longest = _phrases()
    return {
        meaning
        for start in range(len(words))
        for end in range(start + 1, min(start + longest, len(words)) + 1)
        for meaning in phrases.get(tuple(words[start:end]), ())
    }


def _longest(words: Sequence[str], start: int) -> tuple[list[str], int]:
    """Return the meanings of the longest phrase that starts there, and its length in words."""
    phrases, longest = _phrases()
    for length in range(min(longest, len(words) - start), 0, -1):
        if found := phrases.get(tuple(words[start : start + length])):
            return found, length
    return [], 1


@functools.cache
def _phrases() -> tuple[dict[tuple[str, ...], list[str]], int]:
    """Return the meanings of each phrase, and the number of words of the longest."""
    found: dict[tuple[str, ...], list[str]] = {}
    for meaning, block in vocabulary("synonyms").items():
        for phrase in lines(block):
            meanings = found.setdefault(tuple(words_of(phrase)), [])
            if meaning not in meanings:
                meanings.append(meaning)
    return found, max(map(len, found))
