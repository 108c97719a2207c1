"""Compares facts with those that were stated: pairs of key and value, right, missed or extra."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Pair = tuple[str, Any]

ITEMS: Final = ("medications", "procedures")
IN_USE: Final = ("current", "planned")
# How far numbers may differ; of weeks and days a part of them as well.
TOLERANCE: Final = 0.26
PART_OF_TIME: Final = 0.1


def flatten(facts: Mapping[str, Any]) -> list[Pair]:
    """Return facts as pairs of key and value.

    One for each member of a list, up to three for a product (its id with its status, its frequency
    where it is in use, its time of day); an empty list is the pair of "none".
    """
    return [pair for key, value in facts.items() for pair in _pairs(key, value)]


def _pairs(key: str, value: Any) -> Iterator[Pair]:
    if value is None or key == "retracted" or (key == "about_other" and not value):
        return
    if key == "products":
        yield from _products(value)
    elif key in ITEMS:
        yield from _treatments(key, value)
    elif key == "event":
        yield "event", value["id"]
        if value.get("days") is not None:
            yield "event_days", value["days"]
    elif isinstance(value, list) and key != "sleep_hours":
        yield from ((key, member) for member in value or ["none"])
    else:
        yield key, value


def _products(items: Sequence[Mapping[str, Any]]) -> Iterator[Pair]:
    if not items:
        yield "product", "none"
    for item in items:
        status = item.get("status", "current")
        yield "product", f"{item['id']}:{status}"
        if item.get("per_week") is not None and status in IN_USE:
            yield f"per_week[{item['id']}]", item["per_week"]
        if item.get("when"):
            yield f"when[{item['id']}]", item["when"]


def _treatments(key: str, items: Sequence[Mapping[str, Any]]) -> Iterator[Pair]:
    if not items:
        yield key, "none"
    for item in items:
        yield key, f"{item['id']}:{item.get('status', 'current')}"
        if item.get("weeks_ago") is not None:
            yield f"weeks_ago[{item['id']}]", item["weeks_ago"]


def agree(key: str, stated: Any, found: Any) -> bool:
    """Tell whether a found value is the stated one; a range agrees with a number inside it.

    A range much wider than the stated one is no agreement.
    """
    if not (_is_amount(stated) and _is_amount(found)):
        return bool(stated == found)
    (low, high), (found_low, found_high) = _ends(stated), _ends(found)
    slack = TOLERANCE
    if key.startswith(("weeks_ago", "event_days")):
        slack = max(TOLERANCE, PART_OF_TIME * abs(high))
    if found_high - found_low > (high - low) + 2 * slack:
        return False
    return found_low <= high + slack and found_high >= low - slack


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float | list) and not isinstance(value, bool)


def _ends(value: Any) -> tuple[float, float]:
    return (min(value), max(value)) if isinstance(value, list) else (value, value)


@dataclass(frozen=True)
class Comparison:
    """What was found of the stated facts."""

    right: list[Pair]
    missed: list[Pair]
    extra: list[Pair]

    @property
    def exact(self) -> bool:
        """Whether nothing was missed and nothing invented."""
        return not self.missed and not self.extra


def compare(stated: Mapping[str, Any], found: Mapping[str, Any]) -> Comparison:
    """Compare found facts with stated ones.

    A frequency or a time of day that is left open of a stated product is neither right nor wrong.
    """
    wanted = flatten(stated)
    known = {key for key, _ in wanted}
    left_open = {
        f"{detail}[{item['id']}]"
        for item in stated.get("products", [])
        for detail in ("per_week", "when")
    } - known
    left = [pair for pair in flatten(found) if pair[0] not in left_open]
    right, missed = [], []
    for key, value in wanted:
        match = next((each for each in left if each[0] == key and agree(key, value, each[1])), None)
        if match is None:
            missed.append((key, value))
        else:
            left.remove(match)
            right.append((key, value))
    return Comparison(right, missed, left)


@dataclass
class Score:
    """Counts of right, missed and extra facts by key, over many comparisons."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    exact: int = 0
    compared: int = 0

    def add(self, comparison: Comparison) -> None:
        """Count a comparison."""
        for counter, pairs in (
            (self.right, comparison.right),
            (self.missed, comparison.missed),
            (self.extra, comparison.extra),
        ):
            counter.update(key.split("[")[0] for key, _ in pairs)
        self.compared += 1
        self.exact += comparison.exact

    @property
    def keys(self) -> list[str]:
        """The keys that were counted, sorted."""
        return sorted({*self.right, *self.missed, *self.extra})

    def row(self, *keys: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 of keys together; of all where none is named."""
        chosen = keys or self.keys
        right, missed, extra = (
            sum(counter[key] for key in chosen) for counter in (self.right, self.missed, self.extra)
        )
        precision = right / (right + extra) if right + extra else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0
