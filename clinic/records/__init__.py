"""What the clinic keeps: `Records` of patients and intakes, and the `Transcript` of their talks.

`models` has the tables, `database` opens it; `clinic.migrate` brings it up to date.
"""

from clinic.records.records import Records, UnknownIntakeError
from clinic.records.transcript import MessageIdReusedError, TalkTurn, Transcript

__all__ = ["MessageIdReusedError", "Records", "TalkTurn", "Transcript", "UnknownIntakeError"]
