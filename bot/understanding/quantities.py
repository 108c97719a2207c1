"""Numbers and ranges, and what says how often: uses in a week, and the part of the day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from bot.understanding.vocabulary import lines, vocabulary

PerWeek = float | list[float] | None

DAY = 7.0
COUNT_WORDS = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Words that open an answer and say nothing.
FILLERS = frozenset({",", *lines(vocabulary("answers")["filler"])})


@dataclass(frozen=True)
class Frequency:
    """A stretch of words that says how often or when: uses in a week, part of the day."""

    start: int
    end: int
    per_week: PerWeek
    when: str | None = None


def numbers(word: str) -> list[float]:
    """Return the number of a word, both ends of a range, or nothing."""
    if word in COUNT_WORDS:
        return [COUNT_WORDS[word]]
    return sorted(float(found) for found in NUMBER.findall(word)[:2]) if word[:1].isdigit() else []


def amount(words: Iterable[str]) -> PerWeek:
    """Return the first number or range of some words, or None."""
    found = next((each for word in words if (each := numbers(word))), None)
    return None if found is None else found[0] if len(found) == 1 else found


def scaled(count: PerWeek, factor: float) -> PerWeek:
    """Return a number or each end of a range times a factor, rounded to two places."""
    if isinstance(count, list):
        return sorted(tidy(end * factor) for end in count)
    return None if count is None else tidy(count * factor)


def tidy(number: float) -> float:
    """Return a number rounded to two places, whole where it is whole."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def corrected(doc: Doc, after: int) -> float | None:
    """Return the number that corrects one said before: "22, wait no, 23"."""
    for cue in doc._.cues.get("scope.correction", ()):
        if cue.start >= after:
            rest = (token.text for token in doc[cue.end :] if token.text not in FILLERS)
            said = numbers(next(rest, ""))
            return said[-1] if said else None
    return None


def as_number(count: PerWeek) -> Any:
    """Return a count as facts have it: whole numbers without a point."""
    return scaled(count, 1)


def most_of(uses: PerWeek) -> float:
    """Return a number, or the larger end of a range; 0 where there is none."""
    return max(uses) if isinstance(uses, list) else uses or 0.0
