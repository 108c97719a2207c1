"""A talk with the real actions, one turn after the other, as Rasa would run them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from bot.gateway.messages import Element, grouped
from clinic.records import TalkTurn, Transcript

NOTHING: Final[Mapping[str, Any]] = {}


class SilentTurnError(RuntimeError):
    """An action failed over a turn: it said nothing."""


@dataclass(frozen=True)
class Saying:
    """What a patient says: the action that answers it, and what the understanding would read."""

    action: Turn
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    intent: str = "inform"
    change: str | None = None
    photo: str | None = None
    shown: bool = True


class Talk:
    """The talk of one patient: the slots of the dialogue, and the transcript that it is kept in."""

    def __init__(self, sender: str, channel: str, transcript: Transcript) -> None:
        self.sender, self.channel = sender, channel
        self.slots: dict[str, Any] = {}
        self._transcript = transcript
        self._turns = 0

    @property
    def asked(self) -> list[str]:
        """What is asked now."""
        asking = self.slots.get("asking") or []
        return [asking] if isinstance(asking, str) else list(asking)

    @property
    def stage(self) -> str | None:
        """Where the talk is."""
        stage: str | None = self.slots.get("stage")
        return stage

    async def say(self, said: Saying) -> None:
        """Say something, and have it answered.

        Raises:
            SilentTurnError: the action failed.
        """
        turn = TalkTurn(
            f"{self.sender[:8]}-{self._turns}",
            said.text,
            said.shown,
            said.photo,
            channel=self.channel,
        )
        self._transcript.receive(self.sender, turn)
        await self._answer(turn, said, {"photo": said.photo} if said.photo else NOTHING)

    async def begin_check_in(self, action: Turn, check_in: int, weeks: int) -> bool:
        """Let a check-in begin, as the gateway does; False where it began already."""
        turn = TalkTurn(f"check-in-{check_in}-{weeks}", "check-in", False, channel=self.channel)
        if not self._transcript.begin(self.sender, check_in, turn):
            return False
        told = {"check_in": {"id": check_in, "weeks": weeks}}
        await self._answer(turn, Saying(action, intent="begin_check_in"), told)
        return True

    async def _answer(self, turn: TalkTurn, said: Saying, told: Mapping[str, Any]) -> None:
        self._turns += 1
        facts = dict(said.facts)
        read = {"nothing": facts.pop("nothing", None), "facts": facts, "change": said.change}
        message = {
            "text": turn.text,
            "intent": {"name": said.intent},
            "metadata": dict(told),
            "entities": [{"entity": name, "value": each} for name, each in read.items() if each],
        }
        events = [{"event": "user", "input_channel": self.channel}]
        out = CollectingDispatcher()
        tracker = Tracker(self.sender, self.slots, message, events, False, None, {}, None)
        changed = await said.action.run(out, tracker, {})
        if not out.messages:
            raise SilentTurnError(f"{said.action.name()} said nothing to {turn.text!r}")
        self.slots = self.slots | {e["name"]: e["value"] for e in changed if e["event"] == "slot"}
        answers = [asdict(each) for each in grouped(_elements(out.messages))]
        self._transcript.answer(self.sender, turn, answers)


def _elements(messages: list[dict[str, Any]]) -> list[Element]:
    """Return messages in the elements of Rasa's REST channel."""
    elements: list[Element] = []
    for each in messages:
        if each["text"] and each["buttons"]:
            elements.append({"text": each["text"], "buttons": each["buttons"]})
        elif each["text"]:
            elements += [{"text": part} for part in each["text"].strip().split("\n\n")]
        if each["custom"]:
            elements.append({"custom": each["custom"]})
        if each["image"]:
            elements.append({"image": each["image"]})
    return elements
