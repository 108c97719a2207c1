"""Medicines with their status."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from bot.understanding.clauses import Clause
from bot.understanding.scope import is_denied, is_over

STATUSES = ("planned", "stopped")


def read_medicines(doc: Doc) -> list[dict[str, Any]] | None:
    """Return the medicines that the patient's clauses name, [] where there are none, or None."""
    found: dict[str, dict[str, Any]] = {}
    last: str | None = None
    none_at_all = False
    for clause in doc._.clauses:
        named = clause.named("medications")
        if clause.other or (clause.asks and not clause.has("context.on_it")):
            continue
        none_at_all = none_at_all or clause.has("context.no_medicines")
        for name in named:
            status = _status(clause)
            if is_denied(name) and status == "current":
                continue
            last = name.kb_id_
            found[last] = {"id": last, "status": status}
        if not named and last and clause.joint != "." and _speaks_of_it(clause):
            found[last]["status"] = _status(clause)
    if found:
        return list(found.values())
    return [] if none_at_all else None


def _status(clause: Clause) -> str:
    status = next((each for each in STATUSES if clause.has(f"status.{each}")), "current")
    if clause.has("context.begins") and clause.has("status.when_booked"):
        return "planned"  # "starting doxycycline on Monday"
    if status == "stopped" and clause.has("context.goes_on"):
        return "current"
    return "stopped" if status == "current" and is_over([clause]) else status


def _speaks_of_it(clause: Clause) -> bool:
    """Tell whether a clause without a name says that the one before was ended or not begun."""
    return (
        clause.has("status.stopped", "status.planned")
        and not clause.names
        and not clause.has("sun.care", "habits.smoking.former", "context.skin")
    )
