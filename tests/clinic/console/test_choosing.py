"""The clinic's settings at the console: shown with defaults and bounds, changed by who leads."""

from __future__ import annotations

from clinic.console.desk import Desk
from clinic.records import Records
from clinic.settings import Settings
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser

ALARMS = {"remind_now_minutes": "15", "remind_same_day_minutes": "60", "reminders": "3"}


async def test_a_change_holds_at_once_and_is_in_the_log(
    admin: Browser, desk: Desk, log: AuditLog
) -> None:
    form = {"photos_kept_days": "30", "abandoned_after_hours": "24"}
    page = await admin.post("/staff/settings/retention", data=form)
    assert page.url.path == "/staff/settings"
    assert "They hold from now on" in page.text
    assert "Asha Lead: Photographs, from 90 to 30" in page.text
    assert desk.settings.photos_kept_days == 30
    [entry] = log.entries(kind="setting")
    assert (entry.who, entry.subject, entry.detail) == (
        "Asha Lead",
        "photos_kept_days",
        {"before": 90, "after": 30},
    )


async def test_each_setting_shows_its_default_and_bounds(admin: Browser) -> None:
    page = (await admin.get("/staff/settings")).text
    assert "1 to 3650 days." in page
    assert "Default: 90." in page
    # what the country says where the clinic says nothing
    assert 'placeholder="112"' in page and "Default: Tele-MANAS." in page


async def test_what_is_out_of_bounds_is_told_and_what_was_typed_stays(
    admin: Browser, desk: Desk
) -> None:
    form = {"photos_kept_days": "4000", "abandoned_after_hours": "7"}
    page = await admin.post("/staff/settings/retention", data=form)
    assert page.status_code == 422
    assert "must be 1 to 3650 days" in page.text
    assert 'value="4000"' in page.text and 'value="7"' in page.text
    assert (desk.settings.photos_kept_days, desk.settings.abandoned_after_hours) == (90, 24)


async def test_what_does_not_go_together_is_told_in_the_names_of_the_page(
    admin: Browser,
) -> None:
    form = {"crisis_number": "116 123", **ALARMS}
    page = await admin.post("/staff/settings/emergencies", data=form)
    assert page.status_code == 422
    assert "goes together with Crisis line, name" in page.text


async def test_an_empty_field_is_none_or_the_default(admin: Browser, desk: Desk) -> None:
    numbers = {"crisis_name": "Ours", "crisis_number": "116 123", "emergency_number": "911"}
    await admin.post("/staff/settings/emergencies", data=numbers | ALARMS)
    assert desk.settings.emergency.crisis == "Ours (116 123)"
    empty = dict.fromkeys([*numbers, "reminders"], "")
    await admin.post("/staff/settings/emergencies", data=ALARMS | empty)
    assert desk.settings.emergency.number == "112"
    assert desk.settings.reminders == 3


async def test_no_check_ins_can_be_chosen(admin: Browser, desk: Desk) -> None:
    form = {"plan_delivery": "after_review", "check_in_weeks": ""}
    await admin.post("/staff/settings/plans", data=form)
    assert (desk.settings.plan_delivery, desk.settings.check_in_weeks) == ("after_review", ())
    await admin.post("/staff/settings/plans", data=form | {"check_in_weeks": "2,  6,"})
    assert desk.settings.check_in_weeks == (2, 6)


async def test_a_section_goes_back_to_its_defaults_and_others_stay(
    admin: Browser, desk: Desk
) -> None:
    await admin.post("/staff/settings/retention", data={"photos_kept_days": "30"})
    await admin.post("/staff/settings/plans", data={"plan_delivery": "after_review"})
    await admin.post("/staff/settings/retention", data={"defaults": "1"})
    assert (desk.settings.photos_kept_days, desk.settings.plan_delivery) == (90, "after_review")


async def test_a_form_that_stood_open_changes_only_what_was_changed_in_it(
    admin: Browser, desk: Desk
) -> None:
    shown = {"was-photos_kept_days": "90", "was-abandoned_after_hours": "24"}
    await admin.post("/staff/settings/retention", data={"photos_kept_days": "30"})
    stale = {**shown, "photos_kept_days": "90", "abandoned_after_hours": "48"}
    await admin.post("/staff/settings/retention", data=stale)
    assert desk.settings.photos_kept_days == 30
    assert desk.settings.abandoned_after_hours == 48
    page = (await admin.get("/staff/settings")).text
    assert 'name="was-photos_kept_days" value="30"' in page


async def test_a_legal_hold_stands_apart_and_ends_only_where_it_is_taken_off(
    admin: Browser, desk: Desk
) -> None:
    await admin.post("/staff/settings/hold", data={"was-legal_hold": "", "legal_hold": "on"})
    assert desk.settings.legal_hold is True
    await admin.post("/staff/settings/retention", data={"defaults": "1"})
    # a form from before it was on
    await admin.post("/staff/settings/hold", data={"was-legal_hold": ""})
    assert desk.settings.legal_hold is True
    await admin.post("/staff/settings/hold", data={"was-legal_hold": "on"})
    assert desk.settings.legal_hold is False


async def test_the_clinics_caps_decide_what_staff_see_of_an_intake(
    admin: Browser, records: Records
) -> None:
    facts = {"skin_type": ["dry"], "products": [{"id": "glycolic_acid", "per_week": 3}]}
    records.give_consent("mira", "web", kind="intake", version="1", text="May we?", given=True)
    number = records.begin_intake("mira", "web")
    records.note(number, facts, message="glycolic acid three times a week")
    page = f"/staff/intakes/{number}"
    assert "Exfoliation load 3 of a cap of 2: amber" in (await admin.get(page)).text
    await admin.post("/staff/settings/exfoliation", data={"exfoliation.caps.dry": "4"})
    assert "Exfoliation load 3 of a cap of 4: ok" in (await admin.get(page)).text


async def test_only_who_leads_may_look_or_choose(
    browser: Browser, receptionist: Browser, migrated: Settings
) -> None:
    for each in (browser, receptionist):
        assert (await each.get("/staff/settings")).status_code == 403
        answer = await each.post("/staff/settings/plans", data={"plan_delivery": "after_review"})
        assert answer.status_code == 403
        assert "/staff/settings" not in (await each.get("/staff")).text
    assert migrated.plan_delivery == "at_once"


async def test_there_is_no_other_section(admin: Browser) -> None:
    answer = await admin.post("/staff/settings/ports", data={"web_port": "80"})
    assert answer.status_code == 404
