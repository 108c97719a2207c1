"""What the pages of the console use, opened once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Final, Self

from fastapi import Depends, Request

from clinic.alerts.listing import AlarmList
from clinic.choices import Choices, Following, Logos
from clinic.console.live import Live
from clinic.http.limits import Limit
from clinic.http.tickets import Tickets
from clinic.photographs import Photographs
from clinic.records import Records
from clinic.records.takeovers import Spoken
from clinic.reviews.approving import Approving
from clinic.reviews.correcting import Correcting
from clinic.reviews.files import PatientFiles
from clinic.reviews.holding import Holding
from clinic.reviews.merging import Merging
from clinic.reviews.queue import Queue
from clinic.reviews.taking_over import TakingOver
from clinic.reviews.tending import Tending
from clinic.settings import Settings
from clinic.staff.accounts import Accounts
from clinic.staff.audit import AuditLog
from clinic.staff.sign_in import SignIn

# Passwords and codes that one login may try from one address, and one address for all logins: a
# clinic shares an address, and who guesses has few tries.
TRIES: Final = "5/5minute"
TRIES_OF_ADDRESS: Final = "60/15minute"
# One-time codes of one member, from wherever: who has the password has a million to try.
CODES_OF_MEMBER: Final = "20/hour"

Tell = Callable[[str, Spoken], Awaitable[None]]


@dataclass(frozen=True)
class Desk:
    """The parts of the house that staff reach."""

    settings: Settings
    accounts: Accounts
    sign_in: SignIn
    log: AuditLog
    queue: Queue
    files: PatientFiles
    tending: Tending
    merging: Merging
    holding: Holding
    alarms: AlarmList
    photographs: Photographs
    records: Records
    taking_over: TakingOver
    correcting: Correcting
    approving: Approving
    choices: Choices
    following: Following
    logos: Logos
    live: Live
    # brings what staff said to the patient of a conversation
    tell: Tell
    # who gave the right password, and has yet to give the one-time code
    halfway: Tickets
    # whose authenticator is being set up, and with which secret
    enrolling: Tickets
    tries: Limit
    tries_of_address: Limit
    codes_of_member: Limit

    @classmethod
    def open(cls, settings: Settings, tell: Tell) -> Self:
        """Open it where the settings say.

        Args:
            settings: the clinic's.
            tell: brings what staff said to the patient of a conversation.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        queue, choices = Queue.open(settings), Choices.open(settings)
        return cls(
            settings=settings,
            accounts=Accounts.open(settings),
            sign_in=SignIn.open(settings),
            log=AuditLog.open(settings),
            queue=queue,
            files=PatientFiles.open(settings),
            tending=Tending.open(settings),
            merging=Merging.open(settings),
            holding=Holding.open(settings),
            alarms=AlarmList.open(settings),
            photographs=Photographs.open(settings),
            records=Records.open(settings),
            taking_over=TakingOver.open(settings),
            correcting=Correcting.open(settings),
            approving=Approving.open(settings),
            choices=choices,
            following=Following(settings, choices),
            logos=Logos.open(settings),
            live=Live(queue.version),
            tell=tell,
            halfway=Tickets(settings, "half signed in"),
            enrolling=Tickets(settings, "one-time codes begin"),
            tries=Limit(TRIES),
            tries_of_address=Limit(TRIES_OF_ADDRESS),
            codes_of_member=Limit(CODES_OF_MEMBER),
        )

    def dispose(self) -> None:
        """Close the connections to the database."""
        for store in (
            self.accounts,
            self.sign_in,
            self.log,
            self.queue,
            self.files,
            self.tending,
            self.merging,
            self.holding,
            self.alarms,
            self.photographs,
            self.records,
            self.taking_over,
            self.correcting,
            self.approving,
            self.choices,
            self.logos,
        ):
            store.dispose()


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


Here = Annotated[Desk, Depends(_desk)]
