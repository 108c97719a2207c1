"""Messages on WhatsApp by Twilio: nothing is lost, and no piece is longer than Twilio takes."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.twilio_rendering import MOST_UNITS, Photo, Words, render
from bot.gateway.parts import (
    AlarmCard,
    Call,
    Choice,
    Choices,
    List,
    Part,
    Picture,
    PlanCard,
    Shown,
    Text,
)
from bot.gateway.splitting import units
from bot.gateway.words import text

PLAN = """Here is your plan.
MORNING
• Wash with lukewarm water
• Sunscreen

EVENING
• Cream
Ask me anything."""


def rendered(*parts: Part) -> list[Any]:
    return render(Shown(parts=list(parts), custom={}))


def test_paragraphs_lists_and_numbered_choices_are_one_message() -> None:
    choices = Choices(choices=[Choice(title="Oily", say="oily"), Choice(title="Dry", say="dry")])
    assert rendered(
        Text(text="How is your skin?"), List(items=["by noon", "after washing"]), choices
    ) == [
        Words(
            "How is your skin?\n\n• by noon\n• after washing\n\n"
            f"{text('messengers.numbered')}\n1. Oily\n2. Dry"
        )
    ]


def test_the_headings_of_a_plan_are_bold_and_other_words_are_not() -> None:
    assert rendered(PlanCard(plan={}, text=PLAN)) == [
        Words(
            "Here is your plan.\n\n*MORNING*\n• Wash with lukewarm water\n• Sunscreen\n\n"
            "*EVENING*\n• Cream\n\nAsk me anything."
        )
    ]


def test_asterisks_in_a_heading_do_not_end_its_boldness() -> None:
    [piece] = rendered(PlanCard(plan={}, text="FOR *YOU*\n• Cream"))
    assert piece == Words("*FOR YOU*\n• Cream")


def test_an_alarm_names_each_number_on_a_line_that_can_be_tapped() -> None:
    [piece] = rendered(
        AlarmCard(
            title="Please act now",
            parts=[Text(text="Call 112."), List(items=["Sit up"])],
            calls=[Call(number="112", name=""), Call(number="14416", name="Tele-MANAS")],
        )
    )
    assert piece == Words(
        "*Please act now*\nCall 112.\n\n• Sit up\n\nCall 112\n\nCall Tele-MANAS, 14416"
    )


def test_a_picture_stands_between_what_comes_before_and_after_it() -> None:
    picture = Picture(url="/api/photos/ab/overlay", alt="Picture of your skin")
    choices = Choices(choices=[Choice(title="Go on", say="go on")])
    assert rendered(Text(text="I see"), picture, choices) == [
        Words("I see"),
        Photo("/api/photos/ab/overlay", "Picture of your skin"),
        Words(f"{text('messengers.numbered')}\n1. Go on"),
    ]


def test_the_asterisks_of_a_heading_count_toward_the_limit() -> None:
    heading, item = "Morning", "x" * (MOST_UNITS - len("Morning\n• "))
    made = rendered(PlanCard(plan={}, text=f"{heading}\n• {item}"))
    assert all(units(piece.body) <= MOST_UNITS for piece in made)
    assert made == [Words(f"*{heading}*"), Words(f"• {item}")]


def test_a_message_that_shows_nothing_has_no_pieces() -> None:
    assert rendered() == []


lines = st.text(st.sampled_from("ab .!?😀é*_"), min_size=1, max_size=900).filter(str.strip)
parts = st.one_of(
    st.builds(Text, text=lines),
    st.builds(List, items=st.lists(lines, min_size=1, max_size=4)),
    st.builds(PlanCard, plan=st.just({}), text=lines),
    st.builds(
        Choices, choices=st.lists(st.builds(Choice, title=lines, say=lines), min_size=1, max_size=3)
    ),
    st.builds(
        AlarmCard,
        title=lines,
        parts=st.lists(st.builds(Text, text=lines), max_size=2),
        calls=st.just([]),
    ),
)


@given(st.lists(parts, max_size=6))
def test_no_piece_is_empty_or_too_long_and_nothing_is_lost(given_parts: list[Part]) -> None:
    made = rendered(*given_parts)
    assert all(0 < units(piece.body) <= MOST_UNITS for piece in made)
    shown = re.sub(r"[\s*]", "", "".join(piece.body for piece in made))
    for part in given_parts:
        for said in _said(part):
            assert re.sub(r"[\s*]", "", said) in shown


@given(st.lists(parts, max_size=6))
def test_the_pieces_are_the_same_however_often_they_are_asked_for(given_parts: list[Part]) -> None:
    assert rendered(*given_parts) == rendered(*given_parts)


def _said(part: Part) -> list[str]:
    if isinstance(part, Text | PlanCard):
        return [part.text]
    if isinstance(part, List):
        return part.items
    if isinstance(part, Choices):
        return [choice.title for choice in part.choices]
    assert isinstance(part, AlarmCard)
    return [part.title, *(each.text for each in part.parts if isinstance(each, Text))]
