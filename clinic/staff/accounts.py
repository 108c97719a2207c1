"""Who works at the clinic: accounts, their roles, and the links by which a password is set."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from clinic.records.models import now
from clinic.records.staff_models import PasswordLink, StaffMember, StaffSession
from clinic.records.store import Store
from clinic.settings import Settings
from clinic.staff import passwords
from clinic.staff.audit import HOUSE, Actor, write
from clinic.staff.roles import ALLOWED, May, Role

FIRST: Final = "admin"
LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._%+-]{1,62}(@[a-z0-9.-]+\.[a-z]{2,24})?")
LONGEST_NAME: Final = 80
NOT_THE_OLD_ONE: Final = "The old password is not right."
LINK_VALID_FOR: Final = dt.timedelta(hours=24)


class AccountError(ValueError):
    """An account cannot be so; the message says why."""


class UnknownMemberError(LookupError):
    """Nobody of this id works here."""

    def __init__(self, member_id: int) -> None:
        super().__init__(f"there is no member of the staff {member_id}")


class UnknownLinkError(LookupError):
    """A link to set a password does not work, or no more."""


@dataclass(frozen=True)
class Member:
    """Somebody who works at the clinic, as the console knows them."""

    id: int
    login: str
    name: str
    role: Role
    must_change: bool
    has_password: bool
    has_totp: bool
    left_at: dt.datetime | None

    def may(self, what: May) -> bool:
        """Tell whether the role allows something."""
        return what in ALLOWED[self.role]

    @property
    def actor(self) -> Actor:
        """The member as the log names them."""
        return Actor(self.id, self.name)


class Accounts(Store):
    """The accounts of the staff."""

    def __init__(self, settings: Settings) -> None:
        """Open them where the settings say; the clinic's name may change meanwhile."""
        super().__init__(settings.records_url)
        self._settings = settings

    @classmethod
    def open(cls, settings: Settings) -> Accounts:
        """Open them where the settings say."""
        return cls(settings)

    def first_admin(self) -> str | None:
        """Make the first account, `admin`, where there is none; return its password, shown once."""
        with self._look.begin() as session:
            if session.scalar(select(func.count()).select_from(StaffMember)):
                return None
        password = passwords.random_password()
        kept = passwords.hashed(password)
        with self._session.begin() as session:
            if session.scalar(select(func.count()).select_from(StaffMember)):
                return None
            member = StaffMember(
                login=FIRST,
                name="Administrator",
                role=Role.ADMIN,
                password_hash=kept,
                must_change=True,
            )
            session.add(member)
            session.flush()
            write(session, HOUSE, "added", "staff", member.id, role=Role.ADMIN)
        return password

    def add(self, login: str, name: str, role: Role, by: Actor) -> str:
        """Add somebody; return the code of a link by which they set a password.

        Args:
            login: what they will sign in with: an e-mail address or a word.
            name: as the log and patients see it.
            role: theirs.
            by: who adds them.

        Raises:
            AccountError: the login is taken or of the wrong form, or there is no name.
        """
        login, name = _login(login), _name(name)
        try:
            with self._session.begin() as session:
                member = StaffMember(login=login, name=name, role=role)
                session.add(member)
                session.flush()
                write(session, by, "added", "staff", member.id, role=role)
                return _link(session, member.id)
        except IntegrityError:
            raise AccountError(f"Somebody signs in as {login} already.") from None

    def change(self, member_id: int, name: str, role: Role, by: Actor) -> None:
        """Change somebody's name and role; who has another role is signed out.

        Raises:
            AccountError: there is no name, or nobody would be left to lead.
            UnknownMemberError: there is nobody of this id.
        """
        name = _name(name)
        with self._session.begin() as session:
            member = locked(session, member_id)
            if (member.name, member.role) == (name, role):
                return
            was = {"name": member.name, "role": member.role}
            if member.role != role:
                if member.role == Role.ADMIN:
                    _refuse_last(session, member)
                _sign_out(session, member.id)
            member.name, member.role = name, role
            write(session, by, "changed", "staff", member.id, was=was, name=name, role=role)

    def let_go(self, member_id: int, by: Actor) -> None:
        """Let somebody sign in no more; the account stays, as the log names it.

        Raises:
            AccountError: nobody would be left to lead.
            UnknownMemberError: there is nobody of this id.
        """
        with self._session.begin() as session:
            member = locked(session, member_id)
            if member.role == Role.ADMIN:
                _refuse_last(session, member)
            member.left_at = now()
            member.password_hash = member.totp = None
            _sign_out(session, member.id)
            session.execute(delete(PasswordLink).where(PasswordLink.staff_id == member.id))
            write(session, by, "let_go", "staff", member.id)

    def take_back(self, member_id: int, by: Actor) -> str:
        """Let somebody who was let go sign in again; return the code of a link for a password.

        Raises:
            UnknownMemberError: there is nobody of this id.
        """
        with self._session.begin() as session:
            member = locked(session, member_id)
            member.left_at = None
            write(session, by, "taken_back", "staff", member.id)
            return _link(session, member.id)

    def reset(self, member_id: int, by: Actor) -> str:
        """Return the code of a link for a new password; until then the old one still works.

        Raises:
            AccountError: they were let go.
            UnknownMemberError: there is nobody of this id.
        """
        with self._session.begin() as session:
            member = locked(session, member_id)
            if member.left_at is not None:
                raise AccountError(f"{member.name} does not work here any more.")
            write(session, by, "reset_sent", "staff", member.id)
            return _link(session, member.id)

    def reset_by_login(self, login: str, by: Actor | None = None) -> tuple[str, Member] | None:
        """Return the code of a link for who forgot the password, and whose; None if nobody's.

        Args:
            login: theirs.
            by: who asks for it; themselves by default.
        """
        with self._session.begin() as session:
            member = session.scalar(
                select(StaffMember).where(
                    StaffMember.login == login.strip().lower(), StaffMember.left_at.is_(None)
                )
            )
            if member is None:
                return None
            by = by or Actor(member.id, member.name)
            write(session, by, "reset_asked", "staff", member.id)
            return _link(session, member.id), read(member)

    def whose(self, code: str) -> Member:
        """Return who sets a password by a link.

        Raises:
            UnknownLinkError: it does not work, or no more.
        """
        with self._look.begin() as session:
            return read(_linked(session, code))

    def set_password(self, code: str, password: str) -> Member:
        """Set a password by a link, which works once; every browser of theirs is signed out.

        Raises:
            UnknownLinkError: the link does not work, or no more.
            WeakPasswordError: the password can be guessed.
        """
        kept = self._hashed(self.whose(code), password)
        with self._session.begin() as session:
            member = _linked(session, code, for_update=True)
            _set(session, member, kept)
            session.execute(delete(PasswordLink).where(PasswordLink.staff_id == member.id))
            return read(member)

    def change_password(self, member_id: int, old: str, new: str) -> None:
        """Change one's own password; every browser of theirs is signed out.

        Raises:
            AccountError: the old password is not the right one, or the new one is the same.
            UnknownMemberError: there is nobody of this id.
            WeakPasswordError: the new password can be guessed.
        """
        with self._look.begin() as session:
            row = session.get(StaffMember, member_id)
            if row is None:
                raise UnknownMemberError(member_id)
            found, before = read(row), row.password_hash
        if not passwords.verified(old, before)[0]:
            raise AccountError(NOT_THE_OLD_ONE)
        if old == new:
            raise AccountError("That is the password that you have.")
        kept = self._hashed(found, new)
        with self._session.begin() as session:
            member = locked(session, member_id)
            if member.password_hash != before:
                raise AccountError(NOT_THE_OLD_ONE)
            _set(session, member, kept)

    def knows_password(self, member_id: int, password: str) -> bool:
        """Tell whether a password is a member's own."""
        with self._look.begin() as session:
            row = session.get(StaffMember, member_id)
            kept = row.password_hash if row else None
        return passwords.verified(password, kept)[0]

    def members(self) -> list[Member]:
        """Return everybody, those who were let go last."""
        with self._look.begin() as session:
            order = (StaffMember.left_at.is_not(None), StaffMember.name, StaffMember.id)
            return [read(row) for row in session.scalars(select(StaffMember).order_by(*order))]

    def _hashed(self, member: Member, password: str) -> str:
        """Return what is kept of a new password, outside of any transaction: it takes a while.

        Raises:
            WeakPasswordError: the password can be guessed.
        """
        passwords.check(password, member.login, member.name, self._settings.clinic_name)
        return passwords.hashed(password)


