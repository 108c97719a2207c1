"""What takes how long, and what else helps."""

from __future__ import annotations

import functools
from typing import TypedDict

from regimen.case import Case
from regimen.conditions import Condition, compile_condition
from regimen.facts import Facts
from regimen.knowledge import load


class Span(TypedDict):
    """How many weeks a concern or goal usually takes: [first, last]."""

    concern: str
    weeks: list[int]


class Advice(TypedDict):
    """A piece of advice on sleep, stress or food."""

    id: str
    message: str
    sources: list[str]


def timeline(facts: Facts) -> list[Span]:
    """Return the usual weeks for each concern and goal, the quickest first."""
    wanted = dict.fromkeys([*facts.get("concerns", ()), *facts.get("goals", ())])
    spans = load("outlook")["timeline"]
    found = [Span(concern=each, weeks=list(spans[each])) for each in wanted]
    return sorted(found, key=lambda span: span["weeks"])


def lifestyle(facts: Facts) -> list[Advice]:
    """Return the advice whose condition holds."""
    case = Case(facts)
    return [
        Advice(id=source["id"], message=source["message"], sources=list(source["sources"]))
        for source, holds in zip(load("outlook")["lifestyle"], _conditions(), strict=True)
        if holds(case)
    ]


@functools.cache
def _conditions() -> tuple[Condition, ...]:
    return tuple(compile_condition(source["when"]) for source in load("outlook")["lifestyle"])
