"""Candidate treatments with their gates: for the clinic's staff, never for the patient."""

from __future__ import annotations

import functools
from typing import Any, Final, TypedDict

from regimen.case import Case
from regimen.conditions import Condition, compile_condition
from regimen.facts import Facts
from regimen.knowledge import load, vocabulary
from regimen.warnings import Rule, rules

STATUSES: Final = ("suitable", "ask_doctor", "avoid")
OF_SEVERITY: Final = {"stop": "avoid", "caution": "ask_doctor", "info": "suitable"}


class Treatment(TypedDict):
    """A candidate, its phase of the plan, how the gates see it, and which gates those are."""

    id: str
    phase: str
    status: str
    reasons: list[str]


def treatments(facts: Facts) -> list[Treatment]:
    """Return the treatments that fit the concerns and goals, or that the patient asked for.

    A treatment is as good as the worst gate that it meets; each warning that it would bring is a
    gate. A patient is never cleared by this: "suitable" means that no gate spoke against it.
    """
    case = Case(facts)
    aims = {*facts.get("concerns", ()), *facts.get("goals", ())}
    asked = set(case.procedures(None))
    found = [
        _treatment(name, source["phase"], case)
        for name, source in load("treatments")["treatments"].items()
        if name in asked or aims & set(source["for"])
    ]
    return sorted(found, key=lambda each: STATUSES.index(each["status"]))


def _treatment(name: str, phase: str, case: Case) -> Treatment:
    gates = {**_warnings_of(name, case), **_gates_of(name, case)}
    worst = max(gates.values(), key=STATUSES.index, default="suitable")
    return Treatment(id=name, phase=phase, status=worst, reasons=list(gates))


def _warnings_of(name: str, case: Case) -> dict[str, str]:
    """Return the warnings that hold if this treatment alone is wanted, with what they make of it."""
    if name not in vocabulary("procedures"):
        return {}
    done = [item for item in case.facts.get("procedures", ()) if item.get("status") == "done"]
    with_it = Case({**case.facts, "procedures": [*done, {"id": name, "status": "booked"}]})
    without = Case({**case.facts, "procedures": done})
    return {
        rule.id: OF_SEVERITY[severity]
        for rule in _rules_on_procedures()
        if (severity := rule.severity(with_it)) and severity != rule.severity(without)
    }


def _gates_of(name: str, case: Case) -> dict[str, str]:
    return {
        gate["id"]: gate["status"]
        for gate, holds in zip(load("treatments")["gates"], _gate_conditions(), strict=True)
        if name in gate["for"] and holds(case)
    }


@functools.cache
def _rules_on_procedures() -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if "procedures" in rule.reads)


@functools.cache
def _gate_conditions() -> tuple[Condition, ...]:
    gates: list[dict[str, Any]] = load("treatments")["gates"]
    return tuple(compile_condition(gate["when"]) for gate in gates)
