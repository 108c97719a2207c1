"""The way in: who knows the password and has the code, and nobody else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pyotp
import pytest

from clinic.console.desk import Desk
from clinic.records import models
from clinic.settings import Settings
from clinic.staff.accounts import Accounts, Member
from clinic.staff.audit import HOUSE, AuditLog
from clinic.staff.roles import Role
from clinic.staff.sign_in import SignIn
from tests.clinic.alerts.receivers import MailServer
from tests.clinic.console.conftest import DOOR, Browser, Open
from tests.clinic.staff.conftest import PASSWORD

OTHER = "violin cactus harbor trestle"


class TestPassword:
    async def test_the_right_one_leads_to_the_page_that_was_asked_for(
        self, at_door: Open, doctor: Member
    ) -> None:
        browser = at_door()
        door = await browser.get("/staff?q=retinol")
        to = re.search(r'name="to" value="([^"]+)"', door.text)
        assert door.url.path == "/staff/sign-in" and to is not None
        form = {"login": "Rao@clinic.example ", "password": PASSWORD, "to": to[1]}
        page = await browser.post("/staff/sign-in", data=form)
        assert str(page.url) == f"{DOOR}/staff?q=retinol"

    @pytest.mark.parametrize(
        "to",
        ["https://evil.example", "//evil.example", "/demo", "/staffing", "/staff/\\evil.example"],
    )
    async def test_no_link_leads_out_of_the_console(
        self, at_door: Open, doctor: Member, to: str
    ) -> None:
        form = {"login": "rao@clinic.example", "password": PASSWORD, "to": to}
        answer = await at_door().post("/staff/sign-in", data=form, follow_redirects=False)
        assert answer.headers["location"] == "/staff"

    async def test_a_wrong_one_is_told_as_an_unknown_login_is(
        self, at_door: Open, doctor: Member
    ) -> None:
        answers = [
            await at_door().post("/staff/sign-in", data={"login": login, "password": "wrong"})
            for login in ("rao@clinic.example", "nobody@clinic.example")
        ]
        assert [each.status_code for each in answers] == [401, 401]
        assert all("do not belong together" in each.text for each in answers)
        # what was typed stays, but for the password
        assert 'value="rao@clinic.example"' in answers[0].text and "wrong" not in answers[0].text

    async def test_who_guesses_is_slowed_down_and_nobody_else_is(
        self, at_door: Open, doctor: Member
    ) -> None:
        guesser = at_door()
        wrong = {"login": "rao@clinic.example", "password": "wrong"}
        answers = [await guesser.post("/staff/sign-in", data=wrong) for _ in range(6)]
        assert [each.status_code for each in answers] == [401] * 5 + [429]
        assert int(answers[-1].headers["retry-after"]) > 0
        right = await guesser.post("/staff/sign-in", data=wrong | {"password": PASSWORD})
        assert right.status_code == 429
        await at_door(address="192.0.2.2").sign_in()

    async def test_the_cookie_is_out_of_reach_and_over_https_of_this_site_alone(
        self, at_door: Open, doctor: Member
    ) -> None:
        form = {"login": "rao@clinic.example", "password": PASSWORD}
        for scheme, name, more in (
            ("http", "dewy-staff", []),
            ("https", "__Host-dewy-staff", ["secure"]),
        ):
            answer = await at_door().post(
                f"{scheme}://clinic.example/staff/sign-in",
                data=form,
                headers={"Origin": f"{scheme}://clinic.example"},
                follow_redirects=False,
            )
            given, *attributes = answer.headers["set-cookie"].lower().split("; ")
            assert given.startswith(f"{name}=".lower())
            assert {"httponly", "path=/", "samesite=lax", *more} <= set(attributes)
            assert not any(each.startswith("domain") for each in attributes)


class TestSession:
    async def test_it_ends_when_one_signs_out(self, browser: Browser) -> None:
        cookies = dict(browser.cookies)
        await browser.post("/staff/sign-out")
        assert (await browser.get("/staff")).url.path == "/staff/sign-in"
        # the token itself is worth nothing any more
        browser.cookies.update(cookies)
        assert (await browser.get("/staff")).url.path == "/staff/sign-in"

    async def test_it_ends_where_nobody_works(
        self, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert (await browser.get("/staff")).url.path == "/staff"
        later = models.now() + dt.timedelta(minutes=61)
        monkeypatch.setattr("clinic.staff.sign_in.now", lambda: later)
        assert (await browser.get("/staff")).url.path == "/staff/sign-in"

    @pytest.mark.parametrize(
        ("path", "headers"),
        [
            ("/staff", {"Sec-Fetch-Mode": "cors"}),
            ("/staff", {"Dewy-By-Itself": "1"}),
            ("/staff/nothing", {"Accept": "text/event-stream"}),
        ],
    )
    async def test_a_page_that_brings_itself_up_to_date_keeps_none_alive(
        self,
        browser: Browser,
        monkeypatch: pytest.MonkeyPatch,
        path: str,
        headers: dict[str, str],
    ) -> None:
        began = models.now()
        for minutes in (20, 40, 59):
            later = began + dt.timedelta(minutes=minutes)
            monkeypatch.setattr("clinic.staff.sign_in.now", lambda later=later: later)
            assert (await browser.get(path, headers=headers)).status_code in (200, 404)
        later = began + dt.timedelta(minutes=61)
        monkeypatch.setattr("clinic.staff.sign_in.now", lambda: later)
        assert (await browser.get(path, headers=headers)).status_code == 401
        assert (await browser.get("/staff")).url.path == "/staff/sign-in"

    async def test_a_form_that_is_sent_too_late_says_that_nothing_was_changed(
        self, browser: Browser, number: int
    ) -> None:
        await browser.post("/staff/sign-out")
        answer = await browser.post(f"/staff/intakes/{number}/notes", data={"text": "late"})
        assert "nothing was changed" in answer.text


class TestFirstAdmin:
    async def test_changes_the_password_before_anything_else(
        self, at_door: Open, accounts: Accounts
    ) -> None:
        password = accounts.first_admin()
        assert password
        browser = at_door()
        await browser.sign_in("admin", password)
        for path in ("/staff", "/staff/people", "/staff/log", "/staff/me"):
            assert (await browser.get(path)).url.path == "/staff/me/password"
        form = {"old": password, "new": OTHER, "again": OTHER}
        assert (await browser.post("/staff/me/password", data=form)).url.path == "/staff/sign-in"
        await browser.sign_in("admin", OTHER)
        assert (await browser.get("/staff/people")).url.path == "/staff/people"


class TestOneTimeCodes:
    async def test_they_are_asked_for_once_they_were_turned_on(
        self, browser: Browser, at_door: Open, way_in: SignIn
    ) -> None:
        page = (await browser.get("/staff/me/codes")).text
        secret = re.search(r"<code>(\w+)</code>", page)
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)
        assert secret and ticket
        codes = pyotp.TOTP(secret[1])
        wrong = {"ticket": ticket[1], "code": "000000"}
        refused = await browser.post("/staff/me/codes", data=wrong)
        assert refused.status_code == 422 and secret[1] in refused.text
        answer = await browser.post("/staff/me/codes", data=wrong | {"code": codes.now()})
        assert "One-time codes are on" in answer.text

        other = at_door()
        asked = await other.post(
            "/staff/sign-in", data={"login": "rao@clinic.example", "password": PASSWORD}
        )
        assert "One-time code" in asked.text
        # the password alone opens nothing
        assert (await other.get("/staff")).url.path == "/staff/sign-in"
        ticket = re.search(r'name="ticket" value="([^"]+)"', asked.text)
        assert ticket
        form = {"ticket": ticket[1], "code": "000000"}
        assert (await other.post("/staff/code", data=form)).status_code == 401
        # the code of now was used; the next one is good
        soon = models.now() + dt.timedelta(seconds=30)
        opened = await other.post("/staff/code", data=form | {"code": codes.at(soon)})
        assert opened.url.path == "/staff"

    async def test_who_has_the_password_alone_cannot_try_them_all_from_many_places(
        self, at_door: Open, way_in: SignIn, doctor: Member
    ) -> None:
        secret, _ = way_in.new_secret(doctor)
        way_in.ask_for_codes(doctor.id, secret, pyotp.TOTP(secret).now())
        statuses = []
        for place in range(7):
            thief = at_door(address=f"192.0.2.{place + 10}")
            asked = await thief.post(
                "/staff/sign-in", data={"login": "rao@clinic.example", "password": PASSWORD}
            )
            ticket = re.search(r'name="ticket" value="([^"]+)"', asked.text)
            assert ticket
            for _ in range(3):
                form = {"ticket": ticket[1], "code": "000000"}
                statuses.append((await thief.post("/staff/code", data=form)).status_code)
        assert statuses == [401] * 20 + [429]

    async def test_a_phone_is_not_exchanged_without_the_password(
        self, browser: Browser, at_door: Open, way_in: SignIn, accounts: Accounts, doctor: Member
    ) -> None:
        began = re.search(
            r"<code>(\w+)</code>.*?name=\"ticket\" value=\"([^\"]+)",
            (await browser.get("/staff/me/codes")).text,
            re.DOTALL,
        )
        assert began
        secret, _ = way_in.new_secret(doctor)
        way_in.ask_for_codes(doctor.id, secret, pyotp.TOTP(secret).now())
        shown = await browser.get("/staff/me/codes")
        assert shown.url.path == "/staff/me" and "Turn them off with your password" in shown.text
        assert "<code>" not in shown.text
        # nor by a page that was opened before
        form = {"ticket": began[2], "code": pyotp.TOTP(began[1]).now()}
        kept = await browser.post("/staff/me/codes", data=form)
        assert "Turn them off with your password" in kept.text
        soon = models.now() + dt.timedelta(seconds=30)
        assert way_in.check_code(doctor.id, pyotp.TOTP(secret).at(soon)).has_totp

    async def test_a_ticket_of_one_door_opens_no_other(
        self, browser: Browser, at_door: Open, way_in: SignIn, desk: Desk, doctor: Member
    ) -> None:
        to_begin = desk.enrolling.issue(str(doctor.id), *way_in.new_secret(doctor))
        to_sign_in = desk.halfway.issue(str(doctor.id))
        form = {"ticket": to_sign_in, "code": "000000"}
        assert "Please begin again" in (await browser.post("/staff/me/codes", data=form)).text
        form = {"ticket": to_begin, "code": "000000"}
        answer = await at_door().post("/staff/code", data=form)
        assert answer.url.path == "/staff/sign-in" and "Please begin again" in answer.text

    async def test_turning_them_off_takes_the_password(
        self, browser: Browser, way_in: SignIn, doctor: Member
    ) -> None:
        secret, _ = way_in.new_secret(doctor)
        way_in.ask_for_codes(doctor.id, secret, pyotp.TOTP(secret).now())
        refused = await browser.post("/staff/me/codes-off", data={"password": "wrong"})
        assert refused.status_code == 422 and "not your password" in refused.text
        answer = await browser.post("/staff/me/codes-off", data={"password": PASSWORD})
        assert "One-time codes are off" in answer.text


class TestForgottenPassword:
    @pytest.fixture
    def mail(self) -> Iterator[MailServer]:
        with MailServer() as server:
            yield server

    @pytest.fixture
    def migrated(self, migrated: Settings, mail: MailServer) -> Settings:
        """With a server for mail, and an address that is surely the clinic's."""
        return Settings(
            **migrated.model_dump(exclude_unset=True),
            smtp_host="127.0.0.1",
            smtp_port=mail.port,
            smtp_security="none",
            alert_from="dewy@clinic.example",
            alert_to=["desk@clinic.example"],
            public_url="https://dewy.clinic.example",
        )

    async def test_a_link_is_mailed_that_sets_a_new_one(
        self, at_door: Open, doctor: Member, mail: MailServer
    ) -> None:
        browser = at_door()
        # whoever sends another host must not get it into the mail
        foreign = {"Host": "evil.example", "Origin": "http://evil.example"}
        asked = {"login": "rao@clinic.example"}
        answer = await browser.post("/staff/forgot", data=asked, headers=foreign)
        unknown = await browser.post("/staff/forgot", data={"login": "who@clinic.example"})
        assert answer.text == unknown.text and "link is on its way" in answer.text
        [sent] = mail.mails
        link = re.search(r"https://dewy\.clinic\.example(/staff/password/\S+)", sent.get_content())
        assert link and sent["To"] == "rao@clinic.example" and "evil" not in sent.as_string()
        page = await browser.post(link[1], data={"password": OTHER, "again": OTHER})
        assert "password is set" in page.text
        await browser.sign_in(password=OTHER)
        # it works once
        assert (await at_door().get(link[1])).status_code == 404


