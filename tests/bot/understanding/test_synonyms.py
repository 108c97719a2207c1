"""What words mean alike, whatever language they are in."""

import pytest

from bot.understanding.normalise import words_of
from bot.understanding.synonyms import glossed, meanings_of


@pytest.mark.parametrize(
    "text", ["how do i apply sunblock", "sunscreen kaise lagaye", "cómo me pongo protector solar"]
)
def test_one_question_in_three_languages_means_the_same(text: str) -> None:
    assert {"how", "use", "sunscreen"} <= meanings_of(words_of(text))


def test_the_longest_phrase_wins_where_words_follow_one_another() -> None:
    assert glossed(words_of("my sleeping mask")) == ["PERSON_SELF", "SLEEPING_MASK"]


def test_a_phrase_also_means_what_is_in_it() -> None:
    assert {"sleeping_mask", "mask"} <= meanings_of(words_of("my sleeping mask"))


def test_words_without_a_meaning_stay_as_they_are() -> None:
    assert glossed(["xylophone"]) == ["xylophone"]
    assert meanings_of(["xylophone"]) == set()
