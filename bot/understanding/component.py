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

from bot.understanding import corrections
from bot.understanding.captions import brings_photo, names_photo, statements, told
from bot.understanding.check_ins import begins_check_in
from bot.understanding.commands import is_command
from bot.understanding.reader import Asked, FactReader, Heard

# The entity whose value is the facts object; the one that lists keys of which a message says that
# there is none, where facts have no word for it ("no event"); the slot that says what was asked.
FACTS_ENTITY = "facts"
NOTHING_ENTITY = "nothing"
ASKING_SLOT = "asking"
# Whether a part of the message is a question, for the components that follow.
ASKS = "asks"


@functools.lru_cache(maxsize=1)
def _reader() -> FactReader:
    """Build the reader once a process, however many graphs Rasa makes."""
    return FactReader.load()


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class FactExtractor(GraphComponent):
    """Adds the entity `facts`: what the message states (contract/facts.md); `nothing` beside it."""

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
        """Add the facts of each message in place; a message that states none gets none.

        Args:
            messages: what the patient wrote.
            tracker: the talk so far, from Rasa's graph; its slot `asking` says what was asked.
        """
        open_question = tracker.get_slot(ASKING_SLOT) if tracker else None
        for message in messages:
            text = message.get(TEXT) or ""
            if is_command(text) or begins_check_in(message):
                continue
            correction = corrections.former(message)
            asked = correction.asked if correction else open_question
            is_caption = brings_photo(message)
            if correction and (turn := corrections.replaced(tracker, correction)):
                is_caption = is_caption or names_photo(turn.metadata)
            facts, asks, nothing = self._hear(text, asked, is_caption=is_caption)
            if correction:
                before = self._hear(correction.text, asked, is_caption=is_caption)
                facts = corrections.change(before.facts, facts)
                nothing = [key for key in nothing if key not in before.nothing]
            message.set(ASKS, asks)
            for kind, value in ((FACTS_ENTITY, facts), (NOTHING_ENTITY, nothing)):
                if value:
                    entities = [*message.get(ENTITIES, []), _entity(kind, value, text)]
                    message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _hear(self, text: str, asked: Asked, *, is_caption: bool) -> Heard:
        heard = self._reader.hear(text, asked)
        if not heard.facts or not is_caption:
            return heard
        return heard._replace(facts=told(heard.facts, self._reader.read(statements(text), asked)))


def _entity(kind: str, value: Any, text: str) -> dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: kind,
        ENTITY_ATTRIBUTE_VALUE: value,
        ENTITY_ATTRIBUTE_START: 0,
        ENTITY_ATTRIBUTE_END: len(text),
    }
