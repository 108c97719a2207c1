"""The warnings that a patient's facts call for."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from regimen.case import Case
from regimen.conditions import Condition, compile_condition, keys_read, names
from regimen.exfoliation import exfoliation
from regimen.facts import Facts
from regimen.knowledge import load

SEVERITIES: Final = ("stop", "caution", "info")


class Warning(TypedDict):  # the contract's word
    """A warning as the patient gets it."""

    id: str
    severity: str
    message: str
    why: str
    sources: list[str]


@dataclass(frozen=True)
class Rule:
    """A warning of warnings.yml, ready to be applied."""

    id: str
    holds: Condition
    severities: tuple[tuple[str, Condition], ...]
    forbids: frozenset[str]
    forbids_when: Condition
    reads: frozenset[str]
    source: Mapping[str, Any]

    def severity(self, case: Case) -> str | None:
        """Return how severe the warning is, or None where it does not hold."""
        if not self.holds(case):
            return None
        return next(severity for severity, holds in self.severities if holds(case))


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Return all rules of warnings.yml."""
    return tuple(_rule(source) for source in load("warnings"))


def warnings(facts: Facts) -> list[Warning]:
    """Return the warnings that hold, the most severe first."""
    case = Case(facts)
    load_of_week = exfoliation(facts)
    cap = load_of_week["cap"]
    numbers = {"load": f"{load_of_week['load']:g}", "cap": f"about {cap:g}" if cap else "none"}
    found = [
        Warning(
            id=rule.id,
            severity=severity,
            message=rule.source.get(f"message_{severity}", rule.source["message"]).format(
                **numbers
            ),
            why=rule.source["why"],
            sources=list(rule.source["sources"]),
        )
        for rule in rules()
        if (severity := rule.severity(case))
    ]
    return sorted(found, key=lambda warning: SEVERITIES.index(warning["severity"]))


def forbidden(facts: Facts) -> frozenset[str]:
    """Return the products that a warning which holds forbids to recommend."""
    case = Case(facts)
    return frozenset().union(
        *(
            rule.forbids
            for rule in rules()
            if rule.forbids and rule.holds(case) and rule.forbids_when(case)
        )
    )


def _rule(source: Mapping[str, Any]) -> Rule:
    given = source["severity"]
    levels = [{given: source["when"]}] if isinstance(given, str) else given
    holds = compile_condition(source["when"])
    sources = [source["when"], *(condition for level in levels for condition in level.values())]
    return Rule(
        id=source["id"],
        holds=holds,
        severities=tuple(
            (severity, compile_condition(condition))
            for level in levels
            for severity, condition in level.items()
        ),
        forbids=names(source.get("forbids", [])),
        forbids_when=compile_condition(source["forbids_when"])
        if "forbids_when" in source
        else holds,
        reads=frozenset().union(*(keys_read(each) for each in sources)),
        source=source,
    )
