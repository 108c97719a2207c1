"""The `web` process: puts the door together, and serves it until it is told to stop."""

from __future__ import annotations

import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Any, Final

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse

from bot.channels.adapters import open_adapters
from bot.channels.messengers import CODES, Messengers
from bot.channels.web import api, links, logo, pages, photos, widget
from bot.channels.web.door import Door, limit_address
from bot.channels.web.feed import Feed
from bot.channels.web.files import files
from bot.channels.web.origins import SharedWithWebsites, refuse_foreign
from bot.channels.web.sessions import Sessions
from bot.channels.web.talk import Delivery
from bot.gateway import health
from bot.gateway.channel import Channel
from bot.gateway.check_ins import checking_in
from bot.gateway.conversation import Conversations, Update
from bot.gateway.headers import HEADERS, SecurityHeaders
from bot.gateway.pictures import pictures_of
from bot.gateway.rasa import Rasa
from bot.gateway.refusals import RefusalError, answer_refusal, refusal
from bot.gateway.words import text
from clinic.background import background
from clinic.choices import Logos
from clinic.console.console import add_console
from clinic.console.desk import Desk
from clinic.console.live import Live
from clinic.http.limits import Limit
from clinic.http.tickets import Tickets
from clinic.photographs import Photographs
from clinic.photographs.receiver import Receiver
from clinic.records import Records, Transcript
from clinic.secret import SecretUnusableError
from clinic.settings import Settings, load

# A turn in flight is finished; what takes longer is cut off, and answered after the next start.
GRACE_SECONDS: Final = 30


def create_app(settings: Settings | None = None, rasa: Rasa | None = None) -> FastAPI:
    """Return the gateway.

    Args:
        settings: the clinic's; from the environment by default.
        rasa: the dialogue to ask; the one of the settings by default.

    Raises:
        SystemExit: a setting is bad.
    """
    settings = settings or load()
    # ours alone: at DEBUG the database driver's own log would quote patients
    logging.getLogger("bot").setLevel(settings.log_level)
    rasa = rasa or Rasa(settings)
    try:
        photographs = Photographs.open(settings)
        adapters = open_adapters(settings, pictures_of(photographs, settings))
        channels = {adapter.channel.name: adapter.channel for adapter in adapters}
        door = open_door(settings, rasa, photographs, channels)
        desk = Desk.open(settings, door.talks.show_spoken)
    except SecretUnusableError as error:
        sys.exit(f"secret: {error}")

    inbox = door.messengers.inbox(door.talks)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.enter_context(desk.following.running())
            await stack.enter_async_context(background(settings))
            for adapter in adapters:
                stack.push_async_callback(adapter.channel.close)
            await stack.enter_async_context(door.messengers.running())
            await door.talks.resume()
            stack.push_async_callback(door.talks.finish)
            await stack.enter_async_context(checking_in(settings, door.transcript, door.talks.wake))
            for adapter in adapters:
                await stack.enter_async_context(adapter.running(inbox.of(adapter.channel)))
            await stack.enter_async_context(desk.live.running())
            yield
            door.feed.close()
        door.receiver.close()
        await rasa.close()
        for store in (door.transcript, door.records, door.photographs, door.logos, desk):
            store.dispose()

    app = FastAPI(
        title="Dewy",
        summary="The door of a clinic's skincare assistant",
        version="1",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.door = door
    app.add_middleware(SecurityHeaders)
    app.add_middleware(SharedWithWebsites, settings=settings)
    app.add_exception_handler(RefusalError, answer_refusal)
    app.add_exception_handler(Exception, _answer_error)
    app.include_router(health.router(rasa, door.transcript))
    app.include_router(_api(settings))
    app.include_router(pages.router(settings))
    app.include_router(logo.routes)
    for adapter in adapters:
        app.include_router(adapter.routes(inbox.of(adapter.channel)))
    add_console(app, desk)
    app.mount("/widget", files(settings))
    return app


def open_door(
    settings: Settings,
    rasa: Rasa,
    photographs: Photographs,
    channels: Mapping[str, Channel[Any]],
) -> Door:
    """Return the parts of the house that patients reach.

    Raises:
        SecretUnusableError: as of `clinic.secret`.
    """
    transcript, feed, receiver = Transcript.open(settings), Feed(), Receiver(photographs)
    messengers = Messengers(settings, channels, transcript, receiver)
    show = Delivery(feed, settings)

    async def deliver(sender: str, update: Update) -> None:
        await show(sender, update)
        await messengers.deliver(sender, update)

    limit = Limit(f"{settings.messages_a_minute}/minute")
    talks = Conversations(transcript, rasa, limit, deliver=deliver)
    return Door(
        settings=settings,
        talks=talks,
        feed=feed,
        sessions=Sessions(settings),
        tickets=Tickets(settings, "plans"),
        transcript=transcript,
        records=Records.open(settings),
        photographs=photographs,
        logos=Logos.open(settings),
        receiver=receiver,
        messengers=messengers,
        requests=Limit(f"{settings.requests_a_minute}/minute"),
        uploads=Limit(f"{settings.photos_an_hour}/hour"),
        codes=Limit(CODES),
    )


def _api(settings: Settings) -> APIRouter:
    """Return what is under /api: the widget's words for everybody, the rest by origin and limit."""
    everything = APIRouter(prefix="/api")
    everything.include_router(widget.routes)
    guards = [Depends(refuse_foreign(settings.origins)), Depends(limit_address)]
    for routes in (api.routes, photos.routes, links.routes):
        everything.include_router(routes, dependencies=guards)
    return everything


async def _answer_error(_request: Request, _error: Exception) -> JSONResponse:
    answer = refusal(HTTPStatus.INTERNAL_SERVER_ERROR, text("refusals.broken"))
    # this answer is made outside of the middleware
    answer.headers.update(HEADERS)
    return answer


class Server(uvicorn.Server):
    """Ends the streams first, of talks and of the console: they would hold the stop up."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.web_host,
                port=settings.web_port,
                log_level="warning",
                access_log=False,
                server_header=False,
                forwarded_allow_ips=settings.proxies,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._streams: tuple[Feed | Live, ...] = (app.state.door.feed, app.state.desk.live)

    async def shutdown(self, *args: Any, **kwargs: Any) -> None:
        """Stop taking requests, finish those that are there, then the turns in flight."""
        for stream in self._streams:
            stream.close()
        await super().shutdown(*args, **kwargs)


def _end(_signal: int, _frame: object) -> None:
    """End as at the last line: what is temporary goes with the process."""
    sys.exit()


if __name__ == "__main__":
    # uvicorn, once it has stopped, passes on the signal that stopped it
    signal.signal(signal.SIGTERM, _end)
    clinic = load()
    door = create_app(clinic)
    # what is loaded by now stays: each look through it for garbage holds up an answer by 0.1 s
    gc.collect()
    gc.freeze()
    Server(door, clinic).run()
