"""The outbox: which alarm goes to staff by which route, and when next; it outlives a restart.

Processes share it. Who takes a delivery moves its next time past the lease, so that nobody else
takes it meanwhile; where the taker dies, it is due again once the lease is over. So an alert may
come twice, but is never lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, insert, literal, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from clinic.alerts.alert import Alert
from clinic.records.alarms import PERSON
from clinic.records.database import READS_ONLY, open_database
from clinic.records.models import Alarm, Delivery, Patient, UtcDateTime
from clinic.settings import Settings

# Staff are told of these at once; the others are only listed.
ALERTED: Final = ("now", "same_day", PERSON)
# Longer than sending may take.
LEASE: Final = dt.timedelta(seconds=60)


@dataclass(frozen=True)
class Claim:
    """A delivery that is ours to try until the lease is over."""

    delivery: int
    route: str
    alert: Alert
    # tries since it was last sent, this one included
    attempts: int
    until: dt.datetime


class Outbox:
    """Deliveries by the routes that are set; those of other routes wait until theirs is back."""

    def __init__(self, settings: Settings, routes: Sequence[str]) -> None:
        """Open the outbox where the settings say, for the routes of these names."""
        self._settings = settings
        self._engine = open_database(settings.records_url)
        self._session = sessionmaker(self._engine)
        self._look = sessionmaker(self._engine.execution_options(**{READS_ONLY: True}))
        self._routes = list(routes)

    def dispose(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def claim(self, at: dt.datetime, limit: int) -> list[Claim]:
        """Take what is due, the most urgent first; a look that finds nothing writes nothing."""
        with self._look.begin() as session:
            if not session.scalar(select(or_(self._due(at).exists(), self._unqueued().exists()))):
                return []
        try:
            with self._session.begin() as session:
                self._queue(session, at)
        except IntegrityError:
            # another process has queued the same; it is there now
            pass
        with self._session.begin() as session:
            return [self._take(row, at) for row in session.execute(self._next(at, limit))]

    def sent(self, claim: Claim, at: dt.datetime) -> None:
        """Keep that staff have it; it is repeated unless they acknowledge it in time."""
        with self._session.begin() as session:
            delivery = session.get(Delivery, claim.delivery, with_for_update=True)
            # the patient may have had it erased meanwhile
            if delivery is None:
                return
            delivery.times_sent += 1
            delivery.sent_at, delivery.attempts, delivery.last_error = at, 0, None
            if delivery.next_at == claim.until:
                more = delivery.times_sent <= self._settings.reminders
                delivery.next_at = at + self._remind_after(claim.alert.level) if more else None

    def failed(self, claim: Claim, error: str, *, again_at: dt.datetime) -> None:
        """Keep how it failed and when it is tried again."""
        with self._session.begin() as session:
            delivery = session.get(Delivery, claim.delivery, with_for_update=True)
            if delivery is None:
                return
            delivery.last_error = error[:255]
            # else it was acknowledged, or is another's by now
            if delivery.next_at == claim.until:
                delivery.next_at = again_at

    def _remind_after(self, level: str) -> dt.timedelta:
        if level == "now":
            return dt.timedelta(minutes=self._settings.remind_now_minutes)
        return dt.timedelta(minutes=self._settings.remind_same_day_minutes)

    def _queue(self, session: Session, at: dt.datetime) -> None:
        """Make the delivery of each open alarm by each route that has none yet."""
        for route in self._routes:
            queued = select(Delivery.id).where(
                Delivery.alarm_id == Alarm.id, Delivery.route == route
            )
            missing = (
                select(Alarm.id, literal(route), literal(0), literal(0), literal(at, UtcDateTime()))
                .where(_open(), ~queued.exists())
                .order_by(Alarm.id)
            )
            columns = ["alarm_id", "route", "attempts", "times_sent", "next_at"]
            session.execute(insert(Delivery).from_select(columns, missing))

    def _unqueued(self) -> Select[Any]:
        queued = (
            select(func.count())
            .where(Delivery.alarm_id == Alarm.id, Delivery.route.in_(self._routes))
            .scalar_subquery()
        )
        return select(Alarm.id).where(_open(), queued < len(self._routes))

    def _due(self, at: dt.datetime) -> Select[Any]:
        return (
            select(Delivery.id)
            .join(Alarm, Alarm.id == Delivery.alarm_id)
            .where(Delivery.next_at <= at, Delivery.route.in_(self._routes), _open())
        )

    def _next(self, at: dt.datetime, limit: int) -> Select[Any, Any, Any]:
        return (
            self._due(at)
            .with_only_columns(Delivery, Alarm, Patient.channel)
            .join(Patient, Patient.id == Alarm.patient_id)
            # a new alarm is not kept waiting by those whose route is out of order
            .order_by(case((Alarm.level == "now", 0), else_=1), Delivery.attempts, Delivery.next_at)
            .limit(limit)
            .with_for_update(of=Delivery, skip_locked=True)
        )

    def _take(self, row: Any, at: dt.datetime) -> Claim:
        delivery, alarm, channel = row
        delivery.attempts += 1
        delivery.next_at = at + LEASE
        alert = Alert(
            alarm=alarm.id,
            level=alarm.level,
            reasons=tuple(alarm.reasons),
            channel=channel,
            raised_at=alarm.at,
            reminder=delivery.times_sent,
        )
        return Claim(delivery.id, delivery.route, alert, delivery.attempts, delivery.next_at)


def _open() -> ColumnElement[bool]:
    return and_(Alarm.acknowledged_at.is_(None), Alarm.level.in_(ALERTED))
