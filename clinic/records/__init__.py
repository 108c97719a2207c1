"""What the clinic keeps: `Records` of patients, their `CheckIns`, the `Transcript` of their talks.

`models` has the tables, `database` opens it; `clinic.migrate` brings it up to date.
"""

from clinic.records.arrivals import Arrivals, Origin
from clinic.records.check_ins import CheckIns, DueCheckIn, KeptCheckIn, UnknownCheckInError
from clinic.records.links import LinkCodes
from clinic.records.outgoing import Destination, OutgoingMessages, Parcel
from clinic.records.plans import Plan
from clinic.records.records import Records
from clinic.records.rows import UnknownIntakeError
from clinic.records.seals import Seals
from clinic.records.transcript import MessageIdReusedError, TalkTurn, Transcript

__all__ = [
    "Arrivals",
    "CheckIns",
    "Destination",
    "DueCheckIn",
    "KeptCheckIn",
    "LinkCodes",
    "MessageIdReusedError",
    "Origin",
    "OutgoingMessages",
    "Parcel",
    "Plan",
    "Records",
    "Seals",
    "TalkTurn",
    "Transcript",
    "UnknownCheckInError",
    "UnknownIntakeError",
]
