"""Facts in plain words, as they are read back to the patient who stated them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from actions.speech import BULLET
from actions.words import text, words
from regimen.knowledge import product_name, products

DAYS_IN_A_WEEK = 7
SMALLEST_WEEKS = 1


def name(identifier: str) -> str:
    """Return what people call an identifier of the vocabulary."""
    names: dict[str, str] = words("facts.names")
    if identifier in names:
        return names[identifier]
    return product_name(identifier) if identifier in products() else identifier.replace("_", " ")


def label(key: str) -> str:
    """Return what people call a fact's key; for a key within a list, its own."""
    return str(words("facts.labels").get(key.split(".", maxsplit=1)[0], key))


def value(key: str, fact: Any) -> str:
    """Return one fact's value in plain words."""
    if isinstance(fact, bool):
        return str(words(f"facts.{str(fact).lower()}"))
    if key in ("products", "medications", "procedures"):
        return ", ".join(_item(item) for item in fact) or str(words("facts.none"))
    if key == "event":
        return _event(fact)
    units: dict[str, dict[str, str]] = words("facts.units")
    if key in units:
        return units[key]["one" if fact == 1 else "many"].format(value=_amount(fact))
    if isinstance(fact, list):
        return ", ".join(name(member) for member in fact) or str(words("facts.none"))
    return name(str(fact))


def ordered(keys: Iterable[str]) -> list[str]:
    """Return the keys in the order in which facts are read back, unlabelled ones last."""
    order = list(words("facts.labels"))
    return sorted(keys, key=lambda key: (order.index(key) if key in order else len(order), key))


def _begun(label: str) -> str:
    """Return a label with a capital in front; "SPF" keeps its own."""
    return label[:1].upper() + label[1:]


def lines(facts: Mapping[str, Any]) -> list[str]:
    """Return a line for each fact, in the order of the labels."""
    order: dict[str, str] = words("facts.labels")
    return [
        f"{BULLET}{_begun(label(key))}: {value(key, facts[key])}" for key in order if key in facts
    ]


def sentence(facts: Mapping[str, Any]) -> str:
    """Return all facts in one sentence's list."""
    return "; ".join(
        value(key, facts[key])
        if key in ("products", "procedures") and facts[key]
        else f"{label(key)}: {value(key, facts[key])}"
        for key in words("facts.labels")
        if key in facts
    )


def _amount(number: Any) -> str:
    if isinstance(number, list):
        return text("facts.range", low=_amount(number[0]), high=_amount(number[1]))
    return f"{round(number, 2):g}"


def _ago(called: str, weeks: float) -> str:
    """Return a treatment with the time since: days where they are few, weeks otherwise."""
    if weeks < SMALLEST_WEEKS:
        days = max(1, round(weeks * DAYS_IN_A_WEEK))
        return text(
            "facts.status.done_day" if days == 1 else "facts.status.done_days",
            name=called,
            days=days,
        )
    rounded = round(weeks, 1)
    path = "facts.status.done_week" if rounded == 1 else "facts.status.done_weeks"
    return text(path, name=called, weeks=_amount(rounded))


def _frequency(per_week: Any) -> str:
    named: dict[Any, str] = words("facts.frequency")
    if not isinstance(per_week, list) and per_week in named:
        return named[per_week]
    return named["other"].format(value=_amount(per_week))


def _item(item: Mapping[str, Any]) -> str:
    """Return a product, medicine or procedure with its status, frequency and time."""
    called = name(item["id"])
    status = item.get("status", "current")
    weeks = item.get("weeks_ago")
    if status == "done" and weeks is not None:
        return _ago(called, weeks)
    if status != "current":
        return text(f"facts.status.{status}", name=called)
    details = [] if item.get("per_week") is None else [_frequency(item["per_week"])]
    if item.get("when"):
        details.append(words("facts.when")[item["when"]])
    return " ".join([called, *details])


def _event(event: Mapping[str, Any]) -> str:
    if event.get("days") is None:
        return name(event["id"])
    return text("facts.event_days", name=name(event["id"]), days=event["days"])
