"""The store of photographs: a row in the records, and the picture encrypted beside them.

A row is written before its file and deleted before it, so that a file without a row is always one
that nobody will ask for again; `sweep` deletes those, and what no patient agreed to in time. Once a
photograph is kept for long enough, `retire` leaves numbers and outlines of it, and no picture.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.orm import Session, sessionmaker

from analysis.keeping import Examination, KeptPicture
from clinic.records.database import READS_ONLY, open_database
from clinic.records.holds import AllHeld, HeldError, all_held, held, lock_behind
from clinic.records.models import Consent, Patient, Photograph, now
from clinic.settings import Settings
from clinic.vault import Vault

UNDECIDED_FOR: Final = dt.timedelta(hours=24)
"""What is not agreed to within a day is deleted: long enough to come back to the talk."""
ID_BYTES: Final = 16
RECEIVED, KEPT, MEASURED = "received", "kept", "measured"
View = Literal["overlay", "portrait"]
# What lies beside a picture once it was looked at; outlines show where without a face.
PICTURES: Final = (".overlay", ".portrait")
OUTLINES: Final = ".outlines"
FILES: Final = ("", *PICTURES, OUTLINES)


class NotConsentedError(PermissionError):
    """The patient has not agreed that photographs are kept, or took that back."""

    def __init__(self) -> None:
        super().__init__("there is no consent to keeping photographs")


class UnknownPhotographError(LookupError):
    """The patient has no photograph of this id; whether somebody else has is not told."""

    def __init__(self) -> None:
        super().__init__("there is no such photograph")


@dataclass(frozen=True)
class Looked:
    """A photograph that was looked at: its id, when it came, its report, and whether it is there.

    Once it was kept for long enough only the report is.
    """

    id: str
    at: dt.datetime
    report: dict[str, Any]
    is_there: bool


class Photographs:
    """Photographs by the unguessable name of their conversation; nobody reaches another's."""

    def __init__(self, url: str, vault: Vault, all_held: AllHeld = lambda _: False) -> None:
        """Open the store at a database's address, which must be migrated already.

        Args:
            url: an SQLAlchemy address of SQLite or PostgreSQL, with its driver.
            vault: where the pictures lie.
            all_held: asks, within a transaction, whether every patient is on hold.
        """
        self._engine = open_database(url)
        self._session = sessionmaker(self._engine)
        self._reading = sessionmaker(self._engine.execution_options(**{READS_ONLY: True}))
        self._vault = vault
        self._all_held = all_held

    @classmethod
    def open(cls, settings: Settings) -> Photographs:
        """Open the store where the settings say.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        vault = Vault.open(settings)
        return cls(settings.records_url, vault, lambda session: all_held(session, settings))

    def dispose(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def receive(self, sender: str, channel: str, picture: KeptPicture) -> str:
        """Hold a picture until its patient agrees that it is kept; return its unguessable id.

        Args:
            sender: the channel's unguessable name for the conversation.
            channel: `web`, `telegram`, ...
            picture: as `analysis.keeping` makes it.

        Raises:
            UnknownPhotographError: the patient had everything deleted meanwhile.
        """
        photograph = secrets.token_hex(ID_BYTES)
        row = Photograph(
            id=photograph,
            sender=sender,
            channel=channel,
            state=RECEIVED,
            width=picture.width,
            height=picture.height,
            bytes=len(picture.jpeg),
        )
        with self._session.begin() as session:
            session.add(row)
        self._vault.write(sender, photograph, picture.jpeg)
        try:
            self._check(sender, photograph)
        except UnknownPhotographError:
            # an erasure came between row and file
            self._vault.delete(sender, photograph)
            raise
        return photograph

    def read(self, sender: str, photograph: str) -> bytes:
        """Return the JPEG of a patient's own photograph.

        Raises:
            LookupError: the patient has none of this id, or its file is gone or spoilt.
        """
        self._check(sender, photograph)
        return self._vault.read(sender, photograph)

    def discard(self, sender: str, photograph: str) -> None:
        """Delete a patient's own photograph, kept or not.

        Raises:
            HeldError: it is kept, and the person is on hold; what was only received may go.
            LookupError: the patient has none of this id.
        """
        own = Photograph.id == photograph, Photograph.sender == sender
        with self._session.begin() as session:
            _, is_held = lock_behind(session, sender, self._all_held)
            may_go = (*own, Photograph.state == RECEIVED) if is_held else own
            found = session.scalar(delete(Photograph).where(*may_go).returning(Photograph.id))
            if found is None and session.scalar(select(exists().where(*own))):
                raise HeldError
        if found is None:
            raise UnknownPhotographError
        self._delete_files(sender, photograph)

    def keep(self, sender: str, photograph: str) -> None:
        """Keep a photograph that was received; one that is kept already stays.

        Raises:
            NotConsentedError: the patient has not agreed to that (a consent of the kind `photo`).
            LookupError: the patient has none of this id, or its file is gone.
        """
        self._check(sender, photograph)
        if not self._vault.holds(sender, photograph):
            raise UnknownPhotographError
        with self._session.begin() as session:
            if not _consented(session, sender):
                raise NotConsentedError
            own = Photograph.id == photograph, Photograph.sender == sender
            session.execute(
                update(Photograph)
                .where(*own, Photograph.state == RECEIVED)
                .values(state=KEPT, kept_at=now())
            )
            if session.scalar(select(Photograph.state).where(*own)) != KEPT:
                raise UnknownPhotographError

    def add_examination(self, sender: str, photograph: str, examination: Examination) -> None:
        """Keep what was seen on a photograph that is kept; what was seen before is replaced.

        Raises:
            UnknownPhotographError: the patient has none of this id, or had it deleted meanwhile.
        """
        made: dict[str, bytes | None] = {
            ".overlay": examination.overlay,
            ".portrait": examination.portrait,
            OUTLINES: json.dumps(examination.outlines).encode() if examination.overlay else None,
        }
        for ending, data in made.items():
            if data:
                self._vault.write(sender, f"{photograph}{ending}", data)
        with self._session.begin() as session:
            found = session.scalar(
                update(Photograph)
                .where(
                    Photograph.id == photograph,
                    Photograph.sender == sender,
                    Photograph.state == KEPT,
                )
                .values(report=examination.report, looked_at=now())
                .returning(Photograph.id)
            )
        if found is None:
            self._delete_files(sender, photograph, *made)
            raise UnknownPhotographError

    def view(self, sender: str, photograph: str, view: View) -> bytes:
        """Return a JPEG made of a patient's own photograph when it was looked at.

        Raises:
            LookupError: the patient has none of this id, or it is gone, or nothing was seen on it.
        """
        self._check(sender, photograph)
        return self._vault.read(sender, f"{photograph}.{view}")

    def outlines(self, sender: str, photograph: str) -> dict[str, Any]:
        """Return the contours of what was seen, which stay when the pictures go.

        Raises:
            LookupError: as of `view`.
        """
        self._check(sender, photograph)
        found: dict[str, Any] = json.loads(self._vault.read(sender, f"{photograph}{OUTLINES}"))
        return found

    def looked_at(self, sender: str) -> list[Looked]:
        """Return what was looked at of a patient, oldest first; refused ones are among them."""
        with self._reading.begin() as session:
            rows = session.execute(
                select(
                    Photograph.id,
                    Photograph.created_at,
                    Photograph.report,
                    Photograph.state == KEPT,
                )
                .where(Photograph.sender == sender, Photograph.report.is_not(None))
                .order_by(Photograph.created_at, Photograph.id)
            )
            return [Looked(*row) for row in rows]

    def unseen(self, sender: str) -> list[str]:
        """Return the ids of what is kept of a patient and was not looked at yet, oldest first."""
        return self._ids(sender, KEPT, Photograph.report.is_(None))

    def received(self, sender: str) -> list[str]:
        """Return the ids of what waits for the patient's consent, oldest first."""
        return self._ids(sender, RECEIVED)

    def kept(self, sender: str) -> list[str]:
        """Return the ids of what is kept of a patient, oldest first."""
        return self._ids(sender, KEPT)

    def retire(self, kept_before: dt.datetime) -> int:
        """Delete the pictures of what is kept since then; reports and outlines stay.

        Those of people on hold stay too. Returns how many photographs are retired.
        """
        of_held = select(Patient.sender).where(Patient.id.in_(held()))
        is_old = and_(Photograph.state == KEPT, Photograph.kept_at < kept_before)
        with self._reading.begin() as session:
            if self._all_held(session):
                return 0
            senders = session.scalars(
                select(Photograph.sender)
                .where(is_old, Photograph.sender.not_in(of_held))
                .distinct()
            ).all()
        return sum(self._retire(sender, is_old) for sender in senders)

    def _retire(self, sender: str, is_old: ColumnElement[bool]) -> int:
        """Delete the old pictures of a conversation, unless somebody put it on hold meanwhile."""
        with self._session.begin() as session:
            _, is_held = lock_behind(session, sender, self._all_held)
            if is_held:
                return 0
            old = session.scalars(
                update(Photograph)
                .where(Photograph.sender == sender, is_old)
                .values(state=MEASURED)
                .returning(Photograph.id)
                .execution_options(synchronize_session=False)
            ).all()
        for photograph in old:
            self._delete_files(sender, photograph, "", *PICTURES)
        return len(old)

    def sweep(self, received_before: dt.datetime) -> int:
        """Delete what nobody agreed to since, and files without a row; return how many in all."""
        with self._session.begin() as session:
            late: Sequence[tuple[str, str]] = session.execute(
                delete(Photograph)
                .where(Photograph.state == RECEIVED, Photograph.created_at < received_before)
                .returning(Photograph.sender, Photograph.id)
                .execution_options(synchronize_session=False)
            ).all()
        for sender, photograph in late:
            self._delete_files(sender, photograph)
        # first the files, then the rows: what is received meanwhile has its row before its file
        places = list(self._vault.places())
        with self._reading.begin() as session:
            rows = session.execute(select(Photograph.id, Photograph.state)) if places else ()
            known = {row.id: row.state for row in rows}
        lost = [place for place in places if not _belongs(place, known)]
        for place in lost:
            self._vault.delete_at(place)
        return len(late) + len(lost)

    def _delete_files(self, sender: str, photograph: str, *endings: str) -> None:
        for ending in endings or FILES:
            self._vault.delete(sender, f"{photograph}{ending}")

    def _ids(self, sender: str, state: str, *more: ColumnElement[bool]) -> list[str]:
        with self._reading.begin() as session:
            rows = session.scalars(
                select(Photograph.id)
                .where(Photograph.sender == sender, Photograph.state == state, *more)
                .order_by(Photograph.created_at, Photograph.id)
            )
            return list(rows)

    def _check(self, sender: str, photograph: str) -> None:
        with self._reading.begin() as session:
            own = exists().where(Photograph.id == photograph, Photograph.sender == sender)
            if not session.scalar(select(own)):
                raise UnknownPhotographError


def _belongs(place: str, known: Mapping[str, str]) -> bool:
    """Tell whether a file belongs to a photograph that is known, in the state that it is in."""
    photograph, dot, ending = place.partition("/")[2].partition(".")
    state = known.get(photograph)
    return state is not None and (state != MEASURED or dot + ending == OUTLINES)


def _consented(session: Session, sender: str) -> bool:
    given = (
        exists()
        .where(Consent.patient_id == Patient.id, Patient.sender == sender)
        .where(Consent.kind == "photo", Consent.given, Consent.withdrawn_at.is_(None))
    )
    return bool(session.scalar(select(given)))
