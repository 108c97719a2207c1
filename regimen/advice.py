"""The answer to a patient's facts: contract/regimen.md as one object."""

from __future__ import annotations

from typing import Literal, TypedDict

from regimen import exfoliation, missing, outlook, routine, treatments, triage, warnings
from regimen.facts import Facts

Season = Literal["spring", "summer", "autumn", "winter"]


class Advice(TypedDict):
    """What the rules say; `treatments` are for staff only."""

    triage: triage.Triage
    exfoliation: exfoliation.Exfoliation
    warnings: list[warnings.Warning]
    routine: routine.Routine
    treatments: list[treatments.Treatment]
    lifestyle: list[outlook.Advice]
    timeline: list[outlook.Span]
    missing: list[str]


def advise(facts: Facts, *, season: Season | None = None) -> Advice:
    """Return the rules' answer to checked facts.

    Args:
        facts: what is known, as `check` returns it.
        season: of the patient's country, for the routine; None where it is not known.
    """
    return Advice(
        triage=triage.triage(facts),
        exfoliation=exfoliation.exfoliation(facts),
        warnings=warnings.warnings(facts),
        routine=routine.routine(facts, season),
        treatments=treatments.treatments(facts),
        lifestyle=outlook.lifestyle(facts),
        timeline=outlook.timeline(facts),
        missing=missing.missing(facts),
    )
