"""What Rasa runs: reads each message's facts, in the light of what was asked."""

from __future__ import annotations

import functools
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.captions import brings_photo, statements, told
from bot.understanding.commands import is_command
from bot.understanding.reader import FactReader

# The entity whose value is the facts object, and the slot that says what was asked.
FACTS_ENTITY = "facts"
ASKING_SLOT = "asking"
# Whether a part of the message is a question, for the components that follow.
ASKS = "asks"


@functools.lru_cache(maxsize=1)
def _reader() -> FactReader:
    """Build the reader once a process, however many graphs Rasa makes."""
    return FactReader.load()


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class FactExtractor(GraphComponent):
    """Adds one entity, `facts`, whose value is what the message states (contract/facts.md)."""

    def __init__(self, reader: FactReader) -> None:
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactExtractor:
        """Make the component; its knowledge is in the vocabulary and catalogue, not in a model."""
        return cls(_reader())

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Add the facts of each message in place; a message that states none gets no entity.

        Args:
            messages: what the patient wrote.
            tracker: the talk so far, from Rasa's graph; its slot `asking` says what was asked.
        """
        asked = tracker.get_slot(ASKING_SLOT) if tracker else None
        for message in messages:
            text = message.get(TEXT) or ""
            if is_command(text):
                continue
            facts, asks = self._reader.hear(text, asked)
            if facts and brings_photo(message):
                facts = told(facts, self._reader.read(statements(text), asked))
            message.set(ASKS, asks)
            if facts:
                entity = {
                    ENTITY_ATTRIBUTE_TYPE: FACTS_ENTITY,
                    ENTITY_ATTRIBUTE_VALUE: facts,
                    ENTITY_ATTRIBUTE_START: 0,
                    ENTITY_ATTRIBUTE_END: len(text),
                }
                entities = [*message.get(ENTITIES, []), entity]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages
