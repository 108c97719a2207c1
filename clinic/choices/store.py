"""Keeps what the clinic chose, checked against all other settings, with who and when in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from clinic.choices.checked import faults, value_of, with_choices
from clinic.choices.logos import LOGO
from clinic.choices.offered import sections
from clinic.records.staff_models import Choice
from clinic.records.store import Store
from clinic.settings import Settings
from clinic.staff.audit import Actor, write


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
            made = heeded(settings, {name: row.value for name, row in rows.items()})
            left = made.keys() - set(as_by_default)
            chosen = {name: made[name] for name in left} | dict(wanted)
            if problems := faults(settings, chosen):
                raise BadChoiceError(problems)
            defaults, before = settings.chosen({}), with_choices(settings, made)
            after = with_choices(settings, chosen)
            for name in sorted(rows.keys() | chosen.keys()):
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


def heeded(settings: Settings, made: Mapping[str, Any]) -> dict[str, Any]:
    """Return the choices that the settings allow: the environment may have changed since.

    What is chosen together holds together; where it does not, each that holds by itself.
    """
    if not faults(settings, made):
        return dict(made)
    kept: dict[str, Any] = {}
    for names in _together(made):
        group = {name: made[name] for name in names}
        parts = [group, *({name: value} for name, value in group.items())]
        for part in parts:
            if not faults(settings, kept | part):
                kept |= part
            if kept.keys() >= group.keys():
                break
    return kept


def _together(made: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield the names of choices, those of a section in one."""
    left = set(made)
    for section in sections():
        names = [offer.name for offer in section.offers if offer.name in left]
        left -= set(names)
        yield names
    yield from ([name] for name in sorted(left))
