"""A word of several meanings is read by what stands beside it."""

from typing import Any

import pytest

from bot.understanding.normalise import words_of
from bot.understanding.reader import FactReader


@pytest.mark.parametrize(
    "text",
    [
        "let's play a game",
        "a game of chess",
        "a dove sat on my window",
        "I fed a white dove",
        "you bloody fool",
        "bloody hell!",
        "my tap is leaking",
        "the leaking tap drives me crazy",
        "the bottle came leaking",
        "I have chest congestion",
        "my nose is congested",
        "traffic congestion is bad",
        "hii dewy",
        "happy new year dewy",
        "I washed it straight off",
        "my hold music is terrible",
    ],
)
def test_another_sense_states_nothing(reader: FactReader, text: str) -> None:
    assert reader.read(text) == {}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("my mole is bloody", "symptoms", ["bleeding"]),
        ("there is a bloody crust on it", "symptoms", ["bleeding"]),
        ("the sore spot is leaking", "symptoms", ["oozing"]),
        ("I want to look dewy", "goals", ["glow"]),
        ("mujhe tap hai", "symptoms", ["fever"]),
        ("my chin is congested", "concerns", ["texture"]),
        ("congestion on my forehead", "concerns", ["texture"]),
    ],
)
def test_the_sense_of_the_skin_is_read(
    reader: FactReader, text: str, key: str, value: list[str]
) -> None:
    assert set(value) <= set(reader.read(text)[key])


@pytest.mark.parametrize(
    ("text", "asked", "identifier"),
    [
        ("I use A-Game every night", None, "retinal"),
        ("I wash my face with Dove", None, "cleanser"),
        ("Dove soap", None, "cleanser"),
        ("Dove, niacinamide", None, "cleanser"),
        ("Dove", "products", "cleanser"),
    ],
)
def test_the_name_of_a_product_is_read(
    reader: FactReader, text: str, asked: str | None, identifier: str
) -> None:
    assert identifier in [each["id"] for each in reader.read(text, asked)["products"]]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("products", "can we play a game"),
        ("symptoms", "bloody fool"),
        ("symptoms", "my tap is leaking"),
        ("concerns", "nasal congestion"),
    ],
)
def test_a_question_makes_no_homograph_a_fact(reader: FactReader, asked: str, text: str) -> None:
    facts: dict[str, Any] = reader.read(text, asked)
    assert not facts.get(asked)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("does milk cause acne", "does milk cause acne"),
        ("I skip it cause it's greasy", "i skip it because its greasy"),
        ("'cause I'm lazy", "because im lazy"),
        ("ya", "ya"),
        ("see ya", "see you"),
        ("do ya sell it", "do you sell it"),
        ("subah ya raat", "subah ya raat"),
    ],
)
def test_a_short_form_that_is_a_word_too_is_read_by_its_neighbours(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("spf 50 now", {"spf_value": 50}),
        ("spf 30 in July", {"spf_value": 30}),
        ("nothing is helping my acne", {"concerns": ["acne"]}),
        ("nothing is swollen", {}),
    ],
)
def test_a_number_is_no_age_and_nothing_no_denial_by_itself(
    reader: FactReader, text: str, facts: dict[str, Any]
) -> None:
    assert reader.read(text) == facts
