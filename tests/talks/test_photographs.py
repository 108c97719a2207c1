"""A photograph is welcome at any moment, and kept only by a consent of its own."""

from __future__ import annotations

import datetime as dt
import sqlite3

import httpx
import pytest

from actions.words import text, words
from clinic.records.models import now
from tests.house import House
from tests.talks.files import kept
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk
PHOTO_CONSENT = ["photo_consent"]


@pytest.fixture
def asked(patient: Patient) -> list[str]:
    """What was asked when the photograph came."""
    patient.consents().says("acne and oily skin")
    assert patient.asking and patient.asking != PHOTO_CONSENT
    return patient.asking


def photo_consents(house: House, patient: Patient) -> list[tuple[str, str, int]]:
    with sqlite3.connect(house.folder / "dewy.db") as database:
        rows = database.execute(
            "SELECT version, text, given FROM consents JOIN patients ON patients.id = patient_id"
            " WHERE sender = ? AND kind = 'photo' ORDER BY consents.id",
            (patient.sender,),
        )
        return rows.fetchall()


class TestItsOwnConsent:
    def test_it_is_asked_for_with_what_it_is_kept_for_and_by_whom_it_is_seen(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends()
        assert patient.asking == PHOTO_CONSENT
        assert [each["title"] for each in patient.buttons] == ["Yes, you may", "No, thanks"]
        for said in ("Nobody has looked", "encrypted", "90 days", "delete my photo"):
            assert said in patient.text
        assert patient.waiting and not patient.kept

    def test_a_yes_keeps_it_with_the_very_text_that_was_shown_and_leads_back(
        self, patient: Patient, house: House, asked: list[str]
    ) -> None:
        photograph = patient.uploads()
        patient.sends(photograph).says(patient.buttons[0]["payload"])
        assert "Thank you" in patient.text
        assert patient.asking == asked
        assert (patient.waiting, patient.kept) == ([], [photograph])
        shown = f"{text('photo.text', days=90)}\n{words('photo.ask')}"
        assert photo_consents(house, patient) == [(words("photo.version"), shown, 1)]

    def test_a_no_deletes_it_at_once_and_leads_back(
        self, patient: Patient, house: House, asked: list[str]
    ) -> None:
        patient.sends().says(patient.buttons[1]["payload"])
        assert "deleted" in patient.text
        assert patient.asking == asked
        assert patient.waiting == patient.kept == []
        assert [given for _, _, given in photo_consents(house, patient)] == [0]

    @pytest.mark.parametrize(
        ("answer", "is_kept"),
        [
            ("yes", True),
            ("keep it", True),
            ("ok you can keep it", True),
            ("don't delete it", True),
            ("no", False),
            ("no thanks", False),
            ("delete it", False),
            ("please delete the photo", False),
        ],
    )
    def test_in_the_patients_own_words(
        self, patient: Patient, asked: list[str], answer: str, is_kept: bool
    ) -> None:
        patient.sends().says(answer)
        assert patient.asking == asked
        assert patient.waiting == []
        assert bool(patient.kept) is is_kept

    def test_once_given_the_next_is_just_kept_and_thanked_for(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends().says("yes").sends()
        assert "Thank you" in patient.text
        assert patient.asking == asked
        assert len(patient.kept) == 2 and not patient.waiting

    def test_after_a_no_the_next_is_asked_about_again(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends().says("no").sends()
        assert patient.asking == PHOTO_CONSENT

    def test_one_yes_is_for_all_that_wait(self, patient: Patient, asked: list[str]) -> None:
        first, second, unsent = (patient.uploads() for _ in range(3))
        patient.sends(first).sends(second)
        assert patient.asking == PHOTO_CONSENT
        patient.says("yes")
        assert patient.kept == [first, second]
        assert patient.waiting == [unsent], "what was never sent is nobody's business"

    @pytest.mark.parametrize(
        "caption", ["is this rosacea? what do you see?", "is this rosacea", "do I have rosacea?"]
    )
    def test_nothing_is_said_or_noted_of_what_it_may_show(
        self, patient: Patient, asked: list[str], caption: str
    ) -> None:
        patient.sends(caption=caption)
        assert "rosacea" not in patient.text
        assert patient.custom("noted") is None
        patient.says("yes")
        assert "rosacea" not in patient.text and patient.asking == asked
        assert "not a diagnosis" in patient.text


class TestInBetween:
    def test_a_question_leaves_it_open(self, patient: Patient, asked: list[str]) -> None:
        patient.sends().says("who can see my photo?")
        assert patient.custom("topic") == "photo_privacy"
        assert patient.asking == PHOTO_CONSENT
        patient.says("why do you ask?")
        assert patient.asking == PHOTO_CONSENT
        patient.says("yes")
        assert patient.kept and patient.asking == asked

    def test_a_correction_is_noted_and_leaves_it_open(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends().says("sorry, my skin is dry, not oily")
        assert patient.custom("noted")
        assert patient.asking == PHOTO_CONSENT
        assert patient.waiting

    def test_facts_in_the_caption_are_noted(self, patient: Patient, asked: list[str]) -> None:
        patient.sends(caption="my skin today, I sleep 5 hours and use a scrub every day")
        noted = patient.custom("noted")
        assert noted["sleep_hours"] == 5 and noted["products"]
        assert patient.asking == PHOTO_CONSENT

    def test_without_a_clear_answer_it_is_left_and_the_talk_goes_on(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends().says("fnord blurb zxcv")
        assert patient.asking == PHOTO_CONSENT
        patient.says("qwrtz plumbus")
        assert patient.asking == asked
        assert "Without a clear yes" in patient.text
        assert patient.waiting and not patient.kept

    def test_passed_over_it_is_left_too(self, patient: Patient, asked: list[str]) -> None:
        patient.sends().says("skip")
        assert patient.asking == asked
        assert "Without a clear yes" in patient.text
        assert not patient.kept

    def test_an_erasure_that_is_taken_back_asks_again(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends().says("delete all my data")
        assert patient.asking == ["confirm"]
        patient.says("no, keep it")
        assert patient.asking == PHOTO_CONSENT
        patient.says("yes")
        assert patient.kept and patient.asking == asked

    def test_a_greeting_a_way_back_or_a_new_start_finds_it_open(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends()
        for said in ("hello", "go back", "start again"):
            assert patient.says(said).asking == PHOTO_CONSENT
        assert patient.says("yes").kept

    def test_at_the_one_open_question_that_comes_back(self, patient: Patient) -> None:
        patient.consents()
        assert patient.asking == ["open"]
        patient.sends().says("yes")
        assert patient.asking == ["open"]
        assert patient.says("I want to send another photo").asking == ["photo"]
        assert patient.says("no photo").asking == ["open"]
        assert "open" not in patient.sends(caption="my acne and oily skin").asking

    def test_at_the_summary_the_summary_comes_back(self, patient: Patient) -> None:
        patient.consents().says("acne and oily skin")
        for _ in range(20):
            if patient.asking == ["confirm"]:
                break
            patient.says("skip")
        patient.sends().says("yes")
        assert patient.kept and patient.asking == ["confirm"]
        patient.says("yes, that's right")
        assert patient.custom("plan")
        patient.sends(caption="and I use a scrub every day")
        assert patient.custom("plan"), "a caption that changes the plan changes it"
        assert len(patient.kept) == 2 and patient.asking == []

    def test_after_the_plan_the_plan_stands(self, patient: Patient) -> None:
        patient.consents().says("acne and oily skin").answers_until_plan({})
        patient.sends().says("yes")
        assert patient.kept and patient.asking == []
        assert "Your plan stays as it is" in patient.text
        patient.says("I use a scrub every day")
        assert patient.custom("plan")

    def test_what_was_noted_says_that_it_is_kept(self, patient: Patient, asked: list[str]) -> None:
        patient.sends().says("yes").says("what have you noted?")
        assert "Photos kept for the clinic's team: 1" in patient.text
        assert patient.asking == asked


class TestWhereItMayNotBeKept:
    def test_before_the_consent_it_is_deleted_unseen_and_welcome_later(
        self, patient: Patient, house: House
    ) -> None:
        patient.sends()
        assert "deleted" in patient.text and "agreed" in patient.text
        assert patient.asking == ["consent"]
        assert patient.waiting == []
        patient.says("Yes, I agree").sends()
        assert patient.asking == PHOTO_CONSENT
        assert kept(house.folder, patient.sender)["consents"] == ["intake"]

    def test_facts_of_its_caption_are_held_until_then(self, patient: Patient) -> None:
        patient.sends(caption="my oily skin")
        assert "once you agree" in patient.text
        patient.says("Yes, I agree").says("what have you noted?")
        assert "oily" in patient.text

    def test_a_minors_is_deleted_until_a_guardian_agrees(self, patient: Patient) -> None:
        patient.consents().sends(caption="hi I'm 15, these are my spots")
        assert patient.asking == ["consent"] and "parent or guardian" in patient.text
        assert patient.waiting == []
        patient.says("yes, they agree").sends()
        assert patient.asking == PHOTO_CONSENT
        assert patient.says("yes").kept

    def test_a_refused_consent_leaves_nothing(self, patient: Patient, house: House) -> None:
        patient.says("hello")
        photograph = patient.uploads()
        patient.says("No, I don't agree")
        assert patient.waiting == []
        assert not list((house.folder / "photographs").rglob(photograph))

    def test_somebody_elses_skin_is_not_kept(self, patient: Patient, asked: list[str]) -> None:
        patient.sends(caption="my sister has very oily skin with acne, what can she use?")
        assert "your own skin" in patient.text
        assert patient.waiting == patient.kept == []

    @pytest.mark.parametrize("photograph", ["../secret", "0" * 32, "x" * 64])
    def test_an_id_that_is_none_is_said_kindly(
        self, patient: Patient, asked: list[str], photograph: str
    ) -> None:
        patient.sends(photograph)
        assert "no longer here" in patient.text
        assert patient.asking == asked

    def test_another_patients_photograph_is_out_of_reach(
        self, patient: Patient, house: House, asked: list[str]
    ) -> None:
        noor = Patient(house.rasa_url, house.folder)
        theirs = noor.uploads()
        patient.sends(theirs)
        assert "no longer here" in patient.text
        assert noor.waiting == [theirs]
        noor.dispose()

    def test_a_yes_after_more_than_a_day_is_too_late_and_says_so(
        self, patient: Patient, house: House, asked: list[str]
    ) -> None:
        patient.sends()
        patient.store.discard(patient.sender, patient.waiting[0])
        patient.says("yes")
        assert "no longer here" in patient.text
        assert patient.asking == ["photo"], "another one is welcome"
        assert patient.kept == []


class TestRedFlags:
    def test_an_emergency_comes_first_and_nothing_is_asked_about_the_photograph(
        self, patient: Patient, asked: list[str]
    ) -> None:
        photograph = patient.uploads()
        patient.sends(photograph, "my lips are swelling up since I used a new serum")
        assert patient.custom("triage") == "now"
        assert "112" in patient.answers[0]["text"]
        assert "show it to the people who help you" in patient.text
        assert patient.asking == []
        assert (patient.waiting, patient.kept) == ([photograph], [])

    def test_it_waits_for_the_same_consent_where_the_talk_goes_on(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends(caption="my lips are swelling up since I used a new serum")
        patient.sends()
        assert patient.custom("triage") == "now" and patient.asking == []
        assert "show it to the people who help you" in patient.text
        patient.says("start again")
        assert patient.asking == PHOTO_CONSENT
        assert len(patient.says("yes").kept) == 2

    def test_before_the_consent_too_and_then_it_is_deleted(self, patient: Patient) -> None:
        patient.sends(caption="my lips are swelling and I can't breathe")
        assert patient.custom("triage") == "now"
        assert "show it to the people who help you" in patient.text
        assert patient.waiting == []

    def test_what_can_wait_a_day_is_answered_and_then_the_photograph_is_asked_about(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.sends(caption="there is pus and the redness is hot and spreading")
        assert patient.custom("triage") == "same_day"
        assert patient.asking == PHOTO_CONSENT


class TestWithoutOne:
    def test_a_wish_to_send_one_asks_for_consent_and_then_tells_how(
        self, patient: Patient, asked: list[str]
    ) -> None:
        patient.says("can I send you a photo of my face?")
        assert patient.asking == PHOTO_CONSENT
        patient.says("yes")
        assert "photo button" in patient.text and "daylight" in patient.text
        assert patient.asking == ["photo"]
        assert patient.says("no photo").asking == asked

    def test_before_the_consent_it_is_told_what_comes_first(self, patient: Patient) -> None:
        patient.says("hello").says("I want to send you a photo")
        assert "welcome" in patient.text and "Before that" in patient.text
        assert patient.asking == ["consent"]


def test_what_is_not_answered_in_a_day_goes(patient: Patient, asked: list[str]) -> None:
    patient.sends()
    patient.store.sweep(now() + dt.timedelta(seconds=1))
    assert patient.waiting == []


@pytest.mark.parametrize("metadata", [None, {}, {"photo": None}, {"photo": 7}, {"photo": ""}])
def test_what_names_no_photograph_is_a_message_like_any_other(
    patient: Patient, asked: list[str], metadata: object
) -> None:
    body = {"sender": patient.sender, "message": "I sleep 5 hours", "metadata": metadata}
    patient.answers = httpx.post(patient.url, json=body, timeout=60).json()
    assert patient.custom("noted") == {"sleep_hours": 5}
    assert patient.asking == asked
