"""The gateway's path of a messenger in this process, with a postbox for the messenger."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.messengers import Messengers
from bot.gateway.conversation import Conversations
from bot.gateway.events import Content, Event, Said
from bot.gateway.rasa import Rasa
from clinic.http.limits import Limit
from clinic.photographs import Photographs
from clinic.photographs.receiver import Receiver
from clinic.records import Seals, Transcript
from clinic.records.database import open_database
from clinic.records.messenger_models import Outgoing
from clinic.records.models import now
from clinic.settings import Settings
from tests.bot.gateway.conftest import PATIENCE
from tests.bot.gateway.postbox import Postbox

ASHA = "4711"


class Gate:
    """Delivers events as a platform does, and looks into what became of them."""

    def __init__(self, settings: Settings, limit: str = "1000/minute") -> None:
        self.settings, self.postbox = settings, Postbox()
        self.rasa = Rasa(settings, patience=PATIENCE)
        self.transcript = Transcript.open(settings)
        self.photographs = Photographs.open(settings)
        self.receiver = Receiver(self.photographs)
        self.seals = Seals.open(settings)
        channels = {self.postbox.name: self.postbox}
        self.messengers = Messengers(settings, channels, self.transcript, self.receiver)
        self.talks = Conversations(
            self.transcript, self.rasa, Limit(limit), deliver=self.messengers.deliver
        )
        self.take = self.messengers.inbox(self.talks).of(self.postbox)
        self.engine = open_database(settings.records_url)
        self._numbers = itertools.count(1)

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, **more: Any) -> AsyncIterator[Self]:
        gate = cls(settings, **more)
        async with gate.messengers.running():
            await gate.talks.resume()
            yield gate
            await gate.talks.finish()
        await gate.rasa.close()
        gate.receiver.close()
        gate.engine.dispose()
        for store in (gate.transcript, gate.photographs):
            store.dispose()

    def event(self, content: Content | str, address: str = ASHA, **more: Any) -> Event:
        number = next(self._numbers)
        content = Said(content) if isinstance(content, str) else content
        given = {"id": f"message:{number}", "at": now(), "handle": f"h{number}"} | more
        return Event(address=address, content=content, **given)

    async def deliver(self, content: Content | str, address: str = ASHA, **more: Any) -> bool:
        return await self.take(self.event(content, address, **more))

    def shown(self, address: str = ASHA) -> list[str]:
        return self.postbox.sent[address]

    async def until_shown(self, *texts: str, address: str = ASHA) -> None:
        """Wait until exactly these were sent to an address, and nothing comes after them."""
        await self.until(lambda: len(self.shown(address)) >= len(texts))
        await asyncio.sleep(0.05)
        assert self.shown(address) == list(texts)

    async def until(self, true: Callable[[], Any]) -> None:
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.01)

    def outgoing(self) -> list[Outgoing]:
        with Session(self.engine) as session:
            return list(session.scalars(select(Outgoing).order_by(Outgoing.id)))

    def make_due(self) -> None:
        """Let the pauses of what waits be over."""
        with Session(self.engine) as session, session.begin():
            session.execute(
                update(Outgoing)
                .where(Outgoing.next_at.is_not(None))
                .values(next_at=now() - dt.timedelta(seconds=1))
            )

    def age(self, hours: float) -> None:
        """Let what waits have come so long ago."""
        with Session(self.engine) as session, session.begin():
            long_ago = now() - dt.timedelta(hours=hours)
            session.execute(update(Outgoing).values(created_at=long_ago))
