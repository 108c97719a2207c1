"""The answer to a patient's facts: contract/regimen.md as one object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict

from regimen import missing, outlook, routine, treatments, triage, warnings
from regimen.case import Case
from regimen.exfoliation import Exfoliation
from regimen.facts import Facts
from regimen.merge import settled
from regimen.tuning import Tuning

Season = Literal["spring", "summer", "autumn", "winter"]


class Advice(TypedDict):
    """What the rules say; `treatments` are for staff only."""

    triage: triage.Triage
    exfoliation: Exfoliation
    warnings: list[warnings.Warning]
    routine: routine.Routine
    treatments: list[treatments.Treatment]
    lifestyle: list[outlook.Advice]
    timeline: list[outlook.Span]
    missing: list[str]


def advise(
    facts: Facts,
    *,
    season: Season | None = None,
    seen: Mapping[str, str] | None = None,
    tuning: Tuning | None = None,
) -> Advice:
    """Return the rules' answer to checked facts.

    Args:
        facts: what is known, as `check` returns it.
        season: of the patient's country, for the routine; None where it is not known.
        seen: what a photograph shows (contract/photo.md): the id of each finding with its severity.
        tuning: the clinic's weights and caps; the catalogue's where None.
    """
    case = Case(settled(facts), season, seen, tuning)
    return Advice(
        triage=triage.triage(case),
        exfoliation=case.week,
        warnings=warnings.warnings(case),
        routine=routine.routine(case),
        treatments=treatments.treatments(case),
        lifestyle=outlook.lifestyle(case),
        timeline=outlook.timeline(case),
        missing=missing.missing(case),
    )


def triage_of(facts: Facts, *, seen: Mapping[str, str] | None = None) -> triage.Triage:
    """Return the triage of `advise` alone, which every turn looks at."""
    return triage.triage(Case(settled(facts), seen=seen))


def missing_of(
    facts: Facts, *, seen: Mapping[str, str] | None = None, tuning: Tuning | None = None
) -> list[str]:
    """Return what `advise` finds missing, and nothing else."""
    return missing.missing(Case(settled(facts), seen=seen, tuning=tuning))
