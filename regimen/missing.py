"""Which unknown facts would change the answer most, in the order in which to ask for them."""

from __future__ import annotations

import functools
from typing import Any, Final

from regimen.case import Case
from regimen.conditions import Condition, compile_condition
from regimen.exfoliation import HOLDING, exfoliation
from regimen.facts import Facts
from regimen.knowledge import load, members, weights
from regimen.triage import triage
from regimen.warnings import Rule, rules

# What decides the exfoliation load and cap.
OF_THE_LOAD: Final = frozenset({"products", "skin_type", "symptoms", "procedures"})
DETAIL_SCORES: Final = {"per_week": 5.0, "weeks_ago": 4.0}


def missing(facts: Facts) -> list[str]:
    """Return the keys of facts to ask for, most telling first.

    The score of a key is the mean, over representative values (missing.yml), of what each value would
    change in warnings, triage and load, plus a base for what it changes elsewhere. A key that changes
    nothing is left out. Details (`products.glycolic_acid.per_week`) count where they decide the load
    or a hold.
    """
    case = Case(facts)
    scored = dict(_details(case))
    before = {rule.id: rule.severity(case) for rule in rules()}
    level = triage(facts)["level"]
    for key, source in load("missing")["facts"].items():
        if key in facts or not _matters(key)(case):
            continue
        changes = [_change(facts, key, value, before, level) for value in source["values"]]
        score = source.get("base", 0) + (sum(changes) / len(changes) if changes else 0)
        if score > 0:
            scored[key] = score
    return sorted(scored, key=lambda key: -scored[key])


def _details(case: Case) -> list[tuple[str, float]]:
    """Return the frequencies and dates that the load or a hold needs, with their scores."""
    irritants = members("retinoid_any") | {"benzoyl_peroxide"}
    found: list[tuple[str, float]] = [
        (
            f"products.{item['id']}.per_week",
            DETAIL_SCORES["per_week"] + weights().get(item["id"], 0),
        )
        for item in case.using(frozenset(weights()) | irritants)
        if item.get("per_week") is None
    ]
    return found + [
        (f"procedures.{item['id']}.weeks_ago", DETAIL_SCORES["weeks_ago"])
        for item in case.facts.get("procedures", ())
        if item["id"] in HOLDING | members("laser_any")
        and item.get("status") == "done"
        and item.get("weeks_ago") is None
    ]


def _change(facts: Facts, key: str, value: Any, before: dict[str, str | None], level: str) -> float:
    """Return how much the answer would change if a fact had this value."""
    scores: dict[str, float] = load("missing")["scores"]
    supposed = {**facts, key: value}
    case = Case(supposed)
    changed = 0.0
    for rule in _readers(key):
        severity = rule.severity(case)
        if severity != before[rule.id]:
            changed += max(scores.get(each or "", 0) for each in (severity, before[rule.id]))
    after = triage(supposed)["level"]
    if after != level:
        changed += scores.get(after, 0)
    if key in OF_THE_LOAD and exfoliation(supposed)["cap"] != exfoliation(facts)["cap"]:
        changed += scores["load"]
    return changed


@functools.cache
def _readers(key: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if key in rule.reads)


@functools.cache
def _matters(key: str) -> Condition:
    source = load("missing")["facts"][key]
    return compile_condition(source["if"]) if "if" in source else lambda _case: True
