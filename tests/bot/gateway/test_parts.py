"""What a message shows: the same parts for every channel."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.messages import Message
from bot.gateway.parts import (
    AlarmCard,
    Call,
    Choice,
    Choices,
    List,
    Picture,
    PlanCard,
    Text,
    helplines,
    prose,
    shown,
)
from clinic.emergency import Emergency

INDIA = Emergency(number="112", crisis_name="Tele-MANAS", crisis_number="14416")


def parts(message: Message) -> list[object]:
    return list(shown(message, INDIA).parts)


def test_paragraphs_and_bullets_become_texts_and_lists() -> None:
    assert parts(Message(texts=["Noted:\n• acne\n• oily skin", "Is that right?"])) == [
        Text(text="Noted:"),
        List(items=["acne", "oily skin"]),
        Text(text="Is that right?"),
    ]


def test_choices_come_last_with_what_they_say() -> None:
    message = Message(texts=["Do you?"], buttons=[{"title": "Yes", "payload": "yes, I do"}])
    assert parts(message)[-1] == Choices(choices=[Choice(title="Yes", say="yes, I do")])


def test_a_picture_has_words_too() -> None:
    [picture] = parts(Message(image="https://clinic.example/map.png"))
    assert isinstance(picture, Picture) and picture.alt


def test_a_plan_is_a_card_in_place_of_its_own_words() -> None:
    message = Message(texts=["Here it is", "MORNING"], custom={"plan": {"warnings": []}, "a": 1})
    assert parts(message) == [
        Text(text="Here it is"),
        PlanCard(plan={"warnings": []}, text="MORNING"),
    ]
    assert shown(message, INDIA).custom == {"a": 1}


def test_an_emergency_is_a_card_with_the_numbers_that_it_names() -> None:
    message = Message(texts=["Call 112 now.", "• sit up"], custom={"triage": "now"})
    [alarm] = parts(message)
    assert isinstance(alarm, AlarmCard)
    assert alarm.parts == [Text(text="Call 112 now."), List(items=["sit up"])]
    assert alarm.calls == [Call(number="112", name="")]


def test_a_number_within_another_is_not_meant() -> None:
    [alarm] = parts(Message(texts=["Call 1120 or 14416."], custom={"triage": "now"}))
    assert isinstance(alarm, AlarmCard)
    assert alarm.calls == [Call(number="14416", name="Tele-MANAS")]


def test_what_is_no_number_cannot_be_called() -> None:
    nameless = Emergency(number="your local emergency number", crisis_name="a", crisis_number="1 2")
    assert helplines(nameless) == [Call(number="1 2", name="a")]


@given(st.lists(st.text(alphabet="ab\n• ")))
def test_no_word_is_lost(texts: list[str]) -> None:
    said = "".join("".join(texts).split()).replace("•", "")
    shown_words = [
        words
        for part in prose(texts)
        for words in ([part.text] if isinstance(part, Text) else part.items)
    ]
    assert "".join("".join(shown_words).split()).replace("•", "") == said
