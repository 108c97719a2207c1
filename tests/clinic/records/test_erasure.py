"""An erasure takes everything of one patient, and leaves no trace of it in any file."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import Engine, func, make_url, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from analysis.keeping import KeptPicture, to_keep
from clinic.alerts.outbox import Outbox
from clinic.migrate import upgrade
from clinic.photographs import NotConsentedError, Photographs
from clinic.records import (
    CheckIns,
    Destination,
    LinkCodes,
    Origin,
    Records,
    Seals,
    TalkTurn,
    Transcript,
    UnknownIntakeError,
)
from clinic.records.database import open_database
from clinic.records.messenger_models import Arrival
from clinic.records.models import Base, Erasure, now
from clinic.records.staff_models import AuditEntry, PasswordLink, StaffMember, StaffSession
from clinic.reviews.files import PatientFiles
from clinic.reviews.merging import Merging
from clinic.reviews.taking_over import TakingOver
from clinic.reviews.tending import Tending
from clinic.settings import Settings
from clinic.staff.accounts import Accounts
from clinic.vault import Vault

ROUTES = ["webhook"]
# what belongs to no patient, or tells of none
STAY = {Erasure.__tablename__, Arrival.__tablename__} | {
    table.__tablename__ for table in (StaffMember, StaffSession, PasswordLink, AuditEntry)
}


def picture(marker: str) -> KeptPicture:
    """A picture that holds the marker, to be read in it and in what it says of itself."""
    image = Image.new("RGB", (320, 48), "white")
    ImageDraw.Draw(image).text((4, 4), marker, "black")
    image.info["comment"] = marker.encode()
    return to_keep(image)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "secret"]


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
    files: PatientFiles
    accounts: Accounts

    @classmethod
    def open(cls, settings: Settings) -> Parts:
        return cls(
            Records.open(settings),
            Transcript.open(settings),
            Photographs.open(settings),
            Outbox.open(settings, ROUTES),
            LinkCodes.open(settings),
            Seals.open(settings),
            CheckIns.open(settings),
            Tending.open(settings),
            TakingOver.open(settings),
            Merging.open(settings),
            PatientFiles.open(settings),
            Accounts.open(settings),
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
            self.files,
            self.accounts,
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
        return intake

    def live_twice(self, sender: str, marker: str) -> int:
        """Fill the tables with one person in two conversations, as staff saw; return the merge."""
        return self.merge(self.live(sender, marker), self.live(f"{sender} elsewhere", marker))

    def merge(self, intake: int, other: int) -> int:
        """Say that the patients of two intakes are one person; return the merge."""
        [admin] = self.accounts.members()
        return self.merging.merge(intake, self.files.of(other).patient_id, admin)


@pytest.fixture
def parts(migrated: Settings) -> Iterator[Parts]:
    parts = Parts.open(migrated)
    yield parts
    parts.dispose()


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


def test_every_table_forgets_the_patient_and_nobody_else(parts: Parts, engine: Engine) -> None:
    parts.live_twice("noor", "her words")
    others = counts(engine)
    assert all(others.values()), "each table should have a row to lose"
    parts.live_twice("asha", "her words too")
    parts.records.erase("asha")
    assert counts(engine) == others


def test_what_came_in_stays_known_and_tells_of_nobody(parts: Parts, engine: Engine) -> None:
    parts.live("asha", "her words")
    parts.records.erase("asha")
    with Session(engine) as session:
        (kept,) = session.scalars(select(Arrival)).all()
    assert (kept.key, kept.channel) == ("m1-asha", "telegram")
    assert kept.owed is None and kept.address_key is None


def test_what_stays_tells_that_it_happened_and_not_whose(parts: Parts, engine: Engine) -> None:
    before = now()
    parts.live("asha-1f0c", "her words")
    lost = {table: count for table, count in counts(engine).items() if count}
    parts.records.erase("asha-1f0c")
    (kept,) = erasures(engine)
    assert kept.deleted == lost
    assert (kept.channel, kept.reason) == ("web", "said")
    assert before <= kept.at <= now()
    assert "asha" not in repr(vars(kept)) and "her words" not in repr(vars(kept))


@pytest.mark.parametrize("kind", ["intake", "guardian"])
def test_consent_that_is_taken_back_is_an_erasure(parts: Parts, engine: Engine, kind: str) -> None:
    parts.live("asha", "her words")
    parts.records.withdraw_consent("asha", kind=kind)
    assert not any(counts(engine).values())
    assert [each.reason for each in erasures(engine)] == ["withdrawn"]


def test_a_talk_without_a_patient_is_erased_too(parts: Parts, engine: Engine) -> None:
    parts.transcript.receive("asha", TalkTurn("m1", "delete my data"))
    parts.records.erase("asha")
    (kept,) = erasures(engine)
    assert (kept.channel, kept.deleted) == (None, {"turns": 1})


def test_no_picture_of_hers_is_left_and_everybody_elses_is(
    parts: Parts, migrated: Settings
) -> None:
    parts.live("noor", "her words")
    parts.live("asha", "her words too")
    (kept,), (received,) = parts.photographs.kept("noor"), parts.photographs.received("noor")
    parts.records.erase("asha")
    assert {path.name for path in files(migrated.var / "photographs")} == {kept, received}
    assert parts.photographs.read("noor", kept) and parts.photographs.read("noor", received)
    assert parts.photographs.kept("asha") == parts.photographs.received("asha") == []


def test_while_they_are_kept_no_file_shows_a_picture(parts: Parts, migrated: Settings) -> None:
    marker = "zanzibarquark"
    parts.live("asha", marker)
    stored = files(migrated.var / "photographs")
    assert len(stored) == 2
    plain = parts.photographs.read("asha", parts.photographs.kept("asha")[0])
    for path in stored:
        sealed = path.read_bytes()
        assert len(sealed) > 1000
        assert marker.encode() not in sealed and b"JFIF" not in sealed
        assert not any(plain[at : at + 8] in sealed for at in range(0, len(plain) - 8, 8))
        assert "asha" not in str(path.relative_to(migrated.var))
    assert marker.encode() not in plain, "what it said of itself is gone before it is kept"


@pytest.mark.parametrize("forget", ["erase", "withdraw", "forget_talk"])
def test_where_files_are_out_of_reach_it_is_no_success_and_the_next_try_finishes(
    parts: Parts,
    engine: Engine,
    migrated: Settings,
    monkeypatch: pytest.MonkeyPatch,
    forget: str,
) -> None:
    parts.live("asha", "her words")
    forgets = {
        "erase": lambda: parts.records.erase("asha"),
        "withdraw": lambda: parts.records.withdraw_consent("asha", kind="photo"),
        "forget_talk": lambda: parts.records.forget_talk("asha"),
    }[forget]

    def fails(_vault: Vault, _owner: str) -> None:
        raise OSError("out of reach")

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "delete_all", fails)
        with pytest.raises(OSError, match="out of reach"):
            forgets()
    assert counts(engine)["photographs"] == 0, "nobody can ask for the pictures any more"
    assert files(migrated.var / "photographs")
    forgets()
    assert files(migrated.var / "photographs") == []


def test_a_crash_between_rows_and_files_leaves_nothing_that_nobody_deletes(
    parts: Parts, migrated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.live("asha", "her words")
    parts.live("noor", "her words")

    def crashes(_vault: Vault, _owner: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "delete_all", crashes)
        with pytest.raises(KeyboardInterrupt):
            parts.records.erase("asha")
    assert parts.photographs.sweep(now() - dt.timedelta(days=1)) == 2
    remaining = {path.name for path in files(migrated.var / "photographs")}
    assert remaining == {*parts.photographs.kept("noor"), *parts.photographs.received("noor")}


def test_consent_to_photographs_that_is_taken_back_deletes_those_alone(
    parts: Parts, engine: Engine
) -> None:
    parts.live("asha", "her words")
    before = counts(engine)
    parts.records.withdraw_consent("asha", kind="photo")
    assert counts(engine) == {**before, "photographs": 0}
    with pytest.raises(NotConsentedError):
        parts.photographs.keep("asha", parts.photographs.receive("asha", "web", picture("again")))


def test_a_talk_that_is_forgotten_takes_its_photographs_along(
    parts: Parts, migrated: Settings
) -> None:
    parts.photographs.receive("asha", "web", picture("before any consent"))
    parts.records.forget_talk("asha")
    assert parts.photographs.received("asha") == []
    assert files(migrated.var / "photographs") == []


def test_an_unknown_reason_deletes_nothing(parts: Parts, engine: Engine) -> None:
    parts.live("asha", "her words")
    before = counts(engine)
    with pytest.raises(ValueError, match="bored"):
        parts.records.erase("asha", reason="bored")
    assert counts(engine) == before


def test_an_answer_that_comes_late_finds_no_intake(parts: Parts, engine: Engine) -> None:
    """Its id is never given again, so that no words end in somebody else's intake."""
    gone = parts.live("asha", "her words")
    parts.records.erase("asha")
    assert parts.records.begin_intake("noor", "web") > gone
    with pytest.raises(UnknownIntakeError):
        parts.records.note(gone, {"age": 30}, message="30")
    parts.transcript.answer("asha", TalkTurn("m1", ""), [{"text": "too late"}])
    assert parts.transcript.of("asha") == []


