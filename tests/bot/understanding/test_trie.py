"""Phrases are found wherever they stand, whether or not they share their ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.phrases import NUMBER
from bot.understanding.trie import Trie

WORDS = st.sampled_from(["a", "b", "c", NUMBER])
PHRASES = st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from("xyz")))


def trie_of(phrases: list[tuple[list[str], str]]) -> Trie:
    """Return a trie of phrases with their labels."""
    trie = Trie()
    for words, label in phrases:
        trie.add(words, label)
    return trie


@given(PHRASES, st.lists(st.sampled_from(["a", "b", "c", "7", "once"]), max_size=6))
def test_shared_ends_change_nothing_that_is_found(
    phrases: list[tuple[list[str], str]], message: list[str]
) -> None:
    trie = trie_of(phrases)
    before = list(trie.find(message))
    trie.share()
    assert list(trie.find(message)) == before


def test_a_phrase_is_found_with_its_place() -> None:
    trie = trie_of([(["twice", "a", "week"], "often"), (["a", "week"], "length")])
    trie.share()
    found = trie.find(["scrub", "twice", "a", "week"])
    assert set(found) == {("often", 1, 4), ("length", 2, 4)}


def test_any_number_stands_for_a_number() -> None:
    trie = trie_of([([NUMBER, "times"], "often")])
    assert list(trie.find(["once", "times"])) == [("often", 0, 2)]
    assert list(trie.find(["12", "times"])) == [("often", 0, 2)]
