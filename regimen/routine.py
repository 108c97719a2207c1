"""The home-care routine: few steps, from what the patient has, with nothing that a warning forbids."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from regimen.case import Case
from regimen.conditions import Condition, compile_condition, names
from regimen.exfoliation import Exfoliation, exfoliation
from regimen.facts import Facts
from regimen.knowledge import load, members, product_name, weights
from regimen.triage import triage
from regimen.warnings import forbidden

EVENINGS: Final = {1: "one evening a week", 2: "two evenings a week", 3: "three evenings a week"}


class Routine(TypedDict):
    """Morning, evening, and the products to pause."""

    am: list[dict[str, Any]]
    pm: list[dict[str, Any]]
    hold: list[str]


@dataclass(frozen=True)
class Option:
    """One way to do a step."""

    when: Condition
    unless: Condition
    own: frozenset[str]
    uses: frozenset[str]
    source: Mapping[str, Any]


def routine(facts: Facts, season: str | None = None) -> Routine:
    """Return the routine for these facts and this season; in an emergency there is none."""
    if triage(facts)["level"] == "now":
        return Routine(am=[], pm=[], hold=[])
    case = Case(facts, season)
    load_of_week = exfoliation(facts)
    chosen = _exfoliant(case, load_of_week)
    banned = forbidden(facts) | (
        members("exfoliant_any") - chosen if load_of_week["level"] != "ok" else frozenset()
    )
    held = [item["id"] for item in case.using(banned, ("current", "planned"))]
    evenings = _evenings(chosen, load_of_week["cap"])
    parts = {
        part: [
            step
            for source in load("routine")[part]
            if (step := _step(source["step"], part, case, banned, evenings))
        ]
        for part in ("am", "pm")
    }
    return Routine(am=parts["am"], pm=parts["pm"], hold=list(dict.fromkeys(held)))


@functools.cache
def _options(part: str, step: str) -> tuple[Option, ...]:
    source = next(each for each in load("routine")[part] if each["step"] == step)
    return tuple(
        Option(
            when=compile_condition(option["when"]) if "when" in option else _always,
            unless=compile_condition(option["unless"]) if "unless" in option else _never,
            own=names(option.get("own", [])),
            uses=names(option.get("uses", [])),
            source=option,
        )
        for option in source["options"]
    )


def _step(
    step: str, part: str, case: Case, banned: frozenset[str], evenings: str | None
) -> dict[str, Any] | None:
    """Return the first option of a step that holds, in its words, or None."""
    for option in _options(part, step):
        if option.uses & banned or not option.when(case) or option.unless(case):
            continue
        own = [
            item["id"]
            for item in case.using(option.own - banned)
            if "part" not in option.source or item.get("when") in (None, "both", part)
        ]
        if option.own and (
            not own or (option.source.get("special") == "exfoliate" and not evenings)
        ):
            continue
        if option.source.get("special") == "exfoliate":
            own = own[:1] if len(own) == 1 else [min(own, key=lambda each: (weights()[each], each))]
        wording = option.source["with"].format(
            own=" and ".join(
                product_name(each).removeprefix("your ") for each in dict.fromkeys(own)
            ),
            evenings=evenings,
        )
        used = sorted({*own, *option.uses})
        return {"step": step, "with": wording, "why": option.source["why"], "products": used}
    return None


def _exfoliant(case: Case, week: Exfoliation) -> frozenset[str]:
    """Return the one exfoliant to keep: the gentlest that fits under the cap, or none."""
    kept = [each["id"] for each in week["counted"] if each["weight"] <= week["cap"]]
    if not kept or week["level"] == "red":
        return (
            frozenset()
            if week["level"] != "ok"
            else frozenset(each["id"] for each in week["counted"])
        )
    if week["level"] == "ok":
        return frozenset(each["id"] for each in week["counted"])
    return frozenset([min(kept, key=lambda each: (weights()[each], each))])


def _evenings(chosen: frozenset[str], cap: float) -> str | None:
    """Return on how many evenings the exfoliant fits under the cap of weighted uses a week."""
    if not chosen or not cap:
        return None
    heaviest = min(weights()[each] for each in chosen)
    return EVENINGS[max(1, min(max(EVENINGS), int(cap / heaviest)))]


def _always(_case: Case) -> bool:
    return True


def _never(_case: Case) -> bool:
    return False
