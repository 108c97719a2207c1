"""Photographs over HTTP: what is a picture gets in, its owner sees it again, nobody else does."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image

from analysis.keeping import Examination
from analysis.reading import MOST_BYTES
from bot.gateway.pictures import TOO_LARGE
from bot.gateway.words import text
from clinic.http.limits import Limit
from clinic.photographs import Photographs
from clinic.photographs.apart import Apart
from clinic.photographs.receiver import Receiver
from clinic.records import Records
from clinic.settings import Settings
from tests.bot.channels.web.visitor import begin, post, turns
from tests.bot.gateway.conftest import Visit
from tests.bot.gateway.stand_in import StandIn
from tests.clinic.records.lives import hold_house


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (200, 150, 130)).save(file, kind)
    return file.getvalue()


async def upload(
    client: httpx.AsyncClient, data: bytes, kind: str = "image/jpeg"
) -> httpx.Response:
    return await client.post("/api/photos", content=data, headers={"Content-Type": kind})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_received_and_shown_to_its_owner_as_jpeg(
    client: httpx.AsyncClient, kind: str
) -> None:
    await begin(client)
    # what it is shows in the bytes, whatever the browser calls it
    answer = await upload(client, picture(kind), "image/png")
    assert answer.status_code == 201
    shown = await client.get(f"/api/photos/{answer.json()['photo']}")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Cache-Control"] == "no-store"
    assert Image.open(BytesIO(shown.content)).size == (64, 48)


async def test_an_id_cannot_be_guessed_and_is_new_each_time(client: httpx.AsyncClient) -> None:
    await begin(client)
    ids = {(await upload(client, picture())).json()["photo"] for _ in range(5)}
    assert len(ids) == 5 and min(map(len, ids)) >= 20


GIF = picture("GIF")
PROBLEMS = [
    (b"", "image/jpeg", 400, text("refusals.photo_unreadable")),
    (b"hello, I am text", "image/jpeg", 415, text("refusals.photo_kind")),
    (b"<svg onload='alert(1)'/>", "image/svg+xml", 415, text("refusals.photo_kind")),
    (GIF, "image/gif", 415, text("refusals.photo_kind")),
    (picture()[:300], "image/jpeg", 400, text("refusals.photo_unreadable")),
    (picture(), "application/pdf", 415, text("refusals.photo_kind")),
    (b"\xff\xd8\xff" + b"0" * MOST_BYTES, "image/jpeg", 413, TOO_LARGE),
]


@pytest.mark.parametrize(("data", "kind", "status", "problem"), PROBLEMS)
async def test_what_is_no_picture_is_refused_with_a_clear_sentence(
    client: httpx.AsyncClient, data: bytes, kind: str, status: int, problem: str
) -> None:
    await begin(client)
    answer = await upload(client, data, kind)
    assert (answer.status_code, answer.json()) == (status, {"problem": problem})


async def test_where_too_many_come_at_once_one_is_asked_to_wait(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    door = app.state.door
    full = Receiver(door.photographs, Apart(most_waiting=0))
    app.state.door = replace(door, receiver=full)
    await begin(client)
    answer = await upload(client, picture())
    assert (answer.status_code, answer.json()) == (503, {"problem": text("refusals.photo_busy")})


async def test_nobody_sees_takes_back_or_sends_anothers_photograph(visit: Visit) -> None:
    owner, other = await begin(visit()), await begin(visit())
    photo = (await upload(owner, picture())).json()["photo"]
    assert (await other.get(f"/api/photos/{photo}")).status_code == 404
    assert (await other.delete(f"/api/photos/{photo}")).status_code == 404
    message = {"id": str(uuid.uuid4()), "text": "", "photo": photo}
    assert (await post(other, message)).status_code == 404
    assert (await owner.get(f"/api/photos/{photo}")).status_code == 200


@pytest.mark.parametrize("photo", ["x", "..%2F..%2Fsecret", "a" * 22, "%00", "Ã¼"])
async def test_what_is_no_id_opens_nothing(client: httpx.AsyncClient, photo: str) -> None:
    await begin(client)
    assert (await client.get(f"/api/photos/{photo}")).status_code == 404
    assert (await client.delete(f"/api/photos/{photo}")).status_code == 404


async def test_an_upload_is_taken_back(client: httpx.AsyncClient, settings: Settings) -> None:
    await begin(client)
    photo = (await upload(client, picture())).json()["photo"]
    assert (await client.delete(f"/api/photos/{photo}")).status_code == 204
    assert (await client.get(f"/api/photos/{photo}")).status_code == 404
    assert not [file for file in (settings.var / "photographs").rglob("*") if file.is_file()]


async def test_a_message_brings_a_photograph_with_or_without_words(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await begin(client)
    for words, heard in (("my cheek", "my cheek"), ("", "Here is a photo of my skin.")):
        photo = (await upload(client, picture())).json()["photo"]
        message = {"id": str(uuid.uuid4()), "text": words, "photo": photo}
        assert (await post(client, message)).status_code == 202
        turn = (await turns(client))[-1]
        assert (turn["photo"], stand_in.texts[-1]) == (photo, heard)
        assert stand_in.heard[-1]["metadata"]["photo"] == photo


async def test_uploads_are_limited(client: httpx.AsyncClient, app: FastAPI) -> None:
    object.__setattr__(app.state.door, "uploads", Limit("1/hour"))
    await begin(client)
    assert (await upload(client, picture())).status_code == 201
    answer = await upload(client, picture())
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0


class TestWhatWasSeen:
    @pytest.fixture
    def store(self, settings: Settings) -> Iterator[Photographs]:
        store = Photographs.open(settings)
        yield store
        store.dispose()

    async def looked_at(
        self, client: httpx.AsyncClient, settings: Settings, store: Photographs, sender: str
    ) -> str:
        """A photograph of the caller's own, kept and looked at."""
        photo: str = (await upload(client, picture())).json()["photo"]
        records = Records.open(settings)
        records.give_consent(sender, "web", kind="photo", version="1", text="?", given=True)
        records.dispose()
        store.keep(sender, photo)
        seen = Examination({"quality": {"ok": True}}, picture(), picture(size=(90, 120)), {})
        store.add_examination(sender, photo, seen)
        return photo

    async def test_its_owner_sees_it_and_beside_an_earlier_one(
        self, visit: Visit, settings: Settings, store: Photographs, stand_in: StandIn
    ) -> None:
        client = await begin(visit())
        sender = stand_in.heard[-1]["sender"]
        earlier, later = [await self.looked_at(client, settings, store, sender) for _ in range(2)]
        overlay = await client.get(f"/api/photos/{later}/overlay")
        assert (overlay.status_code, overlay.headers["Content-Type"]) == (200, "image/jpeg")
        beside = await client.get(f"/api/photos/{later}/beside/{earlier}")
        assert Image.open(BytesIO(beside.content)).width > 180
        assert beside.headers["Cache-Control"] == "no-store"

    async def test_nobody_else_does(
        self, visit: Visit, settings: Settings, store: Photographs, stand_in: StandIn
    ) -> None:
        owner = await begin(visit())
        photo = await self.looked_at(owner, settings, store, stand_in.heard[-1]["sender"])
        other = await begin(visit())
        own = await self.looked_at(other, settings, store, stand_in.heard[-1]["sender"])
        for path in (f"{photo}/overlay", f"{own}/beside/{photo}", f"{photo}/beside/{own}"):
            answer = await other.get(f"/api/photos/{path}")
            assert (answer.status_code, answer.json()) == (
                404,
                {"problem": text("refusals.photo_gone")},
            )
        assert (await visit().get(f"/api/photos/{photo}/overlay")).status_code == 401

    async def test_on_hold_it_is_not_deleted_and_its_owner_is_told(
        self, client: httpx.AsyncClient, settings: Settings, store: Photographs, stand_in: StandIn
    ) -> None:
        await begin(client)
        photo = await self.looked_at(client, settings, store, stand_in.heard[-1]["sender"])
        hold_house(settings)
        answer = await client.delete(f"/api/photos/{photo}")
        assert (answer.status_code, answer.json()) == (
            409,
            {"problem": text("refusals.photo_held")},
        )
        assert (await client.get(f"/api/photos/{photo}")).status_code == 200

    async def test_one_that_nobody_looked_at_has_nothing_to_show(
        self, client: httpx.AsyncClient
    ) -> None:
        await begin(client)
        photo = (await upload(client, picture())).json()["photo"]
        for path in (f"{photo}/overlay", f"{photo}/beside/{photo}", "../overlay", "x/overlay"):
            assert (await client.get(f"/api/photos/{path}")).status_code == 404
