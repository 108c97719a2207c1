"""Settles a message's intent from what the classifier thinks and what the facts show."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.understanding import corrections, edits
from bot.understanding.captions import brings_photo
from bot.understanding.check_ins import (
    BEGIN_INTENT,
    CHANGE_ENTITY,
    CHANGE_INTENT,
    CHECK_IN,
    STAGE_SLOT,
    begins_check_in,
    change_in,
)
from bot.understanding.commands import is_command
from bot.understanding.component import ASKING_SLOT, ASKS, FACTS_ENTITY, NOTHING_ENTITY
from bot.understanding.edits import INFORM_INTENT, RED_FLAG_INTENT
from bot.understanding.features import PARTICLES
from bot.understanding.languages import is_unreadable
from bot.understanding.normalise import words_of
from bot.understanding.photo_consent import answer_about_photo, takes_photo_back
from bot.understanding.topics import QUESTION_INTENT, TOPICS_ENTITY

FALLBACK_INTENT = "nlu_fallback"
PHOTO_INTENT = "send_photo"
ERASE_PHOTO_INTENT = "erase_photo"
OTHER_LANGUAGE_INTENT = "other_language"
# What may be said in any language, and is understood where the classifier knows it.
IN_ANY_LANGUAGE = frozenset({"greet", "thank"})
CERTAIN = 1.0
# How sure the classifier must be that a patient who also states a fact asks for one of these; all
# the more of what is dangerous.
COMMANDS = {"ask_human": 0.6, "start_again": 0.6, "stop": 0.6, "ask_noted": 0.6, "erase": 0.85}
# Surer still where the fact is what was asked for: "no, stop it" to "do you put it on again?".
IN_ANSWER = {**dict.fromkeys(COMMANDS, 0.85), "erase": 0.95}
# How sure it must be that somebody speaks of what is no matter of the skin, where something was
# read as a fact: "my tooth is aching". What makes a red flag with another symptom is kept always.
ELSEWHERE = 0.96
TRIAGED = frozenset({"fever", "pus"})
# How sure without facts; below it the message is not understood.
ALONE = {"out_of_scope": 0.5, "erase": 0.5}
# What a message about somebody else may still be, however sure: "yes, my mother is with me".
ANSWERED_OF_OTHERS = frozenset({"ask_question", "affirm", "deny"})
OF_OTHERS_CONFIDENCE = 0.6
# Of messages that only state facts, one in 80 seems more surely a question than this; of questions
# in which facts were read, and which do not look like one, nine in ten do (cross-validated).
QUESTION_CONFIDENCE = 0.85


def settle(
    intent: str | None,
    confidence: float,
    facts: dict[str, Any],
    asking: Collection[str] = (),
    *,
    has_photo: bool = False,
) -> str | None:
    """Return the intent that the facts call for, or None where the classifier's stands.

    A red flag decides always, then that the message brings a photograph; a stated fact decides but
    for a confident command, and the more so where it was asked for. Without facts an unsure command
    to erase is not understood, nor is what is not surely out of scope.
    """
    guess = intent or FALLBACK_INTENT
    if facts.get("red_flags"):
        return RED_FLAG_INTENT
    if has_photo:
        return None if guess == RED_FLAG_INTENT else PHOTO_INTENT
    if not facts:
        return FALLBACK_INTENT if confidence < ALONE.get(guess, 0) else None
    if set(facts) == {"about_other"}:
        is_sure = guess != FALLBACK_INTENT and confidence >= OF_OTHERS_CONFIDENCE
        return None if guess in ANSWERED_OF_OTHERS or is_sure else INFORM_INTENT
    answers = any(key.split(".", maxsplit=1)[0] in facts for key in asking)
    if guess == "out_of_scope" and not answers:
        is_kept = confidence < ELSEWHERE or TRIAGED.intersection(facts.get("symptoms", ()))
        return INFORM_INTENT if is_kept else None
    needed = IN_ANSWER if answers else COMMANDS
    return None if guess in needed and confidence >= needed[guess] else INFORM_INTENT


def is_question(intent: str | None, confidence: float, asks: bool) -> bool:
    """Tell whether a message with facts asks something, by its form or the classifier's word."""
    return asks or (intent == QUESTION_INTENT and confidence > QUESTION_CONFIDENCE)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class IntentArbiter(GraphComponent):
    """Comes after the classifier and the `FactExtractor`, and overrules the first by the second."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentArbiter:
        """Make the component; it has nothing to configure or to load."""
        return cls()

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Set each message's intent in place; facts without a question leave no topic to answer.

        Args:
            messages: what the patient wrote, with facts and the classifier's intent.
            tracker: the talk so far, from Rasa's graph; its slot `asking` says what was asked.
        """
        asked = (tracker.get_slot(ASKING_SLOT) if tracker else None) or ()
        asking = [asked] if isinstance(asked, str) else list(asked)
        checks_in = tracker is not None and tracker.get_slot(STAGE_SLOT) == CHECK_IN
        for message in messages:
            if begins_check_in(message):
                _settle(message, BEGIN_INTENT, [])
                continue
            guess = (message.get(INTENT) or {}).get("name")
            correction = None if brings_photo(message) else corrections.former(message)
            if correction is None:
                settled = _said(message, asking, checks_in=checks_in)
            else:
                listening = corrections.asking(correction)
                retells = _retells(correction, message.get(TEXT) or "", listening)
                settled = _said(message, listening, checks_in=retells) or guess
                facts, nothing = _read(message, FACTS_ENTITY), _read(message, NOTHING_ENTITY)
                if not (facts and facts.get("red_flags")):
                    denies = bool(nothing and not facts)
                    settled = edits.intent_of(correction, settled, guess, tracker, denies=denies)
            if settled:
                _settle(message, settled)
        return messages


