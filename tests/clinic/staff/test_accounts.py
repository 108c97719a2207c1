"""Accounts: who works here, in which role, and how they come by a password."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, text

from clinic.records.models import now
from clinic.staff import accounts as accounts_module
from clinic.staff.accounts import AccountError, Accounts, Member, UnknownLinkError
from clinic.staff.audit import HOUSE, AuditLog
from clinic.staff.passwords import WeakPasswordError
from clinic.staff.roles import May, Role
from clinic.staff.sign_in import SignIn, WrongCredentialsError
from tests.clinic.staff.conftest import PASSWORD


class TestTheFirst:
    def test_is_an_admin_whose_password_is_shown_once(
        self, accounts: Accounts, way_in: SignIn
    ) -> None:
        password = accounts.first_admin()
        assert password is not None
        admin = way_in.check_password("admin", password)
        assert admin.role == Role.ADMIN and admin.must_change
        assert accounts.first_admin() is None
        assert len(accounts.members()) == 1


class TestAdding:
    @pytest.mark.parametrize(
        "login", ["", "a", "Dr Rao", "rao@", "rao@clinic", "@clinic.example", "x" * 300]
    )
    def test_what_is_no_login_is_refused(self, accounts: Accounts, login: str) -> None:
        with pytest.raises(AccountError, match="e-mail"):
            accounts.add(login, "Rao", Role.DOCTOR, HOUSE)

    @pytest.mark.parametrize("name", ["", "   ", "x" * 81])
    def test_nobody_is_without_a_name(self, accounts: Accounts, name: str) -> None:
        with pytest.raises(AccountError, match="name"):
            accounts.add("rao", name, Role.DOCTOR, HOUSE)

    def test_a_login_is_one_persons_however_it_is_written(
        self, accounts: Accounts, doctor: Member
    ) -> None:
        with pytest.raises(AccountError, match="already"):
            accounts.add(" RAO@clinic.example ", "Another", Role.STAFF, HOUSE)
        assert len(accounts.members()) == 2

    def test_who_is_new_signs_in_only_with_a_password_of_their_own(
        self, accounts: Accounts, way_in: SignIn
    ) -> None:
        code = accounts.add("mina", "Mina", Role.STAFF, HOUSE)
        for guess in ("", "None", code):
            with pytest.raises(WrongCredentialsError):
                way_in.check_password("mina", guess)
        assert accounts.whose(code).name == "Mina"
        mina = accounts.set_password(code, PASSWORD)
        assert way_in.check_password("mina", PASSWORD) == mina
        assert mina.may(May.TALK) and not mina.may(May.APPROVE)


class TestLinks:
    def test_one_works_once(self, accounts: Accounts, doctor: Member) -> None:
        code = accounts.reset(doctor.id, HOUSE)
        accounts.set_password(code, "another good pass phrase")
        with pytest.raises(UnknownLinkError):
            accounts.set_password(code, "yet another good phrase")

    def test_a_newer_one_ends_the_older(self, accounts: Accounts, doctor: Member) -> None:
        older, newer = accounts.reset(doctor.id, HOUSE), accounts.reset(doctor.id, HOUSE)
        with pytest.raises(UnknownLinkError):
            accounts.whose(older)
        assert accounts.whose(newer) == doctor

    def test_one_ends_by_itself(
        self, accounts: Accounts, doctor: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = accounts.reset(doctor.id, HOUSE)
        later = now() + dt.timedelta(hours=25)
        monkeypatch.setattr(accounts_module, "now", lambda: later)
        with pytest.raises(UnknownLinkError):
            accounts.whose(code)

    def test_a_weak_password_uses_none_up(self, accounts: Accounts, doctor: Member) -> None:
        code = accounts.reset(doctor.id, HOUSE)
        with pytest.raises(WeakPasswordError):
            accounts.set_password(code, "password1234")
        assert accounts.whose(code) == doctor

    def test_the_database_holds_no_code(
        self, accounts: Accounts, doctor: Member, engine: Engine
    ) -> None:
        code = accounts.reset(doctor.id, HOUSE)
        with engine.connect() as connection:
            assert code not in str(connection.execute(text("SELECT * FROM password_links")).all())

    def test_who_forgot_the_password_gets_one_by_the_login(
        self, accounts: Accounts, doctor: Member
    ) -> None:
        asked = accounts.reset_by_login(" Rao@clinic.example")
        assert asked is not None and asked[1] == doctor
        assert accounts.reset_by_login("nobody@clinic.example") is None


class TestChangingOnesPassword:
    def test_the_old_one_is_asked_for_and_every_browser_signed_out(
        self, accounts: Accounts, way_in: SignIn, doctor: Member
    ) -> None:
        token = way_in.begin(doctor)
        with pytest.raises(AccountError, match="old password"):
            accounts.change_password(doctor.id, "not the old one", "another good pass phrase")
        with pytest.raises(AccountError, match="that you have"):
            accounts.change_password(doctor.id, PASSWORD, PASSWORD)
        assert way_in.member(token) is not None
        accounts.change_password(doctor.id, PASSWORD, "another good pass phrase")
        assert way_in.member(token) is None
        with pytest.raises(WrongCredentialsError):
            way_in.check_password(doctor.login, PASSWORD)


class TestLeading:
    def test_who_has_another_role_is_signed_out(
        self, accounts: Accounts, way_in: SignIn, doctor: Member
    ) -> None:
        token = way_in.begin(doctor)
        accounts.change(doctor.id, "Dr A. Rao", Role.DOCTOR, HOUSE)
        member = way_in.member(token)
        assert member is not None and member.name == "Dr A. Rao"
        accounts.change(doctor.id, "Dr A. Rao", Role.STAFF, HOUSE)
        assert way_in.member(token) is None

    def test_who_is_let_go_is_out_at_once_and_stays_in_the_log(
        self, accounts: Accounts, way_in: SignIn, doctor: Member, log: AuditLog
    ) -> None:
        token, code = way_in.begin(doctor), accounts.reset(doctor.id, HOUSE)
        accounts.let_go(doctor.id, HOUSE)
        assert way_in.member(token) is None
        with pytest.raises(WrongCredentialsError):
            way_in.check_password(doctor.login, PASSWORD)
        with pytest.raises(UnknownLinkError):
            accounts.whose(code)
        with pytest.raises(AccountError):
            accounts.reset(doctor.id, HOUSE)
        assert log.entries(staff_id=doctor.id)
        back = accounts.take_back(doctor.id, HOUSE)
        assert accounts.set_password(back, PASSWORD).left_at is None

    def test_somebody_must_be_left_who_leads(self, accounts: Accounts, doctor: Member) -> None:
        [admin] = [each for each in accounts.members() if each.role == Role.ADMIN]
        with pytest.raises(AccountError, match="leads"):
            accounts.let_go(admin.id, HOUSE)
        with pytest.raises(AccountError, match="leads"):
            accounts.change(admin.id, admin.name, Role.DOCTOR, HOUSE)
        accounts.change(doctor.id, doctor.name, Role.ADMIN, HOUSE)
        accounts.let_go(admin.id, HOUSE)
