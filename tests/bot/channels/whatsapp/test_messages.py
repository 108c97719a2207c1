"""What goes to the Cloud API, as strict as its documentation: whom it is for, and what it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.messages import recipient_of, spoken
from bot.channels.whatsapp.rendering import Buttons, Image, Rows, render
from bot.gateway.parts import Choice, Choices, Shown, Text
from tests.imitated.graph_messages import shown

GROUP = "Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjAzNjM0MDQ2OTQyMzM4MjAZD"
TYPED = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=260)


@pytest.mark.parametrize("number", ["16505551234", "+16505551234"])
def test_a_number_is_written_to_as_such(number: str) -> None:
    assert recipient_of(number) == {
        "to": number,
        "recipient": None,
        "recipient_type": "individual",
    }


@pytest.mark.parametrize("user", ["IN.13491208655302741918", "US.a1B2c3", "US.ENT.118157992128"])
def test_who_hides_the_number_is_written_to_by_the_id(user: str) -> None:
    assert recipient_of(user) == {"to": None, "recipient": user, "recipient_type": "individual"}


def test_a_group_is_written_to_as_a_group() -> None:
    assert recipient_of(GROUP) == {"to": GROUP, "recipient": None, "recipient_type": "group"}


@given(TYPED, st.lists(st.tuples(TYPED, TYPED), max_size=12))
def test_whatever_is_said_the_platform_takes_it(said: str, offered: list[tuple[str, str]]) -> None:
    choices = [Choice(title=title, say=say) for title, say in offered]
    for piece in render(Shown(parts=[Text(text=said), Choices(choices=choices)], custom={})):
        assert not isinstance(piece, Image)
        kind, content = spoken(piece)
        told = shown({"type": kind, kind: content}, {})
        assert told.text == piece.text
        if isinstance(piece, Buttons | Rows):
            assert told.choices == {each.title: each.say for each in choices}
