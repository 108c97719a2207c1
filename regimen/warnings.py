"""The warnings that a patient's facts call for."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from regimen.case import AHEAD, Case
from regimen.conditions import Condition, compile_condition, keys_read, names, parts
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
    """A warning of warnings.yml, ready to be applied.

    `severities` are tried in order; `forbids` are products that are not recommended while
    `forbids_when` holds; `reads` are the facts that it depends on, `ahead` the treatments that it
    warns of before they are done. `also` are sentences that make the warning stronger, of which the
    first that holds is added.
    """

    id: str
    holds: Condition
    severities: tuple[tuple[str, Condition], ...]
    forbids: frozenset[str]
    forbids_when: Condition
    reads: frozenset[str]
    ahead: frozenset[str]
    also: tuple[tuple[str, Condition], ...]
    source: Mapping[str, Any]

    def severity(self, case: Case) -> str | None:
        """Return how severe the warning is, or None where it does not hold."""
        if not self.holds(case):
            return None
        return next(severity for severity, holds in self.severities if holds(case))

    def emphasis(self, case: Case) -> str:
        """Return the sentence that makes the warning stronger, or nothing."""
        return next((message for message, holds in self.also if holds(case)), "")


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Return all rules of warnings.yml."""
    return tuple(_rule(source) for source in load("warnings"))


def warnings(case: Case) -> list[Warning]:
    """Return the warnings that hold, the most severe first."""
    cap = case.week["cap"]
    points = case.week["load"]
    numbers = {
        "load": f"{points:g} {'point' if points == 1 else 'points'}",
        "cap": f"about {cap:g}" if cap else "none",
    }
    found = [
        _words(rule.source, severity, numbers, rule.emphasis(case))
        for rule in rules()
        if (severity := rule.severity(case))
    ]
    return sorted(found, key=lambda warning: SEVERITIES.index(warning["severity"]))


def forbidden(case: Case) -> frozenset[str]:
    """Return the products that a warning which holds or an allergy forbids to recommend."""
    return case.allergens.union(
        *(
            rule.forbids
            for rule in rules()
            if rule.forbids and rule.holds(case) and rule.forbids_when(case)
        )
    )


def _words(
    source: Mapping[str, Any], severity: str, numbers: Mapping[str, str], emphasis: str
) -> Warning:
    """Return a warning in its words; `message_stop` and the like stand for one severity."""
    message = source.get(f"message_{severity}", source["message"])
    message = f"{message} {emphasis}".rstrip()
    return Warning(
        id=source["id"],
        severity=severity,
        message=message.format(**numbers),
        why=source["why"],
        sources=list(source["sources"]),
    )


def _rule(source: Mapping[str, Any]) -> Rule:
    given, when = source["severity"], source["when"]
    levels = {given: when} if isinstance(given, str) else given
    simple = [part for each in (when, *levels.values()) for part in parts(each)]
    return Rule(
        id=source["id"],
        holds=compile_condition(when),
        severities=tuple((each, compile_condition(level)) for each, level in levels.items()),
        forbids=names(source.get("forbids", [])),
        forbids_when=compile_condition(source.get("forbids_when", when)),
        reads=frozenset().union(*(keys_read(part) for part in simple)),
        ahead=frozenset().union(
            *(
                names(part["procedure"])
                for part in simple
                if "procedure" in part and set(AHEAD) & set(part.get("status", AHEAD))
            )
        ),
        also=tuple(
            (each["message"], compile_condition(each["when"])) for each in source.get("also", ())
        ),
        source=source,
    )
