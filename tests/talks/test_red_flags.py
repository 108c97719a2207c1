"""Emergencies come before everything else."""

from __future__ import annotations

import pytest

from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


def test_an_emergency_in_mid_question_ends_the_questioning(patient: Patient) -> None:
    patient.consents().says("acne, oily skin")
    patient.says("my lips are swelling up and I can't breathe properly")
    assert patient.custom("triage") == "now"
    assert patient.asking == []
    patient.says("ok")
    assert patient.asking == [] and patient.custom("triage") == "now"


def test_an_emergency_before_consent_is_answered(patient: Patient) -> None:
    patient.says("the peel got in my eye and I can't see properly")
    assert patient.custom("triage") == "now"
    assert "20 minutes" in patient.text
    assert patient.asking == []


def test_a_person_and_what_was_noted_stay_in_reach(patient: Patient) -> None:
    patient.consents().says("I've been thinking about ending my life because of my skin")
    assert patient.custom("triage") == "now"
    patient.says("can I speak to a person")
    assert patient.custom("handoff")
    assert patient.asking == []


def test_a_same_day_flag_is_answered_and_the_talk_goes_on(patient: Patient) -> None:
    patient.consents().says("I'm on roaccutane and my period is two weeks late")
    assert patient.custom("triage") == "same_day"
    assert patient.asking


def test_a_flag_that_only_the_whole_talk_shows(patient: Patient) -> None:
    patient.consents().says("acne, I take isotretinoin")
    patient.says("and we are trying for a baby")
    assert patient.custom("triage") == "same_day"


def test_somebody_elses_emergency_is_answered_and_not_noted(patient: Patient) -> None:
    patient.consents().says("acne, oily skin")
    patient.says("my daughter's face is swelling up and she can't breathe")
    assert patient.custom("triage") == "now"
    assert patient.custom("noted") is None
    patient.says("hello")
    assert patient.asking


def test_a_figure_of_speech_is_no_emergency(patient: Patient) -> None:
    patient.consents().says("these pores are killing me, I'm dying for glass skin")
    assert patient.custom("triage") is None
    assert patient.custom("noted")["concerns"] == ["large_pores"]
