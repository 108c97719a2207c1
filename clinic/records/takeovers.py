"""Who of the staff writes in a talk, within the transaction that asks; and what is said by them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.arrivals import place_of
from clinic.records.models import Turn, now
from clinic.records.outgoing import post
from clinic.records.review_models import Takeover
from clinic.records.staff_models import StaffMember

# A patient must not wait for somebody who has left: the assistant then answers again.
LAPSES_AFTER: Final = dt.timedelta(minutes=30)
# How the id of a turn begins that staff began; no client can use such a one.
STAFF_TURN: Final = "staff-"


@dataclass(frozen=True)
class Holder:
    """Who holds a talk, and whether they have been silent for too long."""

    staff_id: int
    name: str
    has_lapsed: bool


@dataclass(frozen=True)
class Spoken:
    """A turn that staff began: its id, what it says, and which address it is on its way to."""

    message_id: str
    answers: list[dict[str, Any]]
    channel: str
    # of a messenger; None on the website
    address_key: str | None


def holder_of(session: Session, sender: str) -> Holder | None:
    """Return who of the staff holds a talk, None where the assistant does."""
    row = session.execute(
        select(Takeover.staff_id, StaffMember.name, Takeover.active_at)
        .join(StaffMember, StaffMember.id == Takeover.staff_id)
        .where(Takeover.sender == sender)
    ).one_or_none()
    if row is None:
        return None
    return Holder(row.staff_id, row.name, has_lapsed=row.active_at < now() - LAPSES_AFTER)


def message(*texts: str, **custom: Any) -> dict[str, Any]:
    """Return a message in the shape of `bot.gateway.messages.Message`."""
    return {"texts": list(texts), "buttons": [], "custom": custom, "image": None}


def speak(session: Session, sender: str, *answers: dict[str, Any]) -> Spoken:
    """Say something in a talk that no message of the patient asked for, where they were last."""
    channel = session.scalar(
        select(Turn.channel).where(Turn.sender == sender).order_by(Turn.id.desc()).limit(1)
    )
    message_id = f"{STAFF_TURN}{uuid.uuid4()}"
    turn = Turn(
        sender=sender,
        message_id=message_id,
        text="",
        shown=False,
        channel=channel or "web",
        answers=list(answers),
    )
    session.add(turn)
    to = place_of(session, sender, turn.channel)
    if to is not None:
        post(session, to, sender, answers, kind="answer", turn=message_id)
    return Spoken(message_id, list(answers), turn.channel, to.address_key if to else None)
