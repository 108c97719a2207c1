"""How often exfoliants and the retinoid fit into a week, together under the cap."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from regimen.case import Case
from regimen.conditions import named
from regimen.exfoliation import uses
from regimen.knowledge import load, members

EVENINGS_A_WEEK: Final = 7.0
# What an unknown frequency of a retinoid is taken for, as in the cap.
UNKNOWN_RETINOID_USES: Final = 3.0
RETINOID_USES_WHILE_ADJUSTING: Final = 2.0


@dataclass(frozen=True)
class Week:
    """Uses a week of the patient's own exfoliants and retinoids that stay; the others pause."""

    uses: Mapping[str, float]
    # exfoliants that keep their evenings to themselves
    alternating: Sequence[str]
    paused: frozenset[str]


def plan(case: Case, banned: Collection[str]) -> Week:
    """Return the plan of a week from what the patient uses, without what is banned."""
    exfoliants = _exfoliants(case, banned)
    alternating = [each for each in exfoliants if each not in members("washing")]
    free = EVENINGS_A_WEEK - sum(exfoliants[each] for each in alternating)
    if named("adjusting")(case):
        free = min(free, RETINOID_USES_WHILE_ADJUSTING)
    retinoids = {
        item["id"]: min(free, uses(item, UNKNOWN_RETINOID_USES))
        for item in case.using(_one_retinoid(case, banned))
    }
    staying = {**exfoliants, **retinoids}
    mine = {item["id"] for item in case.using(members("exfoliant_any") | members("retinoid_any"))}
    return Week(staying, alternating, frozenset(mine - staying.keys()))


def how_often(uses_a_week: float) -> str:
    """Return a number of uses in a week in words, never more often than it is."""
    words: dict[float, str] = load("routine")["how_often"]
    return next((text for least, text in words.items() if uses_a_week >= least), words[min(words)])


def _exfoliants(case: Case, banned: Collection[str]) -> dict[str, float]:
    """Return what the cap allows: all where it holds already, else the gentlest alone."""
    allowed = [each for each in case.week["counted"] if each["id"] not in banned]
    if case.week["level"] == "ok":
        return {each["id"]: each["per_week"] for each in allowed}
    gentle: list[str] = load("routine")["gentle"]
    for each in sorted(allowed, key=lambda one: (one["weight"], gentle.index(one["id"]))):
        fitting = min(each["per_week"], case.week["cap"] / each["weight"])
        if fitting >= min(load("routine")["how_often"]):
            return {each["id"]: fitting}
    return {}


def _one_retinoid(case: Case, banned: Collection[str]) -> frozenset[str]:
    """Return the retinoid to keep; beside a prescribed one no other is needed."""
    mine: list[str] = [item["id"] for item in case.using(members("retinoid_any") - set(banned))]
    prescribed = [each for each in mine if each in members("prescribed")]
    return frozenset(prescribed or mine[:1])
