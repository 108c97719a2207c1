"""Takes down what a message states: merges it, keeps it, and says what was noted."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import regimen
from actions import keeping
from actions.conversation import Conversation
from actions.words import text
from clinic import describe

log = logging.getLogger(__name__)
ITEM_KEYS: Final = ("products", "medications", "procedures")


@dataclass
class Noted:
    """What a turn added to the facts, changed in them or took out."""

    added: dict[str, Any] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    @property
    def custom(self) -> dict[str, Any] | None:
        """The value of `custom.noted`, or None where nothing was noted."""
        return self.added or None


async def note(talk: Conversation, *, origin: str | None = None) -> Noted:
    """Merge what was heard into what is known, keep it where that is allowed, tell what is new.

    Args:
        talk: the talk; its facts are changed.
        origin: what the records are told of the facts' origin; by default they see by themselves.
    """
    if talk.heard.get("about_other"):
        return Noted()
    try:
        stated = regimen.check(talk.heard)
    except regimen.FactsError as error:
        log.warning("facts of a message were refused: %s", error.key)
        return Noted()
    before = talk.facts
    talk.facts = dict(regimen.merge(before, stated, asked=talk.asking))
    noted = difference(before, talk.facts)
    if stated.get("retracted") and noted.sentences:
        noted.added["retracted"] = stated["retracted"]
    touched = {key for key in {*before, *talk.facts} if before.get(key) != talk.facts.get(key)}
    if talk.may_keep and talk.intake is not None and not talk.sources:
        await keeping.keep_facts(talk, {key: talk.facts.get(key) for key in touched}, origin)
        return noted
    talk.sources |= dict.fromkeys(touched, talk.message)
    if talk.may_keep:
        await keeping.open_intake(talk)
    return noted


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Noted:
    """Return what is new in `after`, with the old value named where one was changed.

    Args:
        before: what was known of the patient.
        after: what is known now.
    """
    noted = Noted()
    fresh: dict[str, Any] = {}
    for key in describe.ordered({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if new is None:
            noted.sentences.append(_removed(key, old))
        elif isinstance(new, list) and isinstance(old, list):
            _compare_lists(key, old, new, noted, fresh)
        elif old is None:
            noted.added[key] = fresh[key] = new
        else:
            noted.added[key] = new
            noted.sentences.append(_changed(key, old, new))
    told = {key: value for key, value in fresh.items() if key != "red_flags"}
    if told:
        noted.sentences.insert(0, text("noted.opening", list=describe.sentence(told)))
    return noted


def _compare_lists(
    key: str, old: list[Any], new: list[Any], noted: Noted, fresh: dict[str, Any]
) -> None:
    """Tell members that came, went or (products, medicines, treatments) changed."""
    known = {_identity(key, member): member for member in old}
    now = {_identity(key, member): member for member in new}
    came = [
        member for name, member in now.items() if name not in known or _fills(known[name], member)
    ]
    changed = [
        (known[name], member)
        for name, member in now.items()
        if name in known and known[name] != member and member not in came
    ]
    gone = [member for name, member in known.items() if name not in now]
    if came or changed:
        noted.added[key] = [*came, *(member for _, member in changed)]
    if came:
        fresh[key] = came
    noted.sentences += [_changed(key, [was], [member]) for was, member in changed]
    if gone:
        noted.sentences.append(_removed(key, gone))


def _fills(old: Any, new: Any) -> bool:
    """Tell whether a product or treatment only gained what was not known of it, as a frequency."""
    return old != new and all(old[field] in (None, new.get(field)) for field in old)


def _identity(key: str, member: Any) -> str:
    return str(member["id"] if key in ITEM_KEYS else member)


def _changed(key: str, old: Any, new: Any) -> str:
    return text(
        "noted.change",
        label=describe.label(key),
        old=describe.value(key, old),
        new=describe.value(key, new),
    )


def _removed(key: str, old: Any) -> str:
    return text("noted.removed", label=describe.label(key), old=describe.value(key, old))
