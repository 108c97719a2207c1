"""The big day that a patient looks forward to, with the days until it."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from bot.understanding.dates import days_until
from bot.understanding.readers.lists import is_meant
from bot.understanding.scope import is_denied


def read_event(doc: Doc) -> dict[str, Any] | None:
    """Return the first event ahead that the message names, or None."""
    for clause in doc._.clauses:
        if clause.asks and not clause.has("subject.own"):
            continue
        for name in clause.named("events"):
            if (
                is_denied(name)
                or not is_meant(name, clause)
                or (clause.other and name.kb_id_ != "wedding")
            ):
                continue
            days = days_until(doc)
            return {"id": name.kb_id_} if days is None else {"id": name.kb_id_, "days": days}
    return None
