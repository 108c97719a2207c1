"""What the house deletes by itself as it is too old; what was asked for has a file of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Engine,
    delete,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from clinic import retention as module
from clinic.migrate import upgrade
from clinic.records import TalkTurn
from clinic.records.database import open_database
from clinic.records.dialogues import Dialogues
from clinic.records.hold_models import ErasureRequest
from clinic.records.models import (
    Alarm,
    Base,
    CheckIn,
    Consent,
    Intake,
    Patient,
    Photograph,
    Turn,
    now,
)
from clinic.records.review_models import Note, Review, Takeover
from clinic.records.silence import silent_patients, silent_strangers
from clinic.records.staff_models import AuditEntry, StaffMember
from clinic.retention import Retention
from clinic.settings import Settings
from clinic.vault import Vault
from tests.clinic.records.lives import STAY, Parts, counts, erasures, files, hold_house

DAYS = 400
OLD = dt.timedelta(days=DAYS + 1)
TIMES = [
    column
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if column.name
    in ("at", "created_at", "kept_at", "updated_at", "active_at", "answered_at", "asked_at")
    and table.name not in STAY
]


def changes(settings: Settings, **new: Any) -> None:
    """Change settings as the console does while the house runs."""
    vars(settings).update(new)


def noted(engine: Engine) -> list[tuple[str, str | None, dict[str, Any]]]:
    """Return what the house itself did, the oldest first."""
    with Session(engine) as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.staff_id.is_(None)).order_by(AuditEntry.id)
        )
        return [
            (each.action, each.subject, each.detail)
            for each in entries
            if each.action.startswith("erased")
        ]


def number(engine: Engine, sender: str) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(select(Patient.id).where(Patient.sender == sender)))


def patients(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(select(Patient.sender)))


def grow_old(engine: Engine) -> None:
    """Let everything that is there have happened long ago, and nobody wait for anything."""
    with engine.begin() as connection:
        connection.execute(update(Alarm).values(acknowledged_at=now() - OLD))
        connection.execute(update(Review).values(status="ready"))
        connection.execute(delete(Takeover))
        for column in TIMES:
            connection.execute(
                update(column.table).where(column.is_not(None)).values({column: now() - OLD})
            )


def unasked(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(ErasureRequest))


class TestAge:
    @pytest.fixture(autouse=True)
    def lived(self, parts: Parts, engine: Engine, migrated: Settings) -> int:
        """An intake of long ago, of somebody who asked for nothing."""
        intake = parts.live("asha", "her words")
        unasked(engine)
        grow_old(engine)
        changes(migrated, records_kept_days=DAYS)
        return intake

    def test_who_was_silent_for_long_enough_goes_and_the_log_tells(
        self,
        parts: Parts,
        retention: Retention,
        engine: Engine,
        migrated: Settings,
    ) -> None:
        her = number(engine, "asha")
        parts.live("noor", "her words too")
        unasked(engine)
        assert retention.turn() == 1
        assert patients(engine) == {"noor"}
        assert len(files(migrated.var / "photographs")) == 2
        assert [each.reason for each in erasures(engine)] == ["age"]
        assert noted(engine) == [("erased", her, {"reason": "age"})]
        assert retention.turn() == 0

    def test_unless_the_clinic_says_how_long_they_are_kept_for_ever(
        self, retention: Retention, engine: Engine, migrated: Settings
    ) -> None:
        changes(migrated, records_kept_days=None)
        assert retention.turn() == 0
        changes(migrated, records_kept_days=DAYS + 2)
        assert retention.turn() == 0 and patients(engine) == {"asha"}

    @pytest.mark.parametrize(
        "heard",
        [
            Turn.at,
            Intake.updated_at,
            Review.active_at,
            Consent.at,
            Alarm.at,
            CheckIn.answered_at,
            Photograph.kept_at,
            Note.at,
            Patient.created_at,
        ],
        ids=str,
    )
    def test_whatever_is_heard_or_done_keeps_all_of_it(
        self, retention: Retention, engine: Engine, heard: Any
    ) -> None:
        lately = now() - dt.timedelta(days=DAYS - 1)
        with engine.begin() as connection:
            connection.execute(
                update(heard.class_).where(heard.is_not(None)).values({heard: lately})
            )
        assert retention.turn() == 0
        grow_old(engine)
        assert retention.turn() == 1 and patients(engine) == set()

    @pytest.mark.parametrize(
        "waits",
        [
            update(Alarm).values(acknowledged_at=None),
            update(CheckIn).values(answered_at=None),
            update(Intake).values(plan_held=True, updated_at=Intake.updated_at),
            update(Review).values(status="needs_reply"),
            insert(Takeover).from_select(
                ["sender", "staff_id", "begun_at", "active_at"],
                select(literal("asha"), StaffMember.id, Patient.created_at, Patient.created_at),
            ),
        ],
        ids=["alarm", "check-in", "plan", "reply", "takeover"],
    )
    def test_who_still_waits_for_something_stays(
        self, retention: Retention, engine: Engine, waits: Any
    ) -> None:
        with engine.begin() as connection:
            connection.execute(waits)
        assert retention.turn() == 0
        grow_old(engine)
        with engine.begin() as connection:
            connection.execute(update(CheckIn).values(cancelled_at=now() - OLD))
            connection.execute(update(Intake).values(plan_held=False, updated_at=now() - OLD))
        assert retention.turn() == 1 and patients(engine) == set()

    def test_one_conversation_that_goes_on_keeps_the_whole_person(
        self, parts: Parts, retention: Retention, engine: Engine, lived: int
    ) -> None:
        other = parts.live("asha elsewhere", "her words")
        merge = parts.merge(lived, other)
        unasked(engine)
        assert retention.turn() == 0
        assert patients(engine) == {"asha", "asha elsewhere"}
        [admin] = parts.accounts.members()
        parts.merging.undo(merge, admin)
        assert retention.turn() == 1
        assert patients(engine) == {"asha elsewhere"}

    def test_a_person_of_two_conversations_goes_whole_and_is_noted_once(
        self, parts: Parts, retention: Retention, engine: Engine, lived: int
    ) -> None:
        parts.merge(lived, parts.live("asha elsewhere", "her words"))
        unasked(engine)
        grow_old(engine)
        assert retention.turn() == 1
        assert not any(counts(engine).values())
        assert len(noted(engine)) == 1

    def test_who_is_on_hold_stays_and_is_in_nobodys_way(
        self,
        parts: Parts,
        retention: Retention,
        engine: Engine,
        monkeypatch: pytest.MonkeyPatch,
        lived: int,
    ) -> None:
        parts.merge(lived, parts.live("asha elsewhere", "her words"))
        hold = parts.hold(lived)
        parts.live("noor", "her words too")
        unasked(engine)
        grow_old(engine)
        monkeypatch.setattr(module, "BATCH", 1)
        assert retention.turn() == 1
        assert patients(engine) == {"asha", "asha elsewhere"}
        assert retention.turn() == 0
        parts.lift(hold)
        assert retention.turn() == 1 and patients(engine) == set()

    def test_while_the_house_is_on_hold_everybody_stays(
        self, retention: Retention, engine: Engine, migrated: Settings
    ) -> None:
        hold_house(migrated)
        assert retention.turn() == 0 and patients(engine) == {"asha"}

    def test_a_talk_that_never_came_to_a_consent_goes_too(
        self, parts: Parts, retention: Retention, engine: Engine
    ) -> None:
        parts.transcript.receive("stranger", TalkTurn("m1", "my skin burns"))
        grow_old(engine)
        parts.transcript.receive("somebody", TalkTurn("m1", "hello"))
        parts.transcript.receive("back again", TalkTurn("m1", "hello"))
        with engine.begin() as connection:
            connection.execute(
                update(Turn).where(Turn.sender == "back again").values(at=now() - OLD)
            )
        parts.transcript.receive("back again", TalkTurn("m2", "hello again"))
        assert retention.turn() == 2
        with engine.connect() as connection:
            assert set(connection.scalars(select(Turn.sender))) == {"somebody", "back again"}
        assert noted(engine)[-1] == ("erased", None, {"reason": "age"})

    def test_what_rasa_remembers_goes_with_it(
        self, parts: Parts, retention: Retention, engine: Engine, migrated: Settings
    ) -> None:
        url = migrated.tracker_url.replace("postgresql:", "postgresql+psycopg:")
        rasa = open_database(url)
        with rasa.begin() as connection:
            connection.execute(text("CREATE TABLE events (sender_id VARCHAR(255))"))
            connection.execute(text("INSERT INTO events VALUES ('asha'), ('noor')"))
        assert retention.turn() == 1
        with rasa.connect() as connection:
            assert list(connection.scalars(text("SELECT sender_id FROM events"))) == ["noor"]
        rasa.dispose()

    def test_pictures_out_of_reach_are_noted_and_left_to_the_sweep(
        self,
        parts: Parts,
        retention: Retention,
        migrated: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        engine = parts.engine
        her = number(engine, "asha")

        def fails(_vault: Vault, _owner: str) -> None:
            raise OSError("out of reach")

        with monkeypatch.context() as broken:
            broken.setattr(Vault, "delete_all", fails)
            assert retention.turn() == 1
        assert patients(engine) == set()
        assert noted(engine) == [
            ("erased", her, {"reason": "age"}),
            ("erased_in_part", her, {"reason": "age", "left": "OSError"}),
        ]
        assert parts.photographs.sweep(now() - OLD) == 2
        assert files(migrated.var / "photographs") == []

    def test_who_cannot_be_deleted_is_in_nobodys_way(
        self,
        parts: Parts,
        retention: Retention,
        engine: Engine,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        parts.live("noor", "her words too")
        unasked(engine)
        grow_old(engine)

        def fails(_dialogues: Dialogues, senders: list[str]) -> None:
            if "asha" in senders:
                raise SQLAlchemyError("Rasa's store is out of reach")

        with monkeypatch.context() as broken:
            broken.setattr(Dialogues, "forget", fails)
            with pytest.raises(SQLAlchemyError, match="out of reach"):
                retention.turn()
        assert patients(engine) == {"asha"}
        assert retention.turn() == 1 and patients(engine) == set()

    def test_a_stranger_who_writes_at_the_last_moment_stays(
        self,
        parts: Parts,
        retention: Retention,
        engine: Engine,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        parts.transcript.receive("stranger", TalkTurn("m1", "my skin burns"))
        grow_old(engine)

        def finds_then_hears(*given: Any) -> list[str]:
            found = silent_strangers(*given)
            with Session(engine) as session, session.begin():
                session.execute(update(Turn).where(Turn.sender == "stranger").values(at=now()))
            return found

        monkeypatch.setattr(module, "silent_patients", lambda *_: [])
        monkeypatch.setattr(module, "silent_strangers", finds_then_hears)
        assert retention.turn() == 0
        assert len(parts.transcript.of("stranger")) == 1

    def test_what_is_heard_at_the_last_moment_keeps_all_of_it(
        self,
        parts: Parts,
        retention: Retention,
        engine: Engine,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def finds_then_hears(*given: Any) -> list[tuple[int, str]]:
            found = silent_patients(*given)
            with Session(engine) as session, session.begin():
                session.execute(update(Turn).values(at=now()))
            return found

        monkeypatch.setattr(module, "silent_patients", finds_then_hears)
        assert retention.turn() == 0 and patients(engine) == {"asha"}


def test_no_file_of_sqlite_holds_a_trace(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, records_kept_days=DAYS)
    upgrade(settings)
    parts, retention = Parts.open(settings), Retention(settings)
    for each in range(12):
        parts.live(f"sender-{each}", f"zanzibarquark{each}" * 40)
    unasked(parts.engine)
    grow_old(parts.engine)
    assert any(b"zanzibarquark" in each.read_bytes() for each in files(tmp_path))
    assert retention.turn() == 12
    assert [each.name for each in files(tmp_path) if b"zanzibarquark" in each.read_bytes()] == []
    retention.dispose()
    parts.dispose()
