"""What staff see of alarms, the most urgent first, until somebody acknowledges them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, case, func, select, true, update

from clinic.alerts.outbox import ALERTED
from clinic.alerts.words import readable
from clinic.records.alarms import LEVELS, PERSON
from clinic.records.models import Alarm, Delivery, Intake, Patient, now
from clinic.records.store import Store
from clinic.staff.audit import Actor, write
from clinic.tables import minute, table

HEADINGS: Final = ("ID", "LEVEL", "REASONS", "CHANNEL", "REPORTED (UTC)", "SENT", "ACKNOWLEDGED")
# A wish for a person comes after what a clinician must see.
URGENCY: Final = {level: rank for rank, level in enumerate((*LEVELS[:2], PERSON, *LEVELS[2:]))}


class UnknownAlarmError(LookupError):
    """There is no alarm of this id."""

    def __init__(self, alarm_id: int) -> None:
        super().__init__(f"there is no alarm {alarm_id}")


@dataclass(frozen=True)
class Sending:
    """How an alarm fares on one route."""

    route: str
    sent_at: dt.datetime | None
    attempts: int
    last_error: str | None


@dataclass(frozen=True)
class ListedAlarm:
    """An alarm as staff see it."""

    id: int
    # the intake that it is about, or the patient's latest; None where there is none yet
    intake_id: int | None
    label: str | None
    level: str
    reasons: tuple[str, ...]
    channel: str
    raised_at: dt.datetime
    sendings: tuple[Sending, ...]
    acknowledged_at: dt.datetime | None
    acknowledged_by: str | None


class AlarmList(Store):
    """The alarms of the records."""

    def alarms(self, *, acknowledged: bool = False) -> list[ListedAlarm]:
        """Return the alarms that wait for somebody, the most urgent first, then the oldest.

        Args:
            acknowledged: whether those that were acknowledged are listed too.
        """
        listed = true() if acknowledged else Alarm.acknowledged_at.is_(None)
        urgency = case(URGENCY, value=Alarm.level, else_=len(URGENCY))
        with self._look.begin() as session:
            rows = session.execute(_alarms().where(listed).order_by(urgency, Alarm.id)).all()
            deliveries: dict[int, list[Delivery]] = {}
            for each in session.scalars(
                select(Delivery)
                .join(Alarm, Alarm.id == Delivery.alarm_id)
                .where(listed)
                .order_by(Delivery.route)
            ):
                deliveries.setdefault(each.alarm_id, []).append(each)
            return [_listed(row, deliveries.get(row.Alarm.id, [])) for row in rows]

    def acknowledge(self, alarm_id: int, *, by: Actor) -> ListedAlarm:
        """Keep that somebody takes care of an alarm, which ends its alerts; the first one stays.

        Raises:
            UnknownAlarmError: there is no such alarm.
            ValueError: the name is empty.
        """
        name = " ".join(by.name.split())[:80]
        if not name:
            raise ValueError("a name is needed: who takes care of it")
        with self._session.begin() as session:
            # the deliveries first, as an erasure does: else the two could block each other
            session.execute(
                update(Delivery).where(Delivery.alarm_id == alarm_id).values(next_at=None)
            )
            changed = session.scalar(
                update(Alarm)
                .where(Alarm.id == alarm_id, Alarm.acknowledged_at.is_(None))
                .values(acknowledged_at=now(), acknowledged_by=name)
                .returning(Alarm.id)
            )
            if changed is not None:
                write(session, Actor(by.id, name), "acknowledged", "alarm", alarm_id)
            row = session.execute(_alarms().where(Alarm.id == alarm_id)).one_or_none()
            if row is None:
                raise UnknownAlarmError(alarm_id)
            return _listed(row, [])


def lines_of(alarms: Iterable[ListedAlarm]) -> Iterator[str]:
    """Yield the list as a table in plain text."""
    return table(HEADINGS, map(_cells, alarms))


def _alarms() -> Select[Any, Any, Any, Any]:
    latest = (
        select(func.max(Intake.id)).where(Intake.patient_id == Alarm.patient_id).scalar_subquery()
    )
    return select(
        Alarm,
        Patient.channel,
        Patient.label,
        func.coalesce(Alarm.intake_id, latest).label("intake_id"),
    ).join(Patient, Patient.id == Alarm.patient_id)


def _listed(row: Any, deliveries: Sequence[Delivery]) -> ListedAlarm:
    alarm: Alarm = row.Alarm
    return ListedAlarm(
        id=alarm.id,
        intake_id=row.intake_id,
        label=row.label,
        level=alarm.level,
        reasons=tuple(alarm.reasons),
        channel=row.channel,
        raised_at=alarm.at,
        sendings=tuple(
            Sending(each.route, each.sent_at, each.attempts, each.last_error) for each in deliveries
        ),
        acknowledged_at=alarm.acknowledged_at,
        acknowledged_by=alarm.acknowledged_by,
    )


def _cells(alarm: ListedAlarm) -> tuple[str, ...]:
    acknowledged = "no"
    if alarm.acknowledged_at:
        acknowledged = f"{minute(alarm.acknowledged_at)} by {alarm.acknowledged_by}"
    return (
        str(alarm.id),
        readable(alarm.level),
        ", ".join(readable(each) for each in alarm.reasons),
        alarm.channel,
        minute(alarm.raised_at),
        _sent(alarm),
        acknowledged,
    )


def _sent(alarm: ListedAlarm) -> str:
    if alarm.level not in ALERTED:
        return "only listed"
    if not alarm.sendings:
        return "not sent"
    return "; ".join(f"{each.route} {_fared(each)}" for each in alarm.sendings)


def _fared(sending: Sending) -> str:
    if sending.sent_at:
        return minute(sending.sent_at)
    tried = f"{sending.attempts} tries: {sending.last_error}" if sending.last_error else "waits"
    return f"not sent ({tried})"