def read(row: StaffMember) -> Member:
    """Return a row of the staff as the console knows it."""
    return Member(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        must_change=row.must_change,
        has_password=row.password_hash is not None,
        has_totp=row.totp is not None,
        left_at=row.left_at,
    )


def locked(session: Session, member_id: int) -> StaffMember:
    """Return a member's row, locked for this transaction.

    Raises:
        UnknownMemberError: there is nobody of this id.
    """
    member = session.get(StaffMember, member_id, with_for_update=True)
    if member is None:
        raise UnknownMemberError(member_id)
    return member


def digest(token: str) -> str:
    """Return what is kept of a random token: nobody can find another for it, nor it from this."""
    return hashlib.sha256(token.encode()).hexdigest()


def _login(text: str) -> str:
    login = text.strip().lower()
    if not LOGIN.fullmatch(login):
        raise AccountError("Sign in with an e-mail address, or a word of letters and digits.")
    return login


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise AccountError(f"Please give a name of up to {LONGEST_NAME} characters.")
    return name


def _refuse_last(session: Session, member: StaffMember) -> None:
    """Refuse to take the lead from the last who has it."""
    others: Any = session.scalars(
        select(StaffMember.id)
        .where(
            StaffMember.role == Role.ADMIN,
            StaffMember.left_at.is_(None),
            StaffMember.id != member.id,
        )
        .with_for_update()
    ).all()
    if not others:
        raise AccountError("Somebody must be left who leads: make another an admin first.")


def _set(session: Session, member: StaffMember, kept: str) -> None:
    member.password_hash, member.must_change = kept, False
    _sign_out(session, member.id)
    write(session, Actor(member.id, member.name), "password_set", "staff", member.id)


def _sign_out(session: Session, member_id: int) -> None:
    session.execute(delete(StaffSession).where(StaffSession.staff_id == member_id))


def _link(session: Session, member_id: int) -> str:
    """Make a link for a password; older ones no longer work."""
    code = secrets.token_urlsafe(24)
    session.execute(delete(PasswordLink).where(PasswordLink.staff_id == member_id))
    expires_at = now() + LINK_VALID_FOR
    session.add(PasswordLink(key=digest(code), staff_id=member_id, expires_at=expires_at))
    return code


def _linked(session: Session, code: str, *, for_update: bool = False) -> StaffMember:
    query = (
        select(StaffMember)
        .join(PasswordLink, PasswordLink.staff_id == StaffMember.id)
        .where(PasswordLink.key == digest(code), PasswordLink.expires_at > now())
    )
    member = session.scalar(query.with_for_update(of=StaffMember) if for_update else query)
    if member is None:
        raise UnknownLinkError
    return member
