"""The pictures that stand in answers."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from bot.gateway import pictures
from clinic.photographs import Looked
from clinic.settings import Settings


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Asia/Kolkata", ("4 May 2026", "1 June 2026")),
        ("America/New_York", ("3 May 2026", "31 May 2026")),
    ],
)
async def test_two_side_by_side_have_their_days_at_the_clinic(
    monkeypatch: pytest.MonkeyPatch, zone: str, days: tuple[str, str]
) -> None:
    def side_by_side(_before: bytes, _after: bytes, dates: tuple[str, str]) -> Any:
        return dates

    monkeypatch.setattr(pictures, "side_by_side", side_by_side)
    photographs: Any = SimpleNamespace(
        view=lambda *_: b"a portrait",
        looked_at=lambda _: [
            Looked(name, dt.datetime(2026, 5, day, 20, tzinfo=dt.UTC), {}, is_there=True)
            for name, day in (("aa", 3), ("bb", 31))
        ],
    )
    settings = Settings()
    read = pictures.pictures_of(photographs, settings)
    # the house runs on while its zone is changed
    object.__setattr__(settings, "timezone", zone)
    assert await read("asha", "/api/photos/bb/beside/aa") == days
