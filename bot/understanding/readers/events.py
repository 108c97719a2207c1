"""The big day that a patient looks forward to, with the days until it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from spacy.tokens import Doc

from bot.understanding.dates import days_until
from bot.understanding.readers.senses import is_meant
from bot.understanding.scope import is_denied


def read_event(doc: Doc, asked: Collection[str] = ()) -> dict[str, Any] | None:
    """Return the event ahead that the message names, the soonest of several, or None."""
    found: list[dict[str, Any]] = []
    for clause in doc._.clauses:
        if clause.asks and not clause.has("subject.own"):
            continue
        if clause.has("answers.none_of.event"):
            continue
        for name in clause.named("events"):
            if (
                is_denied(name)
                or not is_meant(name, clause, asked="event" in asked)
                or (clause.other and name.kb_id_ != "wedding")
            ):
                continue
            days = days_until(clause.cues)
            found.append({"id": name.kb_id_} if days is None else {"id": name.kb_id_, "days": days})
    if not found:
        return None
    dated = [each for each in found if "days" in each]
    if len(found) > 1 and dated:
        return min(dated, key=lambda each: each["days"])
    days = days_until(doc._.cues)
    return found[0] if days is None else {**found[0], "days": days}
