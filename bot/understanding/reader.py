"""Reads a message: facts and red flags, as contract/facts.md has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from bot.understanding.pipeline import build
from bot.understanding.readers.allergies import read_allergies
from bot.understanding.readers.answers import fill_answers, told_empty
from bot.understanding.readers.events import read_event
from bot.understanding.readers.habits import read_habits
from bot.understanding.readers.joint import share_out
from bot.understanding.readers.lists import read_lists
from bot.understanding.readers.medicines import read_medicines
from bot.understanding.readers.products import read_products
from bot.understanding.readers.red_flags import read_red_flags
from bot.understanding.readers.sleep import read_sleep
from bot.understanding.readers.sun import read_sun
from bot.understanding.readers.treatments import read_treatments
from bot.understanding.readers.withdrawals import read_withdrawals

Asked = str | Sequence[str] | None
Facts = dict[str, Any]


class Heard(NamedTuple):
    """What a message states, whether a part of it asks, and what it says there is none of."""

    facts: Facts
    asks: bool
    nothing: list[str]


class FactReader:
    """Reads messages, one at a time; loaded once, safe to share."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    @classmethod
    def load(cls) -> FactReader:
        """Build the pipeline and compile its vocabulary (about a second)."""
        return cls(build())

    def read(self, text: str, asked: Asked = None) -> Facts:
        """Return the facts that a message states; `retracted` is among them if it withdraws any.

        Args:
            text: what the patient wrote.
            asked: the fact or facts that the assistant had just asked for.
        """
        return self.hear(text, asked).facts

    def hear(self, text: str, asked: Asked = None) -> Heard:
        """Return the facts of a message, as `read` does, with what else the talk must know."""
        doc = self._nlp(text)
        keys = [asked] if isinstance(asked, str) else list(asked or ())
        facts = self._facts(doc, keys)
        asks = any(clause.asks for clause in doc._.clauses)
        return Heard(facts, asks, [key for key in told_empty(doc, keys) if key not in facts])

    @staticmethod
    def _facts(doc: Doc, keys: Sequence[str]) -> Facts:
        facts = _stated(doc, keys)
        fill_answers(doc, keys, facts)
        flags = read_red_flags(doc)
        if not facts and any(clause.other for clause in doc._.clauses):
            facts = {"about_other": True}
        elif withdrawn := read_withdrawals(doc):
            _withdraw(facts, withdrawn)
        if flags:
            facts["red_flags"] = flags
        return facts


def _stated(doc: Doc, asked: Sequence[str]) -> Facts:
    """Return what the message states of itself, whatever was asked."""
    share_out(doc, asked)
    whole: Facts = {
        "products": read_products(doc, asked) or None,
        "medications": read_medicines(doc),
        "allergies": read_allergies(doc),
        "procedures": read_treatments(doc) or None,
        "event": read_event(doc, asked),
    }
    facts: Facts = {**read_habits(doc, asked), **read_sleep(doc), **read_sun(doc, asked)}
    facts.update(read_lists(doc, asked))
    facts.update({key: value for key, value in whole.items() if value is not None})
    return facts


def _withdraw(facts: Facts, withdrawn: Sequence[tuple[str, str]]) -> None:
    """Put withdrawals beside the facts, and out of them."""
    for key, value in withdrawn:
        if value in facts.get(key, ()):
            facts[key] = [each for each in facts[key] if each != value]
            if not facts[key]:
                del facts[key]
    facts["retracted"] = [list(each) for each in withdrawn]
