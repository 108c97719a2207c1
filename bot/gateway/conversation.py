"""A message's way, whatever the channel: kept once, answered once and in order, delivered."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from weakref import WeakValueDictionary

from bot.gateway.check_ins import told_of
from bot.gateway.messages import Message, grouped
from bot.gateway.rasa import Rasa, RasaUnavailableError
from bot.gateway.words import text
from clinic.http.limits import Limit
from clinic.records import MessageIdReusedError, Origin, TalkTurn, Transcript
from clinic.records.takeovers import Spoken
from clinic.records.transcript import Answers, Kept

# The patient need not type to be greeted; no client can use this id, as theirs are UUIDs.
GREETING: Final = TalkTurn("greeting", "hello", shown=False)
# Answers to the erasures that were done last, for a client that asks again.
ERASURES: Final = 256
# A message that Rasa, though well, fails to answer so often is given up: the talk must go on.
ATTEMPTS: Final = 5
FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 30.0
# Photographs that were sent together come one after the other.
ALBUM_SECONDS: Final = 1.5

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Update:
    """What became of a message: it came in, it must wait, it was answered, it erased the talk."""

    turn: TalkTurn
    # Rasa failed: the answer comes later
    delayed: bool = False
    erased: bool = False
    # the key of the messenger's address that an answer is on its way to
    address_key: str | None = None


Deliver = Callable[[str, Update], Awaitable[None]]


class Conversations:
    """The talks of all channels: a patient may go from one to another."""

    def __init__(
        self, transcript: Transcript, rasa: Rasa, limit: Limit, *, deliver: Deliver
    ) -> None:
        """Answer messages.

        Args:
            transcript: keeps the messages and their answers.
            rasa: the dialogue.
            limit: how many messages a conversation may send.
            deliver: brings each update to the patient of a conversation.
        """
        self._transcript, self._rasa, self._limit = transcript, rasa, limit
        self._deliver = deliver
        self._arrivals: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()
        self._asking: dict[str, TalkTurn] = {}
        self._watched: dict[tuple[str, str], asyncio.Event] = {}
        self._delayed: dict[str, str] = {}
        self._erasures: OrderedDict[tuple[str, str], TalkTurn] = OrderedDict()
        self._stopping = asyncio.Event()

    async def receive(self, sender: str, turn: TalkTurn, origin: Origin | None = None) -> None:
        """Keep a message and have it answered; one that is known already changes nothing.

        A conversation's messages are answered one after the other, in the order in which they came,
        though their client be gone and Rasa be down for a while.

        Args:
            sender: the conversation.
            turn: the message.
            origin: the event of a messenger that brought it.

        Raises:
            LimitReachedError: the conversation sends too much; the message is not kept.
            MessageIdReusedError: the conversation has another message of this id.
        """
        async with self._arrivals.setdefault(sender, asyncio.Lock()):
            if await self._is_known(sender, turn):
                return
            await self._limit.take(sender)
            if not await asyncio.to_thread(self._transcript.receive, sender, turn, origin):
                return
            await self._deliver(sender, Update(turn))
        self.wake(sender)

    async def greet(self, sender: str) -> None:
        """Let the assistant begin the talk where nothing was said yet."""
        if not any(turn.shown or turn.answers for turn in await self.talk(sender)):
            await self.receive(sender, GREETING)
            # one that failed before is asked for again
            self.wake(sender)

    async def talk(self, sender: str) -> list[TalkTurn]:
        """Return a talk, oldest turn first."""
        return await asyncio.to_thread(self._transcript.of, sender)

    async def show_spoken(self, sender: str, spoken: Spoken) -> None:
        """Bring what staff said in a talk to the patient."""
        turn = TalkTurn(
            spoken.message_id,
            "",
            shown=False,
            answers=spoken.answers,
            channel=spoken.channel,
        )
        await self._deliver(sender, Update(turn, address_key=spoken.address_key))

    def is_late(self, sender: str, message_id: str) -> bool:
        """Tell whether a message waits because Rasa failed."""
        return self._delayed.get(sender) == message_id

    async def outcome(self, sender: str, turn: TalkTurn, seconds: float) -> bool:
        """Wait a while for the answer to a message that came in just now; False if Rasa failed."""
        decided = self._watched.setdefault((sender, turn.message_id), asyncio.Event())
        with suppress(TimeoutError):
            await asyncio.wait_for(decided.wait(), seconds)
        self._watched.pop((sender, turn.message_id), None)
        return not self.is_late(sender, turn.message_id)

    async def amend(self, sender: str, message_id: str, text: str) -> bool:
        """Replace the words of a message that waits; False where its turn has come."""
        asking = self._asking.get(sender)
        if asking and asking.message_id == message_id:
            return False
        return await asyncio.to_thread(self._transcript.amend, sender, message_id, text)

    async def resume(self) -> None:
        """Answer what was left without an answer when the process stopped."""
        for sender in await asyncio.to_thread(self._transcript.waiting):
            self.wake(sender)

    async def finish(self) -> None:
        """Finish the turns in flight; what waits after them is answered after the next start."""
        self._stopping.set()
        await asyncio.gather(*self._lanes.values())

    async def _is_known(self, sender: str, turn: TalkTurn) -> bool:
        asking = self._asking.get(sender)
        if asking and asking.message_id == turn.message_id:
            # an erasure in flight may have deleted it already
            if not asking.says_the_same(turn):
                raise MessageIdReusedError
            return True
        if erasure := self._erasures.get((sender, turn.message_id)):
            await self._deliver(sender, Update(erasure, erased=True))
            return True
        return await asyncio.to_thread(self._transcript.knows, sender, turn)

    def wake(self, sender: str) -> None:
        """Have what waits in a conversation answered; a lane that is at it looks once more."""
        self._woken.add(sender)
        if sender not in self._lanes:
            self._lanes[sender] = asyncio.create_task(self._lane(sender))

    async def _lane(self, sender: str) -> None:
        """Answer what waits in a conversation, one after the other."""
        failures = 0
        while sender in self._woken and not self._stopping.is_set():
            self._woken.discard(sender)
            try:
                await self._drain(sender)
                failures = 0
            except Exception as error:
                # out of reach records, say; its kind alone, as its words may quote a patient
                log.error("answering failed: %s", type(error).__name__)
                self._woken.add(sender)
                failures += 1
                await self._stops_within(min(2**failures, LONGEST_PAUSE_SECONDS))
        # nothing is awaited since the last look at what was woken, so no message is left behind
        del self._lanes[sender]

    async def _drain(self, sender: str) -> None:
        while not self._stopping.is_set():
            turn = await asyncio.to_thread(self._transcript.next_waiting, sender)
            if turn is None:
                return
            await self._answer(sender, turn)

    async def _answer(self, sender: str, turn: TalkTurn) -> None:
        self._asking[sender] = turn
        try:
            settled = await self._settled(sender, turn)
            if settled is None:
                return
            answers, kept = settled
            update = Update(
                replace(turn, answers=answers), erased=kept.erased, address_key=kept.address_key
            )
            if kept.erased:
                self._remember_erasure(sender, update.turn)
        finally:
            self._delayed.pop(sender, None)
            del self._asking[sender]
            self._decide(sender, turn)
        await self._deliver(sender, update)

    async def _settled(self, sender: str, turn: TalkTurn) -> tuple[Answers, Kept] | None:
        """Answer a message: with nothing where staff hold the talk, else as the assistant does.

        Returns None where the process stops before.
        """
        holder = await asyncio.to_thread(self._transcript.holder, sender)
        if holder and not holder.has_lapsed:
            flags = await self._red_flags(turn)
            return [], await asyncio.to_thread(self._transcript.leave_to_staff, sender, turn, flags)
        messages = await self._asked(sender, turn)
        if messages is None:
            return None
        if holder:
            messages.insert(0, Message(texts=[text("lapsed", name=holder.name)]))
            await asyncio.to_thread(self._transcript.end_takeover, sender)
        answers = [asdict(message) for message in messages]
        return answers, await asyncio.to_thread(self._transcript.answer, sender, turn, answers)

    async def _red_flags(self, turn: TalkTurn) -> Sequence[str]:
        """Return the red flags of a message that only staff answer; none where Rasa is away."""
        try:
            facts = await self._rasa.facts(turn.text) if turn.text else {}
        except RasaUnavailableError as error:
            log.warning("a message to the staff was not looked at for red flags: %s", error)
            return ()
        flags: list[str] = facts.get("red_flags", [])
        return flags

    async def _asked(self, sender: str, turn: TalkTurn) -> list[Message] | None:
        """Return Rasa's answer however long it takes; None where the process stops before."""
        failures = 0
        told = await self._told(sender, turn)
        while not self._stopping.is_set():
            try:
                elements = await self._rasa.ask(sender, turn, told)
                return grouped(elements)
            except RasaUnavailableError as error:
                failures += error.was_reached
                log.warning("no answer yet: %s", error)
            if failures == ATTEMPTS:
                return [Message(texts=[text("troubles.given_up")])]
            self._delayed[sender] = turn.message_id
            self._decide(sender, turn)
            await self._deliver(sender, Update(turn, delayed=True))
            await self._stops_within(FIRST_PAUSE_SECONDS * 2**failures)
        return None

    async def _told(self, sender: str, turn: TalkTurn) -> dict[str, Any]:
        """Return what Rasa is told beside the words: what they correct, whether more is coming."""
        told = told_of(turn)
        if turn.album:
            await self._stops_within(ALBUM_SECONDS)
            if await asyncio.to_thread(self._transcript.more_of_album, sender, turn):
                told["more"] = True
        if turn.corrects:
            former = await asyncio.to_thread(self._transcript.former, sender, turn)
            if former:
                told["corrects"] = asdict(former)
        return told

    def _decide(self, sender: str, turn: TalkTurn) -> None:
        """Let who waits for the outcome of a message know it."""
        if decided := self._watched.get((sender, turn.message_id)):
            decided.set()

    async def _stops_within(self, seconds: float) -> bool:
        """Wait a while, and then until Rasa is well; tell whether the process stops meanwhile."""
        stop = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([stop], timeout=seconds)
        well = asyncio.create_task(self._rasa.until_well())
        await asyncio.wait([stop, well], return_when=asyncio.FIRST_COMPLETED)
        for task in (stop, well):
            task.cancel()
        return self._stopping.is_set()

    def _remember_erasure(self, sender: str, turn: TalkTurn) -> None:
        """Hold the answer to an erasure in memory only: the talk must not be written again."""
        self._erasures[sender, turn.message_id] = turn
        if len(self._erasures) > ERASURES:
            self._erasures.popitem(last=False)
