"""A photograph is its patient's alone, is kept only by consent, and goes where there is none."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from analysis.keeping import KEPT_SIDE, Examination, KeptPicture, to_keep
from clinic.photographs import NotConsentedError, Photographs
from clinic.records import Records
from clinic.records.models import Photograph, now
from clinic.settings import Settings
from clinic.vault import Vault

ASHA, NOOR = "asha-1f0c", "noor-77aa"
LONG_AGO = dt.timedelta(days=2)


def picture(colour: str = "tan", size: tuple[int, int] = (60, 40)) -> KeptPicture:
    return to_keep(Image.new("RGB", size, colour))


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
        assert (kept.width, kept.height) == (KEPT_SIDE, 1512)
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


def examination(*, ok: bool = True) -> Examination:
    report: dict[str, Any] = {"photo": "x", "quality": {"ok": ok, "problems": [], "advice": []}}
    if not ok:
        return Examination(report)
    return Examination(report, b"overlay", b"portrait", {"redness": [[[1, 2], [3, 4]]]})


def kept_one(photographs: Photographs, records: Records, sender: str = ASHA) -> str:
    agree(records, sender)
    photograph = photographs.receive(sender, "web", picture())
    photographs.keep(sender, photograph)
    return photograph


class TestExaminations:
    def test_what_was_seen_is_kept_beside_it(
        self, photographs: Photographs, records: Records
    ) -> None:
        photograph = kept_one(photographs, records)
        assert photographs.unseen(ASHA) == [photograph]
        photographs.add_examination(ASHA, photograph, examination())
        assert photographs.unseen(ASHA) == []
        assert photographs.view(ASHA, photograph, "overlay") == b"overlay"
        assert photographs.view(ASHA, photograph, "portrait") == b"portrait"
        assert photographs.outlines(ASHA, photograph) == {"redness": [[[1, 2], [3, 4]]]}
        (looked,) = photographs.looked_at(ASHA)
        assert (looked.id, looked.is_there) == (photograph, True)
        assert looked.report["quality"]["ok"]

    def test_a_refused_one_has_nothing_to_show(
        self, photographs: Photographs, records: Records, migrated: Settings
    ) -> None:
        photograph = kept_one(photographs, records)
        photographs.add_examination(ASHA, photograph, examination(ok=False))
        assert files(migrated) == {photograph}
        with pytest.raises(LookupError):
            photographs.view(ASHA, photograph, "overlay")

    def test_it_lies_encrypted(
        self, photographs: Photographs, records: Records, migrated: Settings
    ) -> None:
        photograph = kept_one(photographs, records)
        photographs.add_examination(ASHA, photograph, examination())
        folder = migrated.var / "photographs"
        lying = [each.read_bytes() for each in folder.rglob("*") if each.is_file()]
        assert len(lying) == 4
        assert not any(b"overlay" in each or b"redness" in each for each in lying)

    def test_another_patients_id_opens_nothing(
        self, photographs: Photographs, records: Records
    ) -> None:
        photograph = kept_one(photographs, records)
        photographs.add_examination(ASHA, photograph, examination())
        for look in (
            lambda: photographs.view(NOOR, photograph, "overlay"),
            lambda: photographs.outlines(NOOR, photograph),
            lambda: photographs.add_examination(NOOR, photograph, examination()),
        ):
            with pytest.raises(LookupError):
                look()
        assert photographs.looked_at(NOOR) == []

    def test_what_waits_for_consent_is_not_looked_at(
        self, photographs: Photographs, migrated: Settings
    ) -> None:
        photograph = photographs.receive(ASHA, "web", picture())
        with pytest.raises(LookupError):
            photographs.add_examination(ASHA, photograph, examination())
        assert photographs.looked_at(ASHA) == []

    def test_deleted_while_it_was_looked_at_nothing_stays(
        self, photographs: Photographs, records: Records, migrated: Settings
    ) -> None:
        photograph = kept_one(photographs, records)
        photographs.discard(ASHA, photograph)
        with pytest.raises(LookupError):
            photographs.add_examination(ASHA, photograph, examination())
        assert files(migrated) == set()

    @pytest.mark.parametrize("how", ["discard", "withdraw", "erase"])
    def test_it_goes_with_the_photograph(
        self, photographs: Photographs, records: Records, migrated: Settings, how: str
    ) -> None:
        photograph = kept_one(photographs, records)
        photographs.add_examination(ASHA, photograph, examination())
        if how == "discard":
            photographs.discard(ASHA, photograph)
        elif how == "withdraw":
            records.withdraw_consent(ASHA, kind="photo")
        else:
            records.erase(ASHA)
        assert files(migrated) == set()
        assert photographs.looked_at(ASHA) == []


class TestRetention:
    def retired(self, photographs: Photographs, records: Records) -> str:
        photograph = kept_one(photographs, records)
        photographs.add_examination(ASHA, photograph, examination())
        assert photographs.retire(now() + dt.timedelta(seconds=1)) == 1
        return photograph

    def test_in_time_the_pictures_go_and_numbers_and_outlines_stay(
        self, photographs: Photographs, records: Records, migrated: Settings
    ) -> None:
        photograph = self.retired(photographs, records)
        assert files(migrated) == {f"{photograph}.outlines"}
        assert photographs.outlines(ASHA, photograph)
        (looked,) = photographs.looked_at(ASHA)
        assert looked.report["quality"]["ok"] and not looked.is_there
        assert photographs.kept(ASHA) == []
        for gone in (
            lambda: photographs.read(ASHA, photograph),
            lambda: photographs.view(ASHA, photograph, "overlay"),
            lambda: photographs.view(ASHA, photograph, "portrait"),
        ):
            with pytest.raises(LookupError):
                gone()

    def test_what_is_kept_for_less_stays(self, photographs: Photographs, records: Records) -> None:
        photograph = kept_one(photographs, records)
        assert photographs.retire(now() - dt.timedelta(days=1)) == 0
        assert photographs.read(ASHA, photograph)

    def test_a_sweep_leaves_the_outlines_and_takes_a_picture_that_was_left_over(
        self, photographs: Photographs, records: Records, migrated: Settings
    ) -> None:
        photograph = self.retired(photographs, records)
        Vault.open(migrated).write(ASHA, f"{photograph}.portrait", b"left by a crash")
        assert photographs.sweep(now() - LONG_AGO) == 1
        assert files(migrated) == {f"{photograph}.outlines"}

    def test_an_erasure_takes_the_rest(
        self, photographs: Photographs, records: Records, migrated: Settings
    ) -> None:
        self.retired(photographs, records)
        records.erase(ASHA)
        assert files(migrated) == set()
        assert photographs.looked_at(ASHA) == []
