"""Merging the facts of a conversation, message by message (contract/facts.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from regimen.facts import Facts, upper
from regimen.knowledge import members

Item = Mapping[str, Any]

ITEMS: Final = ("products", "medications", "procedures")
LISTS: Final = (
    "skin_type",
    "concerns",
    "goals",
    "symptoms",
    "conditions",
    "diet",
    "allergies",
    "red_flags",
)
# What travels beside the facts of a message and says nothing lasting of the patient.
BESIDE: Final = ("about_other", "retracted")
# What is meant where a whole class is stopped: "I quit all my acids".
CLASSES: Final = {
    "acid": "any_acid",
    "aha": "class_aha",
    "exfoliant": "exfoliant_any",
    "retinoid": "retinoid_any",
}


def merge(known: Facts, stated: Facts, *, asked: str | Sequence[str] | None = None) -> Facts:
    """Return what is known once a message's facts are added; the arguments stay as they are.

    A single value: the later one wins. Products, medicines and procedures merge by id: the later
    status and frequency win, but null never replaces a number; an event keeps its date likewise.
    Other lists unite; an explicit "none" empties the list, and the answer to a question about the
    skin type replaces it. What is `retracted` is taken out. Facts about somebody else change
    nothing.
    """
    if stated.get("about_other"):
        return _without_retracted(known, ())
    merged = _without_retracted(known, stated.get("retracted", ()))
    asked_keys = [asked] if isinstance(asked, str) else asked or ()
    for key, value in stated.items():
        if key in ITEMS:
            merged[key] = _merge_items(merged.get(key, []), value) if value else []
            if key == "products":
                merged[key] = _stop_classes(merged[key], value)
        elif key in LISTS:
            replace = not value or (key == "skin_type" and key in asked_keys)
            merged[key] = list(dict.fromkeys([*([] if replace else merged.get(key, [])), *value]))
        elif key == "event":
            merged[key] = _merge_event(merged.get(key), value)
        elif key not in BESIDE:
            merged[key] = value
    return merged


def settled(facts: Facts) -> Facts:
    """Return what one object of facts says of the patient.

    What it withdraws is taken out; of somebody else only an emergency is left, which is answered
    whoever has it.
    """
    if facts.get("about_other"):
        return {key: value for key, value in facts.items() if key == "red_flags"}
    return _without_retracted(facts, facts.get("retracted", ()))


def _merge_event(known: Item | None, stated: Item) -> Item:
    """Return the later event; a bare date ("in 10 days") is that of the event already known."""
    said = {name: value for name, value in stated.items() if value is not None}
    if known is None or stated["id"] not in (known["id"], "other"):
        return said
    return {**known, **said, "id": known["id"]}


def _merge_items(known: Sequence[Item], stated: Sequence[Item]) -> list[Item]:
    items: dict[str, Item] = {}
    for item in (*known, *stated):
        before = items.get(item["id"], {})
        same_status = before.get("status", "current") == item.get("status", "current")
        kept = {
            name: value for name, value in before.items() if same_status or _outlives(name, value)
        }
        new = {name: value for name, value in item.items() if value is not None or name not in kept}
        items[item["id"]] = {**kept, **new}
    return list(items.values())


def _outlives(field: str, value: Any) -> bool:
    """Tell whether a field means something still after a change of status.

    A date is that of the treatment which was done; 0 uses are those of a product not in use.
    """
    if field == "per_week":
        return value is None or upper(value) > 0
    return field != "weeks_ago"


def _stop_classes(products: Sequence[Item], stated: Sequence[Item]) -> list[Item]:
    """Stop the current members of each class that was stopped as a whole.

    A member that the same message names is as it says: "no acids any more but lactic acid".
    """
    stopped = {
        name
        for item in stated
        if item.get("status") == "stopped" and item["id"] in CLASSES
        for name in members(CLASSES[item["id"]])
    }
    stopped -= {item["id"] for item in stated}
    return [
        {**item, "status": "stopped"}
        if item["id"] in stopped and item.get("status", "current") == "current"
        else item
        for item in products
    ]


def _without_retracted(facts: Facts, retracted: Sequence[Sequence[Any]]) -> Facts:
    """Return the facts without what is withdrawn; a list that this empties is unknown again.

    So is one that was answered with "none", where that very answer, the empty list, is withdrawn.
    """
    left = {key: value for key, value in facts.items() if key not in BESIDE}
    for key, withdrawn in retracted:
        value = left.get(key)
        if isinstance(value, list | tuple):
            kept = [member for member in value if _name(member) != withdrawn]
            if kept or (not value and withdrawn != []):
                left[key] = kept
                continue
        elif value is None or _name(value) != withdrawn:
            continue
        del left[key]
    return left


def _name(value: Any) -> Any:
    return value["id"] if isinstance(value, Mapping) else value
