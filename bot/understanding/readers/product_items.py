"""A product as it is being read: its status, how often, when; one that is named twice is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.quantities import DAY, Frequency, PerWeek, as_number


@dataclass
class Item:
    """One product as it is being read."""

    id: str
    status: str | None = None
    per_week: PerWeek = None
    when: str | None = None
    is_led: bool = False  # the part of the day is that of the whole list

    def take(self, frequency: Frequency, *, override: bool = True, leads: bool = False) -> None:
        """Add what a frequency says; "at night" alone takes no number away."""
        if frequency.per_week is not None and (override or self.per_week is None):
            self.per_week = frequency.per_week
        if frequency.when and (override or self.is_led or self.when is None):
            self.when, self.is_led = frequency.when, leads

    def as_fact(self) -> dict[str, Any]:
        """Return the product as contract/facts.md has it."""
        status = self.status or "current"
        uses = 2 * DAY if self.when == "both" and self.per_week in (None, DAY) else self.per_week
        fact: dict[str, Any] = {"id": self.id, "status": status}
        fact["per_week"] = {"never": 0, "stopped": None}.get(status, as_number(uses))
        if self.when and status in ("current", "planned"):
            fact["when"] = self.when
        return fact


def change_status(item: Item, status: str | None) -> None:
    """Take a status that is said later; what is only planned is not "never" used."""
    if status == "current":
        item.status = None
    elif status and not (status == "never" and item.status == "planned"):
        item.status = status


def _both(first: str | None, second: str | None) -> str | None:
    """Return the part of the day of a product that is named twice, morning and night."""
    return "both" if {first, second} == {"am", "pm"} else second or first


def merged(items: Sequence[Item]) -> list[Item]:
    """Return one item a product: the later status and frequency win."""
    found: dict[str, Item] = {}
    for item in items:
        known = found.setdefault(item.id, item)
        if known is not item:
            change_status(known, item.status)
            known.per_week = known.per_week if item.per_week is None else item.per_week
            known.when = _both(known.when, item.when)
    return list(found.values())
