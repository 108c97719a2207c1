"""Which topic a question is about, learnt from the examples of `ask_question/<topic>`."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    INTENT_RESPONSE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.component import ASKS
from bot.understanding.features import normal, trained
from bot.understanding.linear import LinearModel

QUESTION_INTENT = "ask_question"
TOPICS_ENTITY = "topics"
# How many topics are named, the most likely first.
NAMED = 5
FILE = "topics.joblib"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class TopicSelector(GraphComponent):
    """Adds one entity to a question, `topics`: [[topic, confidence], ...], the most likely first.

    Rasa's own ResponseSelector would do the same with a neural network, which costs more memory and
    time than all of this pipeline.
    """

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: LinearModel | None = None
    ) -> None:
        self._model_storage, self._resource, self._model = model_storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicSelector:
        """Make the component before its training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> TopicSelector:
        """Make the component from a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples whose intent is `ask_question/<topic>`."""
        labelled = [
            (normal(example.get(TEXT)), example.get(INTENT_RESPONSE_KEY).split("/")[1])
            for example in training_data.intent_examples
            if example.get(INTENT) == QUESTION_INTENT and example.get(INTENT_RESPONSE_KEY)
        ]
        texts, topics = zip(*labelled, strict=True)
        self._model = trained(texts, topics)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Name the topics of each message that is a question, or has one in it, in place."""
        for message in messages:
            text = message.get(TEXT) or ""
            if (message.get(INTENT) or {}).get("name") == QUESTION_INTENT or message.get(ASKS):
                entity = {
                    ENTITY_ATTRIBUTE_TYPE: TOPICS_ENTITY,
                    ENTITY_ATTRIBUTE_VALUE: self._topics(text),
                    ENTITY_ATTRIBUTE_START: 0,
                    ENTITY_ATTRIBUTE_END: len(text),
                }
                entities = [*message.get(ENTITIES, []), entity]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _topics(self, text: str) -> list[tuple[str, float]]:
        if self._model is None:
            raise RuntimeError("the topic selector is not trained")
        ranked = self._model.likelihoods(normal(text))
        return [(topic, round(likely, 3)) for topic, likely in ranked[:NAMED]]
