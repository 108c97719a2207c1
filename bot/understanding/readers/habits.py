"""Stress, smoking, pregnancy, water and age."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc, Span

from bot.understanding.clauses import Clause, joints
from bot.understanding.quantities import amount, corrected, numbers, tidy
from bot.understanding.scope import denies_itself, is_denied

LOW_STRESS, MODERATE_STRESS, HIGHEST_RATING = 3, 6, 10  # facts.md
LEVELS = {"none": "low", "some": "moderate", "much": "high"}
SMOKING = ("former", "never", "current")
PREGNANCY = ("breastfeeding", "no", "possible", "trying", "pregnant")
LITRES_IN_A_GLASS, MILLILITRES = 0.25, 0.001
LITRES_IN_A_GALLON, LITRES_IN_A_PINT, LITRES_IN_AN_OUNCE = 3.79, 0.57, 0.03
MOST_LITRES = 20
YOUNGEST, OLDEST = 5, 110
YOUNGEST_BARE = 13  # smaller numbers that stand alone count something else
AGE_LEADS = (["with"], ["but"], ["still"], ["going"], ["yes"])  # words behind an age that leads
NO_AGE_BEHIND = ("scope.correction", "sun.care", "habits.water.word", "habits.stress.word")
COMPLAINTS = {"concerns", "symptoms", "conditions", "skin_type"}
UNITS = {
    "/",
    "-",
    "x",
    "times",
    "weeks",
    "months",
    "days",
    "hours",
    "am",
    "pm",
    "%",
    ":",
    ".",
    "past",
    "ish",
    "degrees",
}
# Where one of these was asked, a bare number answers it and is no age.
COUNTED = {
    *("spf_use", "spf_value", "spf_reapply", "sleep_hours", "stress", "water_litres"),
    *("per_week", "weeks_ago", "event", "smoking"),
}


def read_habits(doc: Doc, asked: Collection[str]) -> dict[str, Any]:
    """Return these facts where the patient's own clauses state them; a later one wins."""
    own = [clause for clause in doc._.clauses if clause.own]
    facts: dict[str, Any] = {}
    denies_pregnancy = -1  # the sentence in which it is denied
    for clause in own:
        listed = clause.sentence == denies_pregnancy and clause.joint in joints("list")
        found = {
            "stress": _stress(clause),
            "smoking": _first(clause, "habits.smoking", SMOKING, "never"),
            "pregnancy": _first(clause, "habits.pregnancy", ("no",) if listed else PREGNANCY, "no"),
        }
        if found["pregnancy"] == "no":
            denies_pregnancy = clause.sentence
        facts.update({key: value for key, value in found.items() if value})
    water = _water(own)
    if water is not None:
        facts["water_litres"] = water
    age = age_of(own) or _age_beside(own)
    if age is None and not COUNTED & {key.rpartition(".")[2] for key in asked}:
        age = _bare_age(own)
    if age is not None:
        facts["age"] = age
    return facts


def stress_level(rating: float) -> str:
    """Return the level of a rating from 0 to 10 (facts.md)."""
    if rating <= LOW_STRESS:
        return "low"
    return "moderate" if rating <= MODERATE_STRESS else "high"


def rating_of(cues: Mapping[str, Sequence[Span]]) -> str | None:
    """Return the level of stress of "7 out of 10"."""
    for span in cues.get("habits.stress.rating", ()):
        said = numbers(span[0].text)
        if said and said[-1] <= HIGHEST_RATING:
            return stress_level(sum(said) / len(said))
    return None


def _stress(clause: Clause) -> str | None:
    about = clause.has("habits.stress.word")
    if about and not clause.has("sleep.word"):
        rated = rating_of(clause.cues) or _bare_rating(clause)
        if rated:
            return rated
    elif rating_of(clause.cues) and (about or _follows_stress(clause)):
        return rating_of(clause.cues)
    found = next((LEVELS[each] for each in LEVELS if _says_level(clause, each)), None)
    told = (
        each for each in ("low", "moderate", "high") if clause.has(f"habits.stress.told_{each}")
    )
    bare = found is None or (found == "high" and not clause.has("habits.stress.much"))
    return next(told, found) if about and bare and not clause.has("sleep.word") else found


def _says_level(clause: Clause, level: str) -> bool:
    """Tell whether words say a level, and are no part of more: "no, stress is moderate"."""
    said = [span for each in LEVELS for span in clause.cues.get(f"habits.stress.{each}", ())]
    return any(
        not any(len(other) > len(span) and _overlap(span, other) for other in said)
        for span in clause.cues.get(f"habits.stress.{level}", ())
    )


def _follows_stress(clause: Clause) -> bool:
    before = [each for each in clause.doc._.clauses if each.end <= clause.start]
    return bool(before) and before[-1].has("habits.stress.word")


def _bare_rating(clause: Clause) -> str | None:
    """Return the level of "stress is about a 7": a number in a clause of nothing else."""
    if clause.frequencies or clause.has("sleep.hours", "habits.age.no_age"):
        return None
    spans = [
        i for label, found in clause.cues.items() if label.startswith("time.span") for i in found
    ]
    said = amount(token.text for token in clause.doc[clause.start : clause.end])
    if said is None or isinstance(said, list) or spans:
        return None
    return stress_level(said) if said <= HIGHEST_RATING else None


