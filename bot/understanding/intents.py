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

from bot.understanding.commands import is_command
from bot.understanding.component import ASKING_SLOT, ASKS, FACTS_ENTITY
from bot.understanding.topics import TOPICS_ENTITY

RED_FLAG_INTENT = "report_red_flag"
FALLBACK_INTENT = "nlu_fallback"
INFORM_INTENT = "inform"
CERTAIN = 1.0
# A patient who asks for one of these wants it even in a message that also states a fact, where the
# classifier is this sure; surer still where the fact is what was asked for.
COMMANDS = frozenset({"ask_human", "erase", "start_again", "stop", "ask_noted"})
COMMAND_CONFIDENCE = 0.6
COMMAND_IN_ANSWER_CONFIDENCE = 0.85
# What a message about somebody else may still be: a question, or "yes, my mother is with me".
ANSWERED_OF_OTHERS = frozenset({"ask_question", "affirm", "deny"})
# Less sure that it has nothing to do with skin, and it is simply not understood.
OUT_OF_SCOPE_CONFIDENCE = 0.5


def settle(
    intent: str | None, confidence: float, facts: dict[str, Any], asking: Collection[str] = ()
) -> str | None:
    """Return the intent that the facts call for, or None where the classifier's stands.

    A red flag decides always; a stated fact decides but for a confident command, and the more so
    where it was asked for. Without facts an unsure "out of scope" is not understood.
    """
    if facts.get("red_flags"):
        return RED_FLAG_INTENT
    if not facts and intent == "out_of_scope" and confidence < OUT_OF_SCOPE_CONFIDENCE:
        return FALLBACK_INTENT
    answers = any(key.split(".", maxsplit=1)[0] in facts for key in asking)
    sure = COMMAND_IN_ANSWER_CONFIDENCE if answers else COMMAND_CONFIDENCE
    if not facts or (intent in COMMANDS and confidence >= sure):
        return None
    if set(facts) == {"about_other"} and intent in ANSWERED_OF_OTHERS:
        return None
    return INFORM_INTENT


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
        """Set each message's intent in place; facts alone leave no topic to answer.

        Args:
            messages: what the patient wrote, with facts and the classifier's intent.
            tracker: the talk so far, from Rasa's graph; its slot `asking` says what was asked.
        """
        asked = (tracker.get_slot(ASKING_SLOT) if tracker else None) or ()
        asking = [asked] if isinstance(asked, str) else list(asked)
        for message in messages:
            if is_command(message.get(TEXT) or ""):
                fallback = {"name": FALLBACK_INTENT, "confidence": CERTAIN}
                message.set(INTENT, fallback, add_to_output=True)
                continue
            found = message.get(INTENT) or {}
            facts: dict[str, Any] = next(
                (e["value"] for e in message.get(ENTITIES, []) if e["entity"] == FACTS_ENTITY), {}
            )
            settled = settle(found.get("name"), found.get("confidence", 0.0), facts, asking)
            if facts and not message.get(ASKS):
                others = [e for e in message.get(ENTITIES, []) if e["entity"] != TOPICS_ENTITY]
                message.set(ENTITIES, others, add_to_output=True)
            if settled:
                intent = {"name": settled, "confidence": CERTAIN}
                message.set(INTENT, intent, add_to_output=True)
        return messages
