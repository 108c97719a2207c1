"""The store of photographs: a row in the records, and the picture encrypted beside them.

A row is written before its file and deleted before it, so that a file without a row is always one
that nobody will ask for again; `sweep` deletes those, and what no patient agreed to in time.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Final

from PIL import Image
from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, sessionmaker

from analysis.keeping import to_keep
from clinic.records.database import READS_ONLY, open_database
from clinic.records.models import Consent, Patient, Photograph, now
from clinic.settings import Settings
from clinic.vault import Vault

UNDECIDED_FOR: Final = dt.timedelta(hours=24)
"""What is not agreed to within a day is deleted: long enough to come back to the talk."""
ID_BYTES: Final = 16
RECEIVED, KEPT = "received", "kept"


class NotConsentedError(PermissionError):
    """The patient has not agreed that photographs are kept, or took that back."""

    def __init__(self) -> None:
        super().__init__("there is no consent to keeping photographs")


class UnknownPhotographError(LookupError):
    """The patient has no photograph of this id; whether somebody else has is not told."""

    def __init__(self) -> None:
        super().__init__("there is no such photograph")


class Photographs:
    """Photographs by the unguessable name of their conversation; nobody reaches another's."""

    def __init__(self, url: str, vault: Vault) -> None:
        """Open the store at a database's address, which must be migrated already."""
        self._engine = open_database(url)
        self._session = sessionmaker(self._engine)
        self._reading = sessionmaker(self._engine.execution_options(**{READS_ONLY: True}))
        self._vault = vault

    @classmethod
    def open(cls, settings: Settings) -> Photographs:
        """Open the store where the settings say.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        return cls(settings.records_url, Vault.open(settings))

    def dispose(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def receive(self, sender: str, channel: str, picture: Image.Image) -> str:
        """Hold a picture until its patient agrees that it is kept; return its unguessable id.

        Args:
            sender: the channel's unguessable name for the conversation.
            channel: `web`, `telegram`, ...
            picture: as `analysis.reading.read` gives it.

        Raises:
            UnknownPhotographError: the patient had everything deleted meanwhile.
        """
        small = to_keep(picture)
        photograph = secrets.token_hex(ID_BYTES)
        row = Photograph(
            id=photograph,
            sender=sender,
            channel=channel,
            state=RECEIVED,
            width=small.width,
            height=small.height,
            bytes=len(small.jpeg),
        )
        with self._session.begin() as session:
            session.add(row)
        self._vault.write(sender, photograph, small.jpeg)
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
            LookupError: the patient has none of this id.
        """
        with self._session.begin() as session:
            found = session.scalar(
                delete(Photograph)
                .where(Photograph.id == photograph, Photograph.sender == sender)
                .returning(Photograph.id)
            )
        if found is None:
            raise UnknownPhotographError
        self._vault.delete(sender, photograph)

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

    def received(self, sender: str) -> list[str]:
        """Return the ids of what waits for the patient's consent, oldest first."""
        return self._ids(sender, RECEIVED)

    def kept(self, sender: str) -> list[str]:
        """Return the ids of what is kept of a patient, oldest first."""
        return self._ids(sender, KEPT)

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
            self._vault.delete(sender, photograph)
        # first the files, then the rows: what is received meanwhile has its row before its file
        places = list(self._vault.places())
        with self._reading.begin() as session:
            known = set(session.scalars(select(Photograph.id))) if places else set()
        lost = [place for place in places if place.partition("/")[2] not in known]
        for place in lost:
            self._vault.delete_at(place)
        return len(late) + len(lost)

    def _ids(self, sender: str, state: str) -> list[str]:
        with self._reading.begin() as session:
            rows = session.scalars(
                select(Photograph.id)
                .where(Photograph.sender == sender, Photograph.state == state)
                .order_by(Photograph.created_at, Photograph.id)
            )
            return list(rows)

    def _check(self, sender: str, photograph: str) -> None:
        with self._reading.begin() as session:
            own = exists().where(Photograph.id == photograph, Photograph.sender == sender)
            if not session.scalar(select(own)):
                raise UnknownPhotographError


def _consented(session: Session, sender: str) -> bool:
    given = (
        exists()
        .where(Consent.patient_id == Patient.id, Patient.sender == sender)
        .where(Consent.kind == "photo", Consent.given, Consent.withdrawn_at.is_(None))
    )
    return bool(session.scalar(select(given)))
