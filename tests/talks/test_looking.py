"""A photograph in the talk: offered, coached, looked at, refused kindly, and of use to the plan."""

from __future__ import annotations

import datetime as dt
import sqlite3
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image

from analysis.colour import Bytes
from analysis.landmarks import Face, find
from evaluation.photographs.painting import redness
from evaluation.photographs.spoiling import dark, twice
from tests.house import House
from tests.talks.patient import Patient, a_face

pytestmark = pytest.mark.talk
CONSENT, PHOTO, CONFIRM = ["photo_consent"], ["photo"], ["confirm"]
# Names of sicknesses, and words that judge a face.
NEVER_SAID = (
    "rosacea",
    "acne",
    "melasma",
    "eczema",
    "disease",
    "ugly",
    "beautiful",
    "tired",
    "sleep",
)


@cache
def face() -> Face:
    found = find(a_face()).face
    assert found is not None
    return found


def reddened() -> Image.Image:
    return Image.fromarray(redness(a_face(), face(), 5)[0])


def too_dark() -> Image.Image:
    return Image.fromarray(dark(a_face(), face()))


def two_people() -> Image.Image:
    return Image.fromarray(twice(a_face(), face()))


def sideways() -> Image.Image:
    """A face squeezed as one that is turned far away; the mesh lies on half of it."""
    picture: Bytes = np.ascontiguousarray(a_face()[:, : int(face().points[4, 0])])
    return Image.fromarray(
        cv2.copyMakeBorder(picture, 0, 0, 0, 300, cv2.BORDER_CONSTANT, value=(90, 90, 90))
    )


def fake() -> Image.Image:
    """A cartoon: two eyes and a mouth on a plain disc."""
    picture = np.full((700, 700, 3), 235, np.uint8)
    cv2.circle(picture, (350, 350), 250, (250, 210, 80), -1)
    for x in (260, 440):
        cv2.circle(picture, (x, 290), 30, (30, 30, 30), -1)
    cv2.ellipse(picture, (350, 420), (110, 60), 0, 0, 180, (30, 30, 30), 10)
    return Image.fromarray(picture)


@pytest.fixture
def offered(patient: Patient) -> Patient:
    """A patient whose questions are answered."""
    patient.consents().says("dull skin, and I use a face scrub every day, oily skin")
    for _ in range(20):
        if patient.asking == CONSENT:
            return patient
        patient.says("skip")
    pytest.fail("a photograph was never offered")


@pytest.fixture
def coached(offered: Patient) -> Patient:
    """A patient who agreed to a photograph."""
    return offered.says("Yes, you may look")


class TestTheOffer:
    def test_it_comes_after_the_questions_with_a_consent_of_its_own(self, offered: Patient) -> None:
        assert "only if you like" in offered.text and "photo" in offered.text
        assert "numbers and outlines stay" in offered.text
        assert offered.custom("plan") is None

    @pytest.mark.parametrize(
        "answer", ["no", "No, no photo", "skip", "not today", "I'd rather not", "no thanks"]
    )
    def test_to_decline_is_fine_and_the_summary_follows(
        self, offered: Patient, answer: str
    ) -> None:
        offered.says(answer)
        assert offered.asking == CONFIRM and "without a photo" in offered.text
        assert offered.says("yes, that's right").custom("plan")

    def test_it_can_be_asked_about_first(self, offered: Patient) -> None:
        offered.says("what happens to my photo?")
        assert offered.custom("topic") == "photo_privacy" and offered.asking == CONSENT
        assert "more than words" in offered.says("why do you ask?").text

    def test_back_leads_to_the_question_before(self, offered: Patient) -> None:
        assert offered.says("go back").asking not in (CONSENT, CONFIRM, [])

    def test_with_a_yes_a_good_photograph_is_explained(self, coached: Patient) -> None:
        assert coached.asking == PHOTO
        for said in ("daylight", "straight at the camera", "no glasses or make-up", "photo button"):
            assert said in coached.text

    def test_it_need_not_come_then(self, coached: Patient) -> None:
        assert coached.says("ok one moment").asking == PHOTO
        assert coached.says("why do you need it?").asking == PHOTO
        assert coached.says("no photo").asking == CONFIRM

    def test_who_never_sends_one_is_not_asked_for_ever(self, coached: Patient) -> None:
        for _ in range(4):
            coached.says("fnord blurb zxcv")
        assert coached.asking == CONFIRM

    def test_a_correction_meanwhile_is_noted(self, coached: Patient) -> None:
        assert coached.says("I sleep 5 hours").custom("noted") == {"sleep_hours": 5}
        assert coached.asking == PHOTO


