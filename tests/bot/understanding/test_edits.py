"""Which way a message goes that was written anew."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.intents import IntentArbiter

SLOTS = ("stage", "asking", "check_in", "consented", "photo_agreed", "invited")


def turn(text: str, intent: str) -> UserUttered:
    return UserUttered(text, intent={"name": intent, "confidence": 1.0})


def talk(*events: Event) -> DialogueStateTracker:
    slots = [AnySlot(name, mappings=[{}], influence_conversation=False) for name in SLOTS]
    return DialogueStateTracker.from_events("asha", list(events), slots)


def intent_of(
    tracker: DialogueStateTracker, old: str, new: str, asked: Any, guess: str, *read: dict[str, Any]
) -> str:
    """Return the intent of new words in place of old ones, as the classifier guesses them."""
    message = Message(
        {
            "text": new,
            "metadata": {"corrects": {"text": old, "asked": asked}},
            "intent": {"name": guess, "confidence": 0.95},
            "entities": list(read),
        }
    )
    IntentArbiter().process([message], tracker)
    return str(message.get("intent")["name"])


def asked_for(stage: str, asking: Any, **slots: Any) -> list[Event]:
    slots |= {"stage": stage, "asking": asking}
    return [SlotSet(name, value) for name, value in slots.items()]


@pytest.mark.parametrize(
    "guess", ["greet", "inform", "affirm", "skip", "thank", "ask_question", "go_back", "stop"]
)
def test_whatever_it_would_be_by_itself_it_is_a_correction(guess: str) -> None:
    tracker = talk(
        *asked_for("intake", "stress"), turn("5", "inform"), *asked_for("intake", "smoking")
    )
    assert intent_of(tracker, "5", "what now", "stress", guess) == "correct_message"


@pytest.mark.parametrize(
    ("stage", "asking", "guess"),
    [
        ("consent", "consent", "affirm"),
        ("consent", "consent", "deny"),
        ("guardian", "consent", "deny"),
        ("confirm", "confirm", "affirm"),
        ("photo", "photo_consent", "affirm"),
        ("intake", "smoking", "skip"),
    ],
)
def test_it_answers_the_question_that_the_old_words_left_open(
    stage: str, asking: str, guess: str
) -> None:
    tracker = talk(
        *asked_for(stage, asking, consented=stage != "consent"),
        turn("yse", "nlu_fallback"),
        ActionExecuted("action_not_understood"),
    )
    assert intent_of(tracker, "yse", "a word", asking, guess) == guess


def test_that_there_is_none_is_such_an_answer_too() -> None:
    tracker = talk(*asked_for("intake", "event"), turn("no evnt", "nlu_fallback"))
    nothing = {"entity": "nothing", "value": ["event"]}
    assert intent_of(tracker, "no evnt", "no event", "event", "inform", nothing) == "inform"


def test_a_yes_that_only_gains_a_full_stop_says_nothing_new() -> None:
    tracker = talk(*asked_for("intake", "smoking"), turn("yes", "affirm"))
    assert intent_of(tracker, "yes", "yes.", "smoking", "affirm") == "correct_message"


def test_once_another_message_came_between_it_is_no_answer_any_more() -> None:
    tracker = talk(
        *asked_for("confirm", "confirm"), turn("yse", "nlu_fallback"), turn("why?", "ask_why")
    )
    assert intent_of(tracker, "yse", "yes", "confirm", "affirm") == "correct_message"


def test_a_guardian_does_not_agree_by_an_edit_of_what_the_child_had_said() -> None:
    tracker = talk(
        *asked_for("consent", "consent"),
        turn("I am 15, yes", "inform"),
        *asked_for("guardian", "consent", consented=True),
    )
    assert intent_of(tracker, "I am 15, yes", "yes!", "consent", "affirm") == "correct_message"


@pytest.mark.parametrize("old", ["yes", "delete my data"])
def test_nothing_is_deleted_by_the_edit_of_another_yes(old: str) -> None:
    tracker = talk(
        *asked_for("confirm", "confirm"), turn(old, "affirm"), *asked_for("erasing", "confirm")
    )
    assert intent_of(tracker, old, "yes!", "confirm", "affirm") == "correct_message"


@pytest.mark.parametrize(
    ("asked", "slots", "intent"),
    [
        ("consent", {"consented": True}, "erase"),
        ("photo_consent", {"photo_agreed": True}, "erase_photo"),
        ("check_in", {"invited": True}, "stop"),
        ("consent", {}, "correct_message"),
        ("photo_consent", {}, "correct_message"),
        ("confirm", {"consented": True, "photo_agreed": True}, "correct_message"),
    ],
)
def test_a_yes_that_becomes_a_no_takes_back_what_it_allowed(
    asked: str, slots: dict[str, Any], intent: str
) -> None:
    tracker = talk(turn("yes", "affirm"), *asked_for("intake", "open", **slots))
    assert intent_of(tracker, "yes", "no", asked, "deny") == intent


def test_a_no_in_place_of_something_else_takes_nothing_back() -> None:
    tracker = talk(
        turn("better", "tell_change"), *asked_for("planned", None, invited=True, consented=True)
    )
    assert intent_of(tracker, "better", "no", "check_in", "deny") == "correct_message"


def test_another_question_that_is_open_by_now_is_not_answered() -> None:
    tracker = talk(turn("yes", "nlu_fallback"), *asked_for("intake", "smoking"), turn("yes", "x"))
    assert intent_of(tracker, "yes", "no", "spf_reapply", "deny") == "correct_message"


@pytest.mark.parametrize("wish", ["erase", "erase_photo", "ask_human"])
def test_who_now_wishes_for_a_person_or_for_erasure_is_heard(wish: str) -> None:
    tracker = talk(turn("hello", "greet"), *asked_for("intake", "smoking"))
    assert intent_of(tracker, "hello", "please", None, wish) == wish


def test_who_had_wished_for_a_person_already_is_not_heard_twice() -> None:
    tracker = talk(turn("a persn please", "ask_human"), turn("never mind", "thank"))
    said = intent_of(tracker, "a persn please", "a person please", None, "ask_human")
    assert said == "correct_message"


def test_an_emergency_is_heard_where_its_words_name_none() -> None:
    tracker = talk(turn("hello", "greet"))
    assert intent_of(tracker, "hello", "help", None, "report_red_flag") == "report_red_flag"
    tracker = talk(turn("hlep", "report_red_flag"))
    assert intent_of(tracker, "hlep", "help", None, "report_red_flag") == "correct_message"


@pytest.mark.parametrize("text", ["/restart", "ich habe keine Akne und keine Pickel im Gesicht"])
def test_what_cannot_be_read_changes_nothing(text: str) -> None:
    tracker = talk(turn("hello", "greet"), *asked_for("intake", "smoking"))
    assert intent_of(tracker, "hello", text, "open", "inform") == "correct_message"


@pytest.mark.parametrize(
    ("old", "new", "change"), [("better", "worse", ["worse"]), ("bettr, worse", "worse", [])]
)
def test_how_the_skin_has_changed_is_told_where_it_is_told_otherwise(
    old: str, new: str, change: list[str]
) -> None:
    told = {"corrects": {"text": old, "asked": ["check_in", "symptoms"]}}
    message = Message({"text": new, "metadata": told, "intent": {"name": "inform"}})
    tracker = talk(turn(old, "tell_change"), *asked_for("planned", None))
    IntentArbiter().process([message], tracker)
    assert message.get("intent")["name"] == "correct_message"
    read = [each["value"] for each in message.get("entities", []) if each["entity"] == "change"]
    assert read == change
