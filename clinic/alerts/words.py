"""An alert in words for staff: `words.yml`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

import yaml

from clinic.alerts.alert import Alert

DATA: Final = Path(__file__).with_name("words.yml")


@functools.cache
def words() -> dict[str, Any]:
    """Return the data, read once."""
    data: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    return data


def subject_of(alert: Alert, clinic: str) -> str:
    """Return the subject of an alert's mail."""
    subject: str = words()["subject"][alert.level].format(clinic=clinic, alarm=alert.alarm)
    if alert.reminder:
        subject = words()["reminder"].format(reminder=alert.reminder, subject=subject)
    # a head of a mail is one line, whatever the clinic is called
    return " ".join(subject.split())


def body_of(alert: Alert, *, reminders: int) -> str:
    """Return the text of an alert's mail.

    Args:
        alert: the alert.
        reminders: how many follow at most.
    """
    body: str = words()["body"].format(
        opening=words()["opening"][alert.level],
        alarm=alert.alarm,
        level=words()["levels"][alert.level],
        reasons=", ".join(readable(each) for each in alert.reasons),
        channel=alert.channel,
        raised_at=f"{alert.raised_at:%Y-%m-%d %H:%M} UTC",
        outlook=words()["outlook"]["more" if alert.reminder < reminders else "last"],
    )
    return body


def readable(identifier: str) -> str:
    """Return an identifier of the rules as words."""
    return identifier.replace("_", " ")
