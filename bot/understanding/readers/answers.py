"""Bare answers: what a short message means because of the question before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from spacy.tokens import Doc

from bot.understanding.dates import days_until, length_in_weeks, weeks_ago
from bot.understanding.quantities import DAY, amount, as_number, numbers
from bot.understanding.readers.allergies import things
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
from bot.understanding.readers.sleep import hours_answered, quality_of
from bot.understanding.readers.sun import HIGHEST_SPF, LOWEST_SPF

Facts = dict[str, Any]

LISTS = (
    *("products", "skin_type", "concerns", "goals", "symptoms", "conditions", "diet"),
    *("allergies", "medications", "procedures"),
)
# What may be told beside the fact that was asked for, and still leave the bare words to answer it.
TOGETHER = (
    {"spf_use", "spf_value", "spf_reapply"},
    {"sleep_hours", "sleep_quality", "stress"},
)
LEVELS = {"much": "high", "some": "moderate", "none": "low"}
QUALITIES = ("poor", "fair", "good")
SMOKING = ("former", "current", "never")
PREGNANCY = ("breastfeeding", "trying", "possible", "no", "pregnant")
LONGEST_LIST = 8  # words of an answer that is read as a list of allergens
MOST_GLASSES_AS_LITRES = 5  # "8" is eight glasses, "3" three litres
START = 2  # words before which "no" or "yes" opens an answer


def fill_answers(doc: Doc, asked: Collection[str], facts: Facts) -> None:
    """Add what a short answer means because of the question; what it states itself stands.

    Args:
        doc: the analysed message.
        asked: what was asked for: keys of facts.md, or one detail of a product or procedure.
        facts: what the message states whatever was asked; the answers are added here.
    """
    clauses = doc._.clauses
    if not asked or not len(doc) or any(clause.other for clause in clauses):
        return
    if clauses and all(clause.asks for clause in clauses) and not _opens(doc, "possible"):
        return
    spoken_of_pregnancy = len(asked) == 1 or bool(doc._.cues.get("context.pregnancy_named"))
    stated = set(facts)
    for key in asked:
        if key in facts or (key == "pregnancy" and not spoken_of_pregnancy):
            continue
        if stated and not _leaves_open(doc, key, asked, stated):
            continue
        found = _answer(doc, key, stated)
        if found is not None:
            facts.update(found)


def _leaves_open(doc: Doc, key: str, asked: Collection[str], stated: set[str]) -> bool:
    """Tell whether a message that states something else may still answer the question."""
    if key in LISTS:
        return _opens(doc, "none")
    return len(asked) > 1 or "." in key or any(stated <= each and key in each for each in TOGETHER)


def _answer(doc: Doc, key: str, stated: Collection[str]) -> Facts | None:
    vague = key == "pregnancy" and _says(doc, "possible")
    told = bool(doc._.frequencies) or any(numbers(token.text) for token in doc)
    if _opens(doc, "unsure") and not vague and not told:
        return None
    if key in LISTS:
        if _opens(doc, "none"):
            return {key: []}
        listed = _listed(doc) if key == "allergies" and not stated else []
        return {key: listed} if listed else None
    kind, _, rest = key.partition(".")
    identifier, _, detail = rest.partition(".")
    if detail == "per_week":
        return _frequency_of(doc, identifier)
    if detail == "weeks_ago":
        weeks = weeks_ago(doc._.cues)
        weeks = length_in_weeks(doc._.cues) if weeks is None else weeks
        entry = {"id": identifier, "status": "done", "weeks_ago": weeks}
        return None if weeks is None else {kind: [entry]}
    reading = _READINGS.get(key)
    value = reading(doc) if reading else None
    return None if value is None else {key: value}


def _says(doc: Doc, meaning: str) -> bool:
    return bool(doc._.cues.get(f"answers.{meaning}"))


def _opens(doc: Doc, meaning: str) -> bool:
    """Tell whether an answer begins with a meaning; "no idea" is no "no"."""
    cues = doc._.cues
    if meaning == "none" and any(span.start < START for span in cues.get("answers.no_none", ())):
        return False
    spans = cues.get(f"answers.{meaning}", ())
    return any(span.start < START and _only_fillers(doc, span.start) for span in spans)


def _only_fillers(doc: Doc, before: int) -> bool:
    return all(token.text in _FILLERS for token in doc[:before])


_FILLERS = {
    "im",
    "i",
    "oh",
    "um",
    "umm",
    "hmm",
    "well",
    ",",
    "so",
    "honestly",
    "tbh",
    "its",
    "ok",
    "erm",
    "uh",
}


def _listed(doc: Doc) -> list[str]:
    words = [token.text for token in doc]
    if _opens(doc, "yes") or len(words) > LONGEST_LIST or "?" in words:
        return []
    return things(words)


def _frequency_of(doc: Doc, product: str) -> Facts | None:
    said = [each for each in doc._.frequencies if each.per_week is not None]
    when = next((each.when for each in doc._.frequencies if each.when), None)
    timed = {i for each in doc._.frequencies for i in range(each.start, each.end)}
    uses = said[-1].per_week if said else amount(t.text for t in doc if t.i not in timed)
    if when == "both" and uses in (None, DAY):
        uses = 2 * DAY
    cues = doc._.cues
    fact: Facts = {"id": product, "status": "current", "per_week": as_number(uses)}
    if cues.get("status.stopped") and not said:
        return {"products": [{"id": product, "status": "stopped", "per_week": None}]}
    if uses is None and doc._.frequencies and when is None:
        return None  # "now and then"
    if uses is None:
        if _opens(doc, "no") or cues.get("status.never"):
            return {"products": [{"id": product, "status": "never", "per_week": 0}]}
        if when is None:
            return None
    if uses == 0:
        return {"products": [{"id": product, "status": "never", "per_week": 0}]}
    if when:
        fact["when"] = when
    return {"products": [fact]}


def _level(prefix: str, order: Sequence[str]) -> Callable[[Doc], str | None]:
    def read(doc: Doc) -> str | None:
        return next((each for each in order if _says(doc, f"{prefix}.{each}")), None)

    return read


def _quality(doc: Doc) -> str | None:
    return quality_of(doc[:]) or _level("quality", QUALITIES)(doc)


def _stress(doc: Doc) -> str | None:
    rated = rating_of(doc._.cues)
    if rated:
        return rated
    in_hours = {
        i
        for label in ("sleep.hours", "time.span.0.006")
        for span in doc._.cues.get(label, ())
        for i in range(span.start, span.end)
    }
    for token in doc:
        said = numbers(token.text) if token.i not in in_hours and token.text[:1].isdigit() else []
        if said and said[-1] <= HIGHEST_RATING:
            return stress_level(sum(said) / len(said))
    found = _level("level", ("none",))(doc) if _opens(doc, "level.none") else None
    found = found or _level("level", tuple(LEVELS))(doc)
    return LEVELS[found] if found else None


def _reapplies(doc: Doc) -> bool | None:
    if _opens(doc, "no") or doc._.cues.get("sun.once_only"):
        return False
    often = doc._.cues.get("sun.again_often") or doc._.cues.get("sun.again")
    if often or _opens(doc, "yes") or any(each.per_week for each in doc._.frequencies):
        return True
    return False if _says(doc, "no") else None


def _spf_use(doc: Doc) -> str | None:
    if _opens(doc, "yes"):
        return "daily"
    return "never" if _opens(doc, "no") or _opens(doc, "none") else None


def _whole_number(low: int, high: int) -> Callable[[Doc], int | None]:
    def read(doc: Doc) -> int | None:
        said = [numbers(token.text)[-1] for token in doc if token.text[:1].isdigit()]
        fitting = [int(each) for each in said if low <= each <= high and each == int(each)]
        return fitting[-1] if fitting else None

    return read


def _water(doc: Doc) -> float | None:
    litres = litres_of(doc._.cues)
    if litres is not None:
        return litres
    said = amount(token.text for token in doc)
    middle = sum(said) / len(said) if isinstance(said, list) else said
    if middle is None or middle > MOST_LITRES:
        return None
    number: float = as_number(
        middle * (LITRES_IN_A_GLASS if middle > MOST_GLASSES_AS_LITRES else 1)
    )
    return number


def _event(doc: Doc) -> Facts | None:
    days = days_until(doc)
    return None if days is None or _opens(doc, "none") else {"id": "other", "days": days}


_READINGS: dict[str, Callable[[Doc], Any]] = {
    "sleep_hours": hours_answered,
    "sleep_quality": _quality,
    "stress": _stress,
    "smoking": _level("smoking", SMOKING),
    "pregnancy": _level("pregnant", PREGNANCY),
    "spf_use": _spf_use,
    "spf_value": _whole_number(LOWEST_SPF, HIGHEST_SPF),
    "spf_reapply": _reapplies,
    "water_litres": _water,
    "age": _whole_number(YOUNGEST, OLDEST),
    "event": _event,
}
