"""The log of what staff see and do: written with each change, read by who leads, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.staff_models import AuditEntry
from clinic.records.store import Store

PAGE: Final = 100


@dataclass(frozen=True)
class Actor:
    """Who does something: somebody of the staff, or, without an id, the house itself."""

    id: int | None
    name: str


HOUSE: Final = Actor(None, "Dewy")


@dataclass(frozen=True)
class Entry:
    """Something that was done, and to what."""

    id: int
    at: dt.datetime
    who: str
    action: str
    kind: str | None
    subject: str | None
    detail: dict[str, Any]


def write(
    session: Session,
    by: Actor,
    action: str,
    kind: str | None = None,
    subject: str | int | None = None,
    **detail: Any,
) -> None:
    """Add to the log within a transaction, so that nothing is done without its entry.

    Args:
        session: the transaction.
        by: who does it.
        action: what: `viewed`, `corrected`, ...
        kind: of what it is done to: `intake`, `patient`, `staff`, ...
        subject: which one. Never a patient's words or name: the entry outlives an erasure.
        detail: what else tells what was done.
    """
    session.add(
        AuditEntry(
            staff_id=by.id,
            who=by.name,
            action=action,
            kind=kind,
            subject=None if subject is None else str(subject),
            detail=detail,
        )
    )


class AuditLog(Store):
    """The log as it is read, and written where nothing else changes."""

    def note(
        self,
        by: Actor,
        action: str,
        kind: str | None = None,
        subject: str | int | None = None,
        **detail: Any,
    ) -> None:
        """Add an entry of its own, as where something was seen; the arguments are of `write`."""
        with self._session.begin() as session:
            write(session, by, action, kind, subject, **detail)

    def entries(
        self, *, before: int | None = None, limit: int = PAGE, **wanted: str | int | None
    ) -> list[Entry]:
        """Return entries, the latest first.

        Args:
            before: only those older than the entry of this id.
            limit: how many at most.
            wanted: only those of this `action`, `staff_id`, `kind` or `subject`; None is any.
        """
        only = {key: value for key, value in wanted.items() if value is not None}
        query = select(AuditEntry).filter_by(**only).order_by(AuditEntry.id.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditEntry.id < before)
        with self._look.begin() as session:
            return list(_read(session.scalars(query)))


def _read(rows: Any) -> Iterator[Entry]:
    for row in rows:
        yield Entry(row.id, row.at, row.who, row.action, row.kind, row.subject, dict(row.detail))
