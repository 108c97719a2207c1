"""What questions are about, on questions that the selector was not trained on."""

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

from bot.understanding.topics import NAMED, TopicSelector

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "data" / "nlu"
# Write no example after what fails here: the questions would measure that, and no longer patients.
ACCURATE = {"topics": 0.92, "topics_second": 0.95}


@pytest.fixture(scope="module")
def selector(tmp_path_factory: pytest.TempPathFactory) -> TopicSelector:
    """Train the component, store it as Rasa does, and load it again."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    context, resource = ExecutionContext(GraphSchema({})), Resource("topics")
    TopicSelector.create({}, storage, resource, context).train(load_data(str(DATA)))
    return TopicSelector.load({}, storage, resource, context)


def topics_of(
    selector: TopicSelector, text: str, intent: str = "ask_question", asks: bool = False
) -> Any:
    message = Message({"text": text, "intent": {"name": intent}, "asks": asks})
    selector.process([message])
    found = [each["value"] for each in message.get("entities", []) if each["entity"] == "topics"]
    return found[0] if found else None


@pytest.mark.parametrize("name", ACCURATE)
def test_held_out_questions_are_recognised(selector: TopicSelector, name: str) -> None:
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    right = [topics_of(selector, each["text"])[0][0] == each["topic"] for each in questions]
    assert sum(right) / len(right) >= ACCURATE[name]


def test_topics_come_with_their_likelihood_the_first_of_all_first(selector: TopicSelector) -> None:
    named = topics_of(selector, "can I use retinol when I'm pregnant?")
    assert named[0][0] == "retinol_pregnancy"
    assert len(named) == NAMED
    assert [value for _, value in named] == sorted((value for _, value in named), reverse=True)


def test_only_questions_have_topics(selector: TopicSelector) -> None:
    assert topics_of(selector, "yes please", "affirm") is None


def test_a_question_beside_facts_has_topics(selector: TopicSelector) -> None:
    named = topics_of(selector, "I have acne, is it from milk?", "inform", asks=True)
    assert "water_diet" in [topic for topic, _ in named]
