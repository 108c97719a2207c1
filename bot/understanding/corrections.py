"""A message that was written anew: what its new words change in what the old ones stated.

The gateway tells beside the new words (metadata) `corrects`: {"text": the old words, "asked": the
`asking` of the question that stood before them, which is a key, a list of keys or null}. An answer
such as "6" is read in the light of that question, not of the one that is open by now. Which intent
such a message has is told in edits.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.captions import METADATA

CORRECTS = "corrects"
RETRACTED = "retracted"
# What is said of a message and not of the patient, and what no other words take back: an alarm
# that was given stands.
NOT_WITHDRAWN = ("about_other", "red_flags", RETRACTED)
RANGES = ("sleep_hours",)
# A time of day is seldom said twice, and a frequency is often said in other words than it.
KEPT = "when"


@dataclass(frozen=True)
class Former:
    """The words that are replaced, and what was asked before them."""

    text: str
    asked: str | list[str] | None


def former(message: Message) -> Former | None:
    """Return what a message replaces; None where it is a message of its own."""
    metadata = message.get(METADATA)
    corrects = metadata.get(CORRECTS) if isinstance(metadata, dict) else None
    if not isinstance(corrects, dict) or not isinstance(corrects.get("text"), str):
        return None
    asked = corrects.get("asked")
    is_known = isinstance(asked, str) or (
        isinstance(asked, list) and all(isinstance(each, str) for each in asked)
    )
    return Former(corrects["text"], asked if is_known else None)


def replaced(tracker: DialogueStateTracker | None, correction: Former) -> UserUttered | None:
    """Return the turn of the talk whose words are replaced; None where it is not found."""
    events = reversed(tracker.events) if tracker else ()
    return next(
        (each for each in events if isinstance(each, UserUttered) and each.text == correction.text),
        None,
    )


def change(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that new words change: what they add, with what they no longer state.

    What both state is left out, so that nothing is noted twice, and no alarm is raised twice. What
    turns out to be about somebody else is withdrawn; only an emergency of theirs is still told.

    Args:
        before: the facts of the old words.
        after: the facts of the new ones.
    """
    if after.get("about_other") and (flags := _new(before, after, "red_flags")):
        return {"about_other": True, "red_flags": flags}
    changed: dict[str, Any] = {}
    withdrawn = [list(pair) for pair in after.get(RETRACTED, [])]
    for key in (*before, *(key for key in after if key not in before)):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if key in NOT_WITHDRAWN:
            if added := _new(before, after, key):
                changed[key] = added
            continue
        withdrawn += [[key, each] for each in _gone(key, old, new)]
        if isinstance(new, list) and new and key not in RANGES:
            changed |= {key: added} if (added := _new(before, after, key)) else {}
        elif new is not None:
            changed[key] = new
    if withdrawn:
        changed[RETRACTED] = withdrawn
    return changed


def asking(correction: Former) -> Sequence[str]:
    """Return the keys that were asked for before the old words."""
    asked = correction.asked or ()
    return [asked] if isinstance(asked, str) else asked


def _new(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> list[Any]:
    """Return the members of a list that the old words did not have, or had otherwise."""
    old, new = before.get(key, ()), after.get(key, ())
    return [each for each in new if each not in old] if isinstance(new, list) else []


def _gone(key: str, old: Any, new: Any) -> list[Any]:
    """Return what is withdrawn of a fact: members, or the value where there is none any more.

    What lost something, as its frequency, is withdrawn too: merged, the old one would be kept. An
    empty list was an answer ("none"), and is withdrawn as such.
    """
    if isinstance(old, list) and key not in RANGES:
        left = {_name(each): each for each in new or ()}
        gone = [_name(each) for each in old if _loses(each, left.get(_name(each)))]
        return gone if old or new is not None else [[]]
    if isinstance(old, list) and new is None:
        return list(old)
    return [_name(old)] if old is not None and _loses(old, new) else []


def _loses(old: Any, new: Any) -> bool:
    if new is None or not isinstance(old, dict):
        return new is None
    same = old.get("id") == new.get("id")
    return same and any(
        value is not None and new.get(name) is None for name, value in old.items() if name != KEPT
    )


def _name(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value
