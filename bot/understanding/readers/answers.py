"""Bare answers: what a short message means because of the question before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from spacy.tokens import Doc, Span

from bot.understanding.clauses import cues_in
from bot.understanding.dates import days_until, length_in_weeks, weeks_ago
from bot.understanding.quantities import (
    DAY,
    FILLERS,
    Frequency,
    PerWeek,
    amount,
    as_number,
    numbers,
)
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
from bot.understanding.scope import is_denied

Facts = dict[str, Any]

LISTS = (
    *("products", "skin_type", "concerns", "goals", "symptoms", "conditions", "diet"),
    *("allergies", "medications", "procedures"),
)
# What may be told beside the fact that was asked for, and still leave the bare words to answer it.
TOGETHER = (
    {"spf_use", "spf_value", "spf_reapply"},
    {"sleep_hours", "sleep_quality", "stress"},
    {"pregnancy", "age"},
)
# Lists that are told to be empty in words of their own: "no treatments".
NONE_OF = ("conditions", "procedures", "symptoms", "products", "concerns")
# Lists whose emptiness counts whatever was asked, and all whose emptiness can be told.
TOLD_UNASKED = ("conditions", "procedures", "symptoms", "products")
TOLD_EMPTY = (*NONE_OF, "medications", "allergies", "event")
# What words of these meanings speak of.
SPEAKS_OF = {
    "habits.stress.word": ("stress",),
    "sleep.word": ("sleep_hours", "sleep_quality"),
    **dict.fromkeys(("sleep.poor", "sleep.fair", "sleep.good"), ("sleep_hours", "sleep_quality")),
    "habits.water.word": ("water_litres",),
    "sun.care": ("spf_use", "spf_value", "spf_reapply"),
    "allergies.to": ("allergies",),
    "context.pregnancy_named": ("pregnancy",),
    **dict.fromkeys(("habits.age.now", "habits.age.soon", "habits.age.said"), ("age",)),
}
MOST_IN_ONE_PART = 2
MOST_WORDS = 6  # of an answer that more follows
RATING = "habits.stress.rating"
MOST_USES = 21  # three times a day; a larger bare number counts something else
MOST_OF_A_WEEK: list[float] = [5, 6]
# What a question may be answered with instead: "badly", asked for the hours.
INSTEAD = {"sleep_hours": "sleep_quality", "sleep_quality": "sleep_hours"}
LEVELS = {"much": "high", "some": "moderate", "none": "low"}
QUALITIES = ("poor", "fair", "good")
SMOKING = ("former", "current", "never")
PREGNANCY = ("breastfeeding", "trying", "possible", "no", "pregnant")
LONGEST_LIST = 8  # words of an answer that is read as a list of allergens
MOST_GLASSES_AS_LITRES = 5  # "8" is eight glasses, "3" three litres
START = 2  # words before which "no idea" opens an answer


def fill_answers(doc: Doc, asked: Collection[str], facts: Facts) -> None:
    """Add what a short answer means because of the question; what it states itself stands.

    Args:
        doc: the analysed message.
        asked: what was asked for: keys of facts.md, or one detail of a product or procedure.
        facts: what the message states whatever was asked; the answers are added here.
    """
    clauses = doc._.clauses
    if not len(doc) or any(clause.other for clause in clauses):
        return
    told = [key for key in TOLD_UNASKED if _says(doc[:], f"told_none.{key}")]
    facts.update({key: [] for key in told if key not in facts})
    only_asks = bool(clauses) and all(clause.asks for clause in clauses)
    if not asked or (only_asks and not _opens(doc[:], "possible")):
        return
    stated = set(facts)
    if len(asked) > 1:
        _fill_together(doc, list(asked), facts)
    for key in asked:
        if key in facts:
            continue
        if _may_answer(doc, key, asked, stated):
            facts.update(_answer(doc[:], key, facts) or {})
        elif len(asked) == 1 and (first := _first_part(doc, key)):
            facts.update(_answer(first, key, {}) or {})
    if not facts and len(asked) == 1 and (instead := INSTEAD.get(next(iter(asked)))):
        facts.update(_answer(doc[:], instead, facts) or {})


def _may_answer(doc: Doc, key: str, asked: Collection[str], stated: set[str]) -> bool:
    """Tell whether a message as a whole may answer a key."""
    emptied = _emptied(doc[:])
    if emptied:
        return key in emptied  # "no event coming up" is no "no sunscreen"
    if len(asked) > 1:
        return _is_whole_answer(doc, key, stated)
    return not stated or _leaves_open(doc, key, stated)


def _fill_together(doc: Doc, asked: Sequence[str], facts: Facts) -> None:
    """Add what the parts of a message answer of several keys, by position or by kind."""
    parts = _parts(doc)
    if len(parts) < MOST_IN_ONE_PART:
        return
    stated = set(facts)
    if len(parts) == len(asked):
        for key, part in zip(asked, parts, strict=True):
            if key not in facts and not _is_taken(part, key):
                facts.update(_answer(part, key, {}) or {})
    if stated == set(facts) or not any(key in LISTS for key in asked):
        free = list(parts)
        for key in asked:
            if key in LISTS or key in facts:
                continue
            for part in free:
                found = None if _is_taken(part, key) else _answer(part, key, {})
                if found:
                    facts.update(found)
                    free.remove(part)
                    break
    if any(_says(part, "none_of.rest") for part in parts):
        facts.update({key: [] for key in asked if key in LISTS and key not in facts})


def _first_part(doc: Doc, key: str) -> Span | None:
    """Return the short part that a message begins with, where it may answer the question alone."""
    parts = _parts(doc)
    short = len(parts) > 1 and len(parts[0]) <= MOST_WORDS
    if not short or _is_taken(parts[0], key):
        return None
    # "actually no, five" takes something back
    taken_back = any(len(span) > 1 for span in cues_in(parts[0], "scope.correction"))
    return None if taken_back else parts[0]


def _is_whole_answer(doc: Doc, key: str, stated: Collection[str]) -> bool:
    """Tell whether a message may answer one of several keys as a whole."""
    if key == "pregnancy":
        return bool(doc._.cues.get("context.pregnancy_named"))
    if key in LISTS:
        # a "no" that stands first among other answers empties no list
        return not stated or _says(doc[:], f"none_of.{key}") or _says(doc[:], "none_of.all")
    return len(doc._.clauses) < MOST_IN_ONE_PART or "." in key


def _parts(doc: Doc) -> list[Span]:
    """Return the clauses of a message that say something."""
    stretches = [doc[clause.start : clause.end] for clause in doc._.clauses]
    return [part for part in stretches if not all(token.text in FILLERS for token in part)]


def _is_taken(part: Span, key: str) -> bool:
    """Tell whether a part of a message speaks of something else than the key."""
    named = {name.label_ for name in part.doc._.names if part.start <= name.start < part.end}
    if (named | _emptied(part)) - {key}:
        return True
    return any(cues_in(part, meaning) for meaning in SPEAKS_OF if key not in SPEAKS_OF[meaning])


def _emptied(part: Span) -> set[str]:
    """Return the lists of which a part of a message says that they are empty."""
    return {key for key in TOLD_EMPTY if _says(part, f"none_of.{key}")}


def _leaves_open(doc: Doc, key: str, stated: set[str]) -> bool:
    """Tell whether a message that states something else may still answer the question."""
    if key in LISTS:
        return _opens(doc[:], "none")
    return "." in key or any(stated <= each and key in each for each in TOGETHER)


def _answer(part: Span, key: str, stated: Facts) -> Facts | None:
    vague = key == "pregnancy" and _says(part, "possible")
    told = bool(_frequencies(part)) or any(numbers(token.text) for token in part)
    if key in NONE_OF and _says(part, f"none_of.{key}"):
        return {key: []}
    if _opens(part, "unsure") and not vague and not told:
        return None
    if key in LISTS:
        if _opens(part, "none"):
            return {key: []}
        listed = _listed(part) if key == "allergies" and not stated else []
        return {key: listed} if listed else None
    kind, _, rest = key.partition(".")
    identifier, _, detail = rest.partition(".")
    if detail == "per_week":
        return _frequency_of(part, identifier, stated)
    if detail == "weeks_ago":
        weeks = weeks_ago(part.doc._.cues)
        weeks = length_in_weeks(part.doc._.cues) if weeks is None else weeks
        entry = {"id": identifier, "status": "done", "weeks_ago": weeks}
        return None if weeks is None else {kind: [entry]}
    reading = _READINGS.get(key)
    value = reading(part) if reading else None
    # "I am 35" is no SPF of 35
    said_of_another = type(value) is int and value in stated.values()
    return None if value is None or said_of_another else {key: value}


def _says(part: Span, meaning: str) -> bool:
    return bool(cues_in(part, f"answers.{meaning}"))


def _frequencies(part: Span) -> list[Frequency]:
    return [each for each in part.doc._.frequencies if part.start <= each.start < part.end]


def _opens(part: Span, meaning: str) -> bool:
    """Tell whether an answer begins with a meaning; "no idea" is no "no"."""
    start = part.start
    # "no idea", "actually no, five": a correction of more words than a bare "no"
    corrections = [
        span
        for span in cues_in(part, "scope.correction")
        if len(span) > 1 and any(token.is_alpha for token in part.doc[span.end : part.end])
    ]
    no_answer = [*cues_in(part, "answers.no_none"), *corrections]
    if meaning in ("none", "no") and any(span.start < start + START for span in no_answer):
        return False
    spans = cues_in(part, f"answers.{meaning}")
    return any(
        all(token.text in FILLERS for token in part.doc[start : span.start]) for span in spans
    )


def _listed(part: Span) -> list[str]:
    words = [token.text for token in part]
    if _opens(part, "yes") or _opens(part, "talk") or len(words) > LONGEST_LIST or "?" in words:
        return []
    return things(words)


def _frequency_of(part: Span, product: str, stated: Facts) -> Facts | None:
    frequencies = _frequencies(part)
    said = [each for each in frequencies if each.per_week is not None]
    times = {each.when for each in frequencies if each.when}
    when = "both" if {"am", "pm"} <= times else next(iter(sorted(times)), None)
    timed = {i for each in frequencies for i in range(each.start, each.end)}
    uses = said[-1].per_week if said else _bare_count(part, timed, stated)
    if uses is None and _says(part, "most"):
        uses = MOST_OF_A_WEEK
    if when == "both" and uses in (None, DAY):
        uses = 2 * DAY
    cues = part.doc._.cues
    fact: Facts = {"id": product, "status": "current", "per_week": as_number(uses)}
    if cues.get("status.stopped") and not said:
        return {"products": [{"id": product, "status": "stopped", "per_week": None}]}
    if uses is None and frequencies and when is None:
        return None  # "now and then"
    if uses is None:
        if not stated and (_opens(part, "no") or cues.get("status.never")):
            return {"products": [{"id": product, "status": "never", "per_week": 0}]}
        if when is None:
            return None
    if uses == 0:
        return {"products": [{"id": product, "status": "never", "per_week": 0}]}
    if when:
        fact["when"] = when
    return {"products": [fact]}


def _bare_count(part: Span, timed: Collection[int], stated: Facts) -> PerWeek:
    """Return a number that stands alone, if it may be uses in a week and was not said of others."""
    others = [value for value in stated.values() if isinstance(value, int | float)]
    uses = amount(
        token.text
        for token in part
        if token.i not in timed and not any(each in others for each in numbers(token.text))
    )
    most = max(uses) if isinstance(uses, list) else uses or 0
    return uses if most <= MOST_USES else None


def _level(prefix: str, order: Sequence[str]) -> Callable[[Span], str | None]:
    def read(part: Span) -> str | None:
        return next((each for each in order if _says(part, f"{prefix}.{each}")), None)

    return read


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
        i
        for label in ("sleep.hours", "time.span.0.006")
        for span in cues_in(part, label)
        for i in range(span.start, span.end)
    }
    for token in part:
        said = numbers(token.text) if token.i not in in_hours and token.text[:1].isdigit() else []
        if said and said[-1] <= HIGHEST_RATING:
            return stress_level(sum(said) / len(said))
    found = _level("level", ("none",))(part) if _opens(part, "level.none") else None
    found = found or _level("level", tuple(LEVELS))(part)
    return LEVELS[found] if found else None


def _reapplies(part: Span) -> bool | None:
    if _opens(part, "no") or cues_in(part, "sun.once_only"):
        return False
    often = cues_in(part, "sun.again_often") or cues_in(part, "sun.again")
    if often or _opens(part, "yes") or any(each.per_week for each in _frequencies(part)):
        return True
    return False if _says(part, "no") else None


def _spf_use(part: Span) -> str | None:
    if _opens(part, "yes"):
        return "daily"
    return "never" if _opens(part, "no") or _opens(part, "none") else None


def _whole_number(low: int, high: int) -> Callable[[Span], int | None]:
    def read(part: Span) -> int | None:
        excluded = {
            i for span in cues_in(part, "sun.again_often") for i in range(span.start, span.end)
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


def _event(part: Span) -> Facts | None:
    days = days_until(part.doc)
    none = _opens(part, "none") or _says(part.doc[:], "none_of.event")
    return None if days is None or none else {"id": "other", "days": days}


_READINGS: dict[str, Callable[[Span], Any]] = {
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
