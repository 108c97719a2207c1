"""What came in from messengers: each event once, who it is from, and where an answer is owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from clinic.records.messenger_models import Address, Arrival, LinkCode
from clinic.records.models import Turn, now
from clinic.records.outgoing import Destination, post
from clinic.records.store import Store

# Longer than any platform delivers an event again (WhatsApp: 7 days).
KEPT_FOR: Final = dt.timedelta(days=30)


@dataclass(frozen=True)
class Origin:
    """An event by its keyed digest, and the address that it came from."""

    key: str
    address: Destination
    # the digest of the code that takes a talk along to this address, which works only once
    link: str | None = None


class Arrivals(Store):
    """Which events came in, and which conversation each address belongs to."""

    def sender(self, address_key: str) -> str | None:
        """Return the conversation that an address belongs to; None where it is new."""
        with self._look.begin() as session:
            return session.scalar(select(Address.sender).where(Address.key == address_key))

    def knows(self, key: str) -> bool:
        """Tell whether an event came in before."""
        with self._look.begin() as session:
            return session.get(Arrival, key) is not None

    def answer_at_once(
        self, origin: Origin, messages: Iterable[Mapping[str, Any]], *, sender: str | None
    ) -> None:
        """Keep an event that the dialogue is not asked about, with what is said to it.

        Args:
            origin: the event.
            messages: what goes back, nothing included.
            sender: the conversation; None where it is nobody's, as of a group.
        """
        with self._session.begin() as session:
            if _take(session, origin, owed=False):
                if sender is not None:
                    hear(session, origin.address, sender)
                post(session, origin.address, sender or "", messages, kind="notice")

    def leave(self, origin: Origin) -> None:
        """Keep that a patient blocks the assistant."""
        with self._session.begin() as session:
            if _take(session, origin, owed=False):
                session.execute(
                    update(Address)
                    .where(Address.key == origin.address.address_key)
                    .values(gone_at=now())
                )

    def last_words(self, messages: Iterable[Mapping[str, Any]]) -> list[str]:
        """Say goodbye where a crash came between an erasure and its answer.

        Such an event is still owed an answer, and its talk is gone. Returns the addresses' keys.
        """
        said = list(messages)
        with self._session.begin() as session:
            owed = session.scalars(
                select(Arrival).where(
                    Arrival.owed.is_not(None), ~exists().where(Turn.message_id == Arrival.key)
                )
            ).all()
            keys = []
            for arrival in owed:
                to = settle(session, arrival.key)
                if to is not None:
                    post(session, to, "", said, kind="last")
                    keys.append(to.address_key)
            return keys

    def forget_old(self) -> None:
        """Delete what no platform delivers again."""
        with self._session.begin() as session:
            session.execute(
                delete(Arrival).where(Arrival.at < now() - KEPT_FOR, Arrival.owed.is_(None))
            )


def take(session: Session, origin: Origin, sender: str) -> bool:
    """Keep within a transaction that an event came in; False where it did before.

    An event with a code takes the talk along; where somebody else was quicker with it, it does not.
    """
    if not _take(session, origin, owed=True):
        return False
    if origin.link is not None and not _count(
        session.execute(delete(LinkCode).where(LinkCode.key == origin.link))
    ):
        session.rollback()
        return False
    hear(session, origin.address, sender)
    return True


def settle(session: Session, key: str) -> Destination | None:
    """Return within a transaction where the answer to an event goes, which is then owed no more."""
    arrival = session.get(Arrival, key, with_for_update=True)
    if arrival is None or arrival.owed is None or arrival.address_key is None:
        return None
    to = Destination(arrival.channel, arrival.address_key, arrival.owed)
    # what is left tells of nobody
    arrival.owed = arrival.address_key = None
    return to


def place_of(session: Session, sender: str, channel: str) -> Destination | None:
    """Return within a transaction where a conversation was last heard from on a channel."""
    found = session.scalar(
        select(Address)
        .where(Address.sender == sender, Address.channel == channel, Address.gone_at.is_(None))
        .order_by(Address.heard_at.desc())
        .limit(1)
    )
    return Destination(channel, found.key, found.sealed) if found else None


def hear(session: Session, address: Destination, sender: str) -> None:
    """Keep within a transaction that something came from an address: it is there (again)."""
    known = session.scalar(
        select(Address).where(Address.key == address.address_key).with_for_update()
    )
    if known is None:
        session.add(
            Address(
                key=address.address_key,
                channel=address.channel,
                sealed=address.sealed,
                sender=sender,
            )
        )
        return
    known.sender, known.heard_at, known.gone_at = sender, now(), None


def _count(result: Any) -> int:
    return int(result.rowcount)


def _take(session: Session, origin: Origin, *, owed: bool) -> bool:
    if session.get(Arrival, origin.key) is not None:
        return False
    session.add(
        Arrival(
            key=origin.key,
            channel=origin.address.channel,
            address_key=origin.address.address_key if owed else None,
            owed=origin.address.sealed if owed else None,
        )
    )
    session.flush()
    return True
