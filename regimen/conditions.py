"""The small language in which rules say when they hold.

A condition is one of

    {product: [names], status: [current]}        a product in one of the statuses (default: current)
    {medication: [names], status: [current]}     the same of medicines
    {procedure: [names], status: [wanted], within_weeks: 4}   default: wanted or booked
    {has: {key: [values], ...}}                  one of these values in any of these keys
    {below: {key: 30}} / {at_most: {"event.days": 14}}        a stated number; unknown holds never
    {level: [amber, red]}                        the level of the exfoliation load
    {special: name}                              a condition of regimen/special.py
    {all: [...]}, {any: [...]}, {not: ...}

Names may be groups (groups.yml). Nothing holds on what is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from regimen import special
from regimen.case import AHEAD, CURRENT, Case
from regimen.exfoliation import exfoliation
from regimen.facts import upper
from regimen.knowledge import members

Condition = Callable[[Case], bool]


def compile_condition(source: Mapping[str, Any]) -> Condition:
    """Turn a condition of a YAML file into a function of a case.

    Raises:
        ValueError: no such condition; the message shows it.
    """
    kinds = [kind for kind in _COMPILERS if kind in source]
    if len(kinds) != 1:
        raise ValueError(
            f"{source} is no condition: it needs exactly one of {', '.join(_COMPILERS)}"
        )
    return _COMPILERS[kinds[0]](source)


def keys_read(source: Mapping[str, Any]) -> set[str]:
    """Return the keys of facts that a condition depends on."""
    if "all" in source or "any" in source:
        return set().union(*(keys_read(part) for part in source.get("all", source.get("any", []))))
    if "not" in source:
        return keys_read(source["not"])
    if "has" in source:
        return set(source["has"])
    for comparison in ("below", "at_most"):
        if comparison in source:
            return {key.split(".")[0] for key in source[comparison]}
    if "level" in source:
        return {"products", "skin_type", "symptoms", "procedures"}
    if "special" in source:
        return set(special.READS[source["special"]])
    return {f"{next(iter(source))}s"}


def names(listed: Iterable[str]) -> frozenset[str]:
    """Return all identifiers that a list of names and groups stands for."""
    return frozenset().union(*(members(name) for name in listed))


def _product(source: Mapping[str, Any]) -> Condition:
    wanted, statuses = names(source["product"]), tuple(source.get("status", CURRENT))
    return lambda case: bool(case.using(wanted, statuses))


def _medication(source: Mapping[str, Any]) -> Condition:
    wanted, statuses = names(source["medication"]), tuple(source.get("status", CURRENT))
    return lambda case: bool(case.taking(wanted, statuses))


def _procedure(source: Mapping[str, Any]) -> Condition:
    listed, within = source["procedure"], source.get("within_weeks")
    wanted = None if listed == "any" else names(listed)
    statuses = tuple(source.get("status", AHEAD))
    return lambda case: bool(case.procedures(wanted, statuses, within))


def _has(source: Mapping[str, Any]) -> Condition:
    wanted = {
        key: frozenset(values)
        if not all(isinstance(value, str) for value in values)
        else names(values)
        for key, values in source["has"].items()
    }
    return lambda case: any(case.has(key, values) for key, values in wanted.items())


def _compare(
    source: Mapping[str, Any], kind: str, holds: Callable[[float, float], bool]
) -> Condition:
    ((path, limit),) = source[kind].items()
    key, _, field = path.partition(".")

    def condition(case: Case) -> bool:
        found = case.facts.get(key)
        if field:
            found = None if found is None else found.get(field)
        return found is not None and holds(upper(found), limit)

    return condition


def _level(source: Mapping[str, Any]) -> Condition:
    wanted = frozenset(source["level"])
    return lambda case: exfoliation(case.facts)["level"] in wanted


def _special(source: Mapping[str, Any]) -> Condition:
    return special.CONDITIONS[source["special"]]


def _all(source: Mapping[str, Any]) -> Condition:
    parts = [compile_condition(part) for part in source["all"]]
    return lambda case: all(part(case) for part in parts)


def _any(source: Mapping[str, Any]) -> Condition:
    parts = [compile_condition(part) for part in source["any"]]
    return lambda case: any(part(case) for part in parts)


def _not(source: Mapping[str, Any]) -> Condition:
    part = compile_condition(source["not"])
    return lambda case: not part(case)


_COMPILERS: Mapping[str, Callable[[Mapping[str, Any]], Condition]] = {
    "product": _product,
    "medication": _medication,
    "procedure": _procedure,
    "has": _has,
    "below": lambda source: _compare(source, "below", lambda found, limit: found < limit),
    "at_most": lambda source: _compare(source, "at_most", lambda found, limit: found <= limit),
    "level": _level,
    "special": _special,
    "all": _all,
    "any": _any,
    "not": _not,
}
