"""Some weeks after the plan the patient is asked how the skin is, and what comes back is kept."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from clinic.records import KeptCheckIn
from tests.house import House
from tests.talks.patient import Patient, Sheet

pytestmark = pytest.mark.talk
OFFERED = ["check_in"]
GLYCOLIC: Sheet = {
    "open": "texture, oily skin, glycolic acid every night, no irritation",
    "products": "only glycolic acid every night",
    "spf_use": "never",
    "pregnancy": "none of these, and not pregnant",
    "photo_consent": "no photo",
}


def with_plan(patient: Patient, sheet: Sheet = GLYCOLIC) -> Patient:
    return patient.consents().answers_until_plan(sheet)


def agreed(patient: Patient, sheet: Sheet = GLYCOLIC) -> KeptCheckIn:
    """Agree to check-ins after the plan; return the first."""
    with_plan(patient, sheet).says("yes please")
    return patient.check_ins.pending(patient.sender)[0]


def result_of(patient: Patient, check_in: KeptCheckIn) -> dict[str, Any]:
    kept = patient.check_ins.of_patient(patient.sender, check_in.id)
    assert kept is not None and kept.result is not None
    return kept.result


def alarms(house: House, patient: Patient) -> list[str]:
    with sqlite3.connect(house.folder / "dewy.db") as records:
        rows = records.execute(
            "SELECT level || ' ' || reasons FROM alarms JOIN patients ON patient_id = patients.id"
            " WHERE sender = ?",
            [patient.sender],
        )
        return [each for (each,) in rows]


class TestTheOffer:
    def test_it_comes_with_the_plan_and_a_yes_plans_them(self, patient: Patient) -> None:
        with_plan(patient)
        assert patient.asking == OFFERED
        assert "4 and 8 weeks" in patient.text
        assert [each["title"] for each in patient.buttons] == ["Yes, please", "No, thanks"]
        patient.says(patient.buttons[0]["payload"])
        assert "I will ask you in 4 and 8 weeks" in patient.text
        assert patient.asking == []
        assert [each.weeks for each in patient.check_ins.pending(patient.sender)] == [4, 8]

    def test_a_no_is_fine_and_it_is_not_offered_again(self, patient: Patient) -> None:
        with_plan(patient)
        patient.says(patient.buttons[1]["payload"])
        assert "fine" in patient.text and patient.asking == []
        patient.says("actually I wear sunscreen every day")
        assert patient.plan and patient.asking == []
        assert patient.check_ins.pending(patient.sender) == []

    def test_anything_else_is_answered_as_usual_and_the_offer_lapses(
        self, patient: Patient
    ) -> None:
        with_plan(patient).says("is niacinamide fine with vitamin C?")
        assert patient.custom("topic") == "niacinamide_vitamin_c"
        assert patient.asking == []
        patient.says("yes")
        assert patient.check_ins.pending(patient.sender) == []

    @pytest.mark.parametrize("said", ["skip", "hmm plumbus zxcv", "why do you ask?", "go back"])
    def test_nothing_that_is_said_to_it_breaks_the_talk(self, patient: Patient, said: str) -> None:
        with_plan(patient).says(said)
        assert patient.check_ins.pending(patient.sender) == []
        patient.says("what have you noted?")
        assert "glycolic" in patient.text


class TestStopping:
    @pytest.mark.parametrize(
        "said",
        ["stop", "no more check-ins", "stop checking in", "please don't write to me any more"],
    )
    def test_what_is_to_come_is_cancelled_and_said_so(self, patient: Patient, said: str) -> None:
        agreed(patient)
        patient.says(said)
        assert "I won't ask you later" in patient.text
        assert patient.check_ins.pending(patient.sender) == []

    def test_where_nothing_is_to_come_nothing_is_said_of_it(self, patient: Patient) -> None:
        patient.consents().says("stop")
        assert "ask you later" not in patient.text

    def test_a_check_in_that_goes_on_ends(self, patient: Patient) -> None:
        patient.is_asked_again(agreed(patient)).says("stop")
        patient.says("hello")
        assert patient.asking == [] and "Welcome back" in patient.text

    def test_an_emergency_ends_them(self, patient: Patient) -> None:
        check_in = agreed(patient)
        patient.says("my throat is closing and I can't breathe")
        assert patient.custom("triage") == "now"
        assert patient.check_ins.pending(patient.sender) == []
        patient.is_asked_again(check_in)
        assert patient.custom("triage") == "now" and patient.asking == []

    def test_a_new_start_ends_them(self, patient: Patient) -> None:
        agreed(patient)
        patient.says("start again")
        assert patient.check_ins.pending(patient.sender) == []


class TestTheCheckIn:
    def test_it_asks_for_the_skin_then_habits_then_a_photo_and_compares(
        self, patient: Patient
    ) -> None:
        check_in = agreed(patient)
        patient.is_asked_again(check_in)
        assert "about 4 weeks now since you got your plan" in patient.text
        assert patient.asking == ["check_in"]
        assert [each["title"] for each in patient.buttons] == ["Better", "The same", "Worse"]
        patient.says("Better")
        assert patient.asking == ["products.glycolic_acid.per_week", "spf_use"]
        assert "glycolic acid every day" in patient.text and "never" in patient.text
        patient.says("twice a week, and sunscreen every day")
        assert "Well done" in patient.text
        assert patient.plan["exfoliation"]["load"] == 2
        assert patient.asking == ["photo_consent"]
        patient.says("no photo")
        assert patient.asking == [] and "You have your plan" in patient.text
        result = result_of(patient, check_in)
        assert result["skin"] == "better"
        assert result["load"] == {"before": 7, "now": 2}
        assert result["spf_use"] == {"before": "never", "now": "daily"}
        assert "photo" not in result

    def test_the_same_as_before_leaves_the_plan_alone(self, patient: Patient) -> None:
        check_in = agreed(patient)
        patient.is_asked_again(check_in).says("The same")
        patient.says("same as before")
        assert patient.custom("plan") is None and patient.custom("noted") is None
        assert patient.asking == ["photo_consent"]
        assert result_of(patient, check_in) == {
            "skin": "same",
            "load": {"before": 7, "now": 7},
            "spf_use": {"before": "never", "now": "never"},
        }

    def test_all_of_it_may_be_told_at_once(self, patient: Patient) -> None:
        check_in = agreed(patient)
        patient.is_asked_again(check_in)
        patient.says("much better! glycolic acid once a week now, and sunscreen every day")
        assert patient.asking == ["photo_consent"]
        result = result_of(patient, check_in)
        assert (result["skin"], result["load"]["now"]) == ("better", 1)

    def test_worse_brings_in_the_team_and_the_warnings_once(
        self, patient: Patient, house: House
    ) -> None:
        check_in = agreed(patient)
        patient.is_asked_again(check_in).says("Worse")
        assert patient.custom("handoff") == {"reason": "check_in_worse"}
        assert "sorry" in patient.text
        patient.says("same as before")
        assert patient.custom("handoff") is None
        assert "please mind this" in patient.text
        assert alarms(house, patient) == ['person ["check_in_worse"]']

    def test_more_of_an_acid_than_the_skin_takes_brings_in_the_team(
        self, patient: Patient, house: House
    ) -> None:
        check_in = agreed(patient, GLYCOLIC | {"open": "texture, oily skin, glycolic once a week"})
        patient.is_asked_again(check_in).says("Better")
        patient.says("every day, no sunscreen")
        assert patient.custom("handoff") == {"reason": "check_in_worse"}
        assert patient.warnings["over_exfoliation"] == "stop"
        assert result_of(patient, check_in)["load"] == {"before": 1, "now": 7}
        assert alarms(house, patient) == ['person ["check_in_worse"]']

    def test_a_red_flag_comes_first(self, patient: Patient, house: House) -> None:
        check_in = agreed(patient)
        patient.is_asked_again(check_in)
        patient.says("worse, my face is swelling up badly and I can't breathe")
        assert patient.custom("triage") == "now" and patient.asking == []
        assert result_of(patient, check_in)["red_flags"]
        assert alarms(house, patient)[0].startswith("now")

    def test_symptoms_that_are_gone_are_taken_out(self, patient: Patient) -> None:
        check_in = agreed(patient, GLYCOLIC | {"open": "oily skin, glycolic nightly, it burns"})
        patient.is_asked_again(check_in)
        assert "burning" in patient.text
        assert patient.asking == ["check_in", "symptoms"]
        patient.says(patient.buttons[0]["payload"])
        patient.says("what have you noted?")
        assert "Skin right now: none" in patient.text

    def test_a_question_in_between_is_answered_and_the_check_in_goes_on(
        self, patient: Patient
    ) -> None:
        patient.is_asked_again(agreed(patient)).says("is niacinamide fine with vitamin C?")
        assert patient.custom("topic") == "niacinamide_vitamin_c"
        assert patient.asking == ["check_in"]
        patient.says("why do you ask?")
        assert "how your skin does" in patient.text and patient.asking == ["check_in"]

    def test_what_is_not_understood_or_skipped_never_makes_it_go_in_circles(
        self, patient: Patient
    ) -> None:
        patient.is_asked_again(agreed(patient)).says("plumbus fnord zxcv")
        assert patient.asking == ["check_in"]
        patient.says("qwrtz blurb")
        assert patient.asking == ["products.glycolic_acid.per_week", "spf_use"]
        patient.says("skip")
        assert patient.asking == ["photo_consent"]
        patient.says("skip")
        assert patient.asking == []

    def test_another_question_that_is_open_waits_and_is_put_again(self, patient: Patient) -> None:
        check_in = agreed(patient)
        patient.says("go back")
        asked = patient.asking
        assert asked
        patient.is_asked_again(check_in)
        assert patient.asking == ["check_in"]
        patient.says("better")
        patient.says("same as before")
        assert patient.asking == asked

    def test_a_photograph_is_compared_and_kept_with_it(self, patient: Patient) -> None:
        check_in = agreed(patient)
        patient.is_asked_again(check_in).says("better")
        patient.says("same as before").says("yes, you may look")
        assert patient.asking == ["photo"]
        patient.sends()
        assert patient.custom("photo")["quality"]["ok"]
        photo = result_of(patient, check_in)["photo"]
        assert photo["before"] is None and photo["now"] and photo["changes"] == []


class TestWhoBeginsIt:
    @pytest.mark.parametrize("said", ["check-in", "check in", "/begin_check_in"])
    def test_a_patient_who_types_its_words_does_not(self, patient: Patient, said: str) -> None:
        agreed(patient)
        patient.says(said)
        assert "since you got your plan" not in patient.text
        assert patient.asking != ["check_in"]

    def test_the_check_in_of_somebody_else_does_not(self, patient: Patient, house: House) -> None:
        other = Patient(house.rasa_url, house.folder)
        theirs = agreed(other)
        other.dispose()
        with_plan(patient).is_asked_again(theirs)
        assert "since you got your plan" not in patient.text and patient.asking == []

    def test_one_that_was_cancelled_does_not(self, patient: Patient) -> None:
        check_in = agreed(patient)
        patient.says("stop")
        patient.is_asked_again(check_in)
        assert patient.asking == []
