"""Signing in: the password, then a one-time code where it is asked for, then a session."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

import pyotp
from sqlalchemy import delete, select, update

from clinic.records.models import now
from clinic.records.seals import Seals
from clinic.records.staff_models import StaffMember, StaffSession
from clinic.records.store import Store
from clinic.secret import clinic_secret, derive
from clinic.settings import Settings
from clinic.staff import passwords
from clinic.staff.accounts import AccountError, Member, digest, locked, read
from clinic.staff.audit import HOUSE, Actor, write

# OWASP, Session Management: an end though somebody works on, and one where nobody does.
LONGEST: Final = dt.timedelta(hours=12)
LONGEST_IDLE: Final = dt.timedelta(minutes=60)
# How exact it is known when a session was used last: not every look writes.
SEEN_EVERY: Final = dt.timedelta(minutes=1)
# A code counts from a period before to one after: clocks differ, and people type.
PERIOD_SECONDS: Final = 30
PERIODS_AROUND: Final = (-1, 0, 1)


class WrongCredentialsError(ValueError):
    """Login and password do not belong together, or the code is not the one of now."""


class CodesAreOnError(RuntimeError):
    """One-time codes are asked for already; who exchanges them turns them off by the password."""


class SignIn(Store):
    """Passwords, one-time codes and sessions."""

    def __init__(self, settings: Settings, seals: Seals) -> None:
        """Open them where the settings say.

        Args:
            settings: the clinic's; its name, as an authenticator shows it, may change meanwhile.
            seals: encrypts the secrets of one-time codes.
        """
        super().__init__(settings.records_url)
        self._seals, self._settings = seals, settings

    @classmethod
    def open(cls, settings: Settings) -> SignIn:
        """Open them where the settings say.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        secret = clinic_secret(settings)
        seals = Seals(derive(secret, "digests of staff"), derive(secret, "one-time codes"))
        return cls(settings, seals)

    def check_password(self, login: str, password: str) -> Member:
        """Return whose login and password these are.

        Raises:
            WrongCredentialsError: nobody's.
        """
        with self._look.begin() as session:
            row = session.scalar(
                select(StaffMember).where(
                    StaffMember.login == login.strip().lower(), StaffMember.left_at.is_(None)
                )
            )
            member, kept = (read(row), row.password_hash) if row else (None, None)
        # it takes a tenth of a second, in which nobody else should have to wait
        right, anew = passwords.verified(password, kept)
        if member is None or not right:
            with self._session.begin() as session:
                subject = member.id if member else None
                write(session, HOUSE, "sign_in_failed", "staff", subject, at="password")
            raise WrongCredentialsError
        if anew:
            with self._session.begin() as session:
                # one that was set meanwhile stays
                is_same = (StaffMember.id == member.id, StaffMember.password_hash == kept)
                session.execute(update(StaffMember).where(*is_same).values(password_hash=anew))
        return member

    def check_code(self, member_id: int, code: str) -> Member:
        """Return the member whose one-time code this is, now and for the first time.

        Raises:
            WrongCredentialsError: it is not theirs, not of now, or was used before.
        """
        with self._session.begin() as session:
            row = session.get(StaffMember, member_id, with_for_update=True)
            if row is not None and row.left_at is None and row.totp:
                period = self._period(self._seals.unseal(row.totp), code)
                if period is not None and period > (row.totp_used or 0):
                    row.totp_used = period
                    return read(row)
            write(session, HOUSE, "sign_in_failed", "staff", member_id, at="code")
        raise WrongCredentialsError

    def begin(self, member: Member) -> str:
        """Begin a session; return its token, for the browser alone."""
        token = secrets.token_urlsafe(32)
        with self._session.begin() as session:
            session.execute(
                delete(StaffSession).where(
                    (StaffSession.begun_at < now() - LONGEST)
                    | (StaffSession.seen_at < now() - LONGEST_IDLE)
                )
            )
            session.add(StaffSession(key=digest(token), staff_id=member.id))
            write(session, member.actor, "signed_in", "staff", member.id)
        return token

    def member(self, token: str, is_used: bool = True) -> Member | None:
        """Return who a session's token belongs to; None where the session is over.

        Args:
            token: the session's.
            is_used: whether somebody works; a page that refreshes itself keeps no session alive.
        """
        key, at = digest(token), now()
        with self._look.begin() as session:
            found = session.execute(
                select(StaffMember, StaffSession.seen_at)
                .join(StaffSession, StaffSession.staff_id == StaffMember.id)
                .where(
                    StaffSession.key == key,
                    StaffSession.begun_at > at - LONGEST,
                    StaffSession.seen_at > at - LONGEST_IDLE,
                    StaffMember.left_at.is_(None),
                )
            ).one_or_none()
            if found is None:
                return None
            member = read(found.StaffMember)
        if is_used and at - found.seen_at >= SEEN_EVERY:
            with self._session.begin() as session:
                session.execute(
                    update(StaffSession).where(StaffSession.key == key).values(seen_at=at)
                )
        return member

    def end(self, token: str) -> None:
        """End a session."""
        with self._session.begin() as session:
            row = session.get(StaffSession, digest(token))
            if row is not None:
                member = session.get_one(StaffMember, row.staff_id)
                write(session, Actor(member.id, member.name), "signed_out", "staff", member.id)
                session.delete(row)

    def new_secret(self, member: Member) -> tuple[str, str]:
        """Return a secret for one-time codes, and the address that an authenticator reads."""
        secret = pyotp.random_base32()
        codes = pyotp.TOTP(secret, name=member.login, issuer=f"Dewy, {self._settings.clinic_name}")
        return secret, codes.provisioning_uri()

    def ask_for_codes(self, member_id: int, secret: str, code: str) -> None:
        """Ask for one-time codes from now on, as the first one shows that they are at hand.

        Raises:
            AccountError: the code is not the one of now.
            CodesAreOnError: there are some already.
            UnknownMemberError: there is nobody of this id.
        """
        with self._session.begin() as session:
            row = locked(session, member_id)
            if row.totp is not None:
                raise CodesAreOnError
            period = self._period(secret, code)
            if period is None:
                raise AccountError("That is not the code of now. Is your phone's clock right?")
            row.totp, row.totp_used = self._seals.seal(secret), period
            write(session, Actor(row.id, row.name), "codes_on", "staff", row.id)

    def ask_for_codes_no_more(self, member_id: int, by: Actor) -> None:
        """Ask for no more one-time codes, as where a phone is lost.

        Raises:
            UnknownMemberError: there is nobody of this id.
        """
        with self._session.begin() as session:
            row = locked(session, member_id)
            row.totp = row.totp_used = None
            write(session, by, "codes_off", "staff", row.id)

    @staticmethod
    def _period(secret: str, code: str) -> int | None:
        """Return the period (RFC 6238) whose code this is; None where it is none of about now."""
        typed = "".join(code.split())
        codes = pyotp.TOTP(secret, interval=PERIOD_SECONDS)
        current = codes.timecode(now())
        for period in (current + around for around in PERIODS_AROUND):
            if secrets.compare_digest(codes.generate_otp(period).encode(), typed.encode()):
                return period
        return None
