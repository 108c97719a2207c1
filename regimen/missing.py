"""Which unknown facts would change the answer most, in the order in which to ask for them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from regimen.case import Case
from regimen.conditions import Condition, compile_condition
from regimen.facts import Facts
from regimen.knowledge import load, members
from regimen.triage import triage
from regimen.warnings import Rule, rules

# What decides the cap of a week.
OF_THE_CAP: Final = frozenset({"products", "skin_type", "symptoms", "procedures"})


def missing(case: Case) -> list[str]:
    """Return the keys of facts to ask for, most telling first; none in an emergency.

    The score of a key is the mean, over representative values (missing.yml), of what each value
    would change in warnings, triage and cap, plus a base for what it changes elsewhere. A key that
    changes nothing is left out. Details such as `products.glycolic_acid.per_week` are asked for
    where they decide the load or a hold.
    """
    level = triage(case)["level"]
    if level == "now":
        return []
    before = {rule.id: rule.severity(case) for rule in rules()}
    scored = dict(_details(case))
    for key, source in load("missing")["facts"].items():
        if _is_open(key, case.facts) and _matters(key)(case):
            changes = [
                _change(case, key, value, before, level)
                for value in _suppositions(key, source, case.facts)
            ]
            score = _base(key, source, case.facts) + sum(changes) / max(1, len(changes))
            if score > 0:
                scored[key] = score
    return sorted(scored, key=lambda key: -scored[key])


def _is_open(key: str, facts: Facts) -> bool:
    """Tell whether a fact is unknown; an event without its date is half known."""
    return key not in facts or (key == "event" and facts[key].get("days") is None)


def _base(key: str, source: Mapping[str, Any], facts: Facts) -> float:
    """Return what a fact changes beside the warnings; of one in passing while nothing is known."""
    counts = "beside" not in source or not {key, source["beside"]} & facts.keys()
    return float(source.get("base", 0)) if counts else 0.0


def _suppositions(key: str, source: Mapping[str, Any], facts: Facts) -> list[Any]:
    """Return values that an open fact may have; of an event that is known, its date alone."""
    values: list[Any] = source["values"]
    if key not in facts:
        return values
    return [{**values[0], "id": facts[key]["id"]}]


def _details(case: Case) -> Iterator[tuple[str, float]]:
    """Yield the frequencies and dates that the load or a hold needs, with their scores."""
    scores: dict[str, float] = load("missing")["details"]
    for item in case.using(members("exfoliant_any") | members("irritant")):
        if item.get("per_week") is None:
            weight = case.tuning.weights.get(item["id"], 0)
            yield f"products.{item['id']}.per_week", scores["per_week"] + weight
    infected = case.has("symptoms", ("pus", "fever"))
    for item in case.facts.get("procedures", ()):
        dated = item["id"] in members("resurfacing") or infected
        if dated and item.get("status") == "done" and item.get("weeks_ago") is None:
            yield f"procedures.{item['id']}.weeks_ago", scores["weeks_ago"]


def _change(
    case: Case, key: str, value: Any, before: Mapping[str, str | None], level: str
) -> float:
    """Return how much the answer would change if a fact had this value."""
    scores: dict[str, float] = load("missing")["scores"]
    supposed = case.supposing(**{key: value})
    changed = 0.0
    for rule in _readers(key):
        severity = rule.severity(supposed)
        if severity != before[rule.id]:
            changed += max(scores.get(each or "", 0) for each in (severity, before[rule.id]))
    after = triage(supposed)["level"]
    if after != level:
        changed += scores.get(after, 0)
    if key in OF_THE_CAP and supposed.week["cap"] != case.week["cap"]:
        changed += scores["cap"]
    return changed


@functools.cache
def _readers(key: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if key in rule.reads)


@functools.cache
def _matters(key: str) -> Condition:
    return compile_condition(load("missing")["facts"][key].get("if", {"all": []}))
