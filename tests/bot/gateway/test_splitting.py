"""Long words in parts: none too long, none empty, nothing lost, cut where a reader would pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.splitting import split, units

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXTS, st.integers(2, 80))
def test_parts_fit_and_hold_everything(text: str, most: int) -> None:
    parts = split(text, most)
    assert all(0 < units(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part == part.strip() for part in parts)


def test_what_fits_is_left_whole() -> None:
    assert split(" One. Two.\n\nThree. ", 100) == ["One. Two.\n\nThree."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one two three.\n\nfour five six.", ["one two three.", "four five six."]),
        ("one two three.\nfour five six.", ["one two three.", "four five six."]),
        ("One two three. Four five six.", ["One two three.", "Four five six."]),
        ("one two three four five six", ["one two three four", "five six"]),
        ("x" * 30, ["x" * 20, "x" * 10]),
    ],
)
def test_the_best_place_is_between_paragraphs_then_sentences_then_words(
    text: str, parts: list[str]
) -> None:
    assert split(text, 20) == parts


def test_characters_beyond_the_basic_plane_count_twice() -> None:
    assert split("😊" * 5, 4) == ["😊😊", "😊😊", "😊"]


def test_an_empty_text_has_no_part() -> None:
    assert split(" \n ", 10) == []


def test_a_part_needs_room_for_a_character() -> None:
    with pytest.raises(ValueError, match="two units"):
        split("x", 1)
