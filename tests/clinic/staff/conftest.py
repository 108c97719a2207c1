"""Accounts, the way in and the log, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.settings import Settings
from clinic.staff.accounts import Accounts, Member
from clinic.staff.audit import HOUSE, AuditLog
from clinic.staff.roles import Role
from clinic.staff.sign_in import SignIn

PASSWORD = "glade tundra wicker omelet"


@pytest.fixture
def accounts(migrated: Settings) -> Iterator[Accounts]:
    accounts = Accounts.open(migrated)
    yield accounts
    accounts.dispose()


@pytest.fixture
def way_in(migrated: Settings) -> Iterator[SignIn]:
    way_in = SignIn.open(migrated)
    yield way_in
    way_in.dispose()


@pytest.fixture
def log(migrated: Settings) -> Iterator[AuditLog]:
    log = AuditLog.open(migrated)
    yield log
    log.dispose()


@pytest.fixture
def doctor(accounts: Accounts) -> Member:
    """Dr Rao, whose password is `PASSWORD`; there is an admin beside her."""
    accounts.first_admin()
    code = accounts.add("rao@clinic.example", "Dr Rao", Role.DOCTOR, HOUSE)
    return accounts.set_password(code, PASSWORD)
