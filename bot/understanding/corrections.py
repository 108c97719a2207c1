"""A message that was written anew: what its new words change in what the old ones stated.

The gateway sends the old words beside the new ones, with the question that stood before them: an
answer such as "6" is read in the light of that, not of the question that is open by now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.shared.nlu.training_data.message import Message

from bot.understanding.captions import METADATA

# Where the gateway puts them beside a message's words: {"text": ..., "asked": ...}.
CORRECTS = "corrects"
CORRECTION_INTENT = "correct_message"
RETRACTED = "retracted"
# A yes that is written anew as a no takes back what it allowed, as a sentence of its own would.
TAKEN_BACK = {"consent": "erase", "photo_consent": "erase_photo"}
DENY = "deny"


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


def intent_of(correction: Former, guess: str | None) -> str:
    """Return the intent of a message that replaces another, unless a red flag decides."""
    if guess == DENY and isinstance(correction.asked, str):
        return TAKEN_BACK.get(correction.asked, CORRECTION_INTENT)
    return CORRECTION_INTENT


def change(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that new words change: what they add, with what they no longer state.

    What both state is left out, so that nothing is noted twice, and no alarm is raised twice.

    Args:
        before: the facts of the old words.
        after: the facts of the new ones.
    """
    changed: dict[str, Any] = {}
    withdrawn = [list(pair) for pair in after.get(RETRACTED, [])]
    for key in {**before, **after}:
        if key == RETRACTED:
            continue
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if isinstance(old, list) and isinstance(new, list | None):
            kept = {_name(member) for member in new or []}
            withdrawn += [[key, _name(each)] for each in old if _name(each) not in kept]
            if added := [each for each in new or [] if each not in old]:
                changed[key] = added
            elif new == []:
                changed[key] = new
        elif new is None:
            withdrawn.append([key, _name(old)])
        else:
            changed[key] = new
    if withdrawn:
        changed[RETRACTED] = withdrawn
    return changed


def asking(correction: Former) -> Sequence[str]:
    """Return the keys that were asked for before the old words."""
    asked = correction.asked or ()
    return [asked] if isinstance(asked, str) else asked


def _name(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value
