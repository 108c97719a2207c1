"""A talk as the actions see it: Rasa's slots in, slot events out."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

import regimen
from clinic.records.models import now
from clinic.settings import Settings

ADULT: Final = 18
FACT_SLOTS: Final = tuple(regimen.FACT_KEYS)
STATE_SLOTS: Final = (
    "stage",
    "asking",
    "consented",
    "guardian",
    "sources",
    "opened",
    "passed",
    "attempts",
    "trail",
    "alarms",
    "intake",
    "plan",
    "resume",
    "photo",
    "album",
    "photo_agreed",
    "offer",
    "seen",
    "invited",
    "check_in",
    "topic",
    "erase",
)
# Stages that stand aside from the order of an intake: the talk goes on where it was before them.
CHECK_IN, CHECK_IN_OFFER = "check_in", "check_in_offer"
ASIDE: Final = ("photo", "erasing", CHECK_IN, CHECK_IN_OFFER)


@functools.cache
def settings() -> Settings:
    """Return the clinic's settings, which follow what is chosen at the console."""
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
    # The topics that the message may ask about, each with its likelihood, the most likely first.
    questions: list[tuple[str, float]]
    # What is known of the patient from the whole talk.
    facts: dict[str, Any]
    # Keys of which the message says that there is none ("no event"), which facts cannot.
    nothing: list[str] = field(default_factory=list)
    stage: str | None = None
    asking: str | list[str] | None = None
    consented: bool = False
    guardian: bool = False
    # Facts that may not be kept yet: each key with the message that it came from.
    sources: dict[str, str] = field(default_factory=dict)
    opened: bool = False
    passed: list[str] = field(default_factory=list)
    attempts: dict[str, int] = field(default_factory=dict)
    # What was asked, oldest first; each entry a value of `asking`.
    trail: list[str | list[str]] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    intake: int | None = None
    # A digest of the plan that was given, and the stage to go back to after a question in between.
    plan: str | None = None
    resume: str | None = None
    # The photographs that wait for consent, and the one that this message brought.
    photo: list[str] = field(default_factory=list)
    arrived: str | None = None
    # More photographs of the same album follow at once; what came of it before (albums.py).
    more: bool = False
    album: dict[str, Any] = field(default_factory=dict)
    # Whether photographs are agreed to; whether one is `wanted` or all is `done`; what the last one
    # showed, each finding with its severity.
    photo_agreed: bool = False
    offer: str | None = None
    seen: dict[str, str] = field(default_factory=dict)
    # Whether check-ins were offered with the plan, and the one that goes on
    # (check_in_questions.py); the id of one that begins; how the skin is said to have changed.
    invited: bool = False
    check_in: dict[str, Any] | None = None
    due: int | None = None
    change: str | None = None
    # What was answered last, for questions that follow it.
    topic: str | None = None
    erase: bool = False
    _before: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, tracker: Tracker) -> Conversation:
        """Read a talk from Rasa's tracker."""
        message = tracker.latest_message
        read = {each["entity"]: each["value"] for each in reversed(message.get("entities", []))}
        slots = {key: tracker.get_slot(key) for key in (*FACT_SLOTS, *STATE_SLOTS)}
        return cls(
            sender=tracker.sender_id,
            channel=tracker.get_latest_input_channel() or "rest",
            intent=(message.get("intent") or {}).get("name") or "",
            message=message.get("text") or "",
            heard=dict(read.get("facts", {})),
            nothing=list(read.get("nothing", [])),
            questions=read.get("topics", []),
            facts={key: slots[key] for key in FACT_SLOTS if slots[key] is not None},
            stage=slots["stage"],
            asking=slots["asking"],
            consented=bool(slots["consented"]),
            guardian=bool(slots["guardian"]),
            sources=dict(slots["sources"] or {}),
            opened=bool(slots["opened"]),
            passed=list(slots["passed"] or []),
            attempts=dict(slots["attempts"] or {}),
            trail=list(slots["trail"] or []),
            alarms=list(slots["alarms"] or []),
            intake=slots["intake"],
            plan=slots["plan"],
            resume=slots["resume"],
            photo=list(slots["photo"] or []),
            arrived=_photo_of(message.get("metadata")),
            more=_told(message.get("metadata"), "more") is True,
            album=dict(slots["album"] or {}),
            photo_agreed=bool(slots["photo_agreed"]),
            offer=slots["offer"],
            seen=dict(slots["seen"] or {}),
            invited=bool(slots["invited"]),
            check_in=dict(slots["check_in"]) if slots["check_in"] else None,
            due=_check_in_of(message.get("metadata")),
            change=read.get("change"),
            topic=slots["topic"],
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
    def sees_anew(self) -> bool:
        """A photograph of this turn shows something else than the one before."""
        return self.seen != (self._before.get("seen") or {})

    @property
    def has_new_plan(self) -> bool:
        """The plan was given in this turn."""
        return self.plan != self._before.get("plan")

    @property
    def asked(self) -> list[str]:
        """The keys that were asked for last."""
        if self.asking is None:
            return []
        return [self.asking] if isinstance(self.asking, str) else self.asking

    @property
    def needs_guardian(self) -> bool:
        """The patient is a minor, and no parent or guardian has agreed yet."""
        age = self.facts.get("age")
        return age is not None and age < ADULT and not self.guardian

    @property
    def may_keep(self) -> bool:
        """The records may hold what the patient says."""
        return self.consented and not self.needs_guardian

    def step_aside(self, stage: str) -> None:
        """Go to a stage beside the order of the intake, which is taken up again afterwards."""
        if self.stage not in ASIDE:
            self.resume = self.stage
        self.stage = stage

    def step_back_in(self) -> None:
        """Be again where the talk was before it stepped aside."""
        if self.stage in ASIDE:
            self.stage, self.resume = self.resume, None

    def forget(self) -> None:
        """Begin from nothing, but for consents that were given and photographs that wait."""
        self.facts, self.sources = {}, {}
        self.stage = self.asking = self.intake = self.plan = self.resume = self.offer = None
        self.opened, self.seen, self.invited, self.check_in = False, {}, False, None
        self.album = {}
        self.passed, self.attempts, self.trail, self.alarms = [], {}, [], []

    def forget_all(self) -> None:
        """Begin from nothing, as with somebody new."""
        self.forget()
        self.consented = self.guardian = self.photo_agreed = False
        self.leave_photo()

    def ask(self, asking: str | list[str]) -> None:
        """Take down what is asked now; the same question put again is no new step of the trail."""
        self.asking = asking
        if not self.trail or self.trail[-1] != asking:
            self.trail.append(asking)

    def step_back(self) -> str | list[str] | None:
        """Go back to the question before the open one; None where there is none."""
        if self.trail and self.trail[-1] == self.asking:
            self.trail.pop()
        self.asking = self.trail[-1] if self.trail else None
        return self.asking

    def pass_over(self, keys: Iterable[str]) -> None:
        """Leave these questions to the clinic."""
        self.passed += [key for key in keys if key not in self.passed]

    def leave_photo(self) -> None:
        """Ask no more about the photographs that wait."""
        self.photo = []
        self.attempts.pop("photo_consent", None)

    def end_offer(self) -> None:
        """Ask for no photograph any more: one was good, or the patient goes on without."""
        self.offer = "done"
        if self.check_in and self.check_in["step"] == "photo":
            self.check_in = None
        self.leave_photo()
        for name in ("photo", "photo_refused"):
            self.attempts.pop(name, None)

    def forgive(self) -> None:
        """Do not count the open question as failed: it is only put again."""
        name = "+".join(self.asked)
        if name in self.attempts:
            self.attempts[name] -= 1

    def advise(self) -> regimen.Advice:
        """Return what the rules say to the facts as they are."""
        season = settings().season(now())
        return regimen.advise(self.facts, season=season, seen=self.seen, tuning=settings().tuning)


def _photo_of(metadata: Any) -> str | None:
    """Return the id of the photograph that the gateway sends beside a message, or None."""
    photo = _told(metadata, "photo")
    return photo if isinstance(photo, str) and photo else None


def _told(metadata: Any, name: str) -> Any:
    """Return what the gateway tells beside a message's words under a name."""
    return metadata.get(name) if isinstance(metadata, dict) else None


def _check_in_of(metadata: Any) -> int | None:
    """Return the id of the check-in that the gateway begins with a hidden turn, or None."""
    begun = _told(metadata, CHECK_IN)
    check_in = begun.get("id") if isinstance(begun, dict) else None
    return check_in if isinstance(check_in, int) else None
