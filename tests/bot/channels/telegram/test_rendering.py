"""Messages as Telegram shows them: within its limits, nothing lost, nothing taken for markup."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.rendering import (
    MOST_DATA_BYTES,
    MOST_TEXT,
    Photo,
    Words,
    are_numbered,
    render,
)
from bot.gateway.messages import Button, Message
from bot.gateway.parts import Choice, PlanCard, Shown, shown
from bot.gateway.splitting import units
from bot.gateway.words import text
from clinic.emergency import Emergency

EMERGENCY = Emergency(number="112", crisis_name="Lifeline", crisis_number="988")


def rendered(message: Message) -> list[Words | Photo]:
    return render(shown(message, EMERGENCY))


def buttons(*titles: str) -> list[Button]:
    return [{"title": each, "payload": f"I say {each}"} for each in titles]


def test_paragraphs_and_lists_are_one_text() -> None:
    message = Message(texts=["Noted.\n• acne\n• redness", "And sleep?"])
    assert rendered(message) == [Words("Noted.\n\n• acne\n• redness\n\nAnd sleep?")]


def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    assert rendered(Message(texts=["a < b & <b>c</b>"])) == [
        Words("a &lt; b &amp; &lt;b&gt;c&lt;/b&gt;")
    ]


def test_choices_are_buttons_under_the_last_words_short_ones_in_pairs() -> None:
    message = Message(texts=["How often?"], buttons=buttons("Daily", "Never", "x" * 20, "Weekly"))
    [piece] = rendered(message)
    assert isinstance(piece, Words)
    titles = [[choice.title for choice in row] for row in piece.buttons]
    assert titles == [["Daily", "Never"], ["x" * 20], ["Weekly"]]


def test_a_picture_stands_before_the_question() -> None:
    message = Message(texts=["Is it you?"], buttons=buttons("Yes"), image="/api/photos/1/overlay")
    first, second = rendered(message)
    assert first == Photo("/api/photos/1/overlay", text("picture"))
    assert isinstance(second, Words) and second.buttons


def test_choices_without_words_have_some() -> None:
    [piece] = rendered(Message(buttons=buttons("Yes", "No")))
    assert isinstance(piece, Words) and piece.html == text("messengers.choose")


def test_what_does_not_fit_a_button_is_a_numbered_list() -> None:
    long: list[Button] = [{"title": "Yes", "payload": "ü" * 33}, {"title": "No", "payload": "no"}]
    message = Message(texts=["Well?"], buttons=long)
    assert rendered(message) == [Words(f"Well?\n\n{text('messengers.numbered')}\n1. Yes\n2. No")]
    assert are_numbered([Choice(title="Yes", say="ü" * 33)])


def test_an_emergency_begins_with_what_to_do_and_ends_with_whom_to_call() -> None:
    message = Message(texts=["Call 112 now."], custom={"triage": "now"})
    [piece] = rendered(message)
    assert isinstance(piece, Words)
    assert piece.html.startswith(f"<b>{text('alarm')}</b>\nCall 112 now.")
    assert piece.html.endswith(text("script.alarm.call", number="112"))


def test_headings_of_a_plan_are_bold() -> None:
    plan = PlanCard(plan={}, text="Morning:\n• SPF 50\nEvening:\n• retinol\nSee you soon.")
    [piece] = render(Shown(parts=[plan], custom={}))
    assert piece == Words(
        "<b>Morning:</b>\n• SPF 50\n\n<b>Evening:</b>\n• retinol\n\nSee you soon."
    )


LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="•"), max_size=3000),
    min_size=1,
    max_size=6,
)


def plain(piece: Words) -> str:
    return html.unescape(re.sub(r"</?b>", "", piece.html))


@given(LINES)
def test_nothing_is_lost_and_everything_fits(lines: list[str]) -> None:
    pieces = rendered(Message(texts=["\n".join(lines)]))
    said = "".join(plain(each) for each in pieces if isinstance(each, Words))
    assert "".join(said.split()) == "".join("".join(lines).split())
    assert all(0 < units(plain(each)) <= MOST_TEXT for each in pieces if isinstance(each, Words))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.text(min_size=1)), min_size=1))
def test_a_button_never_holds_more_than_it_may(choices: list[tuple[str, str]]) -> None:
    given_buttons: list[Button] = [{"title": t, "payload": p} for t, p in choices]
    for piece in rendered(Message(texts=["Well?"], buttons=given_buttons)):
        assert isinstance(piece, Words)
        for row in piece.buttons:
            assert all(1 <= len(each.say.encode()) <= MOST_DATA_BYTES for each in row)
