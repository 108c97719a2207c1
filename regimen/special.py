"""Conditions that a list of names cannot say: times of day, counts, "only these"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from regimen.case import Case
from regimen.facts import upper
from regimen.knowledge import members

MOST_IN_A_PART_OF_THE_DAY: Final = 6
MOST_IN_ALL: Final = 10
ADULT: Final = 18
ENOUGH_SLEEP: Final = 7


def retinoid_meets_acid(case: Case) -> bool:
    """A retinoid and an acid other than PHA that may fall into the same part of the day."""
    return _meet(case, members("retinoid_any"), members("acid_but_pha"))


def tretinoin_meets_benzoyl_peroxide(case: Case) -> bool:
    """Tretinoin and benzoyl peroxide that may fall into the same part of the day."""
    return _meet(case, frozenset(["tretinoin"]), frozenset(["benzoyl_peroxide"]))


def only_adjusting(case: Case) -> bool:
    """Peeling or flaking alone, with a retinoid and no exfoliant: skin that gets used to it."""
    signs = members("barrier_sign") & set(case.values("symptoms"))
    return signs <= members("adjustment_sign") and not case.using(members("exfoliant_any"))


def too_many_products(case: Case) -> bool:
    """More current products in one part of the day, or in all, than a routine needs."""
    current = [item for item in case.products if item.get("status", "current") == "current"]
    parts = [sum(item.get("when") in (part, "both") for item in current) for part in ("am", "pm")]
    return max(parts) > MOST_IN_A_PART_OF_THE_DAY or len(current) > MOST_IN_ALL


def needs_rest(case: Case) -> bool:
    """A hurt barrier, sunburn or a fresh treatment: repair comes before everything else."""
    hurt = case.has("symptoms", members("barrier_sign") | {"sunburn"})
    return hurt or bool(case.procedures(members("resurfacing"), ("done",), within_weeks=2.0))


def has_hydrator(case: Case) -> bool:
    """A hydrating product is in use already, at whatever time of the day."""
    return bool(case.using(frozenset(["toner", "essence", "hyaluronic_acid"])))


def should_not_start_actives(case: Case) -> bool:
    """Reasons not to begin an exfoliant without the clinic."""
    return (
        needs_rest(case)
        or case.has("pregnancy", members("expecting"))
        or case.has("conditions", members("inflammatory_condition") | {"psoriasis", "lupus"})
        or case.has("concerns", ["cystic_acne", "sensitivity", "melasma"])
        or case.has("skin_type", ["sensitive"])
        or case.has("event", ["sun_holiday"])
        or case.facts.get("age", ADULT) < ADULT
        or bool(case.taking(frozenset(["isotretinoin"]), ("current", "planned", "stopped")))
        or bool(
            case.using(members("exfoliant_any") | members("retinoid_any"), ("current", "planned"))
        )
        or bool(case.using(frozenset(["topical_steroid"]), ("current", "stopped")))
        or bool(case.procedures(members("resurfacing"), ("booked", "wanted")))
        or bool(case.facts.get("symptoms"))
        or case.facts.get("spf_use") not in ("daily", "most_days")
    )


def has_allergies(case: Case) -> bool:
    """Any allergy was stated."""
    return bool(case.facts.get("allergies"))


def has_red_flag(case: Case) -> bool:
    """Any red flag was reported."""
    return bool(case.facts.get("red_flags"))


def sleeps_little(case: Case) -> bool:
    """Fewer than seven hours a night, for which the quality of sleep matters."""
    hours = case.facts.get("sleep_hours")
    return hours is not None and upper(hours) < ENOUGH_SLEEP


def is_winter(case: Case) -> bool:
    """The plan is for the cold season."""
    return case.season == "winter"


def is_summer(case: Case) -> bool:
    """The plan is for the hot season."""
    return case.season == "summer"


def _meet(case: Case, first: frozenset[str], second: frozenset[str]) -> bool:
    return any(not _apart(one, other) for one in case.using(first) for other in case.using(second))


def _apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return {one.get("when"), other.get("when")} == {"am", "pm"}


CONDITIONS: Final[Mapping[str, Callable[[Case], bool]]] = {
    function.__name__: function
    for function in (
        retinoid_meets_acid,
        tretinoin_meets_benzoyl_peroxide,
        only_adjusting,
        too_many_products,
        needs_rest,
        has_hydrator,
        should_not_start_actives,
        has_allergies,
        has_red_flag,
        sleeps_little,
        is_winter,
        is_summer,
    )
}
# What the conditions of warnings depend on; those of the routine alone need no entry.
READS: Final[Mapping[str, frozenset[str]]] = {
    "retinoid_meets_acid": frozenset(["products"]),
    "tretinoin_meets_benzoyl_peroxide": frozenset(["products"]),
    "only_adjusting": frozenset(["products", "symptoms"]),
    "too_many_products": frozenset(["products"]),
}
