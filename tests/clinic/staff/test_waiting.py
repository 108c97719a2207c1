"""Passwords take a while to check: nobody who writes waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, event, select

from clinic.records.staff_models import StaffMember
from clinic.staff import passwords
from clinic.staff.accounts import AccountError, Accounts, Member
from clinic.staff.audit import HOUSE
from clinic.staff.sign_in import SignIn, WrongCredentialsError
from tests.clinic.staff.conftest import PASSWORD

OTHER = "violin cactus harbor trestle"
SLOW = ("check", "hashed", "verified")


@pytest.fixture
def open_now(engine: Engine) -> Iterator[list[object]]:
    """The transactions that are open."""
    now: list[object] = []

    def begun(connection: object) -> None:
        now.append(connection)

    def ended(connection: object) -> None:
        now.pop()

    listeners = {"begin": begun, "commit": ended, "rollback": ended}
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    yield now
    for name, listener in listeners.items():
        event.remove(engine, name, listener)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, open_now: list[object]) -> list[str]:
    """What was checked of a password, each while no transaction was open."""
    done: list[str] = []
    for name in SLOW:
        slow: Callable[..., object] = getattr(passwords, name)

        def watched(*args: object, name: str = name, slow: Callable[..., object] = slow) -> object:
            assert not open_now, name
            done.append(name)
            return slow(*args)

        monkeypatch.setattr(passwords, name, watched)
    return done


def test_no_transaction_is_open_meanwhile(
    accounts: Accounts, way_in: SignIn, doctor: Member, checked: list[str]
) -> None:
    way_in.check_password(doctor.login, PASSWORD)
    with pytest.raises(WrongCredentialsError):
        way_in.check_password(doctor.login, "wrong")
    assert accounts.knows_password(doctor.id, PASSWORD)
    accounts.change_password(doctor.id, PASSWORD, OTHER)
    accounts.set_password(accounts.reset(doctor.id, HOUSE), PASSWORD)
    assert set(checked) == set(SLOW)


@pytest.fixture
def set_meanwhile(
    accounts: Accounts, doctor: Member, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Dr Rao sets another password while the one so far is checked."""
    verified = passwords.verified

    def slowly(password: str, kept: str | None) -> tuple[bool, str | None]:
        accounts.set_password(accounts.reset(doctor.id, HOUSE), OTHER)
        # and it is to be kept in another way from now on
        return verified(password, kept)[0], passwords.hashed(password)

    with monkeypatch.context() as patch:
        patch.setattr(passwords, "verified", slowly)
        yield


def test_what_is_set_meanwhile_stays_though_somebody_signs_in(
    way_in: SignIn, doctor: Member, engine: Engine, set_meanwhile: None
) -> None:
    way_in.check_password(doctor.login, PASSWORD)
    assert is_kept(engine, OTHER)


def test_and_though_another_change_was_under_way(
    accounts: Accounts, doctor: Member, engine: Engine, set_meanwhile: None
) -> None:
    with pytest.raises(AccountError, match="old password"):
        accounts.change_password(doctor.id, PASSWORD, "another good pass phrase")
    assert is_kept(engine, OTHER)


def is_kept(engine: Engine, password: str) -> bool:
    """Tell whether a password is Dr Rao's."""
    with engine.connect() as connection:
        kept = connection.scalar(
            select(StaffMember.password_hash).where(StaffMember.login == "rao@clinic.example")
        )
    return passwords._HASH.verify(password, kept)
