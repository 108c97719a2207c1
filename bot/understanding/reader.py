"""Reads a message: facts and red flags, as contract/facts.md has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Union

from bot.understanding.asked import LISTS, NONE, answer
from bot.understanding.clauses import Clause, cue, split
from bot.understanding.frequency import frequencies
from bot.understanding.lexicon import Lexicon, Mention
from bot.understanding.lists import lists
from bot.understanding.medicines import allergies, medications
from bot.understanding.normalise import normalise
from bot.understanding.products import ProductReader
from bot.understanding.red_flags import red_flags
from bot.understanding.scalars import scalars
from bot.understanding.schedule import event, procedures
from bot.understanding.withdrawals import withdrawals

Asked = Union[str, Sequence[str], None]


class FactReader:
    """Reads messages, one at a time; loaded once, safe to share."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()

    @classmethod
    def load(cls) -> FactReader:
        """Build the spaCy pipeline and compile its matchers (about half a second)."""
        return cls()

    def read(self, text: str, asked: Asked = None) -> dict[str, Any]:
        """Return the facts that a message states; `retracted` is among them where it withdraws some.

        Args:
            text: what the patient wrote.
            asked: the fact or facts that the assistant had just asked for.
        """
        normal = self._lexicon.correct(normalise(text))
        plain = cue("figures_of_speech").sub(lambda match: " " * len(match.group(0)), normal)
        keys = [asked] if isinstance(asked, str) else list(asked or ())
        mentions = self._lexicon.mentions(plain)
        said = frequencies(plain)
        whole = [(each.start, each.end) for each in (*mentions, *said)]
        clauses = split(plain, whole)
        facts = _stated(plain, clauses, mentions, keys)
        products = ProductReader().read(clauses, mentions, said, plain)
        if products:
            facts["products"] = products
        _fill_answers(facts, plain, clauses, keys)
        _tidy_up(facts, plain)
        flags = red_flags(plain, clauses)
        if any(clause.other for clause in clauses) and not facts:
            facts = {"about_other": True}
        elif (taken := withdrawals(plain, mentions)) and not facts.get("about_other"):
            _withdraw(facts, taken)
        if flags:
            facts["red_flags"] = flags
        return facts


def _stated(
    text: str, clauses: Sequence[Clause], mentions: Sequence[Mention], keys: Sequence[str]
) -> dict[str, Any]:
    """Return what the message states of itself, whatever was asked; products apart."""
    facts: dict[str, Any] = scalars(clauses, keys)
    facts.update(lists(clauses, mentions, text, keys))
    medicines = medications(clauses, mentions, text)
    if medicines is not None:
        facts["medications"] = medicines
    allergens = allergies(clauses, text)
    if allergens is not None:
        facts["allergies"] = allergens
    treatments = procedures(clauses, mentions, text)
    if treatments:
        facts["procedures"] = treatments
    ahead = event(clauses, mentions, text)
    if ahead:
        facts["event"] = ahead
    return facts


def _fill_answers(
    facts: dict[str, Any], text: str, clauses: Sequence[Clause], keys: Sequence[str]
) -> None:
    """Add what a short answer means because of the question; what it states itself stands."""
    if (
        not keys
        or all(clause.asks for clause in clauses)
        or any(clause.other for clause in clauses)
    ):
        return
    named_pregnancy = len(keys) == 1 or re.search(r"\bpregn|baby|breast", text)
    for key in keys:
        if key in facts or (key == "pregnancy" and not named_pregnancy):
            continue
        if facts and key in LISTS and not NONE.search(text):
            continue
        if facts and len(keys) == 1 and not _speaks_to(key, facts):
            continue
        found = answer(text, key, facts)
        if found is None:
            continue
        if "." in key:
            kind = key.split(".")[0]
            facts[kind] = found[kind] if not facts.get(kind) else facts[kind]
        else:
            facts[key] = found


def _speaks_to(key: str, facts: dict[str, Any]) -> bool:
    """A message that states something else answers the question only with what goes together."""
    together = {
        "spf_use": {"spf_value", "spf_reapply"},
        "spf_value": {"spf_use", "spf_reapply"},
        "spf_reapply": {"spf_use", "spf_value"},
        "sleep_hours": {"sleep_quality", "stress"},
        "sleep_quality": {"sleep_hours", "stress"},
        "stress": {"sleep_hours", "sleep_quality"},
    }
    return set(facts) <= together.get(key, set()) or "." in key


def _tidy_up(facts: dict[str, Any], text: str) -> None:
    """Settle what two parts of the reading say about one thing."""
    if facts.get("spf_use") == "makeup_only" and re.search(
        r"\b(?:moisturi[sz]er|day cream|cream) with spf\b", text
    ):
        facts["spf_use"] = "daily"
    moisturiser = next(
        (each for each in facts.get("products", ()) if each["id"] == "moisturiser"), None
    )
    if (
        moisturiser
        and "spf_value" in facts
        and "spf_use" not in facts
        and re.search(
            r"\b(?:moisturi[sz]er|day cream|cream) with (?:an? )?(?:spf|factor|sunscreen)", text
        )
    ):
        if (moisturiser.get("per_week") or 0) and moisturiser["per_week"] != 0:
            facts["spf_use"] = "daily"


def _withdraw(facts: dict[str, Any], taken: Sequence[tuple[str, str]]) -> None:
    """Put withdrawals beside the facts, and out of them."""
    for key, value in taken:
        if isinstance(facts.get(key), list) and value in facts[key]:
            facts[key] = [each for each in facts[key] if each != value]
            if not facts[key]:
                del facts[key]
    facts["retracted"] = [list(each) for each in taken]
