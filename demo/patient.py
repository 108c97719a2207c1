"""What an imaginary patient says to what the assistant asks."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

from actions.check_ins import DeclineCheckIns, PlanCheckIns, TakeChange
from actions.consent import TakeConsent, TakeGuardianConsent
from actions.control import Welcome
from actions.conversation import CHECK_IN, CHECK_IN_OFFER
from actions.intake import Greet, PassQuestion, TakeAnswer
from actions.order import PHOTO_CONSENT
from actions.photographs import DiscardPhoto, KeepPhoto, TakePhoto
from actions.red_flags import AnswerRedFlag
from actions.summary import ConfirmSummary
from actions.words import words
from clinic import describe
from demo.cast import Person
from demo.data import load
from demo.talk import Saying, Talk
from regimen import merge
from regimen.knowledge import weights

ADULT: Final = 18
CORRECTS: Final = 0.18
AGREES_TO_CHECK_INS: Final = 0.7
SAFETY: Final = {"pregnancy", "medications", "conditions", "allergies"}
NONE: Final = {"pregnancy": "no", "medications": [], "conditions": [], "allergies": []}
NOTHING_OF_SAFETY: Final = 0.35


class Patient:
    """Somebody in a talk: asked something, they say something."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._rng = random.Random(person.seed)  # noqa: S311  # it must repeat, not be secret
        self._everyday = load("everyday")
        self._may_correct = self._rng.random() < CORRECTS
        self.wants_check_ins = self._rng.random() < AGREES_TO_CHECK_INS

    def hello(self) -> Saying:
        """Begin the talk; on the website the page itself does."""
        if self.person.channel == "web":
            return Saying(Greet(), "hello", intent="greet", shown=False)
        return Saying(Greet(), self._one_of("hellos"), intent="greet")

    def answer(self, talk: Talk) -> Saying | None:
        """Return what is said to what is asked; None where nothing is asked any more."""
        match talk.stage, talk.asked:
            case "emergency", _:
                return None
            case "guardian", _:
                return Saying(TakeGuardianConsent(), self._one_of("guardians"), intent="affirm")
            case "consent", _:
                return Saying(TakeConsent(), self._one_of("agrees"), intent="affirm")
            case stage, _ if stage == CHECK_IN_OFFER:
                if self.wants_check_ins:
                    return Saying(PlanCheckIns(), self._one_of("check_in_yes"), intent="affirm")
                return Saying(DeclineCheckIns(), self._one_of("check_in_no"), intent="deny")
            case _, []:
                return None
            case _, ["open"]:
                return self._story()
            case _, [asked] if asked == PHOTO_CONSENT:
                if self.person.pictured:
                    return Saying(KeepPhoto(), self._one_of("photo_yes"), intent="affirm")
                return self.no_photo()
            case _, ["confirm"]:
                return self._confirm(talk.slots)
            case _, asked:
                return self._facts(asked, talk.slots)

    def no_photo(self) -> Saying:
        """Go on without a photograph."""
        return Saying(DiscardPhoto(), self._one_of("photo_no"), intent="deny")

    def photo(self, photograph: str) -> Saying:
        """Send a photograph that was received."""
        return Saying(TakePhoto(), intent="send_photo", photo=photograph)

    def thanks(self) -> Saying:
        """End kindly."""
        return Saying(Welcome(), self._one_of("thanks"), intent="thank")

    def check_in(self, talk: Talk) -> Saying:
        """Answer a question of a check-in."""
        if CHECK_IN in talk.asked:
            text, change, facts = self._rng.choice(self._everyday["check_ins"])
            return Saying(TakeChange(), text, facts, "tell_change", change)
        strong = [
            each
            for each in talk.slots.get("products") or []
            if each["id"] in weights() and each.get("per_week") and each["status"] == "current"
        ]
        if strong and self._rng.random() < 1 / 2:
            text, often = self._rng.choice(self._everyday["rests"])
            rested = strong[0] | {"per_week": often, "status": "current" if often else "stopped"}
            named = text.format(name=describe.name(rested["id"]))
            return Saying(TakeAnswer(), named, {"products": [rested]})
        text, change, facts = self._rng.choice(self._everyday["habits"])
        if change:
            return Saying(TakeChange(), text, facts, "tell_change", change)
        return Saying(TakeAnswer(), text, facts)

    def _story(self) -> Saying:
        person = self.person
        told = [self._rng.choice(each) for each in person.words["story"]]
        if person.age < ADULT:
            told.insert(0, [f"I'm {person.age}.", {"age": person.age}])
        return self._said(told)

    def _facts(self, asked: Sequence[str], known: Mapping[str, Any]) -> Saying:
        if "." in asked[0]:
            return self._detail(asked[0], known)
        own = self.person.words.get("answers", {})
        is_safety = len(asked) > 1 and set(asked) <= SAFETY and not SAFETY & own.keys()
        if is_safety and self._rng.random() < NOTHING_OF_SAFETY:
            facts = {key: NONE[key] for key in asked}
            return Saying(TakeAnswer(), str(words("safety.none")), facts, "deny")
        told = []
        for key in asked:
            if choices := own.get(key) or self._everyday["answers"].get(key):
                told.append(self._rng.choice(choices))
            if key == "age":
                told[-1] = [told[-1][0].format(age=self.person.age), {"age": self.person.age}]
        if not told:
            return Saying(PassQuestion(), self._one_of("unsure"), intent="skip")
        return self._said(told)

    def _detail(self, key: str, known: Mapping[str, Any]) -> Saying:
        """Answer how often one product is used, or how long ago a treatment was."""
        group, identifier, name = key.split(".")
        text, number = self._rng.choice(self._everyday["often" if name == "per_week" else "ago"])
        item = next(each for each in known[group] if each["id"] == identifier)
        return Saying(TakeAnswer(), text, {group: [item | {name: number}]})

    def _confirm(self, known: Mapping[str, Any]) -> Saying:
        if self._may_correct:
            self._may_correct = False
            fitting = [
                each
                for each in self._everyday["corrections"]
                if all(known.get(key) not in (None, value) for key, value in each[1].items())
            ]
            if fitting:
                text, facts = self._rng.choice(fitting)
                former = [
                    [key, each]
                    for key in facts
                    if isinstance(facts[key], list)
                    for each in known[key]
                ]
                return Saying(TakeAnswer(), text, facts | ({"retracted": former} if former else {}))
        return Saying(ConfirmSummary(), self._one_of("confirms"), intent="affirm")

    def _said(self, told: Sequence[Sequence[Any]]) -> Saying:
        facts: dict[str, Any] = {}
        nothing: list[str] = []
        for _, stated in told:
            nothing += stated.get("nothing", [])
            facts = merge(facts, {key: value for key, value in stated.items() if key != "nothing"})
        action = AnswerRedFlag() if facts.get("red_flags") else TakeAnswer()
        read = facts | ({"nothing": nothing} if nothing else {})
        return Saying(action, " ".join(text for text, _ in told), read)

    def _one_of(self, name: str) -> str:
        said: str = self._rng.choice(self._everyday[name])
        return said
