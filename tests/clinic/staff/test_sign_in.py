"""Signing in, with and without one-time codes; sessions that end."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest
from sqlalchemy import Engine, text

from clinic.records.models import now
from clinic.staff import sign_in as sign_in_module
from clinic.staff.accounts import AccountError, Accounts, Member
from clinic.staff.audit import HOUSE, AuditLog
from clinic.staff.sign_in import LONGEST, LONGEST_IDLE, SignIn, WrongCredentialsError
from tests.clinic.staff.conftest import PASSWORD


def travel(monkeypatch: pytest.MonkeyPatch, ahead: dt.timedelta) -> None:
    later = now() + ahead
    monkeypatch.setattr(sign_in_module, "now", lambda: later)


class TestPassword:
    def test_login_and_password_belong_together(self, way_in: SignIn, doctor: Member) -> None:
        assert way_in.check_password(" RAO@clinic.example", PASSWORD) == doctor
        for login, password in (
            ("rao@clinic.example", PASSWORD.upper()),
            ("admin", PASSWORD),
            ("nobody", PASSWORD),
            ("", ""),
        ):
            with pytest.raises(WrongCredentialsError):
                way_in.check_password(login, password)

    def test_a_failure_is_logged_without_what_was_typed(
        self, way_in: SignIn, doctor: Member, log: AuditLog
    ) -> None:
        for login in (doctor.login, "zanzibarquark"):
            with pytest.raises(WrongCredentialsError):
                way_in.check_password(login, "zanzibarquark")
        failed = log.entries(action="sign_in_failed")
        assert [entry.subject for entry in failed] == [None, str(doctor.id)]
        assert "zanzibarquark" not in str(failed)


class TestSessions:
    def test_a_token_is_whose_it_is_until_its_end(self, way_in: SignIn, doctor: Member) -> None:
        token = way_in.begin(doctor)
        assert way_in.member(token) == doctor
        assert way_in.member(token + "x") is None and way_in.member("") is None
        way_in.end(token)
        assert way_in.member(token) is None
        way_in.end(token)

    def test_it_ends_where_nobody_works_on(
        self, way_in: SignIn, doctor: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token = way_in.begin(doctor)
        began = now()
        half = LONGEST_IDLE / 2
        for times in (1, 2, 3):
            monkeypatch.setattr(sign_in_module, "now", lambda times=times: began + times * half)
            assert way_in.member(token) is not None
        monkeypatch.setattr(sign_in_module, "now", lambda: began + 3 * half + LONGEST_IDLE)
        assert way_in.member(token) is None

    def test_it_ends_after_hours_though_somebody_works_on(
        self, way_in: SignIn, doctor: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token = way_in.begin(doctor)
        began, step = now(), LONGEST_IDLE / 2
        at = began
        while at < began + LONGEST - step:
            at += step
            monkeypatch.setattr(sign_in_module, "now", lambda at=at: at)
            assert way_in.member(token) is not None
        monkeypatch.setattr(sign_in_module, "now", lambda: began + LONGEST + step)
        assert way_in.member(token) is None

    def test_what_is_over_is_deleted_and_the_database_holds_no_token(
        self, way_in: SignIn, doctor: Member, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = way_in.begin(doctor)
        travel(monkeypatch, LONGEST)
        second = way_in.begin(doctor)
        with engine.connect() as connection:
            kept = connection.execute(text("SELECT * FROM staff_sessions")).all()
        assert len(kept) == 1
        assert first not in str(kept) and second not in str(kept)


class TestOneTimeCodes:
    @pytest.fixture
    def codes(self, way_in: SignIn, doctor: Member) -> pyotp.TOTP:
        """The doctor's authenticator; a code of a while ago began it."""
        secret, address = way_in.new_secret(doctor)
        codes = pyotp.parse_uri(address)
        assert isinstance(codes, pyotp.TOTP) and codes.secret == secret
        earlier = codes.at(now() - dt.timedelta(seconds=30))
        way_in.ask_for_codes(doctor.id, secret, earlier)
        return codes

    def test_the_first_shows_that_the_authenticator_works(
        self, way_in: SignIn, doctor: Member, accounts: Accounts
    ) -> None:
        secret, _ = way_in.new_secret(doctor)
        wrong = f"{(int(pyotp.TOTP(secret).now()) + 1) % 10**6:06}"
        with pytest.raises(AccountError, match="clock"):
            way_in.ask_for_codes(doctor.id, secret, wrong)
        assert not any(each.has_totp for each in accounts.members())

    def test_a_code_of_now_is_taken_once(
        self, way_in: SignIn, doctor: Member, codes: pyotp.TOTP
    ) -> None:
        code = codes.now()
        assert way_in.check_code(doctor.id, f" {code[:3]} {code[3:]}").has_totp
        with pytest.raises(WrongCredentialsError):
            way_in.check_code(doctor.id, code)

    @pytest.mark.parametrize("code", ["", "000000", "１２３４５６", "abcdef"])
    def test_nothing_else_is(
        self, way_in: SignIn, doctor: Member, codes: pyotp.TOTP, code: str
    ) -> None:
        with pytest.raises(WrongCredentialsError):
            way_in.check_code(doctor.id, code)

    def test_nor_an_old_one(self, way_in: SignIn, doctor: Member, codes: pyotp.TOTP) -> None:
        old = codes.at(now() - dt.timedelta(minutes=2))
        with pytest.raises(WrongCredentialsError):
            way_in.check_code(doctor.id, old)

    def test_they_can_be_taken_away(
        self, way_in: SignIn, doctor: Member, codes: pyotp.TOTP, log: AuditLog
    ) -> None:
        way_in.ask_for_codes_no_more(doctor.id, HOUSE)
        assert not way_in.check_password(doctor.login, PASSWORD).has_totp
        with pytest.raises(WrongCredentialsError):
            way_in.check_code(doctor.id, codes.now())
        assert log.entries(action="codes_off")[0].who == HOUSE.name

    def test_their_secret_is_kept_encrypted(
        self, way_in: SignIn, doctor: Member, codes: pyotp.TOTP, engine: Engine
    ) -> None:
        with engine.connect() as connection:
            assert codes.secret not in str(connection.execute(text("SELECT * FROM staff")).all())
