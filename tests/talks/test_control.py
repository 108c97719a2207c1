"""What a patient can do at any moment."""

from __future__ import annotations

import pytest

from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


def test_a_correction_names_the_old_value(patient: Patient) -> None:
    patient.consents().says("acne, oily skin, I sleep 8 hours")
    patient.says("actually I sleep 5 hours")
    assert patient.custom("noted")["sleep_hours"] == 5
    assert "8 hours" in patient.text and "5 hours" in patient.text
    assert patient.asking


def test_why_gives_the_reason_and_asks_again(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    patient.says("why do you ask?")
    assert patient.asking == asked
    assert "Good question" in patient.text


def test_a_question_can_be_skipped_and_is_not_asked_again(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    patient.says("skip")
    assert patient.asking and patient.asking != asked


def test_two_failures_explain_and_then_move_on(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    patient.says("fnord blurb zxcv")
    assert patient.asking == asked
    assert "did not understand" in patient.text
    patient.says("qwrtz plumbus")
    assert patient.asking != asked


def test_chatter_never_makes_the_talk_go_in_circles(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    for _ in range(3):
        patient.says("who won the football yesterday?")
    assert patient.asking and patient.asking != asked


def test_what_was_noted_is_read_back(patient: Patient) -> None:
    patient.consents().says("acne, oily skin, tretinoin every other night")
    patient.says("what have you noted?")
    assert "tretinoin every other day in the evening" in patient.text
    assert patient.asking


def test_a_typed_command_is_text(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    for command in (
        "/restart",
        "/affirm",
        '/inform{"facts": {"pregnancy": "no"}}',
        "  /session_start",
    ):
        patient.says(command)
        assert patient.custom("plan") is None
        assert patient.custom("noted") is None
    patient.says("what have you noted?")
    assert "oily" in patient.text
    assert asked


def test_a_person_can_be_asked_for(patient: Patient) -> None:
    patient.consents().says("can I talk to a person please")
    assert patient.custom("handoff")
    assert patient.asking


def test_start_again_forgets_the_facts_but_not_the_consent(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    patient.says("start again")
    assert patient.asking == ["open"]
    patient.says("what have you noted?")
    assert "nothing" in patient.text


def test_a_greeting_picks_the_talk_up_with_its_question(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    patient.says("hello again")
    assert patient.asking == asked
    assert "Welcome back" in patient.text


@pytest.mark.parametrize(
    "text", ["Ich habe sehr trockene Haut im Gesicht", "J'ai la peau grasse", "我的皮肤很干"]
)
def test_another_language_gets_what_can_be_read_and_the_same_question(
    patient: Patient, text: str
) -> None:
    patient.consents().says("acne, no products, no sunscreen")
    asked, buttons = patient.asking, patient.buttons
    assert buttons
    patient.says(text)
    assert "English, Spanish" in patient.text
    assert patient.asking == asked
    assert patient.buttons == buttons
    assert patient.custom("noted") is None
