"""The records of patients, which the dialogue's actions write: a call is one short transaction."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, get_args

from sqlalchemy import select, update
from sqlalchemy.orm import sessionmaker

from clinic.records.alarms import PERSON, raise_alarm
from clinic.records.check_ins import cancel_pending
from clinic.records.database import READS_ONLY, open_database
from clinic.records.dialogues import Dialogues
from clinic.records.erasure import IN_TALK, Eraser
from clinic.records.facts import ORIGINS, facts_of, supersede
from clinic.records.holds import AllHeld, HeldError, all_held
from clinic.records.models import (
    Alarm,
    Consent,
    Intake,
    Patient,
    Turn,
    now,
)
from clinic.records.plans import Plan, keep_plan, latest_plan
from clinic.records.red_flags import flag
from clinic.records.requests import PHOTOGRAPHS, TALK, keep_request, take_back
from clinic.records.reviews import heard, wants_reply
from clinic.records.rows import go_on, intake_of, patient_of
from clinic.settings import Settings
from clinic.staff.audit import Actor
from clinic.vault import Vault

# What a consent can allow.
ConsentKind = Literal["intake", "guardian", "photo"]
CONSENTS: Final = get_args(ConsentKind)
# Without these nothing may be kept at all.
FOUNDATIONS: Final = ("intake", "guardian")


class Records:
    """Patients, their consents, intakes, facts, warnings and alarms."""

    def __init__(
        self,
        url: str,
        vault: Vault,
        dialogues: Dialogues,
        *,
        season_at: Callable[[dt.datetime], str | None] = lambda _: None,
        all_held: AllHeld = lambda _: False,
    ) -> None:
        """Open the records at a database's address; they must be migrated already.

        Args:
            url: an SQLAlchemy address of SQLite or PostgreSQL, with its driver.
            vault: where the pictures lie that an erasure must delete too.
            dialogues: what Rasa remembers, likewise.
            season_at: the season at the clinic's place at a time, kept with each intake.
            all_held: asks, within a transaction, whether every patient is on hold, so that nothing
                is deleted.
        """
        self._engine = open_database(url)
        self._session = sessionmaker(self._engine)
        self._look = sessionmaker(self._engine.execution_options(**{READS_ONLY: True}))
        self._season_at = season_at
        self._eraser = Eraser(self._engine, vault, dialogues, all_held)

    @classmethod
    def open(cls, settings: Settings) -> Records:
        """Open the records where the settings say."""
        return cls(
            settings.records_url,
            Vault.open(settings),
            Dialogues.open(settings),
            season_at=settings.season,
            all_held=lambda session: all_held(session, settings),
        )

    def dispose(self) -> None:
        """Close the connections to the databases."""
        self._eraser.dispose()
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

        Who agrees to an intake has come back: an erasure that they asked for while on hold is not
        wanted any more.

        Args:
            sender: the channel's unguessable name for the conversation.
            channel: `web`, `telegram`, ...
            kind: what it allows: `intake`, `photo`; `guardian` is a guardian's yes to an intake.
            version: of the text.
            text: the very text that was shown.
            given: whether it was agreed to.
            at: when, with a time zone; now by default.

        Raises:
            ValueError: there is no such kind.
        """
        _check_kind(kind)
        with self._session.begin() as session:
            patient = patient_of(session, sender, channel)
            if given and kind == "intake":
                take_back(session, patient.id, at or now())
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

    def withdraw_consent(self, sender: str, *, kind: str) -> bool:
        """Take a consent back: what rested on it is deleted.

        Without consent to the intake all is erased, as nothing may be kept; without consent to
        photographs, those, in every conversation of the person. What is on hold is deleted later,
        as of `erase`; the consent is taken back at once.

        Args:
            sender: the channel's unguessable name for the conversation.
            kind: `intake`, `guardian` or `photo`.

        Returns whether it is deleted, not kept until a hold ends.

        Raises:
            ValueError: there is no such kind.
            OSError, TimeoutError: as of `erase`.
        """
        _check_kind(kind)
        if kind in FOUNDATIONS:
            return self.erase(sender, reason="withdrawn")
        return self._now_or_later(self._eraser.erase_photographs, sender, PHOTOGRAPHS, ["photo"])

    def begin_intake(self, sender: str, channel: str) -> int:
        """Open an intake and return its id; an older open one of the patient is now abandoned.

        Nobody is asked any more how an older one went.
        """
        with self._session.begin() as session:
            patient = patient_of(session, sender, channel)
            cancel_pending(session, patient.id)
            session.execute(
                update(Intake)
                .where(Intake.patient_id == patient.id, Intake.status == "open")
                .values(status="abandoned")
            )
            intake = Intake(patient_id=patient.id, season=self._season_at(now()))
            session.add(intake)
            session.flush()
            heard(session, intake)
            return intake.id

    def note(
        self,
        intake_id: int,
        facts: Mapping[str, Any],
        *,
        message: str,
        origin: str | None = None,
    ) -> None:
        """Keep the merged values of the keys that changed; the former rows are superseded.

        An intake that was given up goes on.

        Args:
            intake_id: the intake.
            facts: key -> its whole value now; None withdraws the key.
            message: the text that it came from.
            origin: `said`, `inferred`, `corrected` or `staff`; by default `corrected` where the
                value takes back something of the former one, else `said`.

        Raises:
            UnknownIntakeError: there is no such intake.
            ValueError: the origin is none of these.
        """
        if origin not in (None, *ORIGINS):
            raise ValueError(f"origin must be one of {', '.join(ORIGINS)}, not {origin!r}")
        if not facts:
            return
        with self._session.begin() as session:
            intake = intake_of(session, intake_id)
            intake.updated_at = now()
            go_on(session, intake)
            supersede(session, intake_id, facts, message=message, origin=origin)
            session.flush()
            heard(session, intake)

    def complete(self, intake_id: int, advice: Mapping[str, Any], *, held: bool = False) -> None:
        """Keep the plan, its triage and its warnings; the intake is completed.

        A plan that is given again replaces the former one; warnings given before stay, and so does
        an emergency.

        Args:
            intake_id: the intake.
            advice: the answer of the rules (contract/regimen.md).
            held: whether the patient gets the plan only once the clinic has approved it.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            keep_plan(session, intake_of(session, intake_id), advice, held=held)

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
        """Keep a red flag for the staff; the same one again within minutes is the same alarm.

        Args:
            intake_id: the intake, or None before consent: then only the flag is kept, not the
                message, which may say more about the patient's health.
            sender: the channel's unguessable name for the conversation.
            channel: `web`, `telegram`, ...
            level: `now`, `same_day` or `soon`; `now` makes the intake an emergency, and cancels
                what the patient was to be asked later.
            reasons: identifiers of the triage's reasons.
            message: the text that reported it.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            patient = patient_of(session, sender, channel)
            alarm = Alarm(
                patient_id=patient.id,
                intake_id=intake_id,
                level=level,
                reasons=list(reasons),
                message=message,
            )
            flag(session, alarm)

    def hand_over(self, sender: str, channel: str, *, reason: str) -> None:
        """Keep the wish that staff step in, as an alarm of the level `person`."""
        with self._session.begin() as session:
            patient = patient_of(session, sender, channel)
            raise_alarm(session, Alarm(patient_id=patient.id, level=PERSON, reasons=[reason]))
            wants_reply(session, patient.id)

    def facts(self, intake_id: int, at: dt.datetime | None = None) -> dict[str, Any]:
        """Return the value of each fact of an intake, as it is or as it was at a time.

        Args:
            intake_id: the intake.
            at: the time, with a zone; now by default.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            intake_of(session, intake_id)
            return facts_of(session, intake_id, at)

    def put_right(self, intake_id: int) -> dict[str, Any]:
        """Return the facts of an intake that staff put right last; none where it is gone."""
        with self._look.begin() as session:
            return facts_of(session, intake_id, origin="staff")

    def plan(self, sender: str) -> Plan | None:
        """Return the plan of a patient's latest intake that has one, for a printable page.

        An emergency overtakes every plan before it: then there is none to follow. Nor is there one
        while it waits for the clinic's review.
        """
        with self._session.begin() as session:
            return latest_plan(session, sender)

    def abandon(self, silent_since: dt.datetime) -> int:
        """Mark the open intakes of patients who have written nothing since; return how many."""
        wrote = (
            select(Turn.id)
            .join(Patient, Patient.sender == Turn.sender)
            .where(Patient.id == Intake.patient_id, Turn.at >= silent_since)
        )
        with self._session.begin() as session:
            given_up = session.scalars(
                update(Intake)
                .where(Intake.status == "open", Intake.updated_at < silent_since, ~wrote.exists())
                # the time of the last answer stays
                .values(status="abandoned", updated_at=Intake.updated_at)
                .returning(Intake.id)
                .execution_options(synchronize_session=False)
            )
            return len(given_up.all())

    def erase(self, sender: str, *, reason: str = "said", by: Actor | None = None) -> bool:
        """Delete everything of a patient, the transcript of the talk and photographs included.

        Staff may have seen that patients of several conversations are one person: then all of these
        are erased. What stays of each is a row of `erasures`: when, on which channel, how many
        rows, and why; nothing in it tells whose. Alerts that still wait go too; an alert that staff
        already have, in their mailbox or behind the webhook, cannot be recalled: it names no
        patient, only the alarm.

        Where the person is on hold nothing is deleted. What the patient asked for is kept instead,
        and done once the hold ends; their consents are taken back.

        On SQLite no file holds a trace afterwards; PostgreSQL drops deleted rows when it vacuums.

        Args:
            sender: the channel's unguessable name for the conversation.
            reason: `said` where the patient asked for it, `withdrawn` where consent was taken back,
                `staff` where staff were asked to.
            by: who of the staff does it, for the log.

        Returns whether it is deleted, not kept until a hold ends.

        Raises:
            HeldError: staff would delete what is on hold.
            OSError, TimeoutError: as of `Eraser`.
            ValueError: the reason is none of these.
        """
        if reason not in IN_TALK:
            self._eraser.erase(sender, reason, by)
            return True

        erase = functools.partial(self._eraser.erase, reason=reason)
        return self._now_or_later(erase, sender, reason, CONSENTS)

    def forget_talk(self, sender: str) -> bool:
        """Delete the transcript and photographs alone, as where consent was refused: alarms stay.

        Other conversations of the person, and what was agreed to there, stay as they are.

        Returns whether it is deleted, not kept until a hold ends, as of `erase`.

        Raises:
            OSError, TimeoutError: as of `Eraser`.
        """
        return self._now_or_later(self._eraser.forget_talk, sender, TALK)

    def _now_or_later(
        self,
        delete: Callable[[str], None],
        sender: str,
        reason: str,
        consents: Sequence[str] = (),
    ) -> bool:
        """Delete, or keep the request for later; return whether it was deleted."""
        try:
            delete(sender)
        except HeldError:
            with self._session.begin() as session:
                return not keep_request(session, sender, reason, consents)
        return True


def _check_kind(kind: str) -> None:
    if kind not in CONSENTS:
        raise ValueError(f"kind must be one of {', '.join(CONSENTS)}, not {kind!r}")
