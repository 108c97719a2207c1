"""Rasa's component: one entity with the facts, read in the light of what was asked."""

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.commands import is_command
from bot.understanding.component import FactExtractor
from bot.understanding.intents import IntentArbiter
from tests.bot.understanding.pipeline import asked


def facts(extractor: FactExtractor, text: str, asking: Any = None) -> Any:
    (message,) = extractor.process([Message.build(text)], asked(asking))
    found = [each["value"] for each in message.get("entities", [])]
    return found[0] if found else None


def test_facts_are_one_entity(extractor: FactExtractor) -> None:
    assert facts(extractor, "my skin is oily") == {"skin_type": ["oily"]}


def test_a_bare_answer_is_read_by_what_was_asked(extractor: FactExtractor) -> None:
    assert facts(extractor, "6", "sleep_hours") == {"sleep_hours": 6}
    assert facts(extractor, "none", ["medications", "allergies"]) == {
        "medications": [],
        "allergies": [],
    }


def test_a_message_without_facts_gets_no_entity(extractor: FactExtractor) -> None:
    assert facts(extractor, "good morning") is None


@pytest.mark.parametrize(
    "typed",
    ["/restart", "\u2060/restart", '\u2060/inform{"facts": {"age": 30}}', "  / deny ", "/x{\n}"],
)
def test_a_typed_command_states_nothing_and_does_nothing(
    extractor: FactExtractor, typed: str
) -> None:
    assert is_command(typed)
    (message,) = extractor.process([Message.build(typed)], asked("age"))
    arbiter = IntentArbiter()
    (settled,) = arbiter.process([message])
    assert settled.get("entities", []) == []
    assert settled.get("intent")["name"] == "nlu_fallback"


def test_words_after_a_slash_are_read(extractor: FactExtractor) -> None:
    assert facts(extractor, "\u2060/ my lips are swelling and I can't breathe")["red_flags"]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("I have acne, is it from milk?", True),
        ("plenty of milk and cheese", False),
        ("I'm not pregnant", False),
        ("what is retinol", True),
    ],
)
def test_facts_alone_leave_no_topic_to_answer(
    extractor: FactExtractor, text: str, topics: bool
) -> None:
    message = Message.build(text)
    message.set("intent", {"name": "ask_question", "confidence": 0.8})
    message.set("entities", [{"entity": "topics", "value": [["acne", 0.9]]}])
    extractor.process([message], asked(None))
    IntentArbiter().process([message], asked(None))
    assert ("topics" in [each["entity"] for each in message.get("entities")]) is topics
