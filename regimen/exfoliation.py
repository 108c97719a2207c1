"""The exfoliation load of a week, and how much of it this skin can take."""

from __future__ import annotations

from typing import Any, Final, TypedDict

from regimen.case import Case
from regimen.facts import Facts, upper
from regimen.knowledge import load, members, weights

HOLD_WEEKS: Final = 2.0
HOLDING: Final = frozenset({"chemical_peel", "laser", "microneedling", "microdermabrasion"})
UNKNOWN_USES: Final = 1.0


class Counted(TypedDict):
    """One product's part in the load."""

    id: str
    per_week: float
    weight: float


class Exfoliation(TypedDict):
    """The load and cap of a week (weighted uses) and their level."""

    load: float
    cap: float
    level: str
    counted: list[Counted]


def exfoliation(facts: Facts) -> Exfoliation:
    """Return the load of a week against its cap (contract/regimen.md, "Exfoliation load").

    The weights and caps are the clinic's settings (catalogue.yml), signed by its dermatologist.
    """
    case = Case(facts)
    counted = [_count(item) for item in case.using(weights())]
    total = round(sum(each["per_week"] * each["weight"] for each in counted), 6)
    cap = _cap(case, exfoliates=bool(counted))
    return Exfoliation(load=total, cap=cap, level=_level(total, cap), counted=counted)


def irritant_uses(case: Case) -> float:
    """Return the uses in a week of retinoids and benzoyl peroxide together."""
    unknown: float = load("catalogue")["exfoliation"]["irritant_uses"]
    irritants = case.using(members("retinoid_any") | {"benzoyl_peroxide"})
    return sum(_uses(item, unknown) for item in irritants)


def _uses(item: Any, unknown: float) -> float:
    return unknown if item.get("per_week") is None else upper(item["per_week"])


def _count(item: Any) -> Counted:
    return Counted(id=item["id"], per_week=_uses(item, UNKNOWN_USES), weight=weights()[item["id"]])


def _cap(case: Case, *, exfoliates: bool) -> float:
    settings: dict[str, Any] = load("catalogue")["exfoliation"]
    damaged = exfoliates and case.has("symptoms", members("barrier_sign"))
    held = case.procedures(HOLDING, ("done",), within_weeks=HOLD_WEEKS)
    if damaged or held or case.has("symptoms", ["sunburn"]):
        return 0.0
    types = case.facts.get("skin_type") or ["unknown"]
    cap = float(min(settings["caps"][each] for each in types))
    if irritant_uses(case) >= settings["irritant_uses"]:
        cap = max(float(settings["smallest_cap"]), cap - settings["irritant_reduction"])
    return cap


def _level(total: float, cap: float) -> str:
    if total <= cap:
        return "ok"
    return "amber" if total <= 2 * cap else "red"
