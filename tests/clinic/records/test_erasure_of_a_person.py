"""Who talks in two conversations is one person: an erasure reaches both, and what Rasa remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DatabaseError

from clinic.migrate import upgrade
from clinic.photographs import NotConsentedError
from clinic.records.database import open_database
from clinic.settings import Settings
from clinic.vault import Vault
from tests.clinic.records.lives import Parts, counts, erasures, files, picture


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

    def test_where_staff_erase_the_conversation_itself_is_too(
        self, parts: Parts, rasa: Engine
    ) -> None:
        parts.live_twice("asha", "her words")
        parts.records.erase("asha", reason="staff")
        assert self.remembered(rasa) == ["noor"]

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
