"""Edited messages and albums, as messengers bring them, through the real dialogue."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from PIL import Image

from evaluation.client import TIMEOUT_SECONDS
from tests.talks.patient import WITHOUT_WORDS, Patient

pytestmark = pytest.mark.talk


def tells(patient: Patient, words: str, **told: Any) -> Patient:
    """Say something as the gateway does, with what it tells beside the words."""
    body = {"sender": patient.sender, "message": words, "metadata": told}
    patient.answers = httpx.post(patient.url, json=body, timeout=TIMEOUT_SECONDS).json()
    assert patient.answers, "no answer"
    return patient


def edits(patient: Patient, old: str, new: str, asked: Any = None) -> Patient:
    return tells(patient, new, corrects={"text": old, "asked": asked})


def test_an_edit_changes_what_was_noted_and_the_question_stays(patient: Patient) -> None:
    patient.consents().says("acne, and I sleep 5 hours")
    asking = patient.asking
    edits(patient, "acne, and I sleep 5 hours", "acne, and I sleep 7 hours")
    assert patient.custom("noted") == {"sleep_hours": 7}
    assert "5" in patient.text and "7" in patient.text
    assert patient.asking == asking


def test_an_edit_is_read_by_the_question_that_it_answered(patient: Patient) -> None:
    patient.consents().says("acne, I sleep 5 hours")
    edits(patient, "5", "7", "sleep_hours")
    assert patient.custom("noted") == {"sleep_hours": 7}


def test_a_mended_typo_is_passed_over(patient: Patient) -> None:
    patient.consents().says("acne, and I sleep 5 hors")
    edits(patient, "acne, and I sleep 5 hors", "acne, and I sleep 5 hours")
    assert patient.answers == [{"recipient_id": patient.sender, "custom": {"silent": True}}]


def test_what_is_no_longer_said_is_taken_out(patient: Patient) -> None:
    patient.consents().says("I use glycolic acid and retinol every night")
    edits(patient, "I use glycolic acid and retinol every night", "I use retinol every night")
    noted = patient.says("what have you noted?").text.lower()
    assert "retinol" in noted and "glycolic" not in noted


def test_an_emergency_in_an_edit_is_answered_before_consent_too(patient: Patient) -> None:
    patient.says("hello")
    edits(patient, "hello", "my face is swelling and I can't breathe")
    assert patient.custom("triage") == "now"


def test_an_alarm_is_not_taken_back_by_an_edit(patient: Patient) -> None:
    patient.consents().says("my face is swelling and I can't breathe")
    edits(patient, "my face is swelling and I can't breathe", "I have acne")
    assert patient.custom("triage") == "now"


def test_a_consent_that_becomes_a_no_leads_to_erasure(patient: Patient) -> None:
    patient.consents()
    edits(patient, "Yes, I agree", "no", "consent")
    assert patient.asking == ["confirm"]
    assert patient.says("yes").says("hello").asking == ["consent"]


def album(patient: Patient, count: int, caption: str = WITHOUT_WORDS) -> Patient:
    for number in range(count):
        more = number < count - 1
        tells(patient, caption, photo=patient.uploads(), **({"more": True} if more else {}))
        if more:
            assert [each["custom"]["silent"] for each in patient.answers] == [True]
    return patient


def test_photographs_that_come_together_wait_for_one_consent(patient: Patient) -> None:
    patient.consents()
    album(patient, 3)
    assert patient.asking == ["photo_consent"]
    assert len(patient.waiting) == 3
    patient.says("yes")
    assert len(patient.kept) == 3
    assert patient.custom("photo")["quality"]["ok"]


def test_once_agreed_they_are_looked_at_together(patient: Patient) -> None:
    patient.consents().sends().says("yes")
    album(patient, 2)
    assert len(patient.kept) == 3
    photos = [
        each["custom"]["photo"] for each in patient.answers if "photo" in each.get("custom", {})
    ]
    assert len(photos) == 1


def test_an_emergency_in_a_caption_of_an_album_speaks_at_once(patient: Patient) -> None:
    patient.consents()
    photo = patient.uploads(Image.new("RGB", (400, 400), "tan"))
    tells(patient, "my lips are swelling, I can't breathe", photo=photo, more=True)
    assert patient.custom("triage") == "now"
