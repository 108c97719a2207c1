"""Facts in plain words, as they are read back to the patient who stated them, and to staff."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any, Final

from clinic.wording import FOLDER, LANGUAGE, read
from regimen.knowledge import product_name, products

DAYS_IN_A_WEEK: Final = 7
SMALLEST_WEEKS: Final = 1


@functools.cache
def _words() -> dict[str, Any]:
    return read(FOLDER / f"{LANGUAGE}.facts.yml")


def name(identifier: str) -> str:
    """Return what people call an identifier of the vocabulary."""
    names: dict[str, str] = _words()["names"]
    if identifier in names:
        return names[identifier]
    return product_name(identifier) if identifier in products() else identifier.replace("_", " ")


def label(key: str) -> str:
    """Return what people call a fact's key; for a key within a list, its own."""
    return str(_words()["labels"].get(key.split(".", maxsplit=1)[0], key))


def staff_label(key: str) -> str:
    """Return what staff call a fact's key."""
    own: dict[str, str] = _words()["staff_labels"]
    return _begun(own.get(key) or label(key))


def value(key: str, fact: Any) -> str:
    """Return one fact's value in plain words."""
    if isinstance(fact, bool):
        return str(_words()[str(fact).lower()])
    if key in ("products", "medications", "procedures"):
        return ", ".join(_item(item) for item in fact) or _none()
    if key == "event":
        return _event(fact)
    units: dict[str, dict[str, str]] = _words()["units"]
    if key in units:
        return units[key]["one" if fact == 1 else "many"].format(value=_amount(fact))
    if isinstance(fact, list):
        return ", ".join(name(member) for member in fact) or _none()
    return name(str(fact))


def ordered(keys: Iterable[str]) -> list[str]:
    """Return the keys in the order in which facts are read back, unlabelled ones last."""
    order = list(_words()["labels"])
    return sorted(keys, key=lambda key: (order.index(key) if key in order else len(order), key))


def _begun(label: str) -> str:
    """Return a label with a capital in front; "SPF" keeps its own."""
    return label[:1].upper() + label[1:]


def lines(facts: Mapping[str, Any]) -> list[str]:
    """Return a line for each fact, in the order of the labels."""
    order: dict[str, str] = _words()["labels"]
    return [f"{_begun(label(key))}: {value(key, facts[key])}" for key in order if key in facts]


def sentence(facts: Mapping[str, Any]) -> str:
    """Return all facts in one sentence's list."""
    return "; ".join(
        value(key, facts[key])
        if key in ("products", "procedures") and facts[key]
        else f"{label(key)}: {value(key, facts[key])}"
        for key in _words()["labels"]
        if key in facts
    )


def _none() -> str:
    return str(_words()["none"])


def _amount(number: Any) -> str:
    if isinstance(number, list):
        return str(_words()["range"]).format(low=_amount(number[0]), high=_amount(number[1]))
    return f"{round(number, 2):g}"


def _ago(called: str, weeks: float) -> str:
    """Return a treatment with the time since: days where they are few, weeks otherwise."""
    if weeks < SMALLEST_WEEKS:
        days = max(1, round(weeks * DAYS_IN_A_WEEK))
        return _status("done_day" if days == 1 else "done_days", name=called, days=days)
    rounded = round(weeks, 1)
    status = "done_week" if rounded == 1 else "done_weeks"
    return _status(status, name=called, weeks=_amount(rounded))


def _status(status: str, **values: object) -> str:
    return str(_words()["status"][status]).format(**values)


def _frequency(per_week: Any) -> str:
    named: dict[Any, str] = _words()["frequency"]
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
        return _status(status, name=called)
    details = [] if item.get("per_week") is None else [_frequency(item["per_week"])]
    if item.get("when"):
        details.append(_words()["when"][item["when"]])
    return " ".join([called, *details])


def _event(event: Mapping[str, Any]) -> str:
    if event.get("days") is None:
        return name(event["id"])
    return str(_words()["event_days"]).format(name=name(event["id"]), days=event["days"])
