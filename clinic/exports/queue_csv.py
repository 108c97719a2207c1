"""The queue as CSV, for a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Final

from clinic import describe
from clinic.reviews.queue import Queued
from clinic.staff.words import reason, rule, words

# Without it Excel takes UTF-8 for the machine's old code page.
BYTE_ORDER_MARK: Final = "\ufeff"
# What makes a cell a formula: OWASP, "CSV Injection"; the wide forms are what Japanese Excel takes.
FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
HEADER: Final = (
    "Intake",
    "Patient",
    "Name",
    "Triage",
    "Reasons",
    "Status",
    "Assigned to",
    "Unread",
    "Alarms",
    "Channel",
    "Progress",
    "Age",
    "Concerns",
    "Warnings",
    "Begun",
    "Last heard",
)


def lines(rows: Iterable[Queued]) -> Iterator[str]:
    """Yield the header and a line for each intake, each with its end.

    What patients or staff wrote cannot become a formula: such a cell begins with an apostrophe.

    Args:
        rows: the queue, in the order in which it is written.
    """
    yield BYTE_ORDER_MARK + _line(HEADER)
    for row in rows:
        yield _line(_cells(row))


def _cells(row: Queued) -> Iterator[str]:
    yield str(row.intake_id)
    yield str(row.patient_id)
    yield row.label or ""
    yield words("levels").get(row.level, "")
    yield ", ".join(map(reason, row.reasons))
    yield words("statuses")[row.status]
    yield row.assigned_name or ""
    yield "yes" if row.is_unread else "no"
    yield ", ".join(reason(each) for alarm in row.alarms for each in alarm.reasons)
    yield words("channels").get(row.channel, row.channel)
    yield words("progress")[row.progress]
    yield str(row.told.get("age", ""))
    yield describe.value("concerns", row.told["concerns"]) if "concerns" in row.told else ""
    yield ", ".join(
        f"{rule(name)} ({words('severities')[severity].lower()})" for name, severity in row.warnings
    )
    yield _time(row.begun_at)
    yield _time(row.active_at)


def _time(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow(map(_harmless, cells))
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
