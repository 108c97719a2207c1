"""What each role may do at the console."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """Of somebody who works at the clinic."""

    DOCTOR = "doctor"
    STAFF = "staff"
    ADMIN = "admin"


class May(StrEnum):
    """Something that not everybody may do."""

    READ = "read"
    # take a talk over, write to the patient, hand it back
    TALK = "talk"
    # acknowledge an alarm, assign an intake, say how far it is, leave a note
    TEND = "tend"
    # correct what was noted, merge two patients who are one
    CORRECT = "correct"
    # approve or change a plan
    APPROVE = "approve"
    EXPORT = "export"
    ERASE = "erase"
    # accounts, the clinic's settings, the log
    LEAD = "lead"


_STAFF: Final = frozenset({May.READ, May.TALK, May.TEND, May.CORRECT})
ALLOWED: Final = {
    Role.STAFF: _STAFF,
    Role.DOCTOR: _STAFF | {May.APPROVE, May.EXPORT},
    # in a small clinic the admin is the doctor
    Role.ADMIN: frozenset(May),
}
