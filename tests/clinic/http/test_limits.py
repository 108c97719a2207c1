"""So much a while for each name; who goes beyond it hears how long to wait."""

from __future__ import annotations

import asyncio

import pytest

from clinic.http.limits import Limit, LimitReachedError


async def test_each_has_a_limit_of_their_own() -> None:
    limit = Limit("2/minute")
    for name in ("asha", "asha", "mina"):
        await limit.take(name)
    with pytest.raises(LimitReachedError) as refused:
        await limit.take("asha")
    assert 1 <= refused.value.seconds <= 61
    await limit.take("mina")


async def test_it_is_over_after_a_while_and_what_was_refused_does_not_count() -> None:
    limit = Limit("1/second")
    await limit.take("asha")
    for _ in range(3):
        with pytest.raises(LimitReachedError):
            await limit.take("asha")
    await asyncio.sleep(1.1)
    await limit.take("asha")


def test_what_is_no_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="often"):
        Limit("often")
