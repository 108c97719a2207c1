"""One patient's facts, indexed for the conditions of rules."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from regimen.allergies import allergens
from regimen.exfoliation import Exfoliation, exfoliation
from regimen.facts import Facts, upper
from regimen.tuning import Tuning, tuned

CURRENT: Final = ("current",)
AHEAD: Final = ("wanted", "booked")
SEVERITIES: Final = ("mild", "moderate", "marked")


class Case:
    """Facts in the form that rules ask for. A product with 0 uses in a week counts nowhere.

    `seen` is what a photograph shows: each finding with its severity, one of `SEVERITIES`; `tuning`
    is the clinic's, or the catalogue's.
    """

    def __init__(
        self,
        facts: Facts,
        season: str | None = None,
        seen: Mapping[str, str] | None = None,
        tuning: Tuning | None = None,
    ) -> None:
        self.facts = facts
        self.season = season
        self.seen = seen or {}
        self.tuning = tuning or tuned()
        self.products = [item for item in facts.get("products", ()) if not _is_unused(item)]
        self._values: dict[str, frozenset[Any]] = {}

    def supposing(self, **facts: Any) -> Case:
        """Return the same patient's case, had they told these facts."""
        return Case({**self.facts, **facts}, self.season, self.seen, self.tuning)

    @functools.cached_property
    def week(self) -> Exfoliation:
        """The exfoliation load of a week, its cap and level."""
        return exfoliation(self)

    @functools.cached_property
    def allergens(self) -> frozenset[str]:
        """The products that contain something the patient is allergic to."""
        return allergens(self.facts.get("allergies", ()))

    def using(
        self, names: Collection[str], statuses: Collection[str] = CURRENT
    ) -> list[Mapping[str, Any]]:
        """Return the products among `names` with one of the statuses."""
        return [
            item
            for item in self.products
            if item["id"] in names and item.get("status", "current") in statuses
        ]

    def taking(self, names: Collection[str], statuses: Collection[str] = CURRENT) -> list[str]:
        """Return the medicines among `names` with one of the statuses."""
        return [
            item["id"]
            for item in self.facts.get("medications", ())
            if item["id"] in names and item.get("status", "current") in statuses
        ]

    def procedures(
        self,
        names: Collection[str] | None,
        statuses: Collection[str] = AHEAD,
        within_weeks: float | None = None,
    ) -> list[str]:
        """Return the procedures among `names` with one of the statuses.

        Args:
            names: identifiers, or None for any.
            statuses: "done", "booked", "wanted".
            within_weeks: only those done at most so many weeks ago; an unknown date is not within.
        """
        return [
            item["id"]
            for item in self.facts.get("procedures", ())
            if (names is None or item["id"] in names)
            and item.get("status") in statuses
            and (within_weeks is None or _is_within(item, within_weeks))
        ]

    def values(self, key: str) -> frozenset[Any]:
        """Return the values of a key, be it a list or a single one."""
        found = self._values.get(key)
        if found is None:
            found = self._values[key] = frozenset(_each(self.facts.get(key)))
        return found

    def has(self, key: str, values: Iterable[Any]) -> bool:
        """Tell whether a key has one of the values."""
        return not self.values(key).isdisjoint(values)


def _each(value: Any) -> Iterable[Any]:
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, Mapping):
        return (value["id"],)
    return () if value is None else (value,)


def _is_unused(item: Mapping[str, Any]) -> bool:
    uses = item.get("per_week")
    return uses is not None and upper(uses) == 0


def _is_within(item: Mapping[str, Any], weeks: float) -> bool:
    return item.get("weeks_ago") is not None and item["weeks_ago"] <= weeks
