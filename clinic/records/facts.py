"""The facts of an intake: a new value supersedes the former, and each says where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from clinic.records.models import Fact, now

Origin = Literal["said", "inferred", "corrected", "staff"]
ORIGINS: Final = get_args(Origin)


def supersede(
    session: Session, intake_id: int, facts: Mapping[str, Any], *, message: str, origin: str | None
) -> None:
    """Keep the values of the keys that changed; None withdraws a key. The former rows stay.

    Without an origin a value is `corrected` where it takes back something of the former one, else
    `said`.
    """
    at = now()
    superseded = session.execute(
        update(Fact)
        .where(Fact.intake_id == intake_id, Fact.key.in_(facts), Fact.superseded_at.is_(None))
        .values(superseded_at=at)
        .returning(Fact.key, Fact.value)
    )
    former = {row.key: row.value for row in superseded}
    for key, value in facts.items():
        if value is None:
            continue
        corrected = key in former and corrects(former[key], value)
        session.add(
            Fact(
                intake_id=intake_id,
                key=key,
                value=value,
                origin=origin or ("corrected" if corrected else "said"),
                message=message,
                at=at,
            )
        )


def facts_of(
    session: Session,
    intake_id: int,
    at: dt.datetime | None = None,
    *,
    origin: Origin | None = None,
) -> dict[str, Any]:
    """Return the value of each fact of an intake, as it is or as it was at a time.

    Args:
        session: the transaction.
        intake_id: the intake.
        at: the time, with a zone; now by default.
        origin: only the values that came so.
    """
    is_last = Fact.superseded_at.is_(None)
    holds = is_last if at is None else and_(Fact.at <= at, or_(is_last, Fact.superseded_at > at))
    query = select(Fact.key, Fact.value).where(Fact.intake_id == intake_id, holds)
    if origin is not None:
        query = query.where(Fact.origin == origin)
    return {row.key: row.value for row in session.execute(query.order_by(Fact.id))}


def corrects(former: Any, value: Any) -> bool:
    """Tell whether a new value takes back something of the former one; an addition does not.

    A list may grow, and what was unknown in an entry may be filled, without a correction.
    """
    return not _survives(former, value)


def _survives(former: Any, value: Any) -> bool:
    # an empty list is an answer too: "none"
    if former and isinstance(former, list) and isinstance(value, list):
        return all(any(_survives(old, new) for new in value) for old in former)
    if isinstance(former, dict) and isinstance(value, dict):
        return all(_survives(old, value.get(key)) for key, old in former.items() if old is not None)
    return bool(former == value)
