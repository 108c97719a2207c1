"""Questions in between: answered from data, with the patient's own facts, and led back."""

from __future__ import annotations

import pytest

from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


def test_a_question_is_answered_and_the_talk_goes_on_where_it_was(patient: Patient) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    patient.says("do I need sunscreen on cloudy days?")
    assert patient.custom("topic") == "spf_indoors_cloudy"
    assert "clouds" in patient.text
    assert patient.asking == asked


def test_a_question_before_consent_is_answered(patient: Patient) -> None:
    patient.says("hello").says("what is glass skin?")
    assert patient.custom("topic") == "glass_skin"
    assert patient.asking == ["consent"]


def test_the_answer_speaks_of_the_patients_own_products(patient: Patient) -> None:
    patient.consents().says("acne, oily skin, tretinoin every night")
    patient.says("can I use glycolic acid with retinol?")
    assert patient.custom("topic") == "retinoid_with_acid"
    assert "You told me you use tretinoin" in patient.text


def test_a_question_that_follows_is_understood_by_the_one_before(patient: Patient) -> None:
    patient.consents().says("acne and oily skin").says("why is sunscreen so important?")
    assert patient.custom("topic") == "spf_why"
    patient.says("and for dark skin?")
    assert patient.custom("topic") == "spf_dark_skin"


def test_facts_beside_a_question_are_noted_and_the_question_answered(patient: Patient) -> None:
    patient.consents().says("oily skin, acne")
    patient.says("I use retinol every night, when will I see results?")
    assert patient.custom("noted")["products"][0]["id"] == "retinol"
    assert patient.custom("topic") == "results_when"


def test_what_must_not_be_is_the_answer(patient: Patient) -> None:
    patient.consents().says("oily skin, acne")
    patient.says("I'm pregnant, is it safe to use my retinol?")
    assert "not advised" in patient.text
    assert patient.asking


@pytest.mark.parametrize("question", ["how much is a hydrafacial?", "can you help with hair loss?"])
def test_what_only_people_can_answer_goes_to_the_team(patient: Patient, question: str) -> None:
    patient.consents().says(question)
    assert patient.custom("handoff")
    assert "team" in patient.text
    assert patient.asking


@pytest.mark.parametrize(
    "said", ["tell me a joke", "what's the weather like?", "who is the prime minister?"]
)
def test_what_has_nothing_to_do_with_skin_is_led_back_kindly(patient: Patient, said: str) -> None:
    patient.consents().says("acne and oily skin")
    asked = patient.asking
    patient.says(said)
    assert "skin" in patient.text
    assert patient.custom("topic") is None
    assert patient.asking == asked


def test_questions_are_welcome_after_the_plan(patient: Patient) -> None:
    patient.consents().says(
        "just glow, normal skin, 34, no symptoms, cleanser daily, SPF 50 every day and I reapply"
    )
    patient.answers_until_plan(
        {"sleep_hours": "8 hours", "stress": "stress is low", "pregnancy": "not pregnant"}
    )
    patient.says("what does vitamin C do?")
    assert patient.custom("topic") == "vitamin_c"
    assert patient.asking == []
