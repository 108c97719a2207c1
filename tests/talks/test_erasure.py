"""Delete everything: asked once more, then nothing is left."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.database import open_database
from clinic.records.hold_models import Hold
from clinic.records.models import Patient as KeptPatient
from clinic.settings import Settings
from clinic.staff.accounts import Accounts
from tests.house import House
from tests.talks.files import holds
from tests.talks.page import Page
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk
MARKER = "zanzibarquark"
# of somebody on hold, who leaves it in the house
STAYS = "lapislazulifern"


def test_everything_is_deleted_and_stays_deleted(patient: Patient, house: House) -> None:
    folder = house.folder
    patient.consents().says(f"acne, oily skin, I'm allergic to {MARKER}")
    assert holds(folder, MARKER)
    patient.says("delete my data")
    assert patient.buttons
    patient.says("yes, delete everything")
    assert "deleted" in patient.text
    assert holds(folder, MARKER) == []
    patient.says("hello")
    assert patient.asking == ["consent"]
    assert holds(folder, MARKER) == []


def test_an_erasure_can_be_taken_back(patient: Patient) -> None:
    patient.consents().says("acne, oily skin")
    patient.says("delete my data").says("no, keep it")
    assert patient.asking
    patient.says("what have you noted?")
    assert "oily" in patient.text


def test_a_withdrawn_consent_deletes_too(patient: Patient, house: House) -> None:
    patient.consents().says(f"acne, oily skin, I'm allergic to {MARKER}")
    assert holds(house.folder, MARKER)
    patient.says("I withdraw my consent")
    assert patient.buttons
    patient.says("yes, delete everything")
    assert holds(house.folder, MARKER) == []


def test_on_hold_nothing_is_deleted_and_the_talk_begins_anew(
    patient: Patient, house: House
) -> None:
    patient.consents().says(f"acne, oily skin, I'm allergic to {STAYS}")
    put_on_hold(house, patient.sender)
    patient.says("delete my data").says("yes, delete everything")
    assert "By law" in patient.text and "not deleted yet" in patient.text
    assert holds(house.folder, STAYS)
    patient.says("what have you noted?")
    assert "oily" not in patient.text and STAYS not in patient.text
    patient.says("hello")
    assert patient.asking == ["consent"]
    patient.says("No, I don't agree")
    assert "not deleted yet" in patient.text
    assert holds(house.folder, STAYS)


def put_on_hold(house: House, sender: str) -> None:
    settings = Settings(var=house.folder)
    accounts = Accounts.open(settings)
    accounts.first_admin()
    [admin, *_] = accounts.members()
    accounts.dispose()
    engine = open_database(settings.records_url)
    with Session(engine) as session, session.begin():
        patient = session.scalars(select(KeptPatient.id).where(KeptPatient.sender == sender)).one()
        session.add(Hold(patient_id=patient, staff_id=admin.id, why="a case at court"))
    engine.dispose()


def test_after_an_alarm_on_the_page_nothing_is_left_either(house: House) -> None:
    with Page(house.web_url) as page:
        page.says("Yes, I agree")
        page.says(f"acne, oily skin, I'm allergic to {MARKER}")
        assert "112" in page.says(f"my lips are swelling up since I used {MARKER}")
        assert holds(house.folder, MARKER)
        page.says("delete my data")
        assert page.says("yes, delete everything") == ""
        assert holds(house.folder, MARKER) == []
        assert MARKER not in page.get("/api/talk").text
        page.says("hello")
        assert holds(house.folder, MARKER) == []


def test_a_photograph_of_the_page_goes_too(house: House) -> None:
    picture = BytesIO()
    Image.new("RGB", (300, 200), "tan").save(picture, "JPEG", comment=MARKER.encode())
    with Page(house.web_url) as page:
        page.says("Yes, I agree")
        page.says("acne, oily skin")
        photo = page.uploads(picture.getvalue())
        assert "photo_consent" in page.says("my cheek", photo)
        page.says("Yes, keep it")
        shown = page.get(f"/api/photos/{photo}")
        assert Image.open(BytesIO(shown.content)).size == (300, 200)
        assert MARKER.encode() not in shown.content
        stored = list((house.folder / "photographs").rglob(photo))
        assert len(stored) == 1 and holds(house.folder, MARKER) == []
        page.says("delete my data")
        page.says("yes, delete everything")
        assert not list((house.folder / "photographs").rglob(photo))
        assert holds(house.folder, photo) == []
        assert page.get(f"/api/photos/{photo}").is_client_error
