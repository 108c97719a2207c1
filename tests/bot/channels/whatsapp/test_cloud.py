"""The connection to the Cloud API: the 24 hours, templates, errors, where the token goes."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.whatsapp.cloud import WhatsAppCloud
from bot.channels.whatsapp.rendering import Buttons, Image, Rows, Words
from bot.channels.whatsapp.rules import WINDOW
from bot.gateway.channel import (
    FetchError,
    GoneError,
    Recipient,
    RefusedError,
    TooLargeError,
    TryLaterError,
    UncertainError,
)
from bot.gateway.parts import Choice
from clinic.records.models import now
from clinic.settings import Settings
from tests.analysis.pictures import encoded, skin
from tests.bot.channels.whatsapp.conftest import connected
from tests.imitated.graph import TEMPLATE, TOKEN, GraphApi, Person, Refused

YES = Choice(title="Yes", say="yes")


async def pictures(sender: str, url: str) -> bytes:
    if url != "/api/photos/1/overlay":
        raise LookupError
    return encoded(skin())


def settings_of(graph: GraphApi, **more: Any) -> Settings:
    given = {name.removeprefix("DEWY_").lower(): value for name, value in connected(graph).items()}
    return Settings(**given, **more)


@pytest.fixture
async def cloud(graph: GraphApi) -> AsyncIterator[WhatsAppCloud]:
    cloud = WhatsAppCloud(settings_of(graph, whatsapp_template=TEMPLATE), pictures)
    graph.tells_statuses = False
    yield cloud
    await cloud.close()


@pytest.fixture
def asha(graph: GraphApi) -> Person:
    person = graph.person()
    person.written_at = now().timestamp()
    return person


def heard(asha: Person, ago: dt.timedelta = dt.timedelta()) -> Recipient:
    return Recipient(asha.number, "s", now() - ago)


async def test_within_a_day_words_go_as_they_are(cloud: WhatsAppCloud, asha: Person) -> None:
    await cloud.send(heard(asha), Buttons("Well?", (YES,)), key="1:0")
    await cloud.send(heard(asha), Image("/api/photos/1/overlay", "What I saw"), key="1:1")
    assert [each.kind for each in asha.shown] == ["button", "image"]
    assert asha.shown[1].image and asha.shown[1].text == "What I saw"


async def test_after_it_they_go_in_the_template(cloud: WhatsAppCloud, asha: Person) -> None:
    asha.written_at = 0
    await cloud.send(heard(asha, WINDOW), Words("*Well?*\n\n• one\n• two     three"), key="1:0")
    [shown] = asha.shown
    assert (shown.kind, shown.text) == ("template", "Lumina | Well? • one • two three")


@pytest.mark.parametrize("piece", [Words("x" * 900), Image("/api/photos/1/overlay", "")])
async def test_what_fits_no_template_is_refused(
    cloud: WhatsAppCloud, asha: Person, piece: Words | Image
) -> None:
    with pytest.raises(RefusedError):
        await cloud.send(heard(asha, WINDOW), piece, key="1:0")


async def test_without_a_template_nothing_goes_out_after_it(graph: GraphApi, asha: Person) -> None:
    cloud = WhatsAppCloud(settings_of(graph), pictures)
    with pytest.raises(RefusedError, match="no template is set"):
        await cloud.send(heard(asha, WINDOW), Words("Well?"), key="1:0")
    assert graph.calls == []
    await cloud.close()


async def test_each_piece_is_tracked(cloud: WhatsAppCloud, graph: GraphApi, asha: Person) -> None:
    for number, piece in enumerate([Words("a"), Image("/api/photos/1/overlay", "")]):
        await cloud.send(heard(asha), piece, key=f"7:{number}")
    await cloud.send(heard(asha, WINDOW), Words("a"), key="7:2")
    assert [body["biz_opaque_callback_data"] for _, body in graph.calls] == ["7:0", "7:1", "7:2"]


@pytest.mark.parametrize(
    ("failure", "kind", "seconds"),
    [
        (Refused(401, 190), TryLaterError, None),
        (Refused(403, 368), TryLaterError, None),
        (Refused(403, 131031), TryLaterError, None),
        (Refused(400, 131042), TryLaterError, None),
        (Refused(400, 133010), TryLaterError, None),
        (Refused(429, 130429), TryLaterError, 5),
        (Refused(400, 131056), TryLaterError, 6),
        (Refused(400, 131048), TryLaterError, 300),
        (Refused(500, 131000), TryLaterError, None),
        (Refused(503, 131016), TryLaterError, None),
        (Refused(400, 131009), RefusedError, None),
        (Refused(400, 100), RefusedError, None),
        (Refused(400, 131030), RefusedError, None),
        (Refused(400, 131049), RefusedError, None),
        (Refused(400, 131050), RefusedError, None),
        (Refused(400, 131026), GoneError, None),
        ("the connection breaks", UncertainError, None),
    ],
)
async def test_errors_say_whether_to_try_again(  # noqa: PLR0913, PLR0917
    cloud: WhatsAppCloud,
    graph: GraphApi,
    asha: Person,
    failure: Refused | str,
    kind: type[Exception],
    seconds: int | None,
) -> None:
    graph.failures = [failure]
    with pytest.raises(kind) as error:
        await cloud.send(heard(asha), Words("secret words"), key="1:0")
    assert getattr(error.value, "seconds", None) == seconds
    assert "secret" not in str(error.value)


async def test_a_silent_platform_leaves_it_uncertain_and_an_absent_one_does_not(
    cloud: WhatsAppCloud, asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    cloud._session.base_url = f"http://127.0.0.1:{port}/v1"  # type: ignore[assignment]
    with pytest.raises(UncertainError):
        await cloud.send(heard(asha), Words("a"), key="1:0")
    server.close()
    await server.wait_closed()
    with pytest.raises(TryLaterError):
        await cloud.send(heard(asha), Words("a"), key="1:0")


async def test_no_level_of_any_log_and_no_error_holds_a_secret_words_or_a_number(
    cloud: WhatsAppCloud, graph: GraphApi, asha: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for failure in (None, Refused(401, 190, "zanzibarquark"), Refused(400, 100, "zanzibarquark")):
        graph.failures = [failure] if failure else []
        try:
            await cloud.send(heard(asha), Words("zanzibarquark"), key="1:0")
        except (TryLaterError, RefusedError) as error:
            told.append(str(error))
    await cloud.send(heard(asha), Image("/api/photos/1/overlay", "zanzibarquark"), key="1:1")
    await cloud.fetch(graph.holds(b"bytes", "image/jpeg"))
    await cloud.show_typing(asha.number, "wamid.zanzibarquark")
    with pytest.raises(FetchError) as unknown:
        await cloud.fetch("7")
    written = [caplog.text, *told, str(unknown.value), repr(unknown.value)]
    assert "error 190" in caplog.text
    for each in written:
        assert not any(word in each for word in (TOKEN, "zanzibarquark", asha.number))


async def test_a_picture_that_is_gone_is_refused(cloud: WhatsAppCloud, asha: Person) -> None:
    with pytest.raises(RefusedError):
        await cloud.send(heard(asha), Image("/api/photos/2/overlay", ""), key="1:0")


@asynccontextmanager
async def answering(cloud: WhatsAppCloud, answer: bytes) -> AsyncIterator[list[bytes]]:
    """Have all that is asked answered so; yield what was asked."""
    asked: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        cloud._session.base_url = f"http://127.0.0.1:{port}/v1"  # type: ignore[assignment]
        yield asked


def http(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize(
    "answer",
    [
        http("200 OK", b"<html>a proxy's page</html>"),
        http("400 Bad Request", b'{"error": "a text"}'),
        http("400 Bad Request", b'{"error": {"code": "none", "message": "x"}}'),
        http("400 Bad Request", b'{"error": {"message": "without a code"}}'),
    ],
)
async def test_an_answer_that_is_none_leaves_it_uncertain(
    cloud: WhatsAppCloud, asha: Person, answer: bytes
) -> None:
    async with answering(cloud, answer):
        with pytest.raises(UncertainError):
            await cloud.send(heard(asha), Words("a"), key="1:0")
        with pytest.raises(TryLaterError):
            await cloud.send(heard(asha), Image("/api/photos/1/overlay", ""), key="1:1")
        with pytest.raises(FetchError) as error:
            await cloud.fetch("7")
        assert error.value.again
        # and nothing is raised of typing
        await cloud.show_typing(asha.number, "wamid.x")


async def test_who_hides_the_number_is_shown_everything(
    cloud: WhatsAppCloud, graph: GraphApi, asha: Person
) -> None:
    hidden = Recipient(asha.user_id, "s", now())
    late = Recipient(asha.user_id, "s", now() - WINDOW)
    await cloud.send(hidden, Words("Hello"), key="1:0")
    await cloud.send(hidden, Rows("Well?", (YES,)), key="1:1")
    await cloud.send(hidden, Image("/api/photos/1/overlay", "What I saw"), key="1:2")
    await cloud.send(late, Words("Still well?"), key="1:3")
    assert [each.kind for each in asha.shown] == ["text", "list", "image", "template"]


async def test_a_group_is_answered_as_a_group(cloud: WhatsAppCloud, graph: GraphApi) -> None:
    group = graph.group()
    await cloud.send(Recipient(group, "s", now()), Words("In private, please."), key="1:0")
    assert [each.text for each in graph.groups[group]] == ["In private, please."]


class TestFetching:
    async def test_bytes_come_as_they_are(self, cloud: WhatsAppCloud, graph: GraphApi) -> None:
        assert await cloud.fetch(graph.holds(b"bytes", "image/jpeg")) == b"bytes"

    async def test_what_is_unknown_is_gone(self, cloud: WhatsAppCloud) -> None:
        with pytest.raises(FetchError) as error:
            await cloud.fetch("7")
        assert not error.value.again

    async def test_what_is_too_large_is_not_taken(
        self, cloud: WhatsAppCloud, graph: GraphApi
    ) -> None:
        with pytest.raises(TooLargeError):
            await cloud.fetch(graph.holds(bytes(30 * 1024 * 1024), "image/jpeg"))

    async def test_an_address_that_has_expired_is_asked_for_once_more(
        self, cloud: WhatsAppCloud, graph: GraphApi
    ) -> None:
        graph.stale = 1
        assert await cloud.fetch(graph.holds(b"bytes", "image/jpeg")) == b"bytes"
        graph.stale = 2
        with pytest.raises(FetchError, match="expired") as error:
            await cloud.fetch(graph.holds(b"bytes", "image/jpeg"))
        assert error.value.again

    @pytest.mark.parametrize("code", [4, 190, 80007, 131000])
    async def test_what_passes_is_tried_again(self, cloud: WhatsAppCloud, code: int) -> None:
        told = b'{"error": {"code": %d, "message": "x"}}' % code
        async with answering(cloud, http("400 Bad Request", told)):
            with pytest.raises(FetchError) as error:
                await cloud.fetch("7")
        assert error.value.again

    async def test_the_token_does_not_follow_to_another_host(
        self, cloud: WhatsAppCloud, graph: GraphApi
    ) -> None:
        at_home = cloud._session.base_url
        async with answering(cloud, http("200 OK", b"bytes")) as asked:
            graph.moved_to = f"http://127.0.0.1:{cloud._session.base_url.port}/elsewhere"
            cloud._session.base_url = at_home
            assert await cloud.fetch(graph.holds(b"x", "image/jpeg")) == b"bytes"
        [request] = asked
        assert TOKEN.encode() not in request and b"authorization" not in request.lower()

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/a",
            "http://lookaside.fbsbx.com/a",
            "https://lookaside.fbsbx.com@evil.example/a",
            "HOME",
            "https://fbsbx.com.evil.example/a",
        ],
    )
    async def test_the_token_goes_to_meta_alone(
        self, cloud: WhatsAppCloud, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        if url == "HOME":
            # the API's own host, but readable on the way
            cloud._home = ("https", "127.0.0.1", cloud._session.base_url.port)
            url = str(cloud._session.base_url.join("/attachments/a"))

        async def elsewhere(media: str) -> dict[str, Any]:
            return {"url": url, "file_size": 5}

        monkeypatch.setattr(cloud._client.api, "get_media_url", elsewhere)
        with pytest.raises(FetchError, match="not Meta's"):
            await cloud.fetch("7")


def test_a_link_opens_a_chat_and_says_the_code(graph: GraphApi) -> None:
    cloud = WhatsAppCloud(settings_of(graph), pictures)
    assert cloud.link("K7MPQ2X9RB") == "https://wa.me/15550783881?text=link%20K7MPQ2X9RB"
