"""The outbox of the messengers: what goes to patients, for each address in order.

What is in it survives a restart. One process sends: the gateway.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from clinic.records.alarms import PERSON, raise_alarm
from clinic.records.messenger_models import Address, Outgoing
from clinic.records.models import Alarm, now
from clinic.records.reviews import wants_reply
from clinic.records.rows import patient_of
from clinic.records.store import Store

Kind = Literal["answer", "notice", "delayed", "last"]
# The reason of the alarm by which staff hear of what could not be sent.
UNDELIVERED: Final = "undelivered"
# How long a row stays that was sent: the platform may still report that it failed.
SENT_KEPT_FOR: Final = dt.timedelta(days=2)
LONGEST_ERROR: Final = 255


@dataclass(frozen=True)
class Destination:
    """Where a message goes: a channel's address, by its keyed digest and encrypted."""

    channel: str
    address_key: str
    sealed: str


@dataclass(frozen=True)
class Parcel:
    """A message that waits to be sent."""

    id: int
    to: Destination
    sender: str
    kind: str
    # the id of the message that it answers
    turn: str | None
    message: dict[str, Any]
    pieces_sent: int
    attempts: int
    next_at: dt.datetime
    # since when a piece may be with the platform
    trying_at: dt.datetime | None
    created_at: dt.datetime
    # when the patient was last heard from there, and since when they block the assistant
    heard_at: dt.datetime | None
    gone_at: dt.datetime | None


