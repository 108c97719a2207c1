"""What people send is taken in by a process of its own, as small as it is kept, or refused."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from io import BytesIO

import psutil
import pytest
from PIL import Image

from analysis.keeping import KEPT_SIDE
from analysis.reading import UnreadablePhotographError
from clinic.migrate import upgrade
from clinic.photographs import Photographs
from clinic.photographs.apart import Apart, BusyError
from clinic.photographs.receiver import NotReceivedError, Receiver
from clinic.settings import Settings
from evaluation.photographs.faces import sample
from evaluation.photographs.speed import camera_like

ASHA = "asha-1f0c"


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Photographs]:
    settings = Settings(var=tmp_path_factory.mktemp("var"), database_url=None)
    upgrade(settings)
    photographs = Photographs.open(settings)
    yield photographs
    photographs.dispose()


@pytest.fixture(scope="module")
def receiver(photographs: Photographs) -> Iterator[Receiver]:
    receiver = Receiver(photographs)
    yield receiver
    receiver.close()


@pytest.fixture(scope="module")
def snapshot() -> bytes:
    """A photograph of 12 megapixels, as a phone's camera makes it."""
    return camera_like(sample())


async def test_a_cameras_picture_is_held_no_larger_than_it_is_kept(
    receiver: Receiver, photographs: Photographs, snapshot: bytes
) -> None:
    photograph = await receiver.receive(ASHA, "telegram", snapshot)
    assert photograph in photographs.received(ASHA)
    kept = Image.open(BytesIO(photographs.read(ASHA, photograph)))
    assert max(kept.size) == KEPT_SIDE < max(Image.open(BytesIO(snapshot)).size)


async def test_what_is_no_picture_is_refused_with_the_readers_reason(receiver: Receiver) -> None:
    with pytest.raises(UnreadablePhotographError, match="no JPEG, PNG, WebP or HEIC") as refused:
        await receiver.receive(ASHA, "web", b"hello, I am text")
    assert refused.value.reason == "unknown_kind"


async def test_the_loop_is_free_meanwhile(receiver: Receiver, snapshot: bytes) -> None:
    await receiver.receive(ASHA, "web", snapshot)
    loop = asyncio.get_running_loop()
    longest, last = 0.0, loop.time()
    taking = asyncio.create_task(receiver.receive(ASHA, "web", snapshot))
    while not taking.done():
        await asyncio.sleep(0.001)
        longest, last = max(longest, loop.time() - last), loop.time()
    assert longest < 0.1


async def test_it_works_on_one_core_and_after_everybody_else(
    receiver: Receiver, snapshot: bytes
) -> None:
    before = {each.pid for each in psutil.Process().children()}
    own = Receiver(receiver._photographs)
    try:
        await own.receive(ASHA, "web", snapshot)
        new = [each for each in psutil.Process().children() if each.pid not in before]
        (worker,) = (each for each in new if "resource_tracker" not in " ".join(each.cmdline()))
        assert worker.nice() == 19
        assert len(worker.cpu_affinity()) == 1
    finally:
        own.close()


async def test_where_too_many_wait_one_more_is_told_so(
    photographs: Photographs, snapshot: bytes
) -> None:
    full = Receiver(photographs, Apart(most_waiting=0))
    with pytest.raises(BusyError):
        await full.receive(ASHA, "web", snapshot)


async def test_what_takes_too_long_is_given_up_and_nothing_is_held(
    photographs: Photographs, snapshot: bytes
) -> None:
    hasty = Receiver(photographs, Apart(patience_seconds=0.01))
    held = photographs.received(ASHA)
    try:
        with pytest.raises(NotReceivedError):
            await hasty.receive(ASHA, "web", snapshot)
    finally:
        hasty.close()
    assert photographs.received(ASHA) == held
