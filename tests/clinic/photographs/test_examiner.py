"""Photographs are looked at in a process of their own, one after the other, and never for ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from analysis.colour import Bytes
from analysis.keeping import to_keep
from clinic.migrate import upgrade
from clinic.photographs import Photographs
from clinic.photographs.apart import Apart, BusyError
from clinic.photographs.examiner import Examiner, NotExaminedError
from clinic.records import Records
from clinic.settings import Settings
from clinic.vault import Vault
from evaluation.photographs.faces import sample

ASHA, NOOR = "asha-1f0c", "noor-77aa"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(var=tmp_path_factory.mktemp("var"), database_url=None)
    upgrade(settings)
    records = Records.open(settings)
    records.give_consent(ASHA, "web", kind="photo", version="1", text="May I?", given=True)
    records.dispose()
    return settings


@pytest.fixture(scope="module")
def photographs(settings: Settings) -> Iterator[Photographs]:
    photographs = Photographs.open(settings)
    yield photographs
    photographs.dispose()


@pytest.fixture(scope="module")
def examiner(photographs: Photographs) -> Iterator[Examiner]:
    examiner = Examiner(photographs, Apart(most_waiting=3))
    yield examiner
    examiner.close()


@pytest.fixture
def keep(photographs: Photographs) -> Callable[[Bytes], str]:
    def kept(picture: Bytes) -> str:
        photograph = photographs.receive(ASHA, "web", to_keep(Image.fromarray(picture)))
        photographs.keep(ASHA, photograph)
        return photograph

    return kept


async def test_a_good_one_is_reported_and_what_was_seen_is_kept(
    examiner: Examiner, photographs: Photographs, keep: Callable[[Bytes], str]
) -> None:
    photograph = keep(sample())
    report = await examiner.examine(ASHA, photograph)
    assert report["quality"]["ok"] and report["photo"] == photograph
    assert photographs.view(ASHA, photograph, "overlay").startswith(b"\xff\xd8")
    assert photographs.looked_at(ASHA)[-1].report == report


async def test_one_that_cannot_be_used_is_reported_too(
    examiner: Examiner, keep: Callable[[Bytes], str]
) -> None:
    report = await examiner.examine(ASHA, keep(np.full((600, 600, 3), 200, np.uint8)))
    assert report["quality"]["problems"] == ["no_face"]


async def test_more_than_may_wait_are_told_so_and_the_rest_is_looked_at(
    examiner: Examiner, keep: Callable[[Bytes], str]
) -> None:
    photograph = keep(sample())
    looks = [examiner.examine(ASHA, photograph) for _ in range(5)]
    done = await asyncio.gather(*looks, return_exceptions=True)
    assert sum(isinstance(each, BusyError) for each in done) == 2
    assert sum(isinstance(each, dict) for each in done) == 3
    assert await examiner.examine(ASHA, photograph), "and afterwards there is room again"


async def test_the_loop_is_free_meanwhile(examiner: Examiner, keep: Callable[[Bytes], str]) -> None:
    longest, last = 0.0, asyncio.get_running_loop().time()
    looking = asyncio.create_task(examiner.examine(ASHA, keep(sample())))
    while not looking.done():
        await asyncio.sleep(0.001)
        now = asyncio.get_running_loop().time()
        longest, last = max(longest, now - last), now
    assert longest < 0.1


@pytest.mark.parametrize(
    ("sender", "photograph"), [(NOOR, "own"), (ASHA, "0" * 32), (ASHA, "../x")]
)
async def test_another_patients_or_none_is_out_of_reach(
    examiner: Examiner, keep: Callable[[Bytes], str], sender: str, photograph: str
) -> None:
    own = keep(sample())
    with pytest.raises(LookupError):
        await examiner.examine(sender, own if photograph == "own" else photograph)


async def test_what_is_no_picture_any_more_is_told_without_its_name(
    examiner: Examiner,
    settings: Settings,
    keep: Callable[[Bytes], str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    photograph = keep(sample())
    Vault.open(settings).write(ASHA, photograph, b"no picture")
    with caplog.at_level(logging.DEBUG, logger="clinic"), pytest.raises(NotExaminedError):
        await examiner.examine(ASHA, photograph)
    assert "could not be looked at" in caplog.text
    assert photograph not in caplog.text and ASHA not in caplog.text


async def test_what_takes_too_long_is_given_up_and_the_next_one_is_looked_at(
    photographs: Photographs, keep: Callable[[Bytes], str]
) -> None:
    apart = Apart(patience_seconds=0.01)
    hasty = Examiner(photographs, apart)
    photograph = keep(sample())
    try:
        with pytest.raises(NotExaminedError):
            await hasty.examine(ASHA, photograph)
        apart._patience_seconds = 30
        assert await hasty.examine(ASHA, photograph)
    finally:
        hasty.close()


async def test_a_process_that_ends_over_one_is_made_anew(
    examiner: Examiner, keep: Callable[[Bytes], str]
) -> None:
    photograph = keep(sample())
    await examiner.examine(ASHA, photograph)
    (process,) = workers()
    looking = asyncio.create_task(examiner.examine(ASHA, photograph))
    await asyncio.sleep(0.02)
    process.kill()
    with suppress(NotExaminedError):
        await looking
    assert await examiner.examine(ASHA, photograph)
    assert workers() != [process]


def workers() -> list[psutil.Process]:
    """The processes that look; beside them runs one that tracks resources."""
    return [
        each
        for each in psutil.Process().children()
        if "resource_tracker" not in " ".join(each.cmdline())
        and Path(each.exe()).name.startswith("python")
    ]
