"""What a bare answer gives for a fact that has one value: "meh", "8", "used to"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from spacy.tokens import Span

from bot.understanding.clauses import cues_in
from bot.understanding.dates import days_until
from bot.understanding.quantities import amount, as_number, numbers
from bot.understanding.readers.habits import (
    HIGHEST_RATING,
    LITRES_IN_A_GLASS,
    MOST_LITRES,
    OLDEST,
    YOUNGEST,
    litres_of,
    rating_of,
    stress_level,
)
from bot.understanding.readers.openings import frequencies, opens, says
from bot.understanding.readers.sleep import hours_answered, quality_of
from bot.understanding.readers.sun import HIGHEST_SPF, IDS, LOWEST_SPF, USES, often
from bot.understanding.scope import is_denied

RATING = "habits.stress.rating"
LEVELS = {"much": "high", "some": "moderate", "none": "low"}
QUALITIES = ("poor", "fair", "good")
SMOKING = ("former", "current", "never")
PREGNANCY = ("breastfeeding", "trying", "possible", "no", "pregnant")
HOURS = ("sleep.hours", "time.span.0.006")  # words that count hours
MOST_GLASSES_AS_LITRES = 5  # "8" is eight glasses, "3" three litres


def _level(prefix: str, order: Sequence[str]) -> Callable[[Span], str | None]:
    def read(part: Span) -> str | None:
        found = {each: cues_in(part, f"answers.{prefix}.{each}") for each in order}
        longest = max((len(span) for spans in found.values() for span in spans), default=0)
        whole = [span for spans in found.values() for span in spans if len(span) == longest]
        for each, spans in found.items():
            # "not great, not terrible" is neither great nor terrible
            if any(span in whole or not _is_part(span, whole) for span in spans):
                return each
        return None

    return read


def _is_part(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def _quality(part: Span) -> str | None:
    return quality_of(part) or _level("quality", QUALITIES)(part)


def _pregnancy(part: Span) -> str | None:
    for each in PREGNANCY:
        spans = cues_in(part, f"answers.pregnant.{each}")
        if any(each == "no" or not is_denied(span) for span in spans):
            return each
    return None


def _stress(part: Span) -> str | None:
    rated = rating_of({RATING: cues_in(part, RATING)})
    if rated:
        return rated
    in_hours = {
        i for label in HOURS for span in cues_in(part, label) for i in range(span.start, span.end)
    }
    for token in part:
        said = numbers(token.text) if token.i not in in_hours and token.text[:1].isdigit() else []
        if said and said[-1] <= HIGHEST_RATING:
            return stress_level(sum(said) / len(said))
    opened = opens(part, "level.none") and not _outspoken(part)
    found = _level("level", ("none",))(part) if opened else None
    found = found or _level("level", tuple(LEVELS))(part)
    return LEVELS[found] if found else None


def _outspoken(part: Span) -> bool:
    """Tell whether a "not" only begins what says more: "not too bad"."""
    none = cues_in(part, "answers.level.none")
    some = cues_in(part, "answers.level.some")
    return any(len(each) > len(no) and _is_part(no, [each]) for each in some for no in none)


def _reapplies(part: Span) -> bool | None:
    if opens(part, "no") or cues_in(part, "sun.once_only"):
        return False
    often = cues_in(part, "sun.again_often") or cues_in(part, "sun.again")
    if not cues_in(part, "sun.care"):  # "only if I'm outside all day"
        often = often or cues_in(part, "sun.outdoors")
    # "sunscreen every day" says that it is worn, not that it is put on again
    uses = [] if cues_in(part, "sun.care") else frequencies(part)
    if often or opens(part, "yes") or any(each.per_week for each in uses):
        return True
    return False if says(part, "no") and not cues_in(part, "sun.care") else None


def use_told(part: Span) -> str | None:
    """Return how often sunscreen is worn by a part of an answer that says nothing else."""
    told = [use for use in USES if use != "makeup" and cues_in(part, f"sun.{use}")]
    told += [often(each) for each in frequencies(part) if each.per_week is not None]
    return IDS.get(told[0], told[0]) if told else None


def _spf_use(part: Span) -> str | None:
    if cues_in(part, "sun.only_makeup"):
        return "makeup_only"
    if opens(part, "yes"):
        return "daily"
    return "never" if opens(part, "no") or opens(part, "none") else None


def _whole_number(low: int, high: int) -> Callable[[Span], int | None]:
    def read(part: Span) -> int | None:
        excluded = {
            i
            for counted in ("sun.again_often", *HOURS)
            for span in cues_in(part, counted)
            for i in range(span.start, span.end)
        }
        said = [
            numbers(token.text)[-1]
            for token in part
            if token.text[:1].isdigit() and token.i not in excluded
        ]
        fitting = [int(each) for each in said if low <= each <= high and each == int(each)]
        return fitting[-1] if fitting else None

    return read


def _water(part: Span) -> float | None:
    litres = litres_of(part.doc._.cues)
    if litres is not None:
        return litres
    said = amount(token.text for token in part)
    middle = sum(said) / len(said) if isinstance(said, list) else said
    if middle is None or middle > MOST_LITRES:
        return None
    number: float = as_number(
        middle * (LITRES_IN_A_GLASS if middle > MOST_GLASSES_AS_LITRES else 1)
    )
    return number


def _event(part: Span) -> dict[str, Any] | None:
    days = days_until(part.doc._.cues)
    none = opens(part, "none") or says(part.doc[:], "none_of.event")
    kind = "sun_holiday" if says(part, "holiday") else "other"
    return None if days is None or none else {"id": kind, "days": days}


READINGS: dict[str, Callable[[Span], Any]] = {
    "sleep_hours": hours_answered,
    "sleep_quality": _quality,
    "stress": _stress,
    "smoking": _level("smoking", SMOKING),
    "pregnancy": _pregnancy,
    "spf_use": _spf_use,
    "spf_value": _whole_number(LOWEST_SPF, HIGHEST_SPF),
    "spf_reapply": _reapplies,
    "water_litres": _water,
    "age": _whole_number(YOUNGEST, OLDEST),
    "event": _event,
}