def _first(clause: Clause, prefix: str, values: Sequence[str], negative: str) -> str | None:
    """Return the first value that a clause states; only the negative one may be denied.

    "not pregnant or breastfeeding" is no breastfeeding, "never smoked in my life" no former smoker.
    """
    for value in values:
        spans = clause.cues.get(f"{prefix}.{value}", ())
        if any(value == negative or not is_denied(span) or denies_itself(span) for span in spans):
            return value
    return None


def _water(clauses: Sequence[Clause]) -> float | None:
    for clause in clauses:
        litres = litres_of(clause.cues)
        if litres is not None and _speaks_of_water(clause):
            return litres
    return None


def _speaks_of_water(clause: Clause) -> bool:
    """Tell whether a clause's sentence, or the one before, names water."""
    near = (clause.sentence, clause.sentence - 1)
    return any(
        each.has("habits.water.word") for each in clause.doc._.clauses if each.sentence in near
    )


def litres_of(cues: Mapping[str, Sequence[Span]]) -> float | None:
    """Return litres from bottles, litres, glasses or millilitres; the middle of a range."""
    for span in cues.get("habits.water.bottles", ()):
        said = [_middle(numbers(token.text)) for token in span if numbers(token.text)]
        return _plausible(said[0] * said[1] * _unit(span)) if len(said) > 1 else None
    for meaning, unit in (
        ("litres", 1.0),
        ("glasses", LITRES_IN_A_GLASS),
        ("millilitres", MILLILITRES),
        ("gallons", LITRES_IN_A_GALLON),
        ("pints", LITRES_IN_A_PINT),
        ("ounces", LITRES_IN_AN_OUNCE),
    ):
        for span in cues.get(f"habits.water.{meaning}", ()):
            # "a litre" is one
            return _plausible(_middle(numbers(span[0].text) or [1.0]) * unit)
    return None


def _unit(span: Span) -> float:
    return MILLILITRES if any(token.text == "ml" for token in span) else 1.0


def _middle(said: Sequence[float]) -> float:
    return sum(said) / len(said) if said else 0.0


def _plausible(litres: float) -> float | None:
    return tidy(litres) if litres <= MOST_LITRES else None


def age_of(clauses: Sequence[Clause]) -> int | None:
    """Return the patient's age in years: what it is now before what it will soon be."""
    for meaning, change in (("now", 0), ("soon", -1), ("said", 0)):
        if meaning == "now" and not any(clause.has("habits.age.soon") for clause in clauses):
            continue
        for clause in clauses:
            not_ages = clause.cues.get("habits.age.no_age", ())
            for span in clause.cues.get(f"habits.age.{meaning}", ()):
                if any(_overlap(span, other) for other in not_ages) and not _is_full_age(span):
                    continue
                said = next((numbers(t.text)[-1] for t in span if t.text.isdigit()), 0)
                years = (_corrected_age(span) or corrected(span.doc, span.end) or said) + change
                if YOUNGEST <= years <= OLDEST:
                    return int(years)
    return None


def _age_beside(clauses: Sequence[Clause]) -> int | None:
    """Return the age at which the patient has something: "24 with a pacemaker", "lines at 27?"."""
    for clause in clauses:
        words = clause.words()
        leads = clause.joint == "." and words[0].isdecimal() and words[1:2] in AGE_LEADS
        if leads and YOUNGEST_BARE <= int(words[0]) <= OLDEST:
            return int(words[0])
        if clause.has("habits.age.began", "sleep.word", "sleep.bed"):
            continue
        for span in clause.cues.get("habits.age.at", ()):
            complaints = [name for name in clause.names if name.label_ in COMPLAINTS]
            told = any(name.end <= span.start for name in complaints)
            behind = clause.doc[span.end : span.end + 1].text
            if told and behind not in UNITS and span[-1].text.isdecimal():
                years = int(span[-1].text)
                if YOUNGEST_BARE <= years <= OLDEST:
                    return years
    return None


def _corrected_age(span: Span) -> float | None:
    """Return the age that takes back one said before: "I am 19, sorry, just turned 20"."""
    cues = span.doc._.cues
    for later in reversed(cues.get("habits.age.said", ())):
        if any(span.end <= cue.start < later.start for cue in cues.get("scope.correction", ())):
            return next((numbers(t.text)[-1] for t in later if t.text.isdigit()), None)
    return None


def _overlap(one: Span, other: Span) -> bool:
    return other.start < one.end and one.start < other.end


def _is_full_age(span: Span) -> bool:
    """Tell whether words can be nothing but an age: "73 years of age"."""
    return span.text.endswith(("years of age", "years old"))


def _bare_age(clauses: Sequence[Clause]) -> int | None:
    """Return a number that stands alone between commas: "nurse, 44, oily skin", "38 now"."""
    alone = [
        clause
        for before, clause in zip((None, *clauses), clauses, strict=False)
        if clause.words()[1:] in ([], ["now"]) and not (before and before.has(*NO_AGE_BEHIND))
    ]
    years = [int(clause.words()[0]) for clause in alone if clause.words()[0].isdecimal()]
    adult = [each for each in years if each >= YOUNGEST_BARE and each <= OLDEST]
    return adult[0] if adult and len(clauses) > 1 else None