async def test_without_mail_who_forgot_the_password_is_told_whom_to_ask(
    at_door: Open, doctor: Member, log: AuditLog
) -> None:
    browser = at_door()
    assert "Ask somebody who leads" in (await browser.get("/staff/forgot")).text
    await browser.post("/staff/forgot", data={"login": "rao@clinic.example"})
    assert [each for each in log.entries() if each.action == "reset_asked"] == []


class TestLinks:
    async def test_a_weak_password_is_told_and_the_link_stays_good(
        self, at_door: Open, accounts: Accounts
    ) -> None:
        code = accounts.add("lim@clinic.example", "Nurse Lim", Role.STAFF, HOUSE)
        browser = at_door()
        for password, again, problem in (
            ("password1234", "password1234", "another"),
            ("short", "short", "12 to 128"),
            (OTHER, OTHER + "!", "not the same"),
        ):
            form = {"password": password, "again": again}
            answer = await browser.post(f"/staff/password/{code}", data=form)
            assert answer.status_code == 422 and problem in answer.text
        form = {"password": OTHER, "again": OTHER}
        assert "password is set" in (await browser.post(f"/staff/password/{code}", data=form)).text

    async def test_a_link_that_is_not_one_says_so(self, at_door: Open, doctor: Member) -> None:
        answer = await at_door().get("/staff/password/abc")
        assert answer.status_code == 404 and "does not work" in answer.text
