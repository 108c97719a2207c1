"""The plan of an intake: kept with its warnings, and read as the patient may read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.models import GivenWarning, Intake, Patient, now
from clinic.records.reviews import heard

# Of an advice, for the staff's eyes, never the patient's.
STAFF_ONLY: Final = "treatments"


@dataclass(frozen=True)
class Plan:
    """A plan as the patient may read it, and when it was given."""

    advice: dict[str, Any]
    given_at: dt.datetime


def shown_to_patient(advice: Mapping[str, Any]) -> dict[str, Any]:
    """Return an advice without what is for the staff alone."""
    return {key: value for key, value in advice.items() if key != STAFF_ONLY}


def keep_plan(session: Session, intake: Intake, advice: Mapping[str, Any], *, held: bool) -> None:
    """Keep a plan within a transaction; nobody has approved it yet."""
    if intake.status != "emergency":
        intake.status = "completed"
    intake.completed_at = now()
    intake.advice = dict(advice)
    intake.plan_held = held
    intake.approved_by = intake.approved_at = intake.plan_words = None
    intake.triage_level = advice["triage"]["level"]
    intake.triage_reasons = list(advice["triage"]["reasons"])
    heard(session, intake)
    give_warnings(session, intake.id, advice)


def give_warnings(session: Session, intake_id: int, advice: Mapping[str, Any]) -> None:
    """Keep the warnings that are given now; those given before in the same words stay."""
    given = {
        (rule, severity, message)
        for rule, severity, message in session.execute(
            select(GivenWarning.rule, GivenWarning.severity, GivenWarning.message).where(
                GivenWarning.intake_id == intake_id
            )
        )
    }
    session.add_all(
        GivenWarning(
            intake_id=intake_id,
            rule=each["id"],
            severity=each["severity"],
            message=each["message"],
        )
        for each in advice["warnings"]
        if (each["id"], each["severity"], each["message"]) not in given
    )


def latest_plan(session: Session, sender: str) -> Plan | None:
    """Return within a transaction the plan that a patient has now."""
    latest = session.execute(
        select(Intake.status, Intake.advice, Intake.completed_at, Intake.plan_held)
        .join(Patient, Patient.id == Intake.patient_id)
        .where(Patient.sender == sender, Intake.status.in_(("completed", "emergency")))
        .order_by(Intake.id.desc())
        .limit(1)
    ).one_or_none()
    if latest is None or latest.status == "emergency" or latest.plan_held:
        return None
    return Plan(shown_to_patient(latest.advice), latest.completed_at)
