"""The small language in which rules say when they hold.

A condition is one of

    {product: [names], status: [current]}        a product in one of the statuses (default: current)
    {medication: [names], status: [current]}     the same of medicines
    {procedure: [names], status: [wanted], within_weeks: 4}   default: wanted or booked; or any
    {together: [[names], [names]]}               two current products, unless used am and pm apart
    {more_products_than: {part: 6, all: 10}}     current products in a part of the day, or in all
    {has: {key: [values], ...}}                  one of these values in any of these keys
    {stated: [keys]}                             any of these keys holds something
    {below: {key: 30}}, {at_most: {"event.days": 14}}, {at_least: {age: 56}}      a stated number
    {allergen: [current]}                        a product with a stated allergen, in these statuses
    {level: [amber, red]}                        the level of the exfoliation load
    {season: winter}                             the season at the patient's place
    {seen: {redness: moderate}}                  one of these on a photograph, at least so severe
    {is: name}                                   a condition of conditions.yml
    {all: [...]}, {any: [...]}, {not: ...}

Names may be groups (groups.yml). Nothing holds on what is unknown; a range counts its upper end.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from regimen.case import AHEAD, CURRENT, SEVERITIES, Case
from regimen.facts import upper
from regimen.knowledge import load, members

Condition = Callable[[Case], bool]
Source = Mapping[str, Any]


def compile_condition(source: Source) -> Condition:
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


@functools.cache
def named(name: str) -> Condition:
    """Return a condition of conditions.yml."""
    return compile_condition(load("conditions")[name])


def parts(source: Source) -> Iterator[Source]:
    """Yield the simple conditions that a condition is made of."""
    if "is" in source:
        yield from parts(load("conditions")[source["is"]])
    elif "not" in source:
        yield from parts(source["not"])
    elif "all" in source or "any" in source:
        for part in source.get("all") or source["any"]:
            yield from parts(part)
    else:
        yield source


def keys_read(source: Source) -> set[str]:
    """Return the keys of facts that a condition depends on."""
    return {key for part in parts(source) for key in _keys(part)}


def names(listed: Iterable[str]) -> frozenset[str]:
    """Return all identifiers that a list of names and groups stands for."""
    return frozenset().union(*(members(name) for name in listed))


def _keys(part: Source) -> Iterable[str]:
    for kind, field in (("product", "products"), ("medication", "medications")):
        if kind in part:
            return [field]
    if "procedure" in part:
        return ["procedures"]
    if "has" in part:
        return list(part["has"])
    if "stated" in part:
        return list(part["stated"])
    for comparison in _COMPARISONS:
        if comparison in part:
            return [key.split(".")[0] for key in part[comparison]]
    if "allergen" in part:
        return ["products", "allergies"]
    if "level" in part:
        return ["products", "skin_type", "symptoms", "procedures"]
    return [] if "season" in part or "seen" in part else ["products"]


def _product(source: Source) -> Condition:
    wanted, statuses = names(source["product"]), tuple(source.get("status", CURRENT))
    return lambda case: bool(case.using(wanted, statuses))


def _medication(source: Source) -> Condition:
    wanted, statuses = names(source["medication"]), tuple(source.get("status", CURRENT))
    return lambda case: bool(case.taking(wanted, statuses))


def _procedure(source: Source) -> Condition:
    listed, within = source["procedure"], source.get("within_weeks")
    wanted = None if listed == "any" else names(listed)
    statuses = tuple(source.get("status", AHEAD))
    return lambda case: bool(case.procedures(wanted, statuses, within))


def _together(source: Source) -> Condition:
    first, second = (names(listed) for listed in source["together"])
    apart = {"am", "pm"}
    return lambda case: any(
        {one.get("when"), other.get("when")} != apart
        for one in case.using(first)
        for other in case.using(second)
    )


def _more_products_than(source: Source) -> Condition:
    limits: Mapping[str, int] = source["more_products_than"]

    def condition(case: Case) -> bool:
        times = [
            item.get("when") for item in case.products if item.get("status", "current") == "current"
        ]
        in_a_part = max(sum(time in (part, "both") for time in times) for part in ("am", "pm"))
        return in_a_part > limits["part"] or len(times) > limits["all"]

    return condition


def _has(source: Source) -> Condition:
    wanted = {
        key: names(values) if all(isinstance(value, str) for value in values) else values
        for key, values in source["has"].items()
    }
    return lambda case: any(case.has(key, values) for key, values in wanted.items())


def _stated(source: Source) -> Condition:
    return lambda case: any(case.facts.get(key) for key in source["stated"])


def _compare(kind: str, source: Source) -> Condition:
    holds = _COMPARISONS[kind]
    ((path, limit),) = source[kind].items()
    key, _, field = path.partition(".")

    def condition(case: Case) -> bool:
        found = case.facts.get(key)
        if field and found is not None:
            found = found.get(field)
        return found is not None and holds(upper(found), limit)

    return condition


def _allergen(source: Source) -> Condition:
    return lambda case: bool(case.using(case.allergens, source["allergen"]))


def _level(source: Source) -> Condition:
    return lambda case: case.week["level"] in source["level"]


def _season(source: Source) -> Condition:
    return lambda case: case.season == source["season"]


def _seen(source: Source) -> Condition:
    wanted = {finding: SEVERITIES.index(least) for finding, least in source["seen"].items()}
    return lambda case: any(
        finding in case.seen and SEVERITIES.index(case.seen[finding]) >= least
        for finding, least in wanted.items()
    )


def _all(source: Source) -> Condition:
    conditions = [compile_condition(part) for part in source["all"]]
    return lambda case: all(condition(case) for condition in conditions)


def _any(source: Source) -> Condition:
    conditions = [compile_condition(part) for part in source["any"]]
    return lambda case: any(condition(case) for condition in conditions)


def _not(source: Source) -> Condition:
    condition = compile_condition(source["not"])
    return lambda case: not condition(case)


_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "below": operator.lt,
    "at_most": operator.le,
    "at_least": operator.ge,
}
_COMPILERS: Final[Mapping[str, Callable[[Source], Condition]]] = {
    "product": _product,
    "medication": _medication,
    "procedure": _procedure,
    "together": _together,
    "more_products_than": _more_products_than,
    "has": _has,
    "stated": _stated,
    **{kind: functools.partial(_compare, kind) for kind in _COMPARISONS},
    "allergen": _allergen,
    "level": _level,
    "season": _season,
    "seen": _seen,
    "is": lambda source: named(source["is"]),
    "all": _all,
    "any": _any,
    "not": _not,
}
