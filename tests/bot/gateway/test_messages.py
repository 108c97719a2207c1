"""Rasa's elements become the messages that they came from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.messages import Message, grouped

YES = {"title": "Yes", "payload": "yes"}


def test_a_text_is_a_message() -> None:
    assert grouped([{"recipient_id": "x", "text": "Hello"}]) == [Message(texts=["Hello"])]


def test_custom_belongs_to_the_texts_before_it() -> None:
    elements = [{"text": "One"}, {"text": "Two"}, {"custom": {"asking": "open"}}]
    assert grouped(elements) == [Message(texts=["One", "Two"], custom={"asking": "open"})]


def test_an_image_follows_custom() -> None:
    elements = [{"text": "Look"}, {"custom": {"photo": {}}}, {"image": "/photo/1"}]
    assert grouped(elements) == [Message(texts=["Look"], custom={"photo": {}}, image="/photo/1")]


def test_a_text_after_custom_or_image_begins_a_message() -> None:
    elements = [
        {"text": "One"},
        {"custom": {"a": 1}},
        {"text": "Two"},
        {"image": "/2"},
        {"text": "Three"},
    ]
    assert [each.texts for each in grouped(elements)] == [["One"], ["Two"], ["Three"]]


def test_a_text_with_buttons_is_whole_so_it_stands_alone() -> None:
    elements = [
        {"text": "Noted"},
        {"text": "Is that right?", "buttons": [YES]},
        {"custom": {"asking": "confirm"}},
        {"text": "By the way"},
    ]
    assert grouped(elements) == [
        Message(texts=["Noted"]),
        Message(texts=["Is that right?"], buttons=[YES], custom={"asking": "confirm"}),
        Message(texts=["By the way"]),
    ]


def test_the_words_of_a_plan_are_the_last_text_of_its_message() -> None:
    elements = [{"text": "Here it is"}, {"text": "MORNING"}, {"custom": {"plan": {}}}]
    assert grouped(elements)[0].texts[-1] == "MORNING"


def test_custom_without_words_and_a_second_custom_are_messages() -> None:
    assert grouped([{"custom": {"a": 1}}, {"custom": {"b": 2}}]) == [
        Message(custom={"a": 1}),
        Message(custom={"b": 2}),
    ]


def test_what_is_not_known_is_left_out() -> None:
    assert grouped([{"recipient_id": "x", "attachment": "file"}]) == []


elements = st.lists(
    st.one_of(
        st.fixed_dictionaries({"text": st.text()}),
        st.fixed_dictionaries({"text": st.text(), "buttons": st.just([YES])}),
        st.fixed_dictionaries({"custom": st.just({"a": 1})}),
        st.fixed_dictionaries({"image": st.just("/i")}),
    )
)


@given(elements)
def test_nothing_is_lost_and_the_order_of_words_stays(sent: list[dict[str, object]]) -> None:
    messages = grouped(sent)
    assert [text for message in messages for text in message.texts] == [
        each["text"] for each in sent if "text" in each
    ]
    for key, held in (
        ("buttons", [message for message in messages if message.buttons]),
        ("custom", [message for message in messages if message.custom]),
        ("image", [message for message in messages if message.image]),
    ):
        assert len(held) == sum(key in each for each in sent)
