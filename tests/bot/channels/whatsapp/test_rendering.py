"""Messages as WhatsApp shows them: within its limits, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.rendering import (
    MOST_BODY,
    MOST_TEXT,
    Buttons,
    Image,
    Piece,
    Rows,
    Words,
    are_numbered,
    render,
)
from bot.gateway.messages import Button, Message
from bot.gateway.parts import Choice, Choices, Part, PlanCard, Shown, Text, shown
from bot.gateway.splitting import units
from bot.gateway.words import text
from clinic.emergency import Emergency

EMERGENCY = Emergency(number="112", crisis_name="Lifeline", crisis_number="988")


def rendered(message: Message) -> list[Piece]:
    return render(shown(message, EMERGENCY))


def buttons(*titles: str) -> list[Button]:
    return [{"title": each, "payload": f"I say {each}"} for each in titles]


def choices(*titles: str) -> tuple[Choice, ...]:
    return tuple(Choice(title=each, say=f"I say {each}") for each in titles)


def test_three_short_choices_are_buttons() -> None:
    message = Message(texts=["Well?"], buttons=buttons("Yes", "No", "x" * 20))
    assert rendered(message) == [Buttons("Well?", choices("Yes", "No", "x" * 20))]


def test_up_to_ten_or_longer_ones_are_a_list() -> None:
    ten = [f"Choice {number}" for number in range(10)]
    assert rendered(Message(texts=["Well?"], buttons=buttons(*ten))) == [
        Rows("Well?", choices(*ten))
    ]
    longer = "x" * 24
    assert rendered(Message(texts=["Well?"], buttons=buttons(longer))) == [
        Rows("Well?", choices(longer))
    ]


def test_what_fits_neither_is_a_numbered_text() -> None:
    for titles in (["x" * 25, "No"], ["Same", "Same"], [f"C{number}" for number in range(11)]):
        [piece] = rendered(Message(texts=["Well?"], buttons=buttons(*titles)))
        assert isinstance(piece, Words)
        assert text("messengers.numbered") in piece.text
        assert piece.text.endswith(f"{len(titles)}. {titles[-1]}")
        assert are_numbered(choices(*titles))


def test_long_words_come_before_and_only_their_end_has_the_choices() -> None:
    long = " ".join(f"Sentence number {number} is here." for number in range(400))
    pieces = rendered(Message(texts=[long], buttons=buttons("Yes", "No")))
    assert isinstance(pieces[-1], Buttons) and all(isinstance(each, Words) for each in pieces[:-1])
    assert (
        " ".join(" ".join(each.text.split()) for each in pieces if not isinstance(each, Image))
        == long
    )


@pytest.mark.parametrize("said", [[], [Text(text=" ")]])
def test_choices_without_words_are_asked_for(said: list[Part]) -> None:
    message = Shown(parts=[*said, Choices(choices=list(choices("Yes")))], custom={})
    assert render(message) == [Buttons(text("messengers.choose"), choices("Yes"))]


def test_a_picture_stands_before_the_question() -> None:
    message = Message(texts=["Is it you?"], buttons=buttons("Yes"), image="/api/photos/1/overlay")
    assert rendered(message) == [
        Image("/api/photos/1/overlay", text("picture")),
        Buttons("Is it you?", choices("Yes")),
    ]


def test_an_emergency_begins_with_what_to_do_and_ends_with_whom_to_call() -> None:
    [piece] = rendered(Message(texts=["Call 112 now."], custom={"triage": "now"}))
    call = text("script.alarm.call", number="112")
    assert piece == Words(f"*{text('alarm')}*\nCall 112 now.\n\n{call}")


def test_headings_of_a_plan_are_bold() -> None:
    plan = PlanCard(plan={}, text="Morning:\n• SPF 50\nEvening:\n• retinol")
    assert render(Shown(parts=[plan], custom={})) == [
        Words("*Morning:*\n• SPF 50\n\n*Evening:*\n• retinol")
    ]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=3000), max_size=5),
    st.lists(st.tuples(st.text(max_size=30), st.text(max_size=300)), max_size=12),
)
def test_everything_fits_the_platform(
    lines: list[str], given_choices: list[tuple[str, str]]
) -> None:
    given_buttons: list[Button] = [
        {"title": title or "x", "payload": say or "x"} for title, say in given_choices
    ]
    for piece in rendered(Message(texts=["\n".join(lines)], buttons=given_buttons)):
        if isinstance(piece, Words):
            assert 0 < units(piece.text) <= MOST_TEXT
        elif isinstance(piece, Buttons | Rows):
            assert 0 < units(piece.text) <= MOST_BODY
            most, title, say = (3, 20, 256) if isinstance(piece, Buttons) else (10, 24, 200)
            assert 1 <= len(piece.choices) <= most
            assert all(0 < units(each.title) <= title for each in piece.choices)
            assert all(0 < units(each.say) <= say for each in piece.choices)
            assert len({each.title for each in piece.choices}) == len(piece.choices)
