"""The weights and caps of the exfoliation load: the catalogue's, or as a clinic tuned them."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from regimen.knowledge import load, weights

TABLES: Final = ("caps", "weights")


class TuningError(ValueError):
    """A value that no clinic may choose; `name` is the value's, such as "caps.dry"."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")
        self.name, self.problem = name, problem


@dataclass(frozen=True)
class Tuning:
    """What decides how much exfoliation is too much, in weighted uses a week."""

    # by skin type
    caps: Mapping[str, float]
    # of one use, by product
    weights: Mapping[str, float]
    # of retinoids and benzoyl peroxide together, from which on the cap is lower
    irritant_uses: float
    # by how much it is lower then, and what is left at least
    irritant_reduction: float
    smallest_cap: float


@functools.cache
def usual() -> Mapping[str, float]:
    """Return each value that can be tuned, as the catalogue has it: "caps.dry", "irritant_uses"."""
    values: dict[str, Any] = {"weights": weights(), **load("catalogue")["exfoliation"]}
    found: dict[str, float] = {}
    for name in bounds():
        if name in TABLES:
            found |= {f"{name}.{each}": float(value) for each, value in values[name].items()}
        else:
            found[name] = float(values[name])
    return found


@functools.cache
def bounds() -> Mapping[str, tuple[float, float]]:
    """Return the least and the most that may be chosen, by value or by its table ("caps")."""
    of_each: dict[str, list[float]] = load("catalogue")["exfoliation"]["bounds"]
    return {name: (float(least), float(most)) for name, (least, most) in of_each.items()}


def tuned(chosen: Mapping[str, float] | None = None) -> Tuning:
    """Return the catalogue's tuning but for what is chosen, by the names of `usual`.

    Raises:
        TuningError: there is no such value, or it is no number within its bounds.
    """
    for name, value in (chosen or {}).items():
        _check(name, value)
    values = {**usual(), **(chosen or {})}
    return Tuning(
        caps=_table("caps", values),
        weights=_table("weights", values),
        irritant_uses=values["irritant_uses"],
        irritant_reduction=values["irritant_reduction"],
        smallest_cap=values["smallest_cap"],
    )


def _table(table: str, values: Mapping[str, float]) -> Mapping[str, float]:
    start = f"{table}."
    return {name[len(start) :]: each for name, each in values.items() if name.startswith(start)}


def _check(name: str, value: float) -> None:
    if name not in usual():
        raise TuningError(name, "is nothing that can be tuned")
    least, most = bounds()[name.partition(".")[0]]
    if not math.isfinite(value) or not least <= value <= most:
        raise TuningError(name, f"must be a number from {least:g} to {most:g}")