class TestAGoodOne:
    def test_it_is_told_what_is_seen_and_where_and_the_summary_follows(
        self, coached: Patient
    ) -> None:
        photograph = coached.uploads(reddened())
        coached.sends(photograph)
        assert coached.asking == CONFIRM
        assert "redness on the" in coached.text and "not a diagnosis" in coached.text
        (image,) = [each["image"] for each in coached.answers if "image" in each]
        assert image == f"/api/photos/{photograph}/overlay"
        assert coached.store.view(coached.sender, photograph, "overlay")

    def test_numbers_are_for_the_staff(self, coached: Patient) -> None:
        coached.sends(coached.uploads(reddened()))
        report = coached.custom("photo")
        assert report["quality"]["ok"] and report["findings"]
        assert set(report) == {"photo", "quality", "findings"}
        (looked,) = coached.store.looked_at(coached.sender)
        assert looked.report["metrics"]["redness"]["uncertainty"] > 0

    def test_it_never_judges_or_names_a_disease(self, coached: Patient) -> None:
        coached.sends(coached.uploads(reddened()))
        said = coached.answers[0]["text"].lower()
        assert not any(word in said for word in NEVER_SAID)

    def test_redness_makes_the_warning_of_too_much_exfoliation_stronger(
        self, coached: Patient
    ) -> None:
        coached.sends(coached.uploads(reddened())).says("yes, that's right")
        (warning,) = (each for each in coached.plan["warnings"] if each["id"] == "over_exfoliation")
        assert "Your photo shows redness too" in warning["message"]

    def test_one_sent_before_the_end_is_not_asked_for_again(self, patient: Patient) -> None:
        patient.consents().says("oily skin and acne").sends().says("yes")
        for _ in range(20):
            if patient.asking == CONFIRM:
                return
            assert patient.asking not in (CONSENT, PHOTO)
            patient.says("skip")
        pytest.fail("the summary never came")

    def test_after_the_plan_it_may_change_the_plan(self, coached: Patient) -> None:
        coached.says("no photo").says("yes, that's right")
        assert "photo" not in str(coached.plan["warnings"])
        coached.sends(coached.uploads(reddened()))
        assert "Your photo shows redness too" in str(coached.plan["warnings"])


class TestOneThatCannotBeUsed:
    @pytest.mark.parametrize(
        ("picture", "reason"),
        [
            (too_dark, "too dark"),
            (two_people, "more than one face"),
            (fake, "cannot find a face"),
            (sideways, "face"),
        ],
    )
    def test_it_gets_the_reason_and_the_way_to_a_better_one(
        self, coached: Patient, picture: object, reason: str
    ) -> None:
        assert callable(picture)
        coached.sends(coached.uploads(picture()))
        assert reason in coached.text and "another photo" in coached.text
        assert coached.asking == PHOTO
        assert not coached.custom("photo")["quality"]["ok"]
        assert "image" not in {key for each in coached.answers for key in each}
        coached.sends()
        assert "This is what I see" in coached.text and coached.asking == CONFIRM

    def test_at_most_three_times(self, coached: Patient) -> None:
        for _ in range(2):
            assert coached.sends(coached.uploads(too_dark())).asking == PHOTO
        coached.sends(coached.uploads(too_dark()))
        assert "quite all right" in coached.text and coached.asking == CONFIRM

    def test_other_people_were_never_asked_so_theirs_is_deleted(self, coached: Patient) -> None:
        coached.sends(coached.uploads(two_people()))
        assert "deleted what shows other people" in coached.text
        assert coached.kept == []


class TestProgress:
    def a_month_ago(self, patient: Patient, house: House) -> None:
        with sqlite3.connect(house.folder / "dewy.db", timeout=20) as database:
            then = dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
            database.execute(
                "UPDATE photographs SET created_at = ? WHERE sender = ?",
                (then.strftime("%Y-%m-%d %H:%M:%S.%f"), patient.sender),
            )

    def test_the_same_face_has_no_change_to_trust(self, coached: Patient, house: House) -> None:
        earlier = coached.sends().kept[0]
        self.a_month_ago(coached, house)
        later = coached.uploads()
        coached.sends(later)
        assert "no change that I can trust" in coached.text
        images = [each["image"] for each in coached.answers if "image" in each]
        assert images == [f"/api/photos/{later}/overlay", f"/api/photos/{later}/beside/{earlier}"]
        assert not any(each["trusted"] for each in coached.custom("photo")["progress"])

    def test_more_redness_is_told_with_what_it_may_be_off(
        self, coached: Patient, house: House
    ) -> None:
        coached.sends()
        self.a_month_ago(coached, house)
        coached.sends(coached.uploads(reddened()))
        assert "Redness: more than on" in coached.text and "give or take" in coached.text

    def test_two_of_one_day_are_not_compared(self, coached: Patient) -> None:
        coached.sends().sends()
        assert "compared" not in coached.text

    def test_once_the_earlier_picture_is_gone_numbers_are_still_compared(
        self, coached: Patient, house: House
    ) -> None:
        coached.sends()
        self.a_month_ago(coached, house)
        coached.store.retire(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1))
        coached.sends()
        assert "no change that I can trust" in coached.text
        assert sum("image" in each for each in coached.answers) == 1


def test_one_that_nobody_looked_at_yet_is_looked_at_when_asked(coached: Patient) -> None:
    photograph = coached.uploads()
    coached.store.keep(coached.sender, photograph)
    coached.says("look at my photo")
    assert "This is what I see" in coached.text
    assert coached.custom("photo")["photo"] == photograph
