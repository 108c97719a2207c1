"""What a doctor must know of an intake at a glance: pure, from its file and the rules' advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import regimen
from clinic import describe
from clinic.reviews.file import PatientFile

# Medicines that still matter after the last dose.
LASTING: Final = ("isotretinoin",)
EXPECTING: Final = ("pregnant", "trying", "possible", "breastfeeding")
ADULT: Final = 18
# Safety that is always asked for: where nothing is known of it, staff read that.
SAFETY: Final = ("pregnancy", "medications", "conditions", "allergies")
PREGNANCY: Final = {
    "pregnant": "pregnant",
    "trying": "trying for a baby",
    "possible": "may be pregnant",
    "breastfeeding": "breastfeeding",
}


@dataclass(frozen=True)
class MedicalFlag:
    """Something of a patient's health that bears on treatment.

    Args:
        key: the fact that it comes from.
        text: in words for staff.
        grave: whether it stops most treatment until a doctor has decided.
    """

    key: str
    text: str
    grave: bool


@dataclass(frozen=True)
class Summary:
    """The first screen of a patient's page."""

    advice: Mapping[str, Any]
    # whether the advice is what the patient was given, or what the rules say to the facts so far
    is_given: bool
    flags: tuple[MedicalFlag, ...]
    # told in other intakes of the person, and not in this one: each with the number of the latest
    elsewhere: Mapping[MedicalFlag, int]
    # facts of safety that are known to be none, and those of which nothing is known
    none_of: tuple[str, ...]
    unknown: tuple[str, ...]


def summary(file: PatientFile) -> Summary:
    """Return the first screen: the advice that was given, else the rules' answer as it is now."""
    facts = file.facts
    given = file.advice
    advice: Mapping[str, Any] = given if given is not None else advice_now(file)
    return Summary(
        advice=advice,
        is_given=given is not None,
        flags=tuple(medical_flags(facts)),
        elsewhere=_elsewhere(file),
        none_of=tuple(key for key in SAFETY if facts.get(key) in ([], "no")),
        unknown=tuple(key for key in SAFETY if key not in facts),
    )


def advice_now(file: PatientFile) -> Mapping[str, Any]:
    """Return the rules' answer to the facts as they are now."""
    season: Any = file.season
    facts = regimen.check(file.facts)
    return regimen.advise(facts, season=season, seen=file.seen, tuning=file.tuning)


def _elsewhere(file: PatientFile) -> Mapping[MedicalFlag, int]:
    here = set(medical_flags(file.facts))
    return {
        flag: each.intake_id
        for each in file.rounds
        for flag in medical_flags(each.facts)
        if each.intake_id != file.intake_id and flag not in here
    }


def medical_flags(facts: Mapping[str, Any]) -> Iterator[MedicalFlag]:
    """Yield what of the facts bears on treatment, the gravest kinds first."""
    for flag in facts.get("red_flags", ()):
        yield MedicalFlag("red_flags", describe.name(flag), grave=True)
    if (pregnancy := facts.get("pregnancy")) in EXPECTING:
        yield MedicalFlag("pregnancy", PREGNANCY[pregnancy], grave=True)
    for medicine in facts.get("medications", ()):
        status = medicine.get("status", "current")
        if status == "current" or medicine["id"] in LASTING:
            yield MedicalFlag("medications", describe.value("medications", [medicine]), grave=True)
    for condition in facts.get("conditions", ()):
        yield MedicalFlag("conditions", describe.name(condition), grave=False)
    for allergy in facts.get("allergies", ()):
        yield MedicalFlag("allergies", f"allergic to {allergy}", grave=False)
    if facts.get("age", ADULT) < ADULT:
        yield MedicalFlag("age", f"under {ADULT}", grave=True)
    if facts.get("smoking") == "current":
        yield MedicalFlag("smoking", "smokes", grave=False)
