"""How soon somebody must look at the patient."""

from __future__ import annotations

import functools
from typing import Final, TypedDict

from regimen.case import Case
from regimen.conditions import Condition, compile_condition
from regimen.facts import load_flags
from regimen.knowledge import load

LEVELS: Final = ("now", "same_day", "soon", "routine")


class Triage(TypedDict):
    """The highest level of all reasons, and the reasons, the most urgent first."""

    level: str
    reasons: list[str]


def triage(case: Case) -> Triage:
    """Return the triage of red flags and of what the facts add up to."""
    reported = case.values("red_flags")
    reasons = {
        flag: level for level, flags in load_flags().items() for flag in flags if flag in reported
    }
    for level, reason, holds in _derived():
        if holds(case):
            reasons.setdefault(reason, level)
    ordered = sorted(reasons, key=lambda reason: LEVELS.index(reasons[reason]))
    return Triage(level=reasons[ordered[0]] if ordered else "routine", reasons=ordered)


@functools.cache
def _derived() -> tuple[tuple[str, str, Condition], ...]:
    return tuple(
        (level, reason["id"], compile_condition(reason["when"]))
        for level, reasons in load("triage").items()
        for reason in reasons
    )