def test_erasing_a_stranger_is_no_error_and_no_erasure(parts: Parts, engine: Engine) -> None:
    parts.records.erase("nobody")
    assert erasures(engine) == []


@pytest.mark.parametrize("seed", range(3))
def test_no_file_holds_a_trace(tmp_path: Path, seed: int) -> None:
    """However many patients' rows lay around, and were moved between pages as the tables grew."""
    settings = Settings(var=tmp_path)
    upgrade(settings)
    parts = Parts.open(settings)
    chance = random.Random(seed)
    patients = {f"sender-{n}": f"{uuid.uuid4().hex}-{n}" for n in range(60)}
    for sender in chance.sample(list(patients), len(patients)):
        parts.live(sender, patients[sender] + "x" * chance.choice([0, 10, 200, 900, 3000]))
    for sender in chance.sample(list(patients), 50):
        parts.records.erase(sender)
        marker = patients.pop(sender).encode()
        held = [each.name for each in files(tmp_path) if marker in each.read_bytes()]
        assert held == []
    assert len(files(tmp_path / "photographs")) == 2 * len(patients)
    parts.dispose()


def test_a_log_that_cannot_be_emptied_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.records.database.BUSY_TIMEOUT_MS", 50)
    settings = Settings(var=tmp_path)
    upgrade(settings)
    parts = Parts.open(settings)
    reader = open_database(settings.records_url).raw_connection()
    parts.live("asha", "her words")
    parts.outbox.dispose()
    reader.cursor().execute("BEGIN")
    reader.cursor().execute("SELECT * FROM facts").fetchall()
    with pytest.raises(TimeoutError, match="another process reads"):
        parts.records.erase("asha")
    reader.rollback()
    parts.records.erase("asha")
    reader.close()
    parts.dispose()


