"""Choices held against the settings that they change: what is wrong, and what each comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from clinic.settings import Settings
from regimen import TuningError
from regimen.tuning import usual

TUNING: Final = "exfoliation"
"""The setting that is chosen value by value: "exfoliation.caps.dry"."""


def with_choices(settings: Settings, choices: Mapping[str, Any]) -> Settings:
    """Return other settings: the defaults but for these choices.

    Raises:
        ValidationError: a choice is out of bounds, or does not go with the rest.
    """
    start = f"{TUNING}."
    tuning = {name[len(start) :]: each for name, each in choices.items() if name.startswith(start)}
    others = {name: each for name, each in choices.items() if not name.startswith(start)}
    return settings.chosen(others | {TUNING: {**settings.defaults[TUNING], **tuning}})


def faults(settings: Settings, choices: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with choices, by name; nothing where they can be made."""
    try:
        with_choices(settings, choices)
    except ValidationError as error:
        return dict(map(_fault, error.errors(include_url=False)))
    return {}


def value_of(settings: Settings, name: str) -> Any:
    """Return what a setting is, as JSON."""
    setting, _, part = name.partition(".")
    if setting == TUNING:
        return {**usual(), **settings.exfoliation}[part]
    return settings.model_dump(mode="json", include={name})[name]


def _fault(error: Any) -> tuple[str, str]:
    name, *part = map(str, error["loc"])
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, TuningError):
        return f"{TUNING}.{cause.name}", cause.problem
    if name == TUNING:
        name = ".".join((name, *part))
    return name, error["msg"].removeprefix("Value error, ")
