"""A talk as the actions see it: Rasa's slots in, slot events out."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

import regimen
from clinic.settings import Settings

FACT_SLOTS: Final = tuple(regimen.FACT_KEYS)
STATE_SLOTS: Final = (
    "stage",
    "asking",
    "consented",
    "opened",
    "passed",
    "attempts",
    "alarms",
    "intake",
    "plan",
    "resume",
    "erase",
)


@functools.cache
def settings() -> Settings:
    """Return the clinic's settings, read once."""
    return Settings()


@dataclass
class Conversation:
    """The state of one talk; `events` gives what a turn changed in it."""

    sender: str
    channel: str
    intent: str
    message: str
    # What this message states (contract/facts.md), `retracted` beside it.
    heard: dict[str, Any]
    # What is known of the patient from the whole talk.
    facts: dict[str, Any]
    stage: str | None = None
    asking: str | list[str] | None = None
    consented: bool = False
    opened: bool = False
    passed: list[str] = field(default_factory=list)
    attempts: dict[str, int] = field(default_factory=dict)
    alarms: list[str] = field(default_factory=list)
    intake: int | None = None
    # A digest of the plan that was given, and the stage to go back to after a question in between.
    plan: str | None = None
    resume: str | None = None
    erase: bool = False
    _before: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, tracker: Tracker) -> Conversation:
        """Read a talk from Rasa's tracker."""
        message = tracker.latest_message
        entities = message.get("entities", [])
        slots = {key: tracker.get_slot(key) for key in (*FACT_SLOTS, *STATE_SLOTS)}
        return cls(
            sender=tracker.sender_id,
            channel=tracker.get_latest_input_channel() or "rest",
            intent=(message.get("intent") or {}).get("name") or "",
            message=message.get("text") or "",
            heard=next((dict(e["value"]) for e in entities if e["entity"] == "facts"), {}),
            facts={key: slots[key] for key in FACT_SLOTS if slots[key] is not None},
            stage=slots["stage"],
            asking=slots["asking"],
            consented=bool(slots["consented"]),
            opened=bool(slots["opened"]),
            passed=list(slots["passed"] or []),
            attempts=dict(slots["attempts"] or {}),
            alarms=list(slots["alarms"] or []),
            intake=slots["intake"],
            plan=slots["plan"],
            resume=slots["resume"],
            erase=bool(slots["erase"]),
            _before=slots,
        )

    def events(self) -> list[dict[str, Any]]:
        """Return a `SlotSet` for each slot that the turn changed."""
        after = {key: self.facts.get(key) for key in FACT_SLOTS}
        after |= {key: getattr(self, key) or None for key in STATE_SLOTS}
        return [
            SlotSet(key, value) for key, value in after.items() if value != self._before.get(key)
        ]

    @property
    def asked(self) -> list[str]:
        """The keys that were asked for last."""
        if self.asking is None:
            return []
        return [self.asking] if isinstance(self.asking, str) else self.asking

    def forget(self) -> None:
        """Begin from nothing, but for the consent that was given."""
        self.facts = {}
        self.stage = self.asking = self.intake = self.plan = self.resume = None
        self.opened = False
        self.passed, self.attempts, self.alarms = [], {}, []

    def pass_over(self, keys: Iterable[str]) -> None:
        """Leave these questions to the clinic."""
        self.passed += [key for key in keys if key not in self.passed]

    def forgive(self) -> None:
        """Do not count the open question as failed: it is only put again."""
        name = "+".join(self.asked)
        if name in self.attempts:
            self.attempts[name] -= 1

    def advise(self) -> regimen.Advice:
        """Return what the rules say to the facts as they are."""
        return regimen.advise(self.facts, season=settings().season(dt.date.today()))
