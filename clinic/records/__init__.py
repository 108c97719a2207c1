"""What the clinic keeps: `Records` of patients and intakes, and the `Transcript` of their talks.

`models` has the tables, `database` opens it; `clinic.migrate` brings it up to date.
"""

from clinic.records.records import Plan, Records
from clinic.records.rows import UnknownIntakeError
from clinic.records.transcript import MessageIdReusedError, TalkTurn, Transcript

__all__ = [
    "MessageIdReusedError",
    "Plan",
    "Records",
    "TalkTurn",
    "Transcript",
    "UnknownIntakeError",
]
