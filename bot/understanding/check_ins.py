"""Check-ins: the hidden turn that begins one, and how a patient says that the skin has changed."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import Any

from rasa.shared.nlu.training_data.message import Message

from bot.understanding.captions import METADATA
from bot.understanding.normalise import words_of
from bot.understanding.phrases import expand
from bot.understanding.vocabulary import lines, vocabulary

# What the gateway sends beside the words of a turn that begins a check-in, with `id` and `weeks`.
CHECK_IN = "check_in"
BEGIN_INTENT, CHANGE_INTENT = "begin_check_in", "tell_change"
# The entity of an answer: `better`, `same` or `worse`.
CHANGE_ENTITY = "change"
STAGE_SLOT = "stage"
SAME = "same"
# In this order, as each takes its words out of the answer: "not any worse", "no more spots".
MEANINGS = {SAME: SAME, "relieved": "better", "worse": "worse", "better": "better"}
# Of several that are told: who is worse on one cheek should be seen, whatever the other does.
BY_URGENCY = ("worse", "better", SAME)
# Small words such as "fine" tell of the skin only where little else is said.
SMALL, FEW_WORDS = "small", 4
# What a patient may want instead, where the classifier is as sure as this, and so many words stand
# beside those that tell a change: "ok, stop" wants to stop, but "much better" is no question.
WANTED = {
    **dict.fromkeys(("ask_human", "ask_noted", "ask_why", "erase", "go_back", "start_again"), 1),
    "stop": 1,
    "ask_question": 4,
}
SURE = 0.6


def begins_check_in(message: Message) -> bool:
    """Tell whether the gateway begins a check-in with this turn; no words of a patient can."""
    metadata = message.get(METADATA)
    begun = metadata.get(CHECK_IN) if isinstance(metadata, dict) else None
    return isinstance(begun, dict) and isinstance(begun.get("id"), int)


def change_in(
    text: str,
    asking: Collection[str],
    facts: dict[str, Any],
    guess: str | None = None,
    confidence: float = 0.0,
) -> str | None:
    """Return how the skin has changed, or that habits are the `same`, or None.

    Args:
        text: the answer to a question of a check-in.
        asking: what was asked: `check_in` for the skin, else facts about habits.
        facts: what the message states; of habits these say more than "the same".
        guess: the classifier's intent.
        confidence: how sure it is.
    """
    words = [word for word in words_of(text) if word[0].isalnum()]
    said = f" {' '.join(words)} "
    told = set()
    for meaning, change in MEANINGS.items():
        small = _phrases(SMALL) if meaning == "better" and len(words) <= FEW_WORDS else ()
        for phrase in (*_phrases(meaning), *small):
            if phrase in said:
                told.add(change)
                said = said.replace(phrase, "  ")
    if guess in WANTED and confidence >= SURE and len(said.split()) >= WANTED[guess]:
        return None
    if CHECK_IN not in asking:
        return SAME if told == {SAME} and not facts else None
    return next((change for change in BY_URGENCY if change in told), None)


@functools.cache
def _phrases(meaning: str) -> tuple[str, ...]:
    """Return the phrases of a meaning between blanks, the longest first."""
    found = {
        f" {' '.join(words_of(phrase))} "
        for line in lines(vocabulary("check_ins")[meaning])
        for phrase in expand(line)
    }
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))
