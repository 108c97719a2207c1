"""Slips are put right where a word is none, and words that are words are left alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.pipeline import build
from bot.understanding.reader import FactReader
from bot.understanding.spelling import Corrector
from bot.understanding.vocabulary import vocabulary


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector(["blister", "blistered", "radiant", "vision"], ["glycolic", "niacinamide"])


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("glycollic", "glycolic"),
        ("niacinimid", "niacinamide"),
        ("nihgts", "nights"),
        ("mornnings", "mornings"),
        ("suagr", "sugar"),
        ("dayly", "daily"),
        ("radint", "radiant"),
        ("raddiant", "radiant"),
        ("rdaiant", "radiant"),
        ("blisterd", "blistered"),
        ("ltires", "litres"),
    ],
)
def test_a_slip_is_put_right(corrector: Corrector, slip: str, word: str) -> None:
    assert corrector.correct(slip) == word


@pytest.mark.parametrize(
    "word",
    [
        "diary",
        "grass",
        "newer",
        "weekly",
        "nights",
        "vision",
        "radiants",
        "maine",
        "tener",
        "tries",
    ],
)
def test_a_word_is_no_slip(corrector: Corrector, word: str) -> None:
    assert corrector.correct(word) == word


@pytest.mark.parametrize("word", ["nadiant", "radiqnt", "xyzzy", "mmm", "sun"])
def test_only_slips_of_the_hand_with_the_right_first_letter_count(
    corrector: Corrector, word: str
) -> None:
    assert corrector.correct(word) == word


def test_every_word_of_the_vocabulary_stays_as_it_is() -> None:
    words = build().get_pipe("marks").words  # type: ignore[attr-defined]  # spaCy tells no type
    correct = build().tokenizer._corrector.correct  # type: ignore[attr-defined]  # ours
    assert [word for word in words if correct(word) != word] == []


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("glaas skin is the dream", None, {"goals": ["glass_skin"]}),
        ("too much suggar", "diet", {"diet": ["high_sugar"]}),
        ("about 2 litrs of watter a day", "water_litres", {"water_litres": 2}),
        ("i put on sunscren evrey mornig", "spf_use", {"spf_use": "daily"}),
        ("no illneses", "conditions", {"conditions": []}),
        ("alergic to latx", "allergies", {"allergies": ["latex"]}),
        ("sveen hours", "sleep_hours", {"sleep_hours": 7}),
    ],
)
def test_a_misspelt_message_is_read(
    reader: FactReader, text: str, asked: str | None, facts: dict[str, Any]
) -> None:
    assert reader.read(text, asked) == facts


@pytest.mark.parametrize("text", ["I keep a diary", "the grass is wet", "a newer phone"])
def test_everyday_words_are_no_misspelt_facts(reader: FactReader, text: str) -> None:
    assert reader.read(text) == {}


def test_a_hindi_knee_is_no_shortness_of_breath(reader: FactReader) -> None:
    assert "red_flags" not in reader.read("ghutna dukh raha hai")
    assert reader.read("dum ghut raha hai")["red_flags"] == ["breathing_difficulty"]


def test_every_word_that_is_read_is_a_word() -> None:
    # "no" without quotes is none in YAML
    assert all(isinstance(word, str) for word in vocabulary("spelling")["read_as"])
