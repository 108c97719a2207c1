"""Edited messages, as messengers bring them, through the real dialogue."""

from __future__ import annotations

import sqlite3

import pytest

from tests.house import House
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


def silent(patient: Patient) -> bool:
    return patient.answers == [{"recipient_id": patient.sender, "custom": {"silent": True}}]


def test_an_edit_changes_what_was_noted_and_the_question_stays(patient: Patient) -> None:
    patient.consents().says("acne, and I sleep 5 hours")
    asking = patient.asking
    patient.edits("acne, and I sleep 5 hours", "acne, and I sleep 7 hours")
    assert patient.custom("noted") == {"sleep_hours": 7}
    assert "5" in patient.text and "7" in patient.text
    assert patient.asking == asking


def test_an_edit_is_read_by_the_question_that_it_answered(patient: Patient) -> None:
    patient.consents().says("acne, I sleep 5 hours")
    patient.edits("5", "7", "sleep_hours")
    assert patient.custom("noted") == {"sleep_hours": 7}


def test_a_mended_typo_is_passed_over(patient: Patient) -> None:
    patient.consents().says("acne, and I sleep 5 hors")
    patient.edits("acne, and I sleep 5 hors", "acne, and I sleep 5 hours")
    assert silent(patient)


def test_what_is_no_longer_said_is_taken_out(patient: Patient) -> None:
    patient.consents().says("I use glycolic acid and retinol every night")
    patient.edits("I use glycolic acid and retinol every night", "I use retinol every night")
    noted = patient.says("what have you noted?").text.lower()
    assert "retinol" in noted and "glycolic" not in noted


def test_an_emergency_in_an_edit_is_answered_before_consent_too(patient: Patient) -> None:
    patient.says("hello")
    patient.edits("hello", "my face is swelling and I can't breathe")
    assert patient.custom("triage") == "now"


def test_an_alarm_is_not_taken_back_by_an_edit(patient: Patient) -> None:
    patient.consents().says("my face is swelling and I can't breathe")
    patient.edits("my face is swelling and I can't breathe", "I have acne")
    assert patient.custom("triage") == "now"


def test_a_consent_that_becomes_a_no_leads_to_erasure(patient: Patient) -> None:
    patient.consents()
    patient.edits("Yes, I agree", "no", "consent")
    assert patient.asking == ["confirm"]
    assert patient.says("yes").says("hello").asking == ["consent"]


def test_it_is_kept_as_a_correction_with_the_new_words(patient: Patient, house: House) -> None:
    patient.consents().says("acne")
    patient.edits("acne", "acne and redness")
    with sqlite3.connect(house.folder / "dewy.db") as records:
        rows = records.execute(
            "SELECT value, origin, message FROM facts JOIN intakes ON intake_id = intakes.id"
            " JOIN patients ON patient_id = patients.id"
            " WHERE sender = ? AND key = 'concerns' ORDER BY facts.id",
            [patient.sender],
        ).fetchall()
    assert rows == [
        ('["acne"]', "said", "acne"),
        ('["acne", "redness"]', "corrected", "acne and redness"),
    ]


def test_the_open_question_is_not_lost_by_edits(patient: Patient) -> None:
    patient.consents().says("acne, glycolic acid once a week")
    asking = patient.asking
    for hours in (5, 6, 7, 8):
        patient.edits(f"acne, and {hours} hours of sleep", f"acne, and {hours + 1} hours of sleep")
        assert patient.asking == asking


def test_an_edit_before_consent_is_held_like_any_words(patient: Patient) -> None:
    patient.says("I have acne")
    patient.edits("I have acne", "I have acne and redness")
    assert "only keep it once you agree" in patient.text and patient.asking == ["consent"]


def test_words_that_were_not_understood_answer_once_they_are_mended(patient: Patient) -> None:
    patient.says("hello").says("qwrtz plumbus")
    assert patient.asking == ["consent"]
    patient.edits("qwrtz plumbus", "yes I agree", "consent")
    assert patient.asking == ["open"]
    patient.edits("yes I agree", "yes, I agree.", "consent")
    assert silent(patient)


def test_a_summary_is_confirmed_by_no_edit_of_another_yes(patient: Patient) -> None:
    patient.consents().answers_until_plan({"open": "dull skin", "photo_consent": "no photo"})
    patient.says("delete my data")
    assert patient.asking == ["confirm"]
    patient.edits("yes, that's right", "yes!", "confirm")
    assert silent(patient)
    assert "dull" in patient.says("no, keep it").says("what have you noted?").text


def test_who_turns_out_to_be_another_person_is_taken_out(patient: Patient) -> None:
    patient.consents().says("acne, I am pregnant")
    patient.edits("acne, I am pregnant", "my sister has acne and is pregnant")
    noted = patient.says("what have you noted?").text.lower()
    assert "acne" not in noted and "pregnan" not in noted


def test_a_frequency_that_is_no_longer_told_is_unknown_again(patient: Patient) -> None:
    patient.consents().says("acne, glycolic acid every night")
    patient.edits("acne, glycolic acid every night", "acne, glycolic acid")
    assert "now glycolic acid (before: glycolic acid every day in the evening)" in patient.text
    assert "products: glycolic acid\n" in patient.says("what have you noted?").text.lower()


def test_a_plan_is_given_anew_where_it_changes(patient: Patient) -> None:
    patient.consents().answers_until_plan(
        {"open": "dull skin, glycolic acid once a week", "photo_consent": "no photo"}
    )
    patient.edits("dull skin, glycolic acid once a week", "dull skin, glycolic acid twice a day")
    assert "your plan has changed" in patient.text and patient.plan["warnings"]


def test_in_an_emergency_a_mended_typo_is_passed_over_too(patient: Patient) -> None:
    patient.consents().says("my face is swelling and I cant breathe")
    assert patient.custom("triage") == "now"
    patient.edits("my face is swelling and I cant breathe", "my face is swelling, I can't breathe")
    assert silent(patient)


def test_check_ins_that_become_unwanted_are_cancelled(patient: Patient) -> None:
    patient.consents().answers_until_plan({"open": "dull skin", "photo_consent": "no photo"})
    patient.says("Yes, please ask me")
    assert patient.check_ins.pending(patient.sender)
    patient.edits("Yes, please ask me", "no thanks", "check_in")
    assert patient.check_ins.pending(patient.sender) == []


def test_who_is_worse_after_all_is_seen_by_the_team(patient: Patient) -> None:
    patient.consents().answers_until_plan(
        {"open": "dull skin, glycolic acid once a week", "photo_consent": "no photo"}
    )
    patient.says("Yes, please ask me")
    check_in = patient.check_ins.pending(patient.sender)[0]
    patient.is_asked_again(check_in).says("better")
    asking = patient.asking
    patient.edits("better", "worse", "check_in")
    assert patient.custom("handoff") == {"reason": "check_in_worse"}
    assert patient.asking == asking
    kept = patient.check_ins.of_patient(patient.sender, check_in.id)
    assert kept and kept.result and kept.result["skin"] == "worse"
