"""The notation of the vocabulary, and that the vocabulary keeps to it."""

from __future__ import annotations

import re

import pytest

from bot.understanding.marks import CUES, NAMES
from bot.understanding.phrases import expand
from bot.understanding.vocabulary import FOLDER, lines, meanings

MOST_FORMS = 10_000


@pytest.mark.parametrize(
    ("phrase", "forms"),
    [
        ("gave up", ["gave up"]),
        ("(a|b) c", ["a c", "b c"]),
        ("so [very] red", ["so very red", "so red"]),
        ("N times", ["N times"]),
        ("eye[s]", ["eyes", "eye"]),
    ],
)
def test_a_line_stands_for_plain_phrases(phrase: str, forms: list[str]) -> None:
    assert list(expand(phrase)) == forms


@pytest.mark.parametrize(
    ("word", "form"),
    [("burn~", "burning"), ("stop~", "stopped"), ("change~", "changing"), ("worry~", "worries")],
)
def test_a_marked_word_has_its_endings(word: str, form: str) -> None:
    assert {word[:-1], form} <= set(expand(word))


def test_a_block_holds_phrases_between_commas_and_lines() -> None:
    assert lines("a b, c  # not this\n(d|\n e) f") == ["a b", "c", "(d| e) f"]


@pytest.mark.parametrize("name", [*NAMES, *CUES, "brands"])
def test_choices_are_closed_and_do_not_nest(name: str) -> None:
    for label, phrases in meanings(name):
        for phrase in phrases:
            depth = 0
            for mark in re.findall(r"[()\[\]]", phrase):
                depth += 1 if mark in "([" else -1
                assert depth in (0, 1), f"{label}: {phrase}"
            assert depth == 0 or phrase in "()", f"{label}: {phrase}"
            assert sum(1 for _ in expand(phrase)) < MOST_FORMS, f"{label}: {phrase}"


def test_no_line_is_longer_than_a_hundred_characters() -> None:
    for path in FOLDER.rglob("*.yml"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert len(line) <= 100, f"{path.name}:{number}"
