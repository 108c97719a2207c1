"""The queue: intakes by triage, then by time, narrowed to what somebody looks for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, func, null, or_, select, tuple_
from sqlalchemy.orm import Session

from clinic.records.models import Alarm, Fact, GivenWarning, Intake, Patient, Turn
from clinic.records.persons import joined
from clinic.records.review_models import Review
from clinic.records.reviews import URGENCY
from clinic.records.staff_models import CHANGES, AuditEntry, StaffMember
from clinic.records.store import Store

PAGE: Final = 50
# Words that are found in no more intakes are words of few.
FEW: Final = 500
# Assigned to nobody.
NOBODY: Final = 0
# What a line of the queue tells of an intake, beside its warnings.
TOLD: Final = ("concerns", "age")
LEVEL: Final = {urgency: level for level, urgency in URGENCY.items()}
SEVERITIES: Final = ("stop", "caution", "info")


@dataclass(frozen=True)
class Wanted:
    """What the queue is narrowed to; what is None or empty narrows nothing.

    Args:
        levels: of triage.
        statuses: of the review; without any, all but `closed`.
        channel: where the patient talks.
        warning: the rule of a warning that was given.
        assigned_to: a member of the staff, or `NOBODY`.
        unread: only where the patient was heard after staff last looked.
        since, until: when the intake was begun, in UTC; `until` is not included.
        words: all of them must be found, wherever.
        among: the only intakes in which they are, once these were looked for (`Queue.found`).
    """

    levels: Collection[str] = ()
    statuses: Collection[str] = ()
    channel: str | None = None
    warning: str | None = None
    assigned_to: int | None = None
    unread: bool = False
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    words: str = ""
    among: Collection[int] | None = None


@dataclass(frozen=True)
class Place:
    """Where a page of the queue ends."""

    urgency: int
    active_at: dt.datetime
    intake_id: int


@dataclass(frozen=True)
class Waiting:
    """An alarm that nobody has acknowledged."""

    id: int
    level: str
    reasons: tuple[str, ...]
    raised_at: dt.datetime


@dataclass(frozen=True)
class Queued:
    """An intake as a line of the queue."""

    intake_id: int
    patient_id: int
    label: str | None
    channel: str
    # where the person talks too, as staff saw
    also: tuple[str, ...]
    progress: str
    level: str | None
    reasons: tuple[str, ...]
    status: str
    assigned_to: int | None
    assigned_name: str | None
    is_unread: bool
    begun_at: dt.datetime
    active_at: dt.datetime
    told: Mapping[str, Any]
    # the rules of what was warned of, the gravest first, with their severities
    warnings: tuple[tuple[str, str], ...]
    alarms: tuple[Waiting, ...]
    place: Place


class Queue(Store):
    """The intakes as staff see them together."""

    def found(self, wanted: Wanted) -> Wanted:
        """Return the same with the intakes in which its words are, where these are few.

        Words of few are looked for in all the text: with this once, else by the page and by the
        counts. Words of many are found wherever one looks.
        """
        if not wanted.words.split():
            return wanted
        query = select(Review.intake_id).where(*_found_in_text(wanted.words)).limit(FEW + 1)
        with self._look.begin() as session:
            among = session.scalars(query).all()
        return wanted if len(among) > FEW else replace(wanted, among=among)

    def page(self, wanted: Wanted, after: Place | None = None, limit: int = PAGE) -> list[Queued]:
        """Return a page of the queue: the most urgent first, then who was heard from last.

        Args:
            wanted: what it is narrowed to.
            after: where the page before ended.
            limit: how many at most.
        """
        order = (Review.urgency, Review.active_at, Review.intake_id)
        query = (
            select(
                Review,
                Patient.label,
                Intake.status.label("progress"),
                Intake.triage_reasons,
                StaffMember.name.label("assigned_name"),
            )
            .join(Patient, Patient.id == Review.patient_id)
            .join(Intake, Intake.id == Review.intake_id)
            .outerjoin(StaffMember, StaffMember.id == Review.assigned_to)
            .where(*_conditions(wanted), *_statuses_and_levels(wanted))
            .order_by(*(column.desc() for column in order))
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(*order) < (after.urgency, after.active_at, after.intake_id))
        with self._look.begin() as session:
            rows = session.execute(query).all()
            intakes = [row.Review.intake_id for row in rows]
            warnings = _warnings(session, intakes)
            told = _told(session, intakes)
            patients = {row.Review.patient_id for row in rows}
            alarms, also = _alarms(session, patients), _also(session, patients)
            return [_queued(row, told, warnings, alarms, also) for row in rows]

    def counts(self, wanted: Wanted) -> dict[tuple[str, str | None], int]:
        """Return how many intakes of each status and level there are, as far as the rest narrows.

        The statuses and levels of `wanted` are left out of account: these are what is counted.
        """
        counted: list[Any] = [Review.status, Review.urgency]
        if wanted.among is None and wanted.words:
            # no index has the text
            counted = [_as_value(column) for column in counted]
        query = select(*counted, func.count()).where(*_conditions(wanted)).group_by(*counted)
        with self._look.begin() as session:
            found: Sequence[Any] = session.execute(query).all()
        return {(status, LEVEL.get(urgency)): count for status, urgency, count in found}

    def rules(self) -> list[str]:
        """Return the rules of the warnings that were ever given, by name."""
        # from one to the next in the index: DISTINCT reads what each intake was warned of
        first = select(func.min(GivenWarning.rule).label("rule"))
        found = first.cte("found", recursive=True)
        following = first.where(GivenWarning.rule > found.c.rule).scalar_subquery()
        found = found.union_all(select(following).where(found.c.rule.is_not(None)))
        with self._look.begin() as session:
            return list(session.scalars(select(found.c.rule).where(found.c.rule.is_not(None))))

    def version(self) -> str:
        """Return what changes with everything that a page of the console may show."""
        newest = [
            select(func.max(column)).scalar_subquery()
            for column in (Review.active_at, Alarm.id, Turn.id)
        ]
        changed = select(func.max(AuditEntry.id)).where(CHANGES)
        waiting = select(func.count(Turn.id)).where(Turn.answers.is_(None))
        with self._look.begin() as session:
            row = session.execute(
                select(*newest, changed.scalar_subquery(), waiting.scalar_subquery())
            ).one()
        return hashlib.sha256(repr(tuple(row)).encode()).hexdigest()[:16]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.channel is not None:
        conditions.append(Review.channel == wanted.channel)
    if wanted.warning is not None:
        conditions.append(
            exists().where(
                GivenWarning.intake_id == Review.intake_id, GivenWarning.rule == wanted.warning
            )
        )
    if wanted.assigned_to == NOBODY:
        conditions.append(Review.assigned_to.is_(None))
    elif wanted.assigned_to is not None:
        conditions.append(Review.assigned_to == wanted.assigned_to)
    if wanted.unread:
        conditions.append(_is_unread())
    if wanted.since is not None:
        conditions.append(Review.begun_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Review.begun_at < wanted.until)
    if wanted.among is not None:
        conditions.append(Review.intake_id.in_(wanted.among))
    else:
        conditions += _found_in_text(wanted.words)
    return conditions


def _is_unread() -> ColumnElement[bool]:
    return or_(Review.seen_at.is_(None), Review.seen_at < Review.active_at)


def _statuses_and_levels(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [Review.status != "closed"]
    if wanted.statuses:
        conditions = [_one_of(Review.status, wanted.statuses)]
    if wanted.levels:
        conditions.append(_one_of(Review.urgency, [URGENCY[level] for level in wanted.levels]))
    return conditions


def _one_of(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    # of one value an index has the rows in order; of several it would have all of them sorted
    return (column if len(values) == 1 else _as_value(column)).in_(values)


def _as_value(column: Any) -> ColumnElement[Any]:
    """The same by no index: SQLite may else fetch the rows one by one in an index's order."""
    return func.coalesce(column, null())