def _said(message: Message, asking: Collection[str], *, checks_in: bool) -> str | None:
    """Return the intent of a message by itself, or None where the classifier's stands."""
    text, has_photo = message.get(TEXT) or "", brings_photo(message)
    if is_command(text) and not has_photo:
        return FALLBACK_INTENT
    found = message.get(INTENT) or {}
    facts: dict[str, Any] = _read(message, FACTS_ENTITY) or {}
    guess, confidence = found.get("name"), found.get("confidence", 0.0)
    if _is_in_other_language(message, guess, facts) and not has_photo:
        # the names in "ich habe keine Akne" are denied by unknown words
        message.set(ENTITIES, [], add_to_output=True)
        return OTHER_LANGUAGE_INTENT
    settled = settle(guess, confidence, facts, asking, has_photo=has_photo)
    if guess == "stop" and settled is None and _ends_an_answer(message, facts, asking):
        settled = INFORM_INTENT
    if not has_photo and not facts.get("red_flags"):
        settled = _about_photo(text, asking) or settled
    if facts and not is_question(guess, confidence, bool(message.get(ASKS))):
        others = [e for e in message.get(ENTITIES, []) if e["entity"] != TOPICS_ENTITY]
        message.set(ENTITIES, others, add_to_output=True)
    if checks_in and not has_photo and settled != RED_FLAG_INTENT:
        settled = _tell_change(message, facts, asking) or settled
    return settled


def _is_in_other_language(message: Message, guess: str | None, facts: dict[str, Any]) -> bool:
    """Tell whether nothing in a message can be relied on, but for a red flag."""
    if facts.get("red_flags") or guess in IN_ANY_LANGUAGE:
        return False
    return is_unreadable(message.get(TEXT) or "")


def _settle(message: Message, intent: str, entities: list[dict[str, Any]] | None = None) -> None:
    """Set a message's intent, and what was read in it where that is given."""
    message.set(INTENT, {"name": intent, "confidence": CERTAIN}, add_to_output=True)
    if entities is not None:
        message.set(ENTITIES, entities, add_to_output=True)


def _read(message: Message, kind: str) -> Any:
    """Return the value of the first entity of a kind, or None."""
    return next((e["value"] for e in message.get(ENTITIES, []) if e["entity"] == kind), None)


def _retells(correction: corrections.Former, text: str, asking: Collection[str]) -> bool:
    """Tell whether words say otherwise than those they replace how the skin has changed."""
    return CHECK_IN in asking and change_in(text, asking, {}) != change_in(
        correction.text, asking, {}
    )


def _tell_change(message: Message, facts: dict[str, Any], asking: Collection[str]) -> str | None:
    """Return the intent of an answer in a check-in, and add what it says as an entity."""
    text = message.get(TEXT) or ""
    if message.get(ASKS) or facts.get("about_other"):
        return None
    found = message.get(INTENT) or {}
    change = change_in(text, asking, facts, found.get("name"), found.get("confidence", 0.0))
    if change is None:
        return None
    entity = {"entity": CHANGE_ENTITY, "value": change, "start": 0, "end": len(text)}
    message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
    return CHANGE_INTENT


def _ends_an_answer(message: Message, facts: dict[str, Any], asking: Collection[str]) -> bool:
    """Tell whether the "bas" that would stop a talk only ends an answer to what was asked."""
    words = words_of(message.get(TEXT) or "")
    answers = any(key.split(".", maxsplit=1)[0] in facts for key in asking)
    return answers and bool(words) and words[-1] in PARTICLES


def _about_photo(text: str, asking: Collection[str]) -> str | None:
    """Return the intent of words about photographs that say by themselves what they mean."""
    answers = (answer_about_photo(text, asked) for asked in asking)
    answer = next((each for each in answers if each), None)
    return answer or (ERASE_PHOTO_INTENT if takes_photo_back(text) else None)