def post(  # noqa: PLR0913  # what a row consists of
    session: Session,
    to: Destination,
    sender: str,
    messages: Iterable[Mapping[str, Any]],
    *,
    kind: Kind,
    turn: str | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Put messages into the outbox within a transaction; what is silent is left out.

    An answer takes the place of a notice that it is late, where that has not gone out yet.
    """
    if kind != "delayed":
        session.execute(
            delete(Outgoing).where(
                Outgoing.address_key == to.address_key,
                Outgoing.kind == "delayed",
                Outgoing.next_at.is_not(None),
                Outgoing.trying_at.is_(None),
                Outgoing.pieces_sent == 0,
            )
        )
    session.add_all(
        Outgoing(
            channel=to.channel,
            address_key=to.address_key,
            sealed=to.sealed,
            sender=sender,
            kind=kind,
            turn=turn,
            message=dict(message),
            next_at=at or now(),
        )
        for message in messages
        if not (message.get("custom") or {}).get("silent")
    )


class OutgoingMessages(Store):
    """What waits to be sent, and what became of it."""

    def due(self, at: dt.datetime) -> list[str]:
        """Return the keys of addresses for which something is to be sent now."""
        with self._look.begin() as session:
            return list(
                session.scalars(
                    select(Outgoing.address_key).where(Outgoing.next_at <= at).distinct()
                )
            )

    def next(self, address_key: str) -> Parcel | None:
        """Return the oldest message that waits for an address, be it due or not."""
        with self._look.begin() as session:
            found = session.execute(
                select(Outgoing, Address.heard_at, Address.gone_at)
                .outerjoin(Address, Address.key == Outgoing.address_key)
                .where(Outgoing.address_key == address_key, Outgoing.next_at.is_not(None))
                .order_by(Outgoing.id)
                .limit(1)
            ).one_or_none()
            return _parcel(*found) if found else None

    def trying(self, parcel: Parcel) -> None:
        """Keep that a piece is handed to the platform now."""
        self._set(parcel.id, trying_at=now())

    def piece_sent(self, parcel: Parcel, count: int) -> None:
        """Keep that so many pieces are with the platform."""
        self._set(parcel.id, trying_at=None, pieces_sent=count, attempts=0, last_error=None)

    def sent(self, parcel: Parcel) -> None:
        """Keep that all of it is with the platform; last words leave no trace."""
        if parcel.kind == "last":
            with self._session.begin() as session:
                session.execute(delete(Outgoing).where(Outgoing.id == parcel.id))
            return
        self._set(parcel.id, trying_at=None, next_at=None, sent_at=now(), last_error=None)

    def put_off(self, parcel: Parcel, error: str, *, again_at: dt.datetime, unsure: bool) -> None:
        """Keep how a piece failed and when it is tried again; `unsure` where it may be there."""
        with self._session.begin() as session:
            session.execute(
                update(Outgoing)
                # else the platform has reported meanwhile that it has the piece
                .where(Outgoing.id == parcel.id, Outgoing.pieces_sent == parcel.pieces_sent)
                .values(
                    trying_at=(parcel.trying_at or now()) if unsure else None,
                    next_at=again_at,
                    attempts=parcel.attempts + 1,
                    last_error=error[:LONGEST_ERROR],
                )
            )

    def give_up(self, parcel: Parcel, error: str) -> None:
        """Keep that it cannot be sent, and have staff see it."""
        with self._session.begin() as session:
            self._fail(session, parcel.id, error)

    def accepted(self, key: str) -> str | None:
        """Keep that the platform has a piece (`<id>:<number>`) of which we were not sure.

        Returns the key of its address where something goes on with that.
        """
        number, _, place = key.partition(":")
        if not (number.isdecimal() and place.isdecimal()):
            return None
        with self._look.begin() as session:
            row = session.get(Outgoing, int(number))
            # most reports come once that is known: nobody need wait for a write
            if row is None or row.trying_at is None:
                return None
        with self._session.begin() as session:
            row = session.get(Outgoing, int(number), with_for_update=True)
            if row is None or row.trying_at is None or row.pieces_sent != int(place):
                return None
            row.pieces_sent, row.trying_at, row.attempts = int(place) + 1, None, 0
            row.next_at = now()
            return row.address_key

    def failed(self, key: str, error: str) -> None:
        """Keep that the platform, which had taken a piece, could not bring it to the patient."""
        number = key.partition(":")[0]
        if number.isdecimal():
            with self._session.begin() as session:
                self._fail(session, int(number), error)

    def gone(self, address_key: str) -> None:
        """Keep that a patient blocks the assistant."""
        with self._session.begin() as session:
            session.execute(update(Address).where(Address.key == address_key).values(gone_at=now()))

    def forget_sent(self) -> None:
        """Delete what was sent a while ago: the talk itself is in the transcript."""
        with self._session.begin() as session:
            session.execute(delete(Outgoing).where(Outgoing.sent_at < now() - SENT_KEPT_FOR))

    def _set(self, parcel: int, **values: Any) -> None:
        with self._session.begin() as session:
            session.execute(update(Outgoing).where(Outgoing.id == parcel).values(**values))

    def _fail(self, session: Session, parcel: int, error: str) -> None:
        row = session.get(Outgoing, parcel, with_for_update=True)
        if row is None or row.failed_at is not None:
            return
        if row.kind == "last":
            session.delete(row)
            return
        row.trying_at = row.next_at = None
        row.failed_at, row.last_error = now(), error[:LONGEST_ERROR]
        patient = patient_of(session, row.sender, row.channel)
        raise_alarm(session, Alarm(patient_id=patient.id, level=PERSON, reasons=[UNDELIVERED]))
        wants_reply(session, patient.id)


def _parcel(row: Outgoing, heard_at: dt.datetime | None, gone_at: dt.datetime | None) -> Parcel:
    assert row.next_at is not None  # noqa: S101  # it was asked for
    return Parcel(
        id=row.id,
        to=Destination(row.channel, row.address_key, row.sealed),
        sender=row.sender,
        kind=row.kind,
        turn=row.turn,
        message=row.message,
        pieces_sent=row.pieces_sent,
        attempts=row.attempts,
        next_at=row.next_at,
        trying_at=row.trying_at,
        created_at=row.created_at,
        heard_at=heard_at,
        gone_at=gone_at,
    )
