"""Keeps what the clinic chose, checked against all other settings, with who and when in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import select

from clinic.choices.logos import LOGO
from clinic.records.staff_models import Choice
from clinic.records.store import Store
from clinic.settings import Settings
from clinic.staff.audit import Actor, write
from regimen import TuningError
from regimen.tuning import usual

TUNING: Final = "exfoliation"
"""The setting that is chosen value by value: "exfoliation.caps.dry"."""


class BadChoiceError(ValueError):
    """What cannot be chosen; `problems` has why, by name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name} {problem}" for name, problem in problems.items()))
        self.problems = problems


class Choices(Store):
    """What was chosen, by the names of settings; what is not among it is as by default."""

    def made(self) -> dict[str, Any]:
        """Return each choice, as JSON."""
        with self._look.begin() as session:
            return {row.name: row.value for row in session.scalars(select(Choice))}

    def choose(
        self,
        settings: Settings,
        wanted: Mapping[str, Any],
        by: Actor,
        *,
        as_by_default: Iterable[str] = (),
    ) -> None:
        """Choose some settings, and let others be as by default again; all of it or nothing.

        Args:
            settings: the house's, whose defaults count.
            wanted: values by name, as JSON or as text that reads as such.
            by: who chooses.
            as_by_default: names that are no longer chosen.

        Raises:
            BadChoiceError: a value is out of bounds, or does not go with the others.
        """
        with self._session.begin() as session:
            # the logo is chosen apart (`logos`)
            chosen_before = session.scalars(select(Choice).where(Choice.name != LOGO))
            rows = {row.name: row for row in chosen_before}
            made = {name: row.value for name, row in rows.items()}
            left = made.keys() - set(as_by_default)
            chosen = {name: made[name] for name in left} | dict(wanted)
            if problems := faults(settings, chosen):
                raise BadChoiceError(problems)
            defaults = settings.chosen({})
            before = settings.chosen(whole(settings, made))
            after = settings.chosen(whole(settings, chosen))
            for name in sorted(made.keys() | chosen.keys()):
                was, value = value_of(before, name), value_of(after, name)
                if value != was:
                    write(session, by, "chose", "setting", name, before=was, after=value)
                if value == value_of(defaults, name):
                    if name in rows:
                        session.delete(rows[name])
                elif name not in rows:
                    session.add(Choice(name=name, value=value))
                else:
                    rows[name].value = value


def faults(settings: Settings, choices: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with choices, by name; nothing where they can be made."""
    try:
        settings.chosen(whole(settings, choices))
    except ValidationError as error:
        return dict(map(_fault, error.errors(include_url=False)))
    return {}


def whole(settings: Settings, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return choices by the names of the settings, those of the tuning in one."""
    start = f"{TUNING}."
    tuning = {name[len(start) :]: each for name, each in choices.items() if name.startswith(start)}
    others = {name: each for name, each in choices.items() if not name.startswith(start)}
    return others | {TUNING: {**settings.defaults[TUNING], **tuning}}


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
