"""Whatever is written, the reader answers, in time, with facts that are valid."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en.stop_words import STOP_WORDS

from bot.understanding.normalise import LONGEST, words_of
from bot.understanding.reader import FactReader
from bot.understanding.vocabulary import products, vocabulary

REGIMEN = Path(__file__).parents[3] / "regimen"
VOCABULARY = yaml.safe_load((REGIMEN / "vocabulary.yml").read_text("utf-8"))
SENTENCES = Path(__file__).with_name("intents.jsonl").read_text("utf-8")
WORDS = re.findall(r"[a-z]+", SENTENCES.lower())
NAMES = sorted({word for words in products().values() for word in words})
RED_FLAGS = {flag for flags in VOCABULARY["red_flags"].values() for flag in flags}
LISTS = ("skin_type", "concerns", "goals", "symptoms", "conditions", "diet")
VALUES = ("spf_use", "sleep_quality", "stress", "smoking", "pregnancy")
BOUNDS = {"spf_value": 200, "water_litres": 30, "age": 130, "sleep_hours": 24}
ASKED = [*LISTS, *VALUES, *BOUNDS, "spf_reapply", "event", "medications", "allergies", "procedures"]
ITEMS = {
    "products": (set(products()), "product_status", {"per_week": 70}),
    "medications": (set(VOCABULARY["medications"]), "medication_status", {}),
    "procedures": (set(VOCABULARY["procedures"]), "procedure_status", {"weeks_ago": 5200}),
}


def is_within(value: Any, most: float) -> bool:
    ends = value if isinstance(value, list) else [value]
    return all(0 <= end <= most for end in ends) and sorted(ends) == ends


def assert_valid(facts: dict[str, Any]) -> None:
    """The bounds and identifiers of regimen.facts, which lives in the other environment."""
    for key, value in facts.items():
        if key in LISTS:
            assert set(value) <= set(VOCABULARY[key])
        elif key in VALUES:
            assert value in VOCABULARY[key]
        elif key in BOUNDS:
            assert is_within(value, BOUNDS[key])
        elif key in ITEMS:
            identifiers, statuses, numbers = ITEMS[key]
            for item in value:
                assert item["id"] in identifiers
                assert item["status"] in VOCABULARY[statuses]
                assert set(item) <= {"id", "status", "when", *numbers}
                assert item.get("when", "am") in VOCABULARY["when"]
                for name, most in numbers.items():
                    assert item.get(name) is None or is_within(item[name], most)
        elif key == "event":
            assert value["id"] in VOCABULARY["events"]
            assert is_within(value.get("days", 0), 36500)
        elif key == "red_flags":
            assert set(value) <= RED_FLAGS
        elif key == "allergies":
            assert all(isinstance(each, str) and each for each in value)
        elif key == "retracted":
            assert all(name in LISTS for name, _ in value)
        else:
            assert key in ("about_other", "spf_reapply")
            assert isinstance(value, bool)


@given(text=st.text(max_size=300), asked=st.sampled_from([None, *ASKED]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(reader: FactReader, text: str, asked: str | None) -> None:
    assert_valid(reader.read(text, asked))


EVERYDAY = st.sampled_from([*WORDS, *NAMES, "no", "not", "3", "99999", "0", ".", ",", "😭", "ago"])


@given(words=st.lists(EVERYDAY, max_size=40), asked=st.sampled_from([None, *ASKED]))
@settings(max_examples=200, deadline=None)
def test_any_mixture_of_words_gives_valid_facts(
    reader: FactReader, words: list[str], asked: str | None
) -> None:
    assert_valid(reader.read(" ".join(words), asked))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x07",
        "\ud83d",
        "\u202eretinol",
        "Ａｃｎｅ",
        "मुझे मुहांसे हैं",
        "¤ N ¤",
        "9" * 400,
        "🧴" * 9,
    ],
)
def test_odd_characters_are_no_trouble(reader: FactReader, text: str) -> None:
    assert_valid(reader.read(text))


@pytest.mark.parametrize("name", sorted(set(products())))
def test_every_product_is_known_by_its_name(reader: FactReader, name: str) -> None:
    found = reader.read(f"I use {name.replace('_', ' ')} daily").get("products", [])
    assert [each["id"] for each in found] == [name]


def test_common_words_are_no_product(reader: FactReader) -> None:
    named = {word for phrase in NAMES for word in words_of(phrase)}
    common = {*STOP_WORDS, *WORDS, *words_of(vocabulary("common")["words"])}
    for word in sorted(common - named):
        assert "products" not in reader.read(word), word


@pytest.mark.parametrize(
    ("slip", "identifier"),
    [
        ("niacinimide", "niacinamide"),
        ("tretenoin", "tretinoin"),
        ("hylauronic acid", "hyaluronic_acid"),
        ("adapaline", "adapalene"),
        ("salycilic acid", "salicylic_acid"),
    ],
)
def test_a_slip_of_a_products_name_is_read(reader: FactReader, slip: str, identifier: str) -> None:
    assert [each["id"] for each in reader.read(f"{slip} weekly")["products"]] == [identifier]


@pytest.mark.parametrize(
    "piece",
    [
        *("red ", "no ", "not not ", "retinol,", "my sister ", "3 times a week ", "and a half "),
        *("9 ", "half ", "swollen lips pus leg red ", "at 11 up at 6 sleep ", "a", "😭", "(", "- "),
    ],
)
def test_twice_the_text_takes_no_more_than_a_few_times_as_long(
    reader: FactReader, piece: str
) -> None:
    """CPU time of this thread, the best of three, so that a busy machine changes nothing."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        times = []
        for _ in range(3):
            start = time.thread_time()
            reader.read(text)
            times.append(time.thread_time() - start)
        return min(times)

    assert seconds(LONGEST) < 6 * seconds(LONGEST // 2) + 0.01


def test_a_message_is_read_up_to_the_longest_that_the_gateway_lets_in(reader: FactReader) -> None:
    assert words_of("a " * LONGEST + "retinol") == ["a"] * (LONGEST // 2)


def test_the_sentences_of_the_intents_are_read(reader: FactReader) -> None:
    for line in SENTENCES.splitlines():
        assert_valid(reader.read(json.loads(line)["text"]))
