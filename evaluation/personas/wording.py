"""How patients put one fact: every wording that the data have for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from evaluation.personas.data import wordings
from evaluation.scoring import agree

NUMBERS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
WEEK, MONTH = 7, 30
# "1 litres" is "1 litre".
ONE: Final = re.compile(r"(?<![\d.,])((?:1|one) (?:litre|liter))s")


def full(key: str, value: Any) -> list[str]:
    """Return sentences that state one value of a key.

    Args:
        key: a key of the facts.
        value: a member of a list, an item or a single value; an empty list says "none".
    """
    entry = wordings()[key]
    if value == []:
        return list(entry["none"])
    match key:
        case "products":
            return _products(value)
        case "medications":
            return _filled(entry["frames"][value["status"]], names(key, value))
        case "procedures":
            return _procedures(value)
        case "event":
            dates = [each.format(n=n) for each in entry["in"] for n in _days(value["days"])]
            return [f"{name} {date}" for name in names(key, value) for date in dates]
    if "sentences" in entry:
        return _with_number(entry["sentences"], key, value)
    return [
        *_value(key, value).get("sentences", []),
        *_filled(entry.get("frames", ()), names(key, value)),
    ]


def short(key: str, value: Any) -> list[str]:
    """Return phrases that state a value where its key is among those that were asked."""
    entry = wordings()[key]
    if value == []:
        return list(entry["none"])
    if key == "products":
        often = often_phrases(value)
        return [f"{name} {each}" for name in names(key, value) for each in often] or full(
            key, value
        )
    if key in ("medications", "procedures", "event", "allergies"):
        return full(key, value)
    if "sentences" in entry:
        return _with_number(entry["short"], key, value)
    if key == "spf_use" or "short" in _value(key, value):
        return list(_value(key, value)["short"])
    return names(key, value) or full(key, value)


def bare(key: str, value: Any) -> list[str]:
    """Return phrases that state a value only where nothing but its key was asked."""
    entry = wordings()[key]
    if value == []:
        return list(entry.get("bare", entry["none"]))
    if "sentences" in entry:
        return _with_number(entry.get("bare", entry["short"]), key, value)
    if key in ("products", "medications", "procedures", "event"):
        return short(key, value)
    return list(_value(key, value).get("bare", [])) or short(key, value)


def names(key: str, value: Any) -> list[str]:
    """Return what a value is called; nothing where it is only put in sentences."""
    if key == "allergies":
        return [value]
    entry = _value(key, value["id"] if isinstance(value, dict) else value)
    return list(entry if isinstance(entry, list) else entry.get("names", []))


def vague(item: dict[str, Any]) -> list[str]:
    """Return sentences that name a product in use without its frequency."""
    return _filled(wordings()["products"]["frames"]["vague"], names("products", item))


def often_phrases(item: dict[str, Any]) -> list[str]:
    """Return how a product's frequency is put, its time of day included."""
    return [
        phrase
        for entry in wordings()["products"]["often"]
        if entry["per_week"] == item.get("per_week") and entry.get("when") == item.get("when")
        for phrase in entry["say"]
    ]


def ago_phrases(weeks: float) -> list[str]:
    """Return how a number of weeks ago is put."""
    table: dict[float, list[str]] = wordings()["procedures"]["ago"]
    return [
        phrase
        for known, phrases in table.items()
        if agree("weeks_ago", known, weeks)
        for phrase in phrases
    ]


def _products(item: dict[str, Any]) -> list[str]:
    frames: list[str] = wordings()["products"]["frames"][item["status"]]
    if item["status"] != "current":
        return _filled(frames, names("products", item))
    if item.get("per_week") is None:
        return vague(item)
    return [
        frame.format(x=name, often=often)
        for frame in frames
        for name in names("products", item)
        for often in often_phrases(item)
    ]


def _procedures(item: dict[str, Any]) -> list[str]:
    frames = wordings()["procedures"]["frames"]
    called = names("procedures", item)
    if item["status"] != "done":
        return _filled(frames[item["status"]], called)
    if item.get("weeks_ago") is None:
        return _filled(frames["undated"], called)
    return [
        frame.format(x=name, ago=ago)
        for frame in frames["done"]
        for name in called
        for ago in ago_phrases(item["weeks_ago"])
    ]


def _value(key: str, value: Any) -> Any:
    return wordings()[key].get("values", {}).get(value, {})


def _filled(frames: Iterable[str], called: Iterable[str]) -> list[str]:
    called = list(called)
    return [frame.format(x=name) for frame in frames for name in called]


def _with_number(sentences: Iterable[str], key: str, value: Any) -> list[str]:
    spoken = [str(value)] if key in ("age", "spf_value") else _amounts(value)
    filled = [sentence.format(n=n) for sentence in sentences for n in spoken]
    return [ONE.sub(r"\1", sentence) for sentence in filled]


def _amounts(value: Any) -> list[str]:
    if isinstance(value, list):
        low, high = value
        return [f"{low}-{high}", f"{low} to {high}", f"{NUMBERS[low]} or {NUMBERS[high]}"]
    if value == int(value):
        return [f"{value:g}", NUMBERS[int(value)]]
    return [f"{value:g}", f"{NUMBERS[int(value)]} and a half"]


def _days(days: int) -> list[str]:
    phrases = [f"{days} days"]
    if days % WEEK == 0:
        phrases.append(f"{NUMBERS[days // WEEK]} weeks" if days > WEEK else "a week")
    if days % MONTH == 0:
        phrases.append(f"{NUMBERS[days // MONTH]} months" if days > MONTH else "a month")
    return phrases
