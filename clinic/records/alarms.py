"""Alarms for the staff: red flags, and wishes for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.models import Alarm, Intake, now

# Triage levels, the most urgent first.
LEVELS: Final = ("now", "same_day", "soon", "routine")
EMERGENCY: Final = LEVELS[0]
# The level of an alarm that is a wish for a person.
PERSON: Final = "person"
# The same report again within this time is the same alarm.
REPEATED_WITHIN: Final = dt.timedelta(minutes=10)


def raise_alarm(session: Session, alarm: Alarm) -> None:
    """Keep an alarm, unless staff have just been told the very same."""
    recent = session.scalars(
        select(Alarm).where(
            Alarm.patient_id == alarm.patient_id,
            Alarm.intake_id.is_not_distinct_from(alarm.intake_id),
            Alarm.level == alarm.level,
            Alarm.acknowledged_at.is_(None),
            Alarm.at > now() - REPEATED_WITHIN,
        )
    )
    if all(each.reasons != alarm.reasons for each in recent):
        session.add(alarm)


def triage(intake: Intake, level: str, reasons: Sequence[str]) -> None:
    """Give an intake the most urgent level and every reason; `now` makes it an emergency."""
    known = intake.triage_level
    intake.triage_level = level if known is None else min(known, level, key=LEVELS.index)
    intake.triage_reasons = list(dict.fromkeys([*intake.triage_reasons, *reasons]))
    if level == EMERGENCY:
        intake.status = "emergency"
