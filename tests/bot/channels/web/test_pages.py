"""The page is the clinic's, loads from nowhere else, and is framed by nobody."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web.templates import CHAT
from bot.gateway.words import text

FILES = sorted((CHAT / "static").iterdir())


@pytest.fixture
async def page(client: httpx.AsyncClient) -> str:
    return (await client.get("/")).text


async def test_the_clinic_is_named_as_text(page: str) -> None:
    assert "for Lumina &amp; Sons" in page


async def test_the_emergency_number_is_there_without_scripts(page: str) -> None:
    assert 'href="tel:112"' in page


async def test_nothing_is_inline_and_nothing_comes_from_elsewhere(page: str) -> None:
    assert not re.search(r"\son\w+=|\sstyle=|<style|https?://|javascript:", page)
    assert all(
        "src=" in tag or "application/json" in tag for tag in re.findall("<script[^>]*", page)
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_our_files_load_nothing_from_elsewhere(file: object) -> None:
    words = file.read_text()  # type: ignore[attr-defined]  # a path
    addresses = set(re.findall(r"https?://[^\s\"')]+", words)) - {"http://www.w3.org/2000/svg"}
    assert not addresses
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", words)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
async def test_our_files_are_served(client: httpx.AsyncClient, file: object) -> None:
    name = file.name  # type: ignore[attr-defined]  # a path
    answer = await client.get(f"/widget/{name}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    kind = {"js": "javascript", "css": "text/css", "svg": "image/svg+xml"}[name.split(".")[-1]]
    assert kind in answer.headers["Content-Type"]


@pytest.mark.parametrize(
    "path", ["/widget/../page.html", "/widget/%2e%2e/page.html", "/widget/", "/docs"]
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/demo", "/plan", "/widget/dewy.js", "/api/talk", "/health", "/nowhere"]
)
async def test_every_answer_is_guarded(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_an_error_of_ours_is_guarded_and_gives_nothing_away(
    client: httpx.AsyncClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise OSError("the disk is full of zanzibarquark")

    monkeypatch.setattr(app.state.door.talks, "greet", fail)
    answer = await client.post("/api/session")
    assert answer.status_code == 500
    assert answer.json() == {"problem": text("refusals.broken")}
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


async def test_the_widgets_files_come_small(client: httpx.AsyncClient) -> None:
    answer = await client.get("/widget/chat.css", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


async def test_talks_are_kept_in_no_cache(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/talk")).headers["Cache-Control"] == "no-store"
