"""The clinic's accent and logo, as patients' browsers get them, from the moment they are chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from clinic.choices.picture import fitted
from clinic.colours import OWN_ACCENT, tones
from clinic.console.desk import Desk
from clinic.staff.audit import HOUSE
from tests.analysis.pictures import encoded, skin

GREEN = "#3d6b5e"
PNG = fitted(encoded(skin((300, 80)), "PNG"))
Choose = Callable[..., None]


@pytest.fixture
def desk(app: FastAPI) -> Desk:
    desk: Desk = app.state.desk
    return desk


@pytest.fixture
def choose(desk: Desk) -> Choose:
    def choose(**wanted: Any) -> None:
        desk.choices.choose(desk.settings, wanted, HOUSE)
        desk.following.look()

    return choose


def put_up(desk: Desk, png: bytes | None) -> None:
    desk.logos.choose(png, HOUSE)
    desk.following.look()


async def told(client: httpx.AsyncClient, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get("/api/widget", params=asked)).json()
    return found


class TestTheAccent:
    async def test_is_dewys_own_at_first(self, client: httpx.AsyncClient) -> None:
        assert (await told(client))["tones"] is None
        assert OWN_ACCENT in (await client.get("/widget/dewy.js")).text

    async def test_is_told_from_the_choice_on(
        self, client: httpx.AsyncClient, choose: Choose
    ) -> None:
        choose(accent=GREEN)
        assert (await told(client))["tones"] == tones(GREEN)
        choose(accent=None)
        assert (await told(client))["tones"] is None

    async def test_of_a_website_wins(self, client: httpx.AsyncClient, choose: Choose) -> None:
        choose(accent=GREEN)
        assert (await told(client, colour="#0a5"))["tones"] == tones("#00aa55")

    @pytest.mark.parametrize("colour", ["red", "#12345", "#8c3b55;}", "", "x" * 5000])
    async def test_of_a_website_that_is_none_changes_nothing(
        self, client: httpx.AsyncClient, choose: Choose, colour: str
    ) -> None:
        assert (await told(client, colour=colour))["tones"] is None
        choose(accent=GREEN)
        assert (await told(client, colour=colour))["tones"] == tones(GREEN)

    async def test_stands_in_the_launcher_before_anything_is_asked(
        self, client: httpx.AsyncClient, choose: Choose
    ) -> None:
        own = await client.get("/widget/dewy.js")
        choose(accent=GREEN)
        asked = {"If-None-Match": own.headers["ETag"]}
        green = await client.get("/widget/dewy.js", headers=asked)
        assert green.status_code == 200 and OWN_ACCENT not in green.text
        assert green.text == own.text.replace(OWN_ACCENT, GREEN)
        for name in (
            "Access-Control-Allow-Origin",
            "Cache-Control",
            "Cross-Origin-Resource-Policy",
        ):
            assert green.headers[name] == own.headers[name]
        assert "javascript" in green.headers["Content-Type"]
        again = await client.get(
            "/widget/dewy.js", headers={"If-None-Match": green.headers["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert (await client.post("/widget/dewy.js")).status_code == 405


class TestTheLogo:
    async def test_is_none_at_first(self, client: httpx.AsyncClient) -> None:
        answer = await client.get("/logo")
        assert (answer.status_code, answer.content) == (404, b"")
        assert (await told(client))["logo"] is False

    async def test_is_public_and_asked_for_again(
        self, client: httpx.AsyncClient, desk: Desk
    ) -> None:
        put_up(desk, PNG)
        answer = await client.get("/logo")
        assert answer.content == PNG
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "set-cookie" not in answer.headers
        assert (await told(client))["logo"] is True
        asked = {"If-None-Match": f"W/{answer.headers['ETag']}"}
        again = await client.get("/logo", headers=asked)
        assert (again.status_code, again.content) == (304, b"")
        put_up(desk, fitted(encoded(skin((40, 40)), "PNG")))
        assert (await client.get("/logo", headers=asked)).status_code == 200
        put_up(desk, None)
        assert (await client.get("/logo", headers=asked)).status_code == 404

    async def test_is_on_the_page_of_the_plan(self, client: httpx.AsyncClient, desk: Desk) -> None:
        shown = re.compile(r'<img class="logo" src="/logo" alt="Lumina &amp; Sons">')
        assert not shown.search((await client.get("/plan")).text)
        put_up(desk, PNG)
        assert shown.search((await client.get("/plan")).text)
