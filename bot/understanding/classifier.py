"""What a message wants, learnt from the examples of `data/nlu`."""

from __future__ import annotations

import functools
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as Classifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.features import PARTICLES, normal, trained
from bot.understanding.linear import LinearModel
from bot.understanding.synonyms import meanings_of
from bot.understanding.vocabulary import lines, vocabulary

# What a message without a single known word cannot be: the features tell it by its words.
TOLD_BY_WORDS = ("out_of_scope", "ask_question")
RANKING = "intent_ranking"
RANKED = 5
# As sure it must be of a message without a single known word: "yesss", but not "ghfjdk".
UNKNOWN_WORDS_CONFIDENCE = 0.7
FILE = "intents.joblib"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class IntentClassifier(GraphComponent, Classifier):
    """Sets a message's intent with its confidence, and the ranking below it.

    A linear model on sparse features: righter here than Rasa's own on the same examples, and loaded
    in a fraction of their time and memory.
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
    ) -> IntentClassifier:
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
    ) -> IntentClassifier:
        """Make the component from a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples; those of `ask_question/<topic>` are one intent here."""
        examples = training_data.intent_examples
        texts = [normal(each.get(TEXT)) for each in examples]
        self._model = trained(texts, [each.get(INTENT) for each in examples])
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set each message's intent in place."""
        if self._model is None:
            raise RuntimeError("the intent classifier is not trained")
        for message in messages:
            ranking = rank(self._model, message.get(TEXT) or "")
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(RANKING, ranking, add_to_output=True)
        return messages


def rank(model: LinearModel, text: str) -> list[dict[str, Any]]:
    """Return the likeliest intents of a text as {"name", "confidence"}, the first of all first.

    Where no word is known, what seems out of scope or a question, or is only guessed at, is
    gibberish: no confidence is left in it.
    """
    words = _without_particle(normal(text))
    ranked = model.likelihoods(words)
    best, confidence = ranked[0]
    guessed = best in TOLD_BY_WORDS or confidence < UNKNOWN_WORDS_CONFIDENCE
    gibberish = guessed and not _is_known(model, words)
    return [
        {"name": name, "confidence": 0.0 if gibberish else value} for name, value in ranked[:RANKED]
    ]


def _without_particle(text: str) -> str:
    """Return a bare answer without the "bas" that may end it: "no bas" asks for no stop."""
    answer, _, particle = text.rpartition(" ")
    return answer if particle in PARTICLES and answer in _bare_answers() else text


@functools.cache
def _bare_answers() -> frozenset[str]:
    answers = vocabulary("answers")
    return frozenset(normal(line) for meaning in ("yes", "no") for line in lines(answers[meaning]))


def _is_known(model: LinearModel, text: str) -> bool:
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    return any(word in model.known for word in words) or bool(meanings_of(words))
