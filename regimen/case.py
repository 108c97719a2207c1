"""One patient's facts, indexed for the conditions of rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from regimen.facts import Facts, upper

CURRENT = ("current",)
AHEAD = ("wanted", "booked")


class Case:
    """Facts in the form that rules ask for. A product with 0 uses in a week counts nowhere."""

    def __init__(self, facts: Facts, season: str | None = None) -> None:
        self.facts = facts
        self.season = season
        self.products = [item for item in facts.get("products", ()) if not _is_unused(item)]

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
        found = self.facts.get("procedures", ())
        return [
            item["id"]
            for item in found
            if (names is None or item["id"] in names)
            and item.get("status") in statuses
            and (within_weeks is None or _is_within(item, within_weeks))
        ]

    def values(self, key: str) -> Iterator[Any]:
        """Yield the values of a key, be it a list or a single one."""
        value = self.facts.get(key)
        if isinstance(value, list | tuple):
            yield from value
        elif isinstance(value, Mapping):
            yield value["id"]
        elif value is not None:
            yield value

    def has(self, key: str, names: Iterable[Any]) -> bool:
        """Tell whether a key has one of the values."""
        wanted = set(names)
        return any(value in wanted for value in self.values(key))


def _is_unused(item: Mapping[str, Any]) -> bool:
    uses = item.get("per_week")
    return uses is not None and upper(uses) == 0


def _is_within(item: Mapping[str, Any], weeks: float) -> bool:
    return item.get("weeks_ago") is not None and item["weeks_ago"] <= weeks
