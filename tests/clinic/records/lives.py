"""Patients whose rows fill every table, so that an erasure has something to leave behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from analysis.keeping import KeptPicture, to_keep
from clinic.alerts.outbox import Outbox
from clinic.choices import Choices
from clinic.photographs import Photographs
from clinic.records import (
    CheckIns,
    Destination,
    LinkCodes,
    Origin,
    Records,
    Seals,
    TalkTurn,
    Transcript,
)
from clinic.records.database import open_database
from clinic.records.hold_models import ErasureRequest, Hold
from clinic.records.messenger_models import Arrival
from clinic.records.models import Base, Erasure, Patient, now
from clinic.records.staff_models import (
    AuditEntry,
    Choice,
    LogoPicture,
    PasswordLink,
    StaffMember,
    StaffSession,
)
from clinic.reviews.files import PatientFiles
from clinic.reviews.holding import Holding
from clinic.reviews.merging import Merging
from clinic.reviews.taking_over import TakingOver
from clinic.reviews.tending import Tending
from clinic.settings import Settings
from clinic.staff.accounts import Accounts
from clinic.staff.audit import HOUSE

ROUTES = ["webhook"]
# what belongs to no patient, or tells of none; and holds, as nothing is erased where there is one
STAY = {Erasure.__tablename__, Arrival.__tablename__, Hold.__tablename__} | {
    table.__tablename__
    for table in (StaffMember, StaffSession, PasswordLink, Choice, LogoPicture, AuditEntry)
}


def picture(marker: str) -> KeptPicture:
    """A picture that holds the marker, to be read in it and in what it says of itself."""
    image = Image.new("RGB", (320, 48), "white")
    ImageDraw.Draw(image).text((4, 4), marker, "black")
    image.info["comment"] = marker.encode()
    return to_keep(image)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "secret"]


def hold_house(settings: Settings, *, held: bool = True) -> None:
    """Put everybody on hold at the console, or end that; the process's settings know nothing yet."""
    choices = Choices.open(settings)
    choices.choose(settings, {"legal_hold": held}, HOUSE)
    choices.dispose()


@dataclass
class Parts:
    """Every part of the clinic that keeps something of a patient."""

    records: Records
    transcript: Transcript
    photographs: Photographs
    outbox: Outbox
    links: LinkCodes
    seals: Seals
    check_ins: CheckIns
    tending: Tending
    taking_over: TakingOver
    merging: Merging
    holding: Holding
    files: PatientFiles
    accounts: Accounts
    engine: Engine

    @classmethod
    def open(cls, settings: Settings) -> Parts:
        return cls(
            Records.open(settings),
            Transcript.open(settings),
            Photographs.open(settings),
            Outbox(settings, ROUTES),
            LinkCodes.open(settings),
            Seals.open(settings),
            CheckIns.open(settings),
            Tending.open(settings),
            TakingOver.open(settings),
            Merging.open(settings),
            Holding.open(settings),
            PatientFiles.open(settings),
            Accounts.open(settings),
            open_database(settings.records_url),
        )

    def dispose(self) -> None:
        for part in (
            self.records,
            self.transcript,
            self.photographs,
            self.outbox,
            self.links,
            self.check_ins,
            self.tending,
            self.taking_over,
            self.merging,
            self.holding,
            self.files,
            self.accounts,
            self.engine,
        ):
            part.dispose()

    def live(self, sender: str, marker: str) -> int:
        """Fill each table with rows of a patient that hold the marker; return the intake."""
        records, transcript, photographs = self.records, self.transcript, self.photographs
        said = TalkTurn(f"m1-{sender}", f"hello {marker}", channel="telegram")
        seal = self.seals.seal(marker)
        address = Destination("telegram", self.seals.digest("address", sender), seal)
        transcript.receive(sender, said, Origin(said.message_id, address))
        transcript.answer(sender, said, [{"text": marker}])
        self.links.issue(sender)
        records.give_consent(sender, "web", kind="intake", version="1", text=marker, given=True)
        intake = records.begin_intake(sender, "web")
        records.note(intake, {"allergies": [marker]}, message=marker)
        records.note(intake, {"allergies": None}, message=f"no, not {marker}")
        records.flag(
            intake, sender=sender, channel="web", level="soon", reasons=["x"], message=marker
        )
        records.hand_over(sender, "web", reason="asked")
        records.give_consent(sender, "web", kind="photo", version="1", text=marker, given=True)
        photographs.keep(sender, photographs.receive(sender, "web", picture(marker)))
        photographs.receive(sender, "web", picture(marker))
        self.outbox.claim(now(), 10)
        warning = {"id": "w", "severity": "info", "message": marker}
        records.complete(
            intake,
            {"triage": {"level": "soon", "reasons": []}, "warnings": [warning], "note": marker},
        )
        self.check_ins.plan(intake, [4], now())
        (planned,) = self.check_ins.of_intake(intake)
        self.check_ins.answer(planned.id, {"skin": marker})
        self.accounts.first_admin()
        [admin] = self.accounts.members()
        self.tending.note(intake, marker, admin)
        self.tending.call(intake, marker[:80], admin)
        self.taking_over.take(intake, admin)
        self.taking_over.say(intake, marker[:2000], admin)
        with Session(self.engine) as session, session.begin():
            # as if asked for during a hold that was lifted since
            patient = session.scalars(select(Patient.id).where(Patient.sender == sender)).one()
            session.add(ErasureRequest(patient_id=patient, reason="said"))
        return intake

    def live_twice(self, sender: str, marker: str) -> int:
        """Fill the tables with one person in two conversations, as staff saw; return the merge."""
        return self.merge(self.live(sender, marker), self.live(f"{sender} elsewhere", marker))

    def hold(self, intake: int) -> int:
        """Put the person behind an intake on hold; return the hold."""
        [admin] = self.accounts.members()
        return self.holding.hold(intake, "a case at court", admin)

    def lift(self, hold: int) -> None:
        [admin] = self.accounts.members()
        self.holding.lift(hold, admin)

    def merge(self, intake: int, other: int) -> int:
        """Say that the patients of two intakes are one person; return the merge."""
        [admin] = self.accounts.members()
        return self.merging.merge(intake, self.files.of(other).patient_id, admin)


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in Base.metadata.tables.items()
            if name not in STAY
        }


def erasures(engine: Engine) -> Sequence[Erasure]:
    with Session(engine) as session:
        return session.scalars(select(Erasure).order_by(Erasure.id)).all()
