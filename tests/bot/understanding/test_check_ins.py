"""A check-in is begun by the gateway alone, and its answers are read in its own light."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.check_ins import begins_check_in, change_in
from bot.understanding.component import FactExtractor
from bot.understanding.reader import FactReader
from tests.bot.understanding.pipeline import understood
from tests.bot.understanding.test_buttons import WORDS, payload

SKIN, HABITS = ["check_in"], ["products.glycolic_acid.per_week", "spf_use"]
BEGUN = {"message_id": "m1", "check_in": {"id": 12, "weeks": 4}}


def in_check_in(
    extractor: FactExtractor, text: str, asking: Any = SKIN, stage: str = "check_in", **more: Any
) -> tuple[str, dict[str, Any]]:
    """Return what is understood while a check-in asks."""
    return understood(extractor, text, asking=asking, stage=stage, **more)


class TestWhoBeginsIt:
    def test_what_stands_beside_the_words_does(self, extractor: FactExtractor) -> None:
        assert in_check_in(extractor, "check-in", metadata=BEGUN) == ("begin_check_in", {})

    @pytest.mark.parametrize("stage", ["planned", "intake", "emergency", "check_in"])
    def test_wherever_the_talk_is(self, extractor: FactExtractor, stage: str) -> None:
        intent, _ = in_check_in(extractor, "check-in", metadata=BEGUN, stage=stage)
        assert intent == "begin_check_in"

    @pytest.mark.parametrize("text", ["check-in", "check in", "begin_check_in", "/begin_check_in"])
    def test_no_words_do(self, extractor: FactExtractor, text: str) -> None:
        intent, _ = in_check_in(extractor, text, stage="planned", asking=None)
        assert intent != "begin_check_in"

    @pytest.mark.parametrize(
        "metadata",
        [None, {}, [], "check_in", {"check_in": 12}, {"check_in": {}}, {"check_in": {"id": "12"}}],
    )
    def test_nothing_else_beside_them_does(self, metadata: Any) -> None:
        message = Message.build("check-in")
        message.set("metadata", metadata)
        assert not begins_check_in(message)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Better", "better"),
        ("much better, thank you!", "better"),
        ("it has improved a lot", "better"),
        ("no more spots", "better"),
        ("not as bad as before", "better"),
        ("fine", "better"),
        ("pehle se acha", "better"),
        ("mejor", "better"),
        ("The same", "same"),
        ("about the same", "same"),
        ("it hasn't changed", "same"),
        ("no better", "same"),
        ("not any worse", "same"),
        ("hasn't really improved", "same"),
        ("Worse", "worse"),
        ("it's gotten a bit worse", "worse"),
        ("not good", "worse"),
        ("more redness than before", "worse"),
        ("better on my cheeks, worse on the chin", "worse"),
        ("peor", "worse"),
        ("yes", None),
        ("no", None),
        ("well, it burns a bit and I am not sure what to do", None),
    ],
)
def test_how_the_skin_has_changed(text: str, change: str | None) -> None:
    assert change_in(text, SKIN, {}) == change


@pytest.mark.parametrize(
    ("text", "facts", "change"),
    [
        ("same as before", {}, "same"),
        ("no change", {}, "same"),
        ("the same, but sunscreen every day", {"spf_use": "daily"}, None),
        ("better", {}, None),
    ],
)
def test_of_habits_only_the_same_is_told(
    text: str, facts: dict[str, Any], change: str | None
) -> None:
    assert change_in(text, HABITS, facts) == change


@pytest.mark.parametrize(
    ("text", "guess", "change"),
    [
        # a bare answer, whatever the classifier makes of it
        ("better", "ask_question", "better"),
        ("the same", "stop", "same"),
        ("ok stop", "stop", None),
        ("good, now delete my data", "erase", None),
        ("fine, but can I talk to a person", "ask_human", None),
    ],
)
def test_what_a_patient_wants_instead_is_heard(text: str, guess: str, change: str | None) -> None:
    assert change_in(text, SKIN, {}, guess, 0.9) == change


def test_an_answer_has_its_own_intent_and_keeps_its_facts(extractor: FactExtractor) -> None:
    intent, read = in_check_in(extractor, "worse, it burns")
    assert intent == "tell_change"
    assert read["change"] == "worse" and read["facts"] == {"symptoms": ["burning"]}


def test_a_red_flag_comes_before_it(extractor: FactExtractor) -> None:
    intent, _ = in_check_in(extractor, "worse, my face is swelling up and I can't breathe")
    assert intent == "report_red_flag"


@pytest.mark.parametrize("text", ["is it normal that it gets worse?", "my sister's acne is better"])
def test_a_question_or_somebody_else_is_no_answer(extractor: FactExtractor, text: str) -> None:
    intent, read = in_check_in(extractor, text, guess="ask_question")
    assert intent != "tell_change" and "change" not in read


@pytest.mark.parametrize("stage", ["planned", "check_in_offer", "intake"])
def test_elsewhere_nothing_is_read_as_an_answer(extractor: FactExtractor, stage: str) -> None:
    intent, read = in_check_in(extractor, "better", guess="affirm", stage=stage)
    assert intent == "affirm" and read == {}


@pytest.mark.parametrize("button", WORDS["check_in"]["symptoms_buttons"], ids=payload)
def test_each_button_for_the_skin_is_an_answer(extractor: FactExtractor, button: Any) -> None:
    intent, read = in_check_in(extractor, payload(button), asking=["check_in", "symptoms"])
    assert intent == "tell_change"
    is_calm = read.get("facts", {}).get("symptoms") == []
    assert is_calm is (payload(button) == "better, and calm now")


@pytest.mark.parametrize("button", WORDS["check_in"]["product_buttons"], ids=payload)
def test_each_button_for_habits_is_an_answer(extractor: FactExtractor, button: Any) -> None:
    if payload(button) == "Not sure":  # for the classifier
        return
    intent, read = in_check_in(extractor, payload(button), asking=HABITS[0])
    assert (intent == "tell_change") is (payload(button) == "same as before")
    assert (intent == "inform") is ("products" in read.get("facts", {}))


@pytest.mark.parametrize(
    ("text", "uses", "spf_use"),
    [
        ("twice a week", 2, None),
        ("once a week, sunscreen every day", 1, "daily"),
        ("I stopped it, sunscreen every day", "stopped", "daily"),
        ("sunscreen every day now", None, "daily"),
        ("no sunscreen", None, "never"),
    ],
)
def test_bare_words_answer_for_the_product_and_never_for_sunscreen(
    reader: FactReader, text: str, uses: Any, spf_use: str | None
) -> None:
    facts = reader.read(text, HABITS)
    (item,) = facts.get("products", [{"status": "current"}])
    assert (item.get("per_week") if item["status"] == "current" else item["status"]) == uses
    assert facts.get("spf_use") == spf_use
