"""What takes how long, and what else helps."""

from __future__ import annotations

import functools
from typing import Any, TypedDict

from regimen.case import Case
from regimen.conditions import Condition, compile_condition
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


def timeline(case: Case) -> list[Span]:
    """Return the usual weeks for each concern and goal, the quickest first."""
    wanted = dict.fromkeys([*case.facts.get("concerns", ()), *case.facts.get("goals", ())])
    spans = load("outlook")["timeline"]
    found = [Span(concern=each, weeks=list(spans[each])) for each in wanted]
    return sorted(found, key=lambda span: span["weeks"])


def lifestyle(case: Case) -> list[Advice]:
    """Return the advice whose condition holds."""
    return [
        Advice(id=source["id"], message=source["message"], sources=list(source["sources"]))
        for source, holds in _lifestyle()
        if holds(case)
    ]


@functools.cache
def _lifestyle() -> tuple[tuple[dict[str, Any], Condition], ...]:
    return tuple(
        (source, compile_condition(source["when"])) for source in load("outlook")["lifestyle"]
    )
