"""Red flags: kept with the intake, and told to the staff."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

import regimen
from clinic.records.alarms import EMERGENCY, raise_alarm, triage
from clinic.records.check_ins import cancel_pending
from clinic.records.models import Alarm, Intake
from clinic.records.reviews import heard
from clinic.records.rows import go_on, intake_of


def flag(session: Session, alarm: Alarm) -> None:
    """Keep a red flag within a transaction; before an intake its message is not kept.

    Raises:
        UnknownIntakeError: there is no such intake.
    """
    if alarm.intake_id is None:
        alarm.message = None
    else:
        intake = intake_of(session, alarm.intake_id)
        go_on(session, intake)
        triage(intake, alarm.level, alarm.reasons)
        heard(session, intake).status = "needs_reply"
    if alarm.level == EMERGENCY:
        cancel_pending(session, alarm.patient_id)
    raise_alarm(session, alarm)


def flag_unanswered(
    session: Session, patient_id: int, red_flags: Sequence[str], message: str
) -> None:
    """Keep the red flags of a message that the assistant does not answer, with the last intake."""
    found = regimen.triage_of(regimen.check({"red_flags": list(red_flags)}))
    last = select(Intake.id).where(Intake.patient_id == patient_id).order_by(Intake.id.desc())
    alarm = Alarm(
        patient_id=patient_id,
        intake_id=session.scalar(last.limit(1)),
        level=found["level"],
        reasons=found["reasons"],
        message=message,
    )
    flag(session, alarm)
