"""What a message takes back: "not sensitive after all", "the burning is gone"."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from bot.understanding.clauses import Clause
from bot.understanding.scope import is_denied

KINDS = ("symptoms", "skin_type", "concerns", "conditions", "goals")
AFTER_NAME = 5  # words between a symptom and the word that it is gone


def read_withdrawals(doc: Doc) -> list[tuple[str, str]]:
    """Return the (key, value) pairs that a message withdraws."""
    after_all = bool(doc._.cues.get("context.after_all"))
    taken = [
        (name.label_, name.kb_id_)
        for clause in doc._.clauses
        if clause.own
        for name in clause.names
        if name.label_ in KINDS
        and ((after_all and is_denied(name)) or (name.label_ == "symptoms" and _gone(name, clause)))
    ]
    return list(dict.fromkeys(taken))


def _gone(name: Span, clause: Clause) -> bool:
    ended = (*clause.cues.get("scope.denied.after", ()), *clause.cues.get("context.gone", ()))
    return any(0 <= cue.start - name.end <= AFTER_NAME for cue in ended)
