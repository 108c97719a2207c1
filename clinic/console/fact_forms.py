"""A fact as the fields of a form, and the fields as a fact: by the kind of its value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from starlette.datastructures import FormData

import regimen
from regimen.knowledge import products, vocabulary

Kind = Literal["many", "one", "truth", "number", "range", "words", "entries"]
# Rows that are empty below those that are filled in.
SPARE_ROWS: Final = 2


@dataclass(frozen=True)
class Column:
    """A field of an entry: one of several, or a number."""

    name: str
    options: tuple[str, ...] = ()
    # a number may be a range
    is_range: bool = False


@dataclass(frozen=True)
class FactForm:
    """How a fact is filled in."""

    key: str
    kind: Kind
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    whole: bool = False
    # of entries: whether there is one at most
    single: bool = False


def _options(name: str) -> tuple[str, ...]:
    return tuple(sorted(vocabulary(name)))


def form_of(key: str) -> FactForm:
    """Return the form of a fact.

    Raises:
        regimen.FactsError: there is no such fact.
    """
    columns: tuple[Column, ...]
    match key:
        case "skin_type" | "concerns" | "goals" | "symptoms" | "conditions" | "diet":
            return FactForm(key, "many", _options(key))
        case "spf_use" | "sleep_quality" | "stress" | "smoking" | "pregnancy":
            return FactForm(key, "one", _options(key))
        case "spf_reapply":
            return FactForm(key, "truth")
        case "spf_value" | "age":
            return FactForm(key, "number", whole=True)
        case "water_litres":
            return FactForm(key, "number")
        case "sleep_hours":
            return FactForm(key, "range")
        case "allergies":
            return FactForm(key, "words")
        case "products":
            columns = (
                Column("id", tuple(sorted(products()))),
                Column("status", _options("product_status")),
                Column("per_week", is_range=True),
                Column("when", _options("when")),
            )
            return FactForm(key, "entries", columns=columns)
        case "medications":
            columns = (
                Column("id", _options("medications")),
                Column("status", _options("medication_status")),
            )
            return FactForm(key, "entries", columns=columns)
        case "procedures":
            columns = (
                Column("id", _options("procedures")),
                Column("status", _options("procedure_status")),
                Column("weeks_ago"),
            )
            return FactForm(key, "entries", columns=columns)
        case "event":
            columns = (Column("id", _options("events")), Column("days"))
            return FactForm(key, "entries", columns=columns, single=True)
    raise regimen.FactsError(key, "cannot be filled in")


@dataclass(frozen=True)
class Filled:
    """What stands in a form's fields: what is ticked, a text, or rows by column."""

    ticked: tuple[str, ...] = ()
    text: str = ""
    rows: tuple[Mapping[str, str], ...] = ()


def filled(form: FactForm, value: Any) -> Filled:
    """Return a form filled in with what is known; None is nothing."""
    match form.kind:
        case "many":
            return Filled(ticked=tuple(value or ()))
        case "one":
            return Filled(ticked=(value,) if value else ())
        case "truth":
            return Filled(ticked=() if value is None else (str(value).lower(),))
        case "entries":
            entries = ([value] if value else []) if form.single else value or []
            rows = [
                {column.name: _typed(entry.get(column.name)) for column in form.columns}
                for entry in entries
            ]
            return Filled(rows=_with_spare(form, rows))
    return Filled(text=_typed(value))


def refilled(form: FactForm, typed: FormData) -> Filled:
    """Return a form as it was filled in, so that nothing is lost by a mistake in it."""
    values = tuple(str(each) for each in typed.getlist("value"))
    if form.kind != "entries":
        return Filled(ticked=values, text=values[0] if values else "")
    rows = [row for row in _rows(form, typed) if any(row.values())]
    return Filled(rows=_with_spare(form, rows))


def value_of(form: FactForm, typed: FormData) -> Any:
    """Return the value that a form was filled in with.

    Args:
        form: the form.
        typed: its fields.

    Raises:
        ValueError: a number is none; the message names it.
    """
    match form.kind:
        case "many":
            return [str(each) for each in typed.getlist("value")]
        case "one":
            return str(typed.get("value", ""))
        case "truth":
            return typed.get("value") == "true"
        case "number":
            return _number(str(typed.get("value", "")), whole=form.whole)
        case "range":
            return _range(str(typed.get("value", "")))
        case "words":
            said = str(typed.get("value", "")).lower().split(",")
            return [word for each in said if (word := " ".join(each.split()))]
    entries = _entries(form, typed)
    if not form.single:
        return entries
    return entries[0] if entries else None


def _with_spare(form: FactForm, rows: list[dict[str, str]]) -> tuple[dict[str, str], ...]:
    spare = SPARE_ROWS if not form.single else int(not rows)
    return (*rows, *({column.name: "" for column in form.columns} for _ in range(spare)))


def _rows(form: FactForm, typed: FormData) -> Iterator[dict[str, str]]:
    names = [column.name for column in form.columns]
    for row in zip(*(typed.getlist(name) for name in names), strict=False):
        yield {name: str(each).strip() for name, each in zip(names, row, strict=True)}


def _entries(form: FactForm, typed: FormData) -> list[dict[str, Any]]:
    found = []
    for row in _rows(form, typed):
        if not row["id"]:
            continue
        entry: dict[str, Any] = {}
        for column in form.columns:
            text = row[column.name]
            if column.options:
                # what is left open stays open
                if text:
                    entry[column.name] = text
            elif text:
                entry[column.name] = _range(text) if column.is_range else _number(text)
            elif column.is_range:
                entry[column.name] = None
        found.append(entry)
    return found


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        joint = " - " if all(isinstance(each, int | float) for each in value) else ", "
        return joint.join(map(_typed, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _number(text: str, *, whole: bool = False) -> float:
    try:
        number = float(text.strip().replace(",", "."))
        if not math.isfinite(number):
            raise ValueError
    except ValueError:
        raise ValueError(f"{text.strip() or 'nothing'!r} is not a number") from None
    return int(number) if whole and number == int(number) else number


def _range(text: str) -> float | list[float]:
    """Return "6" as a number, "6 - 7" as a range."""
    ends = text.replace("–", "-").split("-")
    numbers = [_number(each) for each in ends]
    return numbers[0] if len(numbers) == 1 else numbers
