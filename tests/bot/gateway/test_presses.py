"""What a button carries: its words, and the turn whose question it answers."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.parts import Choice, Choices, Shown, Text
from bot.gateway.presses import MARK_LENGTH, marked, read, with_marks

IDS = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=64)


@given(turn=IDS, say=st.text(min_size=1))
def test_what_was_written_is_read_again(turn: str, say: str) -> None:
    carried = marked(Choice(title="a", say=say), turn).say
    assert read(carried) == (turn[-MARK_LENGTH:], say)


@pytest.mark.parametrize("data", ["Yes, I agree", "I say: one", "", ":", "0123456789abc:yes"])
def test_anything_else_has_no_mark(data: str) -> None:
    assert read(data) == (None, data)


def test_only_choices_are_marked_and_only_those_of_a_turn() -> None:
    choices = Choices(choices=[Choice(title="Yes", say="yes")])
    message = Shown(parts=[Text(text="Well?"), choices], custom={})
    [words, with_mark] = with_marks(message, "0123456789abcdef").parts
    assert words == Text(text="Well?")
    assert with_mark == Choices(choices=[Choice(title="Yes", say="89abcdef:yes")])
    assert with_marks(message, None) == message
