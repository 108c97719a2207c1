"""A message with a photograph is about the photograph, unless it is an emergency."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.captions import brings_photo, statements
from bot.understanding.component import FactExtractor
from bot.understanding.photo_consent import INTENTS, answer_about_photo, takes_photo_back
from bot.understanding.phrases import expand
from bot.understanding.reader import FactReader
from bot.understanding.vocabulary import lines, vocabulary
from tests.bot.understanding.pipeline import understood

WITHOUT_WORDS = "Here is a photo of my skin."
NO_PHOTO = [None, {}, {"photo": None}, {"photo": ""}, {"photo": 7}, {"photo": ["a"]}, "photo", []]


class TestIntent:
    @pytest.mark.parametrize("guess", ["inform", "affirm", "erase", "ask_question", "nlu_fallback"])
    @pytest.mark.parametrize("text", [WITHOUT_WORDS, "my oily skin", "is this acne?", "/restart"])
    def test_whatever_its_words_seem_to_say(
        self, extractor: FactExtractor, text: str, guess: str
    ) -> None:
        intent, _ = understood(extractor, text, metadata={"photo": "a1"}, guess=guess)
        assert intent == "send_photo"

    def test_a_red_flag_in_its_caption_comes_first(self, extractor: FactExtractor) -> None:
        intent, read = understood(
            extractor, "my lips are swelling up, look!", metadata={"photo": "a1"}
        )
        assert intent == "report_red_flag" and read["facts"]["red_flags"]

    def test_a_red_flag_that_asks_comes_first_too(self, extractor: FactExtractor) -> None:
        intent, read = understood(
            extractor,
            "my lips are swelling and I can't breathe, is this bad?",
            metadata={"photo": "a1"},
        )
        assert intent == "report_red_flag" and read["facts"]["red_flags"]

    def test_so_does_what_only_the_classifier_takes_for_one(self, extractor: FactExtractor) -> None:
        intent, _ = understood(
            extractor, "help, quick", metadata={"photo": "a1"}, guess="report_red_flag"
        )
        assert intent == "report_red_flag"

    @pytest.mark.parametrize("metadata", NO_PHOTO)
    def test_without_a_photograph_nothing_changes(
        self, extractor: FactExtractor, metadata: Any
    ) -> None:
        intent, _ = understood(extractor, "hello there", metadata=metadata, guess="greet")
        assert intent == "greet"
        message = Message.build("x")
        message.set("metadata", metadata)
        assert not brings_photo(message)


class TestCaption:
    def test_its_facts_are_read(self, extractor: FactExtractor) -> None:
        _, read = understood(extractor, "my oily skin. I sleep 5 hours", metadata={"photo": "a1"})
        assert read["facts"] == {"skin_type": ["oily"], "sleep_hours": 5}

    @pytest.mark.parametrize(
        "caption",
        [
            "is this rosacea?",
            "Is this rosacea",
            "do I have rosacea?",
            "what is this? rosacea?",
            "is it eczema or psoriasis",
            "does this look like acne",
        ],
    )
    def test_what_it_asks_of_the_picture_is_no_fact(
        self, extractor: FactExtractor, caption: str
    ) -> None:
        _, read = understood(extractor, caption, metadata={"photo": "a1"})
        assert read == {}

    def test_what_it_tells_beside_a_question_is(self, extractor: FactExtractor) -> None:
        _, read = understood(
            extractor, "I use a scrub every day. Is this rosacea?", metadata={"photo": "a1"}
        )
        assert set(read["facts"]) == {"products"}

    @given(st.text(max_size=200))
    def test_any_caption_is_cut_into_its_statements(self, caption: str) -> None:
        left = statements(caption)
        assert len(left) <= len(caption) and "?" not in left.rstrip()[-1:]

    def test_one_without_questions_is_left_whole(self) -> None:
        assert statements("my oily skin. I sleep 5 hours!") == "my oily skin. I sleep 5 hours!"


class TestAnswersToItsConsent:
    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("Yes, keep it", "affirm"),
            ("No, don't keep it", "deny"),
            ("keep it", "affirm"),
            ("ok you can keep it", "affirm"),
            ("Don't delete it!", "affirm"),
            ("Delete it.", "deny"),
            ("please delete my photo", "deny"),
            ("get rid of it", "deny"),
        ],
    )
    def test_they_mean_what_was_asked(
        self, extractor: FactExtractor, text: str, intent: str
    ) -> None:
        guesses = ["erase", "deny", "affirm", "nlu_fallback", "send_photo"]
        found = {
            understood(extractor, text, guess=guess, asking="photo_consent")[0] for guess in guesses
        }
        assert found == {intent}

    @pytest.mark.parametrize("text", ["delete everything", "delete all my data", "hello", "", "?"])
    def test_what_is_no_answer_is_left_to_the_classifier(self, text: str) -> None:
        assert answer_about_photo(text, "photo_consent") is None
        assert answer_about_photo(text, "photo") is None

    def test_elsewhere_they_are_left_to_the_classifier(self, extractor: FactExtractor) -> None:
        intent, _ = understood(extractor, "keep it", guess="deny", asking="confirm")
        assert intent == "deny"

    def test_a_red_flag_is_no_answer(self, extractor: FactExtractor) -> None:
        text = "my lips are swelling up"
        assert understood(extractor, text, asking="photo_consent")[0] == "report_red_flag"

    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("no photo", "deny"),
            ("I don't have one", "deny"),
            ("not now", "deny"),
            ("maybe later", "deny"),
            ("without", "deny"),
            ("one moment", "affirm"),
            ("ok let me take one", "affirm"),
            ("hold on", "affirm"),
            ("ek minute", "affirm"),
        ],
    )
    def test_where_one_is_awaited_they_mean_whether_it_comes(
        self, extractor: FactExtractor, text: str, intent: str
    ) -> None:
        guesses = ["stop", "skip", "deny", "affirm", "nlu_fallback", "send_photo"]
        found = {understood(extractor, text, guess=guess, asking="photo")[0] for guess in guesses}
        assert found == {intent}

    @pytest.mark.parametrize("asked", INTENTS)
    def test_no_wording_means_both(self, asked: str) -> None:
        meant: dict[str, set[str]] = {"affirm": set(), "deny": set()}
        for meaning, intent in INTENTS[asked].items():
            for line in lines(vocabulary("photo_consent")[meaning]):
                meant[intent] |= set(expand(line))
        assert not meant["affirm"] & meant["deny"]
        for intent, phrases in meant.items():
            assert all(answer_about_photo(phrase, asked) == intent for phrase in phrases)

    @pytest.mark.parametrize("text", ["delete my photo", "please remove the pictures"])
    def test_at_any_moment_they_are_taken_back(self, extractor: FactExtractor, text: str) -> None:
        for asking in (None, "consent", ["medications", "allergies"]):
            assert understood(extractor, text, guess="erase", asking=asking)[0] == "erase_photo"
        assert understood(extractor, text, asking="photo_consent")[0] == "deny"

    @pytest.mark.parametrize(
        "text",
        [
            "delete my data",
            "delete it",
            "can you delete my photo",
            "don't delete my photo",
            "photo",
        ],
    )
    def test_nothing_else_takes_them_back(self, text: str) -> None:
        assert not takes_photo_back(text)

    def test_the_question_asks_for_no_fact(self, reader: FactReader) -> None:
        for text in ("yes", "no", "keep it", "none", "6"):
            assert reader.read(text, "photo_consent") == {}
