"""A message that was written anew: read by the question it answered, for what it changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.component import FactExtractor
from bot.understanding.corrections import change, former
from bot.understanding.intents import IntentArbiter


def corrected(
    extractor: FactExtractor, old: str, new: str, asked: Any = None, guess: str = "inform"
) -> tuple[str, dict[str, Any]]:
    """Return the intent and the facts of new words in place of old ones."""
    told = {"corrects": {"text": old, "asked": asked}}
    intent = {"name": guess, "confidence": 0.9}
    message = Message({"text": new, "metadata": told, "intent": intent})
    extractor.process([message])
    IntentArbiter().process([message])
    facts = [e["value"] for e in message.get("entities", []) if e["entity"] == "facts"]
    return message.get("intent")["name"], facts[0] if facts else {}


@pytest.mark.parametrize(
    ("old", "new", "asked", "facts"),
    [
        ("5", "6", "sleep_hours", {"sleep_hours": 6}),
        ("i sleep 5 hors", "i sleep 5 hours", None, {}),
        ("acne", "acne and dark spots", None, {"concerns": ["pigmentation"]}),
        ("acne and redness", "acne", None, {"retracted": [["concerns", "redness"]]}),
        ("I smoke", "I don't smoke", None, {"smoking": "never"}),
        ("I am 34 and sleep 5 hours", "I sleep 5 hours", None, {"retracted": [["age", 34]]}),
        (
            "glycolic every night",
            "glycolic twice a week",
            None,
            {
                "products": [
                    {"id": "glycolic_acid", "status": "current", "per_week": 2, "when": "pm"}
                ]
            },
        ),
        ("I sleep 5 to 6 hours", "I sleep 6 to 7 hours", None, {"sleep_hours": [6, 7]}),
        ("I sleep 5 to 6 hours", "", None, {"retracted": [["sleep_hours", 5], ["sleep_hours", 6]]}),
        ("none", "let me check that", "allergies", {"retracted": [["allergies", []]]}),
        (
            "I am pregnant",
            "my sister is pregnant",
            None,
            {"retracted": [["pregnancy", "pregnant"]]},
        ),
        ("my sister has acne", "I have acne", None, {"concerns": ["acne"]}),
        (
            "glycolic acid twice a week",
            "glycolic acid",
            None,
            {
                "products": [{"id": "glycolic_acid", "status": "current", "per_week": None}],
                "retracted": [["products", "glycolic_acid"]],
            },
        ),
        (
            "I use glycolic acid and retinol",
            "I use retinol",
            None,
            {"retracted": [["products", "glycolic_acid"]]},
        ),
    ],
)
def test_only_what_changed_is_stated(
    extractor: FactExtractor, old: str, new: str, asked: Any, facts: dict[str, Any]
) -> None:
    intent, read = corrected(extractor, old, new, asked)
    assert intent == "correct_message"
    if "products" in facts:
        # without its time of day, which the new words leave out
        read["products"][0].pop("when", None)
        facts["products"][0].pop("when", None)
    assert read == facts


def test_an_emergency_in_the_new_words_comes_first(extractor: FactExtractor) -> None:
    intent, facts = corrected(extractor, "my lips", "my lips are swelling and I can't breathe")
    assert intent == "report_red_flag"
    assert "breathing_difficulty" in facts["red_flags"]


def test_an_emergency_that_the_new_words_leave_out_is_not_taken_back(
    extractor: FactExtractor,
) -> None:
    intent, facts = corrected(extractor, "my lips are swelling", "my lips are fine")
    assert (intent, facts) == ("correct_message", {"retracted": [["symptoms", "swelling"]]})


def test_one_that_was_told_already_is_not_told_again(extractor: FactExtractor) -> None:
    intent, facts = corrected(extractor, "my lips are swelling!", "my lips are swelling")
    assert (intent, facts) == ("correct_message", {})


@pytest.mark.parametrize(
    "metadata",
    [None, {}, {"corrects": None}, {"corrects": {}}, {"corrects": {"text": 7}}, {"corrects": "5"}],
)
def test_anything_else_is_a_message_of_its_own(metadata: Any) -> None:
    assert former(Message({"text": "5", "metadata": metadata})) is None


SAID = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(10, 90),
        "symptoms": st.lists(st.sampled_from(["redness", "itching", "burning"]), unique=True),
        "stress": st.sampled_from(["low", "high"]),
    },
)


@given(SAID, SAID)
def test_applied_to_the_old_words_a_change_gives_the_new_ones(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    changed = change(before, after)
    result = dict(before)
    for key, gone in changed.pop("retracted", []):
        if isinstance(result[key], list):
            result[key] = [each for each in result[key] if each != gone]
        else:
            del result[key]
    for key, value in changed.items():
        old = result.get(key)
        result[key] = [*(old or []), *value] if isinstance(value, list) else value
    assert {k: sorted(v) if isinstance(v, list) else v for k, v in result.items() if v != []} == {
        k: sorted(v) if isinstance(v, list) else v for k, v in after.items() if v != []
    }
    assert change(before, before) == {}


def test_a_caption_that_asks_something_still_states_nothing(extractor: FactExtractor) -> None:
    turn = UserUttered("look at this", parse_data={"text": "look at this", "metadata": {}})
    turn.metadata = {"photo": "0a1b"}
    tracker = DialogueStateTracker.from_events("asha", [turn])
    message = Message(
        {"text": "is this rosacea?", "metadata": {"corrects": {"text": "look at this"}}}
    )
    extractor.process([message], tracker)
    assert message.get("entities", []) == []
