"""The exfoliation load of a week, and how much of it this skin can take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypedDict

from regimen.facts import upper
from regimen.knowledge import members

if TYPE_CHECKING:
    from regimen.case import Case

HOLD_WEEKS: Final = 2.0
UNKNOWN_USES: Final = 1.0
# Sums of fractions such as 2.33 are told and compared to this many decimals.
DECIMALS: Final = 9


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


def exfoliation(case: Case) -> Exfoliation:
    """Return the load of a week against its cap (contract/regimen.md, "Exfoliation load").

    The weights and caps are the clinic's settings (tuning.py), signed by its dermatologist.
    """
    weights = case.tuning.weights
    counted = [
        Counted(id=item["id"], per_week=uses(item, UNKNOWN_USES), weight=weights[item["id"]])
        for item in case.using(weights)
    ]
    total = round(sum(each["per_week"] * each["weight"] for each in counted), DECIMALS)
    cap = 0.0 if _must_rest(case, exfoliates=bool(counted)) else _cap(case)
    return Exfoliation(load=total, cap=cap, level=_level(total, cap), counted=counted)


def uses(item: Mapping[str, Any], unknown: float) -> float:
    """Return a product's uses in a week, a range by its upper end, `unknown` where none is said."""
    return unknown if item.get("per_week") is None else upper(item["per_week"])


def _must_rest(case: Case, *, exfoliates: bool) -> bool:
    damaged = exfoliates and case.has("symptoms", members("barrier_sign"))
    held = case.procedures(members("holding"), ("done",), within_weeks=HOLD_WEEKS)
    return damaged or bool(held) or case.has("symptoms", ("sunburn",))


def _cap(case: Case) -> float:
    tuning = case.tuning
    types = case.facts.get("skin_type") or ("unknown",)
    cap = min(tuning.caps[each] for each in types)
    enough = tuning.irritant_uses
    irritating = sum(uses(item, enough) for item in case.using(members("irritant")))
    if round(irritating, DECIMALS) < enough:
        return cap
    return min(cap, max(tuning.smallest_cap, cap - tuning.irritant_reduction))


def _level(total: float, cap: float) -> str:
    if total <= cap:
        return "ok"
    return "amber" if total <= 2 * cap else "red"
