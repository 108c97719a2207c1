"""Candidate treatments with their gates: for the clinic's staff, never for the patient."""

from __future__ import annotations

import functools
from typing import Any, Final, TypedDict

from regimen.case import Case
from regimen.conditions import Condition, compile_condition, names
from regimen.knowledge import load
from regimen.warnings import Rule, rules

STATUSES: Final = ("suitable", "ask_doctor", "avoid")
OF_SEVERITY: Final = {"stop": "avoid", "caution": "ask_doctor", "info": "suitable"}


class Treatment(TypedDict):
    """A candidate, its phase of the plan, how the gates see it, and which gates those are."""

    id: str
    phase: str
    status: str
    reasons: list[str]


def treatments(case: Case) -> list[Treatment]:
    """Return the treatments that fit the concerns and goals, or that the patient asked for.

    A treatment is as good as the worst gate that it meets; each warning that names it is a gate.
    A patient is never cleared by this: "suitable" means that no gate spoke against it.
    """
    aims = case.values("concerns") | case.values("goals")
    asked = set(case.procedures(None))
    gates = {gate: (status, applies) for gate, status, applies, holds in _gates() if holds(case)}
    found = []
    for name, source in load("treatments")["treatments"].items():
        if name in asked or not aims.isdisjoint(source["for"]):
            reasons = _warnings_of(name, case) | {
                gate: status for gate, (status, applies) in gates.items() if name in applies
            }
            worst = max(reasons.values(), key=STATUSES.index, default="suitable")
            found.append(
                Treatment(id=name, phase=source["phase"], status=worst, reasons=list(reasons))
            )
    return sorted(found, key=lambda each: STATUSES.index(each["status"]))


def _warnings_of(name: str, case: Case) -> dict[str, str]:
    """Return the warnings that name this treatment and hold once it alone is booked."""
    naming = _rules_naming(name)
    if not naming:
        return {}
    done = [item for item in case.facts.get("procedures", ()) if item.get("status") == "done"]
    booked = case.supposing(procedures=[*done, {"id": name, "status": "booked"}])
    return {
        rule.id: OF_SEVERITY[severity] for rule in naming if (severity := rule.severity(booked))
    }


@functools.cache
def _rules_naming(name: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if name in rule.ahead)


@functools.cache
def _gates() -> tuple[tuple[str, str, frozenset[str], Condition], ...]:
    everything = frozenset(load("treatments")["treatments"])
    gates: list[dict[str, Any]] = load("treatments")["gates"]
    return tuple(
        (
            gate["id"],
            gate["status"],
            everything & names(gate["for"]) if "for" in gate else everything,
            compile_condition(gate["when"]),
        )
        for gate in gates
    )
