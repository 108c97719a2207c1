"""Merging the facts of a conversation, message by message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from regimen.facts import Facts
from regimen.knowledge import members

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
# What is meant where a whole class is stopped: "I quit all my acids".
CLASSES: Final = {"acid": "any_acid", "exfoliant": "exfoliant_any", "retinoid": "retinoid_any"}


def merge(known: Facts, stated: Facts, *, asked: str | Sequence[str] | None = None) -> Facts:
    """Return what is known once a message's facts are added; the arguments stay as they are.

    A single value: the later one wins. Products, medicines and procedures merge by id: the later
    status and frequency win, but null never replaces a number. Other lists unite; an explicit "none"
    empties the list; the answer to a question about the skin type replaces it. What is `retracted` is
    taken out.
    """
    merged = {key: value for key, value in known.items() if key not in ("about_other", "retracted")}
    if stated.get("about_other"):
        return merged
    asked_keys = [asked] if isinstance(asked, str) else list(asked or ())
    for key, value in stated.items():
        if key in ITEMS:
            merged[key] = _merge_items(key, merged.get(key, []), value)
        elif key in LISTS:
            replace = not value or (key == "skin_type" and key in asked_keys)
            merged[key] = list(value) if replace else _unite(merged.get(key, []), value)
        elif key not in ("about_other", "retracted"):
            merged[key] = value
    for key, value in stated.get("retracted", ()):
        _retract(merged, key, value)
    return merged


def _unite(known: Sequence[Any], stated: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys([*known, *stated]))


def _merge_items(
    key: str, known: Sequence[Mapping[str, Any]], stated: Sequence[Mapping[str, Any]]
) -> list[Any]:
    if not stated:
        return []
    items: dict[str, dict[str, Any]] = {}
    for item in (*known, *stated):
        before = items.get(item["id"], {})
        # a change of status makes the old frequency and date meaningless
        kept = before if before.get("status", "current") == item.get("status", "current") else {}
        items[item["id"]] = {
            **kept,
            **{
                name: value for name, value in item.items() if value is not None or name not in kept
            },
        }
    if key == "products":
        for item in stated:
            _stop_class(items, item)
    return list(items.values())


def _stop_class(items: dict[str, dict[str, Any]], stopped: Mapping[str, Any]) -> None:
    """Stop the current members of a class that was stopped as a whole."""
    if stopped.get("status") not in ("stopped", "never") or stopped["id"] not in CLASSES:
        return
    for name in members(CLASSES[stopped["id"]]) & items.keys():
        if items[name].get("status", "current") == "current":
            items[name] = {"id": name, "status": "stopped", "per_week": None}


def _retract(merged: Facts, key: str, value: Any) -> None:
    if key in ITEMS:
        merged[key] = [item for item in merged.get(key, []) if item["id"] != value]
    elif isinstance(merged.get(key), list):
        merged[key] = [member for member in merged[key] if member != value]
    elif merged.get(key) is not None:
        del merged[key]
        return
    if not merged.get(key):
        merged.pop(key, None)
