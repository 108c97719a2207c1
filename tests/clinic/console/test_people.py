"""Accounts at the console: added, changed, ended, let in again, by who leads."""

from __future__ import annotations

import re

from clinic.staff.accounts import Accounts, Member
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import Browser, Open

OTHER = "violin cactus harbor trestle"
LINK = re.compile(r"<code>http://clinic\.example(/staff/password/[\w-]+)</code>")


async def test_somebody_is_added_sets_a_password_and_works(
    admin: Browser, at_door: Open, log: AuditLog
) -> None:
    form = {"login": "tan@clinic.example", "name": "Dr Tan", "role": "doctor"}
    page = await admin.post("/staff/people", data=form)
    link = LINK.search(page.text)
    assert link and "is not shown again" in page.text
    assert LINK.search((await admin.get("/staff/people")).text) is None
    browser = at_door()
    assert "Hello Dr Tan" in (await browser.get(link[1])).text
    await browser.post(link[1], data={"password": OTHER, "again": OTHER})
    await browser.sign_in("tan@clinic.example", OTHER)
    assert "Dr Tan" in (await browser.get("/staff")).text
    assert "added" in [each.action for each in log.entries() if each.who == "Asha Lead"]


async def test_what_is_wrong_is_told_and_what_was_typed_stays(
    admin: Browser, doctor: Member
) -> None:
    form = {"login": "rao@clinic.example", "name": "Dr Tan", "role": "doctor"}
    answer = await admin.post("/staff/people", data=form)
    assert answer.status_code == 422
    assert "signs in as rao@clinic.example already" in answer.text
    assert 'value="Dr Tan"' in answer.text
    answer = await admin.post("/staff/people", data=form | {"role": "owner"})
    assert answer.status_code == 422 and "role" in answer.text


async def test_who_is_let_go_is_out_at_once_and_may_come_back(
    admin: Browser, browser: Browser, at_door: Open, doctor: Member
) -> None:
    assert (await browser.get("/staff")).url.path == "/staff"
    await admin.post(f"/staff/people/{doctor.id}/let-go")
    assert (await browser.get("/staff")).url.path == "/staff/sign-in"
    page = await admin.post(f"/staff/people/{doctor.id}/take-back")
    link = LINK.search(page.text)
    assert link
    await browser.post(link[1], data={"password": OTHER, "again": OTHER})
    await browser.sign_in(password=OTHER)


async def test_a_role_is_changed(
    admin: Browser, browser: Browser, accounts: Accounts, doctor: Member
) -> None:
    await admin.post(f"/staff/people/{doctor.id}", data={"name": "Meera Rao", "role": "staff"})
    [now] = [each for each in accounts.members() if each.id == doctor.id]
    assert (now.name, now.role) == ("Meera Rao", "staff")


async def test_somebody_must_be_left_who_leads(admin: Browser, accounts: Accounts) -> None:
    leads = {each.name: each.id for each in accounts.members() if each.role == "admin"}
    await admin.post(f"/staff/people/{leads['Administrator']}/let-go")
    answer = await admin.post(f"/staff/people/{leads['Asha Lead']}/let-go")
    assert answer.status_code == 422 and "Somebody must be left who leads" in answer.text


async def test_the_log_is_read_and_narrowed(admin: Browser, doctor: Member, number: int) -> None:
    await admin.get(f"/staff/intakes/{number}")
    page = (await admin.get("/staff/log")).text
    assert "Asha Lead" in page and f"intake {number}" in page
    page = (await admin.get(f"/staff/log?who={doctor.id}&action=&kind=&subject=")).text
    assert f"intake {number}" not in page
