"""What the clinic keeps: `Records` of patients, their `CheckIns`, the `Transcript` of their talks.

`models` has the tables, `database` opens it; `clinic.migrate` brings it up to date.
"""

from clinic.records.check_ins import CheckIns, DueCheckIn, KeptCheckIn, UnknownCheckInError
from clinic.records.records import Plan, Records
from clinic.records.rows import UnknownIntakeError
from clinic.records.transcript import MessageIdReusedError, TalkTurn, Transcript

__all__ = [
    "CheckIns",
    "DueCheckIn",
    "KeptCheckIn",
    "MessageIdReusedError",
    "Plan",
    "Records",
    "TalkTurn",
    "Transcript",
    "UnknownCheckInError",
    "UnknownIntakeError",
]
