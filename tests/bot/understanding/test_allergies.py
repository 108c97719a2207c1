"""Where the list of what somebody is allergic to ends."""

from __future__ import annotations

import pytest

from bot.understanding.reader import FactReader

ASKED = ["conditions", "allergies"]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("allergic to wool, mostly home cooked food", ["wool"]),
        ("allergy to sesame and lots of cheese in my diet", ["sesame"]),
        ("i'm allergic to cobalt, five hours of sleep", ["cobalt"]),
        ("allergic to latex, sunscreen daily", ["latex"]),
        ("I react to balsam of peru, not pregnant", ["balsam of peru"]),
        ("allergic to nuts, dairy and eggs", ["nuts", "dairy", "eggs"]),
        ("allergic to aloe, propolis & lanolin", ["aloe", "propolis", "lanolin"]),
    ],
)
def test_another_subject_ends_the_list(reader: FactReader, text: str, things: list[str]) -> None:
    assert reader.read(text)["allergies"] == things


@pytest.mark.parametrize("end", ["na", "bas", "yaar", "ji", "lol", "cheers", "please suggest"])
def test_words_that_only_end_a_sentence_are_no_allergen(reader: FactReader, end: str) -> None:
    assert reader.read(f"shellfish {end}", "allergies") == {"allergies": ["shellfish"]}
    assert reader.read(f"allergies: none {end}", ASKED)["allergies"] == []


def test_a_first_word_may_only_lead_in(reader: FactReader) -> None:
    assert reader.read("only dust mites", "allergies") == {"allergies": ["dust mites"]}


def test_an_answer_to_something_else_is_no_allergen(reader: FactReader) -> None:
    found = reader.read("sunscreen only for tennis and the lake", ["medications", *ASKED])
    assert not {"medications", "conditions", "allergies"} & set(found)