def _found_in_text(words: str) -> list[ColumnElement[bool]]:
    # the words were lowered where they were kept: LIKE alone is quicker than ILIKE
    return [Review.text.contains(word, autoescape=True) for word in words.lower().split()]


def _warnings(session: Session, intakes: Iterable[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return the last severity of each rule that was warned of, the gravest first."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = session.execute(
        select(GivenWarning.intake_id, GivenWarning.rule, GivenWarning.severity)
        .where(GivenWarning.intake_id.in_(intakes))
        .order_by(GivenWarning.id)
    )
    for intake_id, rule, severity in rows:
        found[intake_id][rule] = severity
    return {
        intake_id: tuple(sorted(given.items(), key=lambda each: SEVERITIES.index(each[1])))
        for intake_id, given in found.items()
    }


def _told(session: Session, intakes: Iterable[int]) -> dict[int, dict[str, Any]]:
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = session.execute(
        select(Fact.intake_id, Fact.key, Fact.value).where(
            Fact.intake_id.in_(intakes), Fact.key.in_(TOLD), Fact.superseded_at.is_(None)
        )
    )
    for intake_id, key, value in rows:
        told[intake_id][key] = value
    return told


def _alarms(session: Session, patients: Collection[int]) -> dict[int, tuple[Waiting, ...]]:
    waiting: dict[int, list[Waiting]] = defaultdict(list)
    rows = session.scalars(
        select(Alarm)
        .where(and_(Alarm.patient_id.in_(patients), Alarm.acknowledged_at.is_(None)))
        .order_by(Alarm.id)
    )
    for alarm in rows:
        waiting[alarm.patient_id].append(
            Waiting(alarm.id, alarm.level, tuple(alarm.reasons), alarm.at)
        )
    return {patient_id: tuple(each) for patient_id, each in waiting.items()}


def _also(session: Session, patients: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the channels of the others who are the same person."""
    found: dict[int, list[str]] = defaultdict(list)
    reached = joined(patients)
    rows = session.execute(
        select(reached.c.start, Patient.channel)
        .join(Patient, Patient.id == reached.c.id)
        .where(reached.c.merge_id.is_not(None))
        .order_by(Patient.id)
    )
    for patient_id, channel in rows:
        found[patient_id].append(channel)
    return {patient_id: tuple(dict.fromkeys(each)) for patient_id, each in found.items()}


def _queued(
    row: Any,
    told: Mapping[int, Mapping[str, Any]],
    warnings: Mapping[int, tuple[tuple[str, str], ...]],
    alarms: Mapping[int, tuple[Waiting, ...]],
    also: Mapping[int, tuple[str, ...]],
) -> Queued:
    review: Review = row.Review
    return Queued(
        intake_id=review.intake_id,
        patient_id=review.patient_id,
        label=row.label,
        channel=review.channel,
        also=also.get(review.patient_id, ()),
        progress=row.progress,
        level=LEVEL.get(review.urgency),
        reasons=tuple(row.triage_reasons),
        status=review.status,
        assigned_to=review.assigned_to,
        assigned_name=row.assigned_name,
        is_unread=review.seen_at is None or review.seen_at < review.active_at,
        begun_at=review.begun_at,
        active_at=review.active_at,
        told=told.get(review.intake_id, {}),
        warnings=warnings.get(review.intake_id, ()),
        alarms=alarms.get(review.patient_id, ()),
        place=Place(review.urgency, review.active_at, review.intake_id),
    )
