"""What messengers deliver: each event once, a person's in order, an answer owed to what is said."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Final
from weakref import WeakValueDictionary

from bot.gateway import pictures, presses
from bot.gateway.channel import Channel, FetchError, TooLargeError
from bot.gateway.conversation import GREETING, Conversations
from bot.gateway.dispatch import Dispatch
from bot.gateway.events import (
    Corrected,
    Elsewhere,
    Event,
    Left,
    Pictured,
    Pressed,
    Reported,
    Said,
    Take,
    Unread,
)
from bot.gateway.messages import Message
from bot.gateway.parts import Choice
from bot.gateway.refusals import RefusalError
from bot.gateway.typed import PICTURED, checked
from bot.gateway.words import text as words
from clinic.http.limits import Limit, LimitReachedError
from clinic.photographs import UnknownPhotographError
from clinic.photographs.receiver import Receiver
from clinic.records import Arrivals, Destination, LinkCodes, Origin, Seals, TalkTurn, Transcript
from clinic.records.links import LENGTH

# How long a platform is kept waiting to hear whether Rasa fails; a turn takes milliseconds.
PATIENCE_SECONDS: Final = 3.0
LINK: Final = re.compile(rf"link[ :]+([a-z0-9]{{{LENGTH}}})", re.IGNORECASE)
NUMBER: Final = re.compile(r"(\d{1,2})[.)]?")


@dataclass(frozen=True)
class Rooms:
    """Where the inbox puts what it takes in."""

    arrivals: Arrivals
    links: LinkCodes
    transcript: Transcript
    receiver: Receiver
    # of photographs a patient, and of codes that an address tries
    photographs: Limit
    codes: Limit


@dataclass(frozen=True)
class _Arrived:
    """An event with what the house makes of it."""

    channel: Channel[Any]
    event: Event
    origin: Origin
    sender: str


class Inbox:
    """Takes events in. Until one is safely kept the platform is asked to deliver it again."""

    def __init__(
        self, talks: Conversations, dispatch: Dispatch, seals: Seals, rooms: Rooms
    ) -> None:
        """Hand what is said to `talks`, and have `dispatch` send what is answered at once."""
        self._talks, self._dispatch, self._seals, self._rooms = talks, dispatch, seals, rooms
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, channel: Channel[Any]) -> Take:
        """Return what takes the events of a channel in."""

        async def take(event: Event) -> bool:
            return await self._take(channel, event)

        return take

    async def _take(self, channel: Channel[Any], event: Event) -> bool:
        if isinstance(event.content, Reported):
            await self._dispatch.report(event.content)
            return True
        address = Destination(
            channel.name,
            self._seals.digest("address", channel.name, event.address),
            self._seals.seal(event.address),
        )
        origin = Origin(self._seals.digest("event", channel.name, event.id), address)
        async with self._locks.setdefault(address.address_key, asyncio.Lock()):
            sender = await asyncio.to_thread(self._rooms.arrivals.sender, address.address_key)
            sender = sender or self._seals.digest("sender", channel.name, event.address)
            if await asyncio.to_thread(self._rooms.arrivals.knows, origin.key):
                return not self._talks.is_late(sender, origin.key)
            arrived = _Arrived(channel, event, origin, sender)
            try:
                turn = await self._taken(arrived)
            except RefusalError as refused:
                if refused.status == HTTPStatus.SERVICE_UNAVAILABLE:
                    return False
                await self._say(arrived, refused.problem)
                return True
            except (LimitReachedError, UnknownPhotographError):
                return False
        if turn is None:
            return True
        # the rest of an album must come before its first photograph is looked at
        patience = 0 if turn[1].album else PATIENCE_SECONDS
        return await self._talks.outcome(*turn, patience)

    async def _taken(self, arrived: _Arrived) -> tuple[str, TalkTurn] | None:
        """Take an event in; return the message that it brings, with its conversation."""
        content = arrived.event.content
        if isinstance(content, Said):
            if code := LINK.fullmatch(content.text.strip()):
                return await self._link(arrived, code[1])
            return await self._hear(arrived, await self._spelled_out(arrived, content.text))
        if isinstance(content, Pressed):
            return await self._press(arrived, content)
        if isinstance(content, Pictured):
            return await self._look(arrived, content)
        if isinstance(content, Corrected):
            return await self._correct(arrived, content)
        if isinstance(content, Left):
            await asyncio.to_thread(self._rooms.arrivals.leave, arrived.origin)
        elif isinstance(content, Elsewhere):
            await self._say(arrived, words("messengers.only_private"), to_nobody=True)
        elif isinstance(content, Unread):
            await self._say(arrived, words("messengers.unread"))
        return None

    async def _hear(self, arrived: _Arrived, said: str, **more: Any) -> tuple[str, TalkTurn]:
        turn = TalkTurn(
            arrived.origin.key,
            said,
            said_at=arrived.event.at,
            channel=arrived.channel.name,
            **more,
        )
        self._show_typing(arrived)
        await self._talks.receive(arrived.sender, turn, arrived.origin)
        return arrived.sender, turn

    def _show_typing(self, arrived: _Arrived) -> None:
        """Show that the answer is being made."""
        event = arrived.event
        self._dispatch.spawn(arrived.channel.show_typing(event.address, event.handle))

    async def _press(self, arrived: _Arrived, content: Pressed) -> tuple[str, TalkTurn] | None:
        """Take what a button says, if its question is still the last."""
        mark, say = presses.read(content.data)
        said = None
        if mark is not None:
            try:
                said = await asyncio.to_thread(
                    self._rooms.transcript.said_after, arrived.sender, mark
                )
            except LookupError:
                # of a talk that was deleted
                said = ""
        if said is None:
            return await self._hear(arrived, checked(say))
        if said == say:
            # pressed twice
            self._show_typing(arrived)
            await self._say(arrived)
        else:
            event = arrived.event
            self._dispatch.spawn(arrived.channel.dismiss(event.address, event.handle))
            await self._say(arrived, words("messengers.earlier_question"))
        return None

    async def _spelled_out(self, arrived: _Arrived, said: str) -> str:
        """Return what was said; a number that picks a choice of a numbered list is that choice."""
        said = checked(said)
        if number := NUMBER.fullmatch(said):
            choices = await self._numbered(arrived)
            place = int(number[1]) - 1
            if 0 <= place < len(choices):
                return choices[place].say
        return said

    async def _numbered(self, arrived: _Arrived) -> Sequence[Choice]:
        """Return the choices that the patient has as a numbered list, if there are any."""
        turn = await asyncio.to_thread(self._rooms.transcript.last_answered, arrived.sender)
        if turn is None or not turn.answers:
            return []
        shown = Message(**turn.answers[-1]).buttons
        choices = [Choice(title=each["title"], say=each["payload"]) for each in shown]
        marked = [presses.marked(choice, turn.message_id) for choice in choices]
        return choices if arrived.channel.numbers(marked) else []

    async def _look(self, arrived: _Arrived, content: Pictured) -> tuple[str, TalkTurn]:
        await self._rooms.photographs.take(arrived.sender)
        try:
            data = await arrived.channel.fetch(content.media)
        except TooLargeError:
            raise RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, pictures.TOO_LARGE) from None
        except FetchError as error:
            refused = pictures.BUSY if error.again else pictures.UNREADABLE
            raise RefusalError(*refused) from None
        said = checked(content.caption) if content.caption.strip() else PICTURED
        photo = await pictures.receive(
            self._rooms.receiver, arrived.sender, arrived.channel.name, data
        )
        album = content.album and self._seals.digest("album", arrived.channel.name, content.album)
        return await self._hear(arrived, said, photo=photo, album=album)

    async def _correct(self, arrived: _Arrived, content: Corrected) -> tuple[str, TalkTurn] | None:
        """Take words that replace earlier ones: before these are answered in their place."""
        corrects = self._seals.digest("event", arrived.channel.name, content.of)
        said = checked(content.text)
        turn = TalkTurn(arrived.origin.key, said, corrects=corrects, channel=arrived.channel.name)
        former = await asyncio.to_thread(self._rooms.transcript.former, arrived.sender, turn)
        if former is None or former.text == said:
            # of a talk that was deleted, or nothing that matters here
            await self._say(arrived)
        elif await self._talks.amend(arrived.sender, corrects, said):
            await self._say(arrived)
        else:
            return await self._hear(arrived, said, corrects=corrects)
        return None

    async def _link(self, arrived: _Arrived, code: str) -> tuple[str, TalkTurn] | None:
        """Take up here a talk that began elsewhere."""
        address_key = arrived.origin.address.address_key
        try:
            await self._rooms.codes.take(address_key)
        except LimitReachedError:
            await self._say(arrived, words("messengers.too_many_codes"))
            return None
        sender = await asyncio.to_thread(self._rooms.links.whose, code)
        if sender is None:
            await self._say(arrived, words("messengers.unknown_code"))
            return None
        origin = Origin(
            arrived.origin.key, arrived.origin.address, link=self._rooms.links.key(code)
        )
        linked = _Arrived(arrived.channel, arrived.event, origin, sender)
        return await self._hear(linked, GREETING.text, shown=GREETING.shown)

    async def _say(self, arrived: _Arrived, *said: str, to_nobody: bool = False) -> None:
        """Answer without asking the dialogue; with no words the event is only kept."""
        messages = [asdict(Message(texts=[each])) for each in said]
        await asyncio.to_thread(
            self._rooms.arrivals.answer_at_once,
            arrived.origin,
            messages,
            sender=None if to_nobody else arrived.sender,
        )
        self._dispatch.wake(arrived.origin.address.address_key)