class TestOnePersonInTwoConversations:
    @pytest.mark.parametrize("asking", ["asha", "asha elsewhere"])
    def test_both_are_erased_wherever_she_asks_and_each_is_kept_to_be(
        self, parts: Parts, engine: Engine, migrated: Settings, asking: str
    ) -> None:
        parts.live_twice("asha", "her words")
        parts.records.erase(asking)
        assert not any(counts(engine).values())
        assert [each.reason for each in erasures(engine)] == ["said", "said"]
        assert files(migrated.var / "photographs") == []

    def test_whoever_was_merged_with_somebody_of_them_goes_too(
        self, parts: Parts, engine: Engine
    ) -> None:
        first, second, third = (parts.live(f"asha {each}", "her words") for each in range(3))
        parts.merge(first, second)
        parts.merge(third, second)
        parts.records.erase("asha 0")
        assert not any(counts(engine).values())
        assert len(erasures(engine)) == 3

    def test_a_merge_that_was_undone_is_not_followed(self, parts: Parts, engine: Engine) -> None:
        noor = parts.live("noor", "somebody else's words")
        others = counts(engine)
        merge = parts.merge(parts.live("asha", "her words"), noor)
        [admin] = parts.accounts.members()
        parts.merging.undo(merge, admin)
        parts.records.erase("asha")
        assert counts(engine) == others
        assert len(erasures(engine)) == 1

    def test_consent_that_is_taken_back_erases_both(self, parts: Parts, engine: Engine) -> None:
        parts.live_twice("asha", "her words")
        parts.records.withdraw_consent("asha elsewhere", kind="intake")
        assert not any(counts(engine).values())

    def test_consent_to_photographs_that_is_taken_back_is_so_in_both(
        self, parts: Parts, engine: Engine, migrated: Settings
    ) -> None:
        parts.live_twice("asha", "her words")
        before = counts(engine)
        parts.records.withdraw_consent("asha", kind="photo")
        assert counts(engine) == {**before, "photographs": 0}
        assert files(migrated.var / "photographs") == []
        again = parts.photographs.receive("asha elsewhere", "web", picture("again"))
        with pytest.raises(NotConsentedError):
            parts.photographs.keep("asha elsewhere", again)

    def test_a_talk_that_is_forgotten_leaves_the_other(self, parts: Parts) -> None:
        parts.live_twice("asha", "her words")
        parts.records.forget_talk("asha")
        assert parts.transcript.of("asha") == []
        assert parts.transcript.of("asha elsewhere") and parts.photographs.kept("asha elsewhere")

    def test_a_failure_with_the_pictures_of_one_leaves_those_of_no_other(
        self, parts: Parts, migrated: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parts.live_twice("asha", "her words")
        delete_all = Vault.delete_all

        def fails_for_her(vault: Vault, owner: str) -> None:
            if owner == "asha":
                raise OSError("out of reach")
            delete_all(vault, owner)

        with monkeypatch.context() as broken:
            broken.setattr(Vault, "delete_all", fails_for_her)
            with pytest.raises(OSError, match="out of reach"):
                parts.records.erase("asha")
        assert len(files(migrated.var / "photographs")) == 2
        parts.records.erase("asha")
        assert files(migrated.var / "photographs") == []


class TestWhatRasaRemembers:
    """Rasa forgets the conversation that asks itself, when the turn is over; others it does not."""

    @pytest.fixture
    def rasa(self, migrated: Settings) -> Iterator[Engine]:
        """The conversations as Rasa keeps them: beside the records, or in a file of their own."""
        url = make_url(migrated.tracker_url)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        engine = open_database(url.render_as_string(hide_password=False))
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE events (sender_id VARCHAR(255), data TEXT)"))
            for sender in ("asha", "asha elsewhere", "noor"):
                connection.execute(
                    text("INSERT INTO events VALUES (:sender, 'words')"), {"sender": sender}
                )
        yield engine
        engine.dispose()

    def remembered(self, rasa: Engine) -> list[str]:
        with rasa.connect() as connection:
            return list(connection.scalars(text("SELECT sender_id FROM events ORDER BY sender_id")))

    def test_the_persons_other_conversations_are_forgotten(
        self, parts: Parts, rasa: Engine
    ) -> None:
        parts.live_twice("asha", "her words")
        parts.records.erase("asha")
        assert self.remembered(rasa) == ["asha", "noor"]

    def test_who_is_nobody_else_has_no_other(self, parts: Parts, rasa: Engine) -> None:
        parts.live("asha", "her words")
        parts.records.erase("asha")
        assert self.remembered(rasa) == ["asha", "asha elsewhere", "noor"]

    def test_where_they_are_out_of_reach_nothing_is_erased_and_the_next_try_does_it(
        self, tmp_path: Path
    ) -> None:
        settings = Settings(var=tmp_path)
        upgrade(settings)
        parts, engine = Parts.open(settings), open_database(settings.records_url)
        parts.live_twice("asha", "her words")
        before = counts(engine)
        broken = tmp_path / "tracker.db"
        broken.write_text("something else, long enough to be no header of SQLite")
        with pytest.raises(DatabaseError):
            parts.records.erase("asha")
        assert counts(engine) == before and erasures(engine) == []
        broken.unlink()
        parts.records.erase("asha")
        assert not any(counts(engine).values())
        assert not broken.exists(), "Rasa makes it itself"
        engine.dispose()
        parts.dispose()
