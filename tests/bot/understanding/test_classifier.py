"""What messages want, on sentences that the classifier was not trained on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.classifier import IntentClassifier, rank
from bot.understanding.features import normal, trained
from bot.understanding.linear import LinearModel

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "data" / "nlu"
CONFIDENT = 0.45  # the threshold of config.yml
TOPICS = ("topics", "topics_second")
ACCURATE = {"intents": 0.95, "intents_second": 0.92, "intents_third": 0.95}
GIBBERISH = [
    "asdf qwer zxcv",
    "blorp fnord",
    "lkjsdf",
    "hhhhh",
    "😀",
    "…",
    "zzz",
    "1234567",
    "ghfjdk",
    "??",
]


def held_out(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def model() -> LinearModel:
    examples = load_data(str(DATA)).intent_examples
    return trained(
        [normal(each.get("text")) for each in examples], [each.get("intent") for each in examples]
    )


def found(model: LinearModel, text: str) -> str:
    best = rank(model, text)[0]
    return str(best["name"]) if best["confidence"] >= CONFIDENT else "nlu_fallback"


@pytest.mark.parametrize("name", ACCURATE)
def test_held_out_sentences_are_recognised(model: LinearModel, name: str) -> None:
    sentences = held_out(name)
    right = [rank(model, each["text"])[0]["name"] == each["intent"] for each in sentences]
    assert sum(right) / len(right) >= ACCURATE[name]


def test_what_has_nothing_to_do_with_skin_is_recognised_and_questions_are_kept(
    model: LinearModel,
) -> None:
    sentences = [each for name in ACCURATE for each in held_out(name)]
    foreign = [each["text"] for each in sentences if each["intent"] == "out_of_scope"]
    questions = [each["text"] for name in TOPICS for each in held_out(name)]
    recognised = [found(model, text) in ("out_of_scope", "nlu_fallback") for text in foreign]
    lost = [found(model, text) in ("out_of_scope", "nlu_fallback") for text in questions]
    assert sum(recognised) / len(foreign) >= 0.9
    assert sum(lost) / len(questions) <= 0.03


@pytest.mark.parametrize("text", GIBBERISH)
def test_gibberish_is_not_understood(model: LinearModel, text: str) -> None:
    assert found(model, text) == "nlu_fallback"


def test_the_ranking_is_sorted_and_its_confidences_are_likelihoods(model: LinearModel) -> None:
    confidences = [each["confidence"] for each in rank(model, "please delete all my data")]
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < sum(confidences) <= 1.0001


def test_a_stored_component_says_the_same(model: LinearModel, tmp_path: Path) -> None:
    storage, resource = LocalModelStorage(tmp_path), Resource("intents")
    context = ExecutionContext(GraphSchema({}))
    IntentClassifier.create({}, storage, resource, context).train(load_data(str(DATA)))
    loaded = IntentClassifier.load({}, storage, resource, context)
    (message,) = loaded.process([Message.build("kyun pooch rahe ho")])
    assert message.get("intent_ranking") == rank(model, "kyun pooch rahe ho")
    assert message.get("intent") == message.get("intent_ranking")[0]


@pytest.mark.parametrize(
    "text", ["retinol twice a week", "spf 50 every morning", "dry skin and dark circles"]
)
def test_what_is_stated_is_no_question(model: LinearModel, text: str) -> None:
    assert rank(model, text)[0]["name"] == "inform"


def test_no_held_out_sentence_is_an_example() -> None:
    examples = {normal(each.get("text")) for each in load_data(str(DATA)).intent_examples}
    held = [normal(each["text"]) for name in (*ACCURATE, *TOPICS) for each in held_out(name)]
    assert [each for each in held if each in examples] == []


@pytest.mark.parametrize("answer", ["no", "haan", "not really"])
def test_a_word_that_only_ends_an_answer_asks_for_no_stop(model: LinearModel, answer: str) -> None:
    assert found(model, f"{answer} bas") == found(model, answer)


@pytest.mark.parametrize("text", ["bas", "bas karo", "aaj ke liye bas"])
def test_enough_still_stops_a_talk(model: LinearModel, text: str) -> None:
    assert found(model, text) == "stop"
