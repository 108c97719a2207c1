"""The home-care routine: few steps, from what the patient has, nothing that a warning forbids."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from regimen.case import Case
from regimen.conditions import Condition, compile_condition, named, names
from regimen.evenings import Week, how_often, plan
from regimen.knowledge import load, members, product_name
from regimen.triage import triage
from regimen.warnings import forbidden

# A step as the contract has it: step, with, why.
Step = dict[str, str]

PARTS: Final = ("am", "pm")
ALWAYS: Final[Mapping[str, Any]] = {"all": []}
NEVER: Final[Mapping[str, Any]] = {"any": []}


class Routine(TypedDict):
    """Morning, evening, and the products to pause."""

    am: list[Step]
    pm: list[Step]
    hold: list[str]


@dataclass(frozen=True)
class Option:
    """One way to do a step.

    `own` are products of the patient that it needs, `beside` those that must be in use in the same
    part of the day, `suggests` those that it recommends anew.
    """

    step: str
    own: frozenset[str]
    beside: frozenset[str]
    suggests: frozenset[str]
    when: Condition
    unless: Condition
    words: str
    why: str


@dataclass(frozen=True)
class Choice:
    """An option that was taken, and the patient's products that it uses."""

    option: Option
    own: Sequence[str]


def routine(case: Case) -> Routine:
    """Return the routine for these facts and this season; in an emergency there is none."""
    if triage(case)["level"] == "now":
        return Routine(am=[], pm=[], hold=[])
    banned = forbidden(case)
    if named("hurt")(case):
        banned |= members("rest")
    week = plan(case, banned)
    banned |= week.paused
    am, pm = (
        [_step(choice, case, week) for choice in choices(part, case, banned)] for part in PARTS
    )
    held = [item["id"] for item in case.using(banned, ("current", "planned"))]
    return Routine(am=am, pm=pm, hold=list(dict.fromkeys(held)))


def choices(part: str, case: Case, banned: frozenset[str]) -> list[Choice]:
    """Return, for each step of a part of the day, the first option that holds."""
    shelf = [
        item["id"]
        for item in case.products
        if item.get("status", "current") == "current"
        and item["id"] not in banned
        and part in _parts_of(item, case)
    ]
    found: dict[str, Choice] = {}
    for option in _options(part):
        own = list(dict.fromkeys(each for each in shelf if each in option.own))
        if (
            option.step not in found
            and bool(own) == bool(option.own)
            and not option.suggests & banned
            and not (option.beside and option.beside.isdisjoint(shelf))
            and option.when(case)
            and not option.unless(case)
        ):
            found[option.step] = Choice(option, own)
    return list(found.values())


def _step(choice: Choice, case: Case, week: Week) -> Step:
    *others, last = [_named(each, week) for each in choice.own] or [""]
    words = choice.option.words.format(
        own=f"{', your '.join(others)} and your {last}" if others else last,
        exfoliants=" or ".join(map(_bare_name, week.alternating)),
        spf=case.facts.get("spf_value"),
    )
    return {"step": choice.option.step, "with": words, "why": choice.option.why}


def _named(identifier: str, week: Week) -> str:
    """Return a product's name, with how often where the week's plan says it."""
    uses = week.uses.get(identifier)
    return _bare_name(identifier) + (f", {how_often(uses)}" if uses is not None else "")


def _bare_name(identifier: str) -> str:
    return product_name(identifier).removeprefix("your ")


def _parts_of(item: Mapping[str, Any], case: Case) -> tuple[str, ...]:
    """Return the parts of the day in which a product belongs."""
    name = item["id"]
    if name in members("evening_only"):
        return ("pm",)
    if name == "benzoyl_peroxide" and case.using(members("morning_peroxide")):
        return ("am",)
    when = item.get("when") or _usual_part(name)
    return PARTS if when == "both" else (when,)


@functools.cache
def _usual_part(name: str) -> str:
    usual = load("routine")["usual"]
    return next((part for part in PARTS if name in names(usual[part])), "both")


@functools.cache
def _options(part: str) -> tuple[Option, ...]:
    return tuple(
        Option(
            step=source["step"],
            own=names(option.get("own", [])),
            beside=names(option.get("beside", [])),
            suggests=names(option.get("suggests", [])),
            when=compile_condition(option.get("when", ALWAYS)),
            unless=compile_condition(option.get("unless", NEVER)),
            words=option["with"],
            why=option["why"],
        )
        for source in load("routine")[part]
        for option in source["options"]
    )
