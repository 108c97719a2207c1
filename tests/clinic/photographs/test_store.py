"""A photograph is its patient's alone, is kept only by consent, and goes where there is none."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from analysis.keeping import KEPT_SIDE
from clinic.photographs import NotConsentedError, Photographs
from clinic.records import Records
from clinic.records.models import Photograph, now
from clinic.settings import Settings
from clinic.vault import Vault

ASHA, NOOR = "asha-1f0c", "noor-77aa"
LONG_AGO = dt.timedelta(days=2)


def picture(colour: str = "tan", size: tuple[int, int] = (60, 40)) -> Image.Image:
    return Image.new("RGB", size, colour)


def agree(records: Records, sender: str = ASHA, *, given: bool = True) -> None:
    records.give_consent(sender, "web", kind="photo", version="1", text="May I?", given=given)


def row(engine: Engine, photograph: str) -> Photograph | None:
    with Session(engine) as session:
        return session.scalar(select(Photograph).where(Photograph.id == photograph))


def grow_old(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(Photograph).values(created_at=now() - LONG_AGO))


def files(settings: Settings) -> set[str]:
    return {each.name for each in (settings.var / "photographs").rglob("*") if each.is_file()}


class TestReceiving:
    def test_it_waits_for_consent_and_says_what_it_is(
        self, photographs: Photographs, engine: Engine
    ) -> None:
        photograph = photographs.receive(ASHA, "telegram", picture(size=(4000, 3000)))
        assert photographs.received(ASHA) == [photograph]
        assert photographs.kept(ASHA) == []
        kept = row(engine, photograph)
        assert kept
        assert (kept.sender, kept.channel, kept.state) == (ASHA, "telegram", "received")
        assert (kept.width, kept.height) == (KEPT_SIDE, 1536)
        assert kept.bytes == len(photographs.read(ASHA, photograph))
        assert kept.kept_at is None and now() - kept.created_at < dt.timedelta(minutes=1)

    def test_its_owner_reads_a_jpeg(self, photographs: Photographs) -> None:
        jpeg = photographs.read(ASHA, photographs.receive(ASHA, "web", picture("red")))
        shown = Image.open(BytesIO(jpeg))
        assert (shown.format, shown.size) == ("JPEG", (60, 40))
        assert shown.getpixel((9, 9)) == (254, 0, 0)

    def test_ids_cannot_be_guessed_and_come_in_order(self, photographs: Photographs) -> None:
        ids = [photographs.receive(ASHA, "web", picture()) for _ in range(5)]
        assert photographs.received(ASHA) == ids
        assert all(len(each) == 32 and int(each, 16) for each in ids) and len(set(ids)) == 5

    def test_an_erasure_in_between_leaves_no_file(
        self,
        photographs: Photographs,
        records: Records,
        migrated: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        write = Vault.write

        def write_late(vault: Vault, owner: str, name: str, data: bytes) -> None:
            records.erase(owner)
            write(vault, owner, name, data)

        monkeypatch.setattr(Vault, "write", write_late)
        with pytest.raises(LookupError):
            photographs.receive(ASHA, "web", picture())
        assert files(migrated) == set()

    def test_several_at_once(self, photographs: Photographs, migrated: Settings) -> None:
        def send() -> None:
            for _ in range(3):
                photographs.receive(ASHA, "web", picture())

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(photographs.received(ASHA)) == files(migrated)
        assert len(files(migrated)) == 12


class TestOwnership:
    def test_nobody_else_reads_keeps_or_discards_it(
        self, photographs: Photographs, records: Records
    ) -> None:
        photograph = photographs.receive(ASHA, "web", picture())
        agree(records, NOOR)
        for use in (photographs.read, photographs.keep, photographs.discard):
            with pytest.raises(LookupError):
                use(NOOR, photograph)
        assert photographs.received(NOOR) == []
        assert photographs.read(ASHA, photograph)

    @settings(
        max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(st.one_of(st.text(max_size=40), st.from_regex(r"[0-9a-f]{32}", fullmatch=True)))
    def test_an_id_that_is_none_is_not_found(self, photographs: Photographs, name: str) -> None:
        for use in (photographs.read, photographs.keep, photographs.discard):
            with pytest.raises(LookupError):
                use(ASHA, name.replace("\0", ""))


class TestKeeping:
    def test_with_consent_it_stays(
        self, photographs: Photographs, records: Records, engine: Engine
    ) -> None:
        photograph = photographs.receive(ASHA, "web", picture())
        agree(records)
        photographs.keep(ASHA, photograph)
        photographs.keep(ASHA, photograph)
        assert (photographs.received(ASHA), photographs.kept(ASHA)) == ([], [photograph])
        kept = row(engine, photograph)
        assert kept and kept.kept_at and kept.kept_at >= kept.created_at
        grow_old(engine)
        assert photographs.sweep(now() - dt.timedelta(hours=24)) == 0
        assert photographs.read(ASHA, photograph)

    def test_without_consent_nothing_is_kept(
        self, photographs: Photographs, records: Records
    ) -> None:
        photograph = photographs.receive(ASHA, "web", picture())
        for _ in ("never asked", "said no"):
            with pytest.raises(NotConsentedError):
                photographs.keep(ASHA, photograph)
            agree(records, given=False)
        assert photographs.received(ASHA) == [photograph]

    def test_a_consent_to_something_else_is_none(
        self, photographs: Photographs, records: Records
    ) -> None:
        records.give_consent(ASHA, "web", kind="intake", version="1", text="May I?", given=True)
        with pytest.raises(NotConsentedError):
            photographs.keep(ASHA, photographs.receive(ASHA, "web", picture()))

    def test_what_has_lost_its_file_is_not_kept(
        self, photographs: Photographs, records: Records, migrated: Settings
    ) -> None:
        photograph = photographs.receive(ASHA, "web", picture())
        agree(records)
        Vault.open(migrated).delete(ASHA, photograph)
        for use in (photographs.keep, photographs.read):
            with pytest.raises(LookupError):
                use(ASHA, photograph)


class TestDiscarding:
    @pytest.mark.parametrize("is_kept", [False, True])
    def test_row_and_file_go(
        self,
        photographs: Photographs,
        records: Records,
        engine: Engine,
        migrated: Settings,
        is_kept: bool,
    ) -> None:
        photograph, other = (photographs.receive(ASHA, "web", picture()) for _ in range(2))
        if is_kept:
            agree(records)
            photographs.keep(ASHA, photograph)
        photographs.discard(ASHA, photograph)
        assert row(engine, photograph) is None
        assert files(migrated) == {other}
        with pytest.raises(LookupError):
            photographs.discard(ASHA, photograph)


class TestSweeping:
    def test_what_nobody_agreed_to_goes_with_its_file(
        self, photographs: Photographs, engine: Engine, migrated: Settings
    ) -> None:
        old = photographs.receive(ASHA, "web", picture())
        grow_old(engine)
        young = photographs.receive(NOOR, "web", picture())
        assert photographs.sweep(now() - dt.timedelta(hours=24)) == 1
        assert row(engine, old) is None
        assert files(migrated) == {young}

    def test_a_file_without_a_row_goes(self, photographs: Photographs, migrated: Settings) -> None:
        photograph = photographs.receive(ASHA, "web", picture())
        Vault.open(migrated).write(NOOR, secrets.token_hex(16), b"lost in a crash")
        assert photographs.sweep(now() - LONG_AGO) == 1
        assert files(migrated) == {photograph}

    def test_what_is_received_meanwhile_stays(
        self, photographs: Photographs, migrated: Settings
    ) -> None:
        done = threading.Event()

        def keep_sweeping() -> None:
            while not done.is_set():
                photographs.sweep(now() - LONG_AGO)

        sweeper = threading.Thread(target=keep_sweeping)
        sweeper.start()
        sent = {photographs.receive(ASHA, "web", picture()) for _ in range(20)}
        done.set()
        sweeper.join()
        assert files(migrated) == sent

    def test_an_empty_store(self, photographs: Photographs) -> None:
        assert photographs.sweep(now()) == 0
