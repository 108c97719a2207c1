"""Short ways to write down what a patient said, and to read what the rules answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regimen import Advice, advise, check

Facts = dict[str, Any]


def use(name: str, per_week: Any = 2, when: str | None = None, status: str = "current") -> Facts:
    """A product, by default in use twice a week."""
    item = {"id": name, "status": status, "per_week": per_week}
    return item | ({"when": when} if when else {})


def uses(*items: Facts | str) -> Facts:
    """Facts with these products; a bare name is in use twice a week."""
    return {"products": [use(item) if isinstance(item, str) else item for item in items]}


def takes(*names: str, status: str = "current") -> Facts:
    return {"medications": [{"id": name, "status": status} for name in names]}


def wants(*names: str, status: str = "wanted") -> Facts:
    return {"procedures": [{"id": name, "status": status} for name in names]}


def had(name: str, weeks_ago: float | None) -> Facts:
    return {"procedures": [{"id": name, "status": "done", "weeks_ago": weeks_ago}]}


def answer(*facts: Mapping[str, Any], **more: Any) -> Advice:
    """What the rules say to these facts together; lists of one key are joined."""
    together: Facts = {}
    for each in (*facts, more):
        for key, value in each.items():
            joined = isinstance(value, list) and key in together
            together[key] = [*together[key], *value] if joined else value
    return advise(check(together))


def severity(advice: Advice, warning: str) -> str | None:
    """How severe a warning is, or None where it is not given."""
    return next((each["severity"] for each in advice["warnings"] if each["id"] == warning), None)
