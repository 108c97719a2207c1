"""The records of patients, which the dialogue's actions write: a call is one short transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, get_args

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from clinic.records.database import open_database, wipe_deleted
from clinic.records.models import (
    Alarm,
    Consent,
    Fact,
    GivenWarning,
    HandOver,
    Intake,
    Patient,
    Turn,
    now,
)
from clinic.settings import Settings

Origin = Literal["said", "inferred", "corrected", "staff"]
ORIGINS: Final = get_args(Origin)
# Triage levels, the most urgent first.
LEVELS: Final = ("now", "same_day", "soon", "routine")


class UnknownIntakeError(LookupError):
    """There is no intake of this id."""

    def __init__(self, intake_id: int) -> None:
        super().__init__(f"there is no intake {intake_id}")


class Records:
    """Patients, their consents, intakes, facts, warnings and alarms."""

    def __init__(
        self, url: str, *, season_on: Callable[[dt.date], str | None] = lambda _: None
    ) -> None:
        """Open the records at a database's address; they must be migrated already.

        Args:
            url: an SQLAlchemy address of SQLite or PostgreSQL, with its driver.
            season_on: the season at the clinic's place on a day, kept with each intake.
        """
        self._engine = open_database(url)
        self._session = sessionmaker(self._engine)
        self._season_on = season_on

    @classmethod
    def open(cls, settings: Settings) -> Records:
        """Open the records where the settings say."""
        return cls(settings.records_url, season_on=settings.season)

    def dispose(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def give_consent(  # noqa: PLR0913  # what a consent consists of
        self,
        sender: str,
        channel: str,
        *,
        kind: str,
        version: str,
        text: str,
        given: bool,
        at: dt.datetime | None = None,
    ) -> None:
        """Keep an answer to a consent; makes the patient where new.

        Args:
            sender: the channel's unguessable name for the conversation.
            channel: `web`, `telegram`, ...
            kind: what it allows: `intake`, `photo`.
            version: of the text.
            text: the very text that was shown.
            given: whether it was agreed to.
            at: when, with a time zone; now by default.
        """
        with self._session.begin() as session:
            patient = _patient(session, sender, channel)
            session.add(
                Consent(
                    patient_id=patient.id,
                    kind=kind,
                    version=version,
                    text=text,
                    given=given,
                    at=at or now(),
                )
            )

    def begin_intake(self, sender: str, channel: str) -> int:
        """Open an intake and return its id; an older open one of the patient is now abandoned."""
        with self._session.begin() as session:
            patient = _patient(session, sender, channel)
            session.execute(
                update(Intake)
                .where(Intake.patient_id == patient.id, Intake.status == "open")
                .values(status="abandoned")
            )
            intake = Intake(patient_id=patient.id, season=self._season_on(now().date()))
            session.add(intake)
            session.flush()
            return intake.id

    def note(
        self,
        intake_id: int,
        facts: Mapping[str, Any],
        *,
        message: str,
        origin: str = "said",
    ) -> None:
        """Keep the merged values of the keys that changed; the former rows are superseded.

        Args:
            intake_id: the intake.
            facts: key -> its whole value now; None withdraws the key.
            message: the text that it came from.
            origin: `said`, `inferred`, `corrected` or `staff`.

        Raises:
            UnknownIntakeError: there is no such intake.
            ValueError: the origin is none of these.
        """
        if origin not in ORIGINS:
            raise ValueError(f"origin must be one of {', '.join(ORIGINS)}, not {origin!r}")
        if not facts:
            return
        with self._session.begin() as session:
            at = now()
            _intake(session, intake_id).updated_at = at
            session.execute(
                update(Fact)
                .where(
                    Fact.intake_id == intake_id,
                    Fact.key.in_(facts),
                    Fact.superseded_at.is_(None),
                )
                .values(superseded_at=at)
            )
            session.add_all(
                Fact(
                    intake_id=intake_id, key=key, value=value, origin=origin, message=message, at=at
                )
                for key, value in facts.items()
                if value is not None
            )

    def complete(self, intake_id: int, advice: Mapping[str, Any]) -> None:
        """Keep the plan that was given, its triage and its warnings; the intake is completed.

        A plan that is given again replaces the former one; warnings given before stay, and so does
        an emergency.

        Args:
            intake_id: the intake.
            advice: the answer of the rules (contract/regimen.md).

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            intake = _intake(session, intake_id)
            if intake.status != "emergency":
                intake.status = "completed"
            intake.completed_at = now()
            intake.advice = dict(advice)
            intake.triage_level = advice["triage"]["level"]
            intake.triage_reasons = list(advice["triage"]["reasons"])
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

    def flag(  # noqa: PLR0913  # what an alarm consists of
        self,
        intake_id: int | None,
        *,
        sender: str,
        channel: str,
        level: str,
        reasons: Sequence[str],
        message: str,
    ) -> None:
        """Keep a red flag for the staff.

        Args:
            intake_id: the intake, or None before consent: then only the flag is kept, not the
                message, which may say more about the patient's health.
            sender: the channel's unguessable name for the conversation.
            channel: `web`, `telegram`, ...
            level: `now`, `same_day` or `soon`; `now` makes the intake an emergency.
            reasons: identifiers of the triage's reasons.
            message: the text that reported it.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            patient = _patient(session, sender, channel)
            if intake_id is not None:
                intake = _intake(session, intake_id)
                intake.triage_level = _most_urgent(intake.triage_level, level)
                intake.triage_reasons = [
                    *intake.triage_reasons,
                    *(each for each in reasons if each not in intake.triage_reasons),
                ]
                if level == "now":
                    intake.status = "emergency"
            session.add(
                Alarm(
                    patient_id=patient.id,
                    intake_id=intake_id,
                    level=level,
                    reasons=list(reasons),
                    message=None if intake_id is None else message,
                )
            )

    def hand_over(self, sender: str, channel: str, *, reason: str) -> None:
        """Keep the wish that staff step in."""
        with self._session.begin() as session:
            patient = _patient(session, sender, channel)
            session.add(HandOver(patient_id=patient.id, reason=reason))

    def facts(self, intake_id: int) -> dict[str, Any]:
        """Return the current value of each fact of an intake.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            _intake(session, intake_id)
            rows = session.execute(
                select(Fact.key, Fact.value)
                .where(Fact.intake_id == intake_id, Fact.superseded_at.is_(None))
                .order_by(Fact.id)
            )
            return {row.key: row.value for row in rows}

    def erase(self, sender: str) -> None:
        """Delete everything of a patient, the transcript of the talk included.

        On SQLite no file holds a trace afterwards; PostgreSQL drops deleted rows when it vacuums.

        Raises:
            TimeoutError: the rows are deleted, but SQLite's log still has them.
        """
        with self._session.begin() as session:
            session.execute(delete(Patient).where(Patient.sender == sender))
            session.execute(delete(Turn).where(Turn.sender == sender))
        wipe_deleted(self._engine)

    def forget_talk(self, sender: str) -> None:
        """Delete the transcript of a talk alone, as where consent was refused: alarms stay.

        Raises:
            TimeoutError: the rows are deleted, but SQLite's log still has them.
        """
        with self._session.begin() as session:
            session.execute(delete(Turn).where(Turn.sender == sender))
        wipe_deleted(self._engine)


def _patient(session: Session, sender: str, channel: str) -> Patient:
    """Return the patient behind a conversation, made where new; locked for this transaction."""
    find = select(Patient).where(Patient.sender == sender).with_for_update()
    known = session.scalar(find)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            patient = Patient(sender=sender, channel=channel)
            session.add(patient)
    except IntegrityError:
        # another process made it meanwhile
        return session.scalars(find).one()
    return patient


def _intake(session: Session, intake_id: int) -> Intake:
    """Return an intake, locked for this transaction."""
    intake = session.get(Intake, intake_id, with_for_update=True)
    if intake is None:
        raise UnknownIntakeError(intake_id)
    return intake


def _most_urgent(known: str | None, level: str) -> str:
    return level if known is None else min(known, level, key=LEVELS.index)
