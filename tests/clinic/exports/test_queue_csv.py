"""The queue as CSV: readable in a spreadsheet, and never run by one."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.exports.queue_csv import lines
from clinic.reviews.queue import Place, Queued, Waiting
from tests.clinic.exports.files import BEGUN, LATER

LINE = Queued(
    intake_id=41,
    patient_id=7,
    label="Asha Rao",
    channel="telegram",
    also=(),
    progress="completed",
    level="same_day",
    reasons=("suspected_infection",),
    status="needs_reply",
    assigned_to=2,
    assigned_name="Dr Rao",
    is_unread=True,
    begun_at=BEGUN,
    active_at=LATER,
    told={"age": 29, "concerns": ["pih", "acne"]},
    warnings=(("spf_skipped", "stop"), ("spf_not_reapplied", "info")),
    alarms=(Waiting(3, "person", ("asked_for_person",), BEGUN),),
    place=Place(3, LATER, 41),
)
UNKNOWN = dataclasses.replace(
    LINE, label=None, level=None, reasons=(), assigned_to=None, assigned_name=None, told={},
    warnings=(), alarms=(), is_unread=False,
)  # fmt: skip


def read(*rows: Queued) -> list[dict[str, str]]:
    """What a spreadsheet reads."""
    text = "".join(lines(rows)).encode("utf-8").decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def test_a_line_tells_what_the_queue_tells() -> None:
    assert read(LINE) == [
        {
            "Intake": "41",
            "Patient": "7",
            "Name": "Asha Rao",
            "Triage": "Same day",
            "Reasons": "suspected infection",
            "Status": "Needs reply",
            "Assigned to": "Dr Rao",
            "Unread": "yes",
            "Alarms": "asked for a person",
            "Channel": "Telegram",
            "Progress": "Plan given",
            "Age": "29",
            "Concerns": "dark marks, acne",
            "Warnings": "SPF skipped (stop), SPF not reapplied (note)",
            "Begun": "2026-05-03T09:30:00+00:00",
            "Last heard": "2026-05-03T09:42:00+00:00",
        }
    ]


def test_what_is_not_known_is_empty() -> None:
    [row] = read(UNKNOWN)
    empty = ("Name", "Triage", "Reasons", "Assigned to", "Alarms", "Age", "Concerns", "Warnings")
    assert {row[name] for name in empty} == {""}


def test_an_empty_queue_is_a_header() -> None:
    [header] = lines([])
    assert header.startswith('\ufeff"Intake","Patient"') and header.endswith("\r\n")


def test_lines_come_one_by_one_as_they_are_asked_for() -> None:
    written = lines(iter([LINE, UNKNOWN]))
    assert len([*written]) == 3


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_name_is_never_a_formula(beginning: str) -> None:
    [row] = read(dataclasses.replace(LINE, label=f'{beginning}HYPERLINK("http://x")'))
    assert row["Name"] == f'\'{beginning}HYPERLINK("http://x")'


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_name_comes_back_as_it_was_or_harmless(name: str) -> None:
    [row] = read(dataclasses.replace(LINE, label=name))
    assert row["Name"] in (name, f"'{name}")
    assert not row["Name"].startswith(tuple("=+-@\t\r\n"))


def test_times_keep_their_zone() -> None:
    india = dt.timezone(dt.timedelta(hours=5, minutes=30))
    [row] = read(dataclasses.replace(LINE, begun_at=BEGUN.astimezone(india)))
    assert row["Begun"] == "2026-05-03T15:00:00+05:30"
