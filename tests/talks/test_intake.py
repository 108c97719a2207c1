"""Whole intakes, from hello to the plan."""

from __future__ import annotations

import pytest

from tests.talks.patient import PATIENCE, Patient

pytestmark = pytest.mark.talk

HEALTHY = {
    "pregnancy": "not pregnant",
    "medications": "no medicines",
    "conditions": "no conditions",
    "allergies": "no allergies",
    "symptoms": "no symptoms, it's calm",
    "procedures": "no treatments",
    "event": "nothing planned",
    "sleep_hours": "8 hours",
    "sleep_quality": "good",
    "stress": "stress is low",
    "smoking": "never smoked",
    "age": "I'm 31",
}


def test_the_over_exfoliator_without_sunscreen_is_stopped(patient: Patient) -> None:
    patient.consents().says(
        "dull bumpy skin, oily. I use a face scrub every day and glycolic acid every night, sunscreen only at the beach"
    )
    patient.answers_until_plan(HEALTHY)
    assert patient.warnings["over_exfoliation"] == "stop"
    assert patient.warnings["spf_skipped"] == "stop"
    assert patient.plan["exfoliation"]["level"] == "red"
    assert patient.plan["exfoliation"]["load"] == 21
    assert "treatments" not in patient.plan
    assert {"products", "spf_use", "skin_type", "concerns"}.isdisjoint(patient.asked)


def test_a_pregnant_retinol_user_is_told_to_pause(patient: Patient) -> None:
    patient.consents().says(
        "I'm 14 weeks pregnant, melasma on my cheeks, retinol 3 nights a week, spf 50 daily"
    )
    patient.answers_until_plan({**HEALTHY, "skin_type": "normal", "spf_reapply": "yes"})
    assert patient.warnings["pregnancy_retinoid"] == "stop"
    assert "retinol" in patient.plan["routine"]["hold"]
    assert "pregnancy" not in "+".join(patient.asked)


def test_a_perfect_routine_gets_no_warning(patient: Patient) -> None:
    patient.consents().says(
        "I just want more glow, normal skin, 34. cleanser and moisturiser twice a day, vitamin c every morning, "
        "SPF 50 every day and I reapply outdoors"
    )
    patient.answers_until_plan(HEALTHY)
    assert patient.warnings == {}
    assert patient.plan["triage"]["level"] == "routine"
    assert patient.plan["routine"]["am"] and patient.plan["routine"]["pm"]


def test_one_message_answers_several_questions_and_none_is_asked_again(patient: Patient) -> None:
    patient.consents().says(
        "acne and dark marks, oily skin, 27, stress 8/10, sleep 5 hours, never wear sunscreen"
    )
    assert patient.custom("noted")["spf_use"] == "never"
    patient.answers_until_plan({**HEALTHY, "products": "a gentle cleanser twice a day"})
    said = {"concerns", "skin_type", "age", "stress", "sleep_hours", "spf_use"}
    assert said.isdisjoint(key for asked in patient.asked for key in asked.split("+"))


def test_the_plan_comes_with_warnings_first(patient: Patient) -> None:
    patient.consents().says("large pores, oily, glycolic acid every night, sunscreen never")
    patient.answers_until_plan(HEALTHY)
    assert (
        patient.text.index("READ FIRST")
        < patient.text.index("MORNING")
        < patient.text.index("EVENING")
    )


def test_safety_is_always_asked(patient: Patient) -> None:
    patient.consents().says(
        "dullness, normal skin, 30, cleanser daily, spf 50 daily, sleep 8 hours, no stress"
    )
    patient.answers_until_plan(HEALTHY)
    asked = {key for asked in patient.asked for key in asked.split("+")}
    assert {"pregnancy", "medications", "conditions", "allergies"} <= asked


def test_no_answers_a_question_for_two(patient: Patient) -> None:
    patient.consents().says(
        "dull normal skin, no symptoms, 35, glycolic acid once a week, spf 50 every day, I reapply"
    )
    asked_together = ["procedures", "event"]
    for _ in range(PATIENCE):
        if patient.asking == asked_together:
            break
        patient.says("skip")
    assert patient.asking == asked_together
    patient.says("none")
    assert patient.custom("noted")["procedures"] == []
    assert not {"procedures", "event"} & set(patient.asking)
