"""What a simulated patient says next, driven by what the assistant asks."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import regimen
from evaluation.personas import wording
from evaluation.personas.data import load, wordings
from evaluation.personas.drawing import ITEMS, Facts, Persona
from evaluation.personas.pressing import fitting_button, frequency_button
from evaluation.personas.writing import write

ADULT: Final = 18
# How much an opening tells: of "little" only what bothers most.
LITTLE: Final = 2
# What is told unasked, in an order in which people tell it.
TOLD_FREELY: Final = (
    "age", "skin_type", "concerns", "goals", "products", "spf_use", "symptoms", "sleep_hours",
    "stress", "event", "procedures", "diet", "water_litres", "pregnancy", "medications",
)  # fmt: skip


@dataclass(frozen=True)
class Message:
    """What is said, what it states, and whether it leaves the question aside."""

    text: str
    facts: Facts = field(default_factory=dict)
    aside: bool = False


class Speaker:
    """One patient in a talk. `said` is what they have stated so far, merged as facts merge."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self.style = persona.style
        self.said: Facts = {}
        self._rng = random.Random(persona.seed)  # noqa: S311  # it must repeat, not be secret
        self._turn = 0
        self._alarm = persona.alarm
        self._wrong = dict(persona.wrong)
        # a greeting or a yes comes without fillers
        self._plainly = replace(persona.style, before=(), after=())

    def opening(self) -> Message:
        """Return the first message: a greeting, or for some the story itself."""
        if self._rng.random() < 1 / 2:
            return self._take(Message(self._phrase("greetings")), ())
        return self._take(self._story(), ())

    def reply(self, asked: Sequence[str], payloads: Sequence[str] = ()) -> Message:
        """Return the answer to what the assistant asks.

        Args:
            asked: `custom.asking`, as a list.
            payloads: of the quick replies that are offered.
        """
        self._turn += 1
        return self._take(self._answer(list(asked), payloads), asked)

    def _answer(self, asked: list[str], payloads: Sequence[str]) -> Message:
        presses = self._rng.random() < self.style.buttons
        match asked:
            case ["consent"]:
                minor = self.persona.facts.get("age", ADULT) < ADULT
                return (
                    self._button("agree", payloads)
                    if presses and not minor
                    else Message(self._phrase("agree_minor" if minor else "agree"))
                )
            case ["open"]:
                return self._story()
            case []:
                return Message(self._phrase("greetings_again"))
            case ["photo_consent"] | ["photo"]:
                return (
                    self._button("no_photo", payloads)
                    if presses
                    else Message(self._phrase("no_photo"))
                )
            case ["confirm"]:
                if correction := self._correction():
                    return correction
                return (
                    self._button("confirm", payloads)
                    if presses
                    else Message(self._phrase("confirm"))
                )
        if kind := self.persona.interruptions.get(self._turn):
            return Message(
                self._phrase("questions" if kind == "question" else "greetings_again"), aside=True
            )
        if self._rng.random() < 1 / 3 and (correction := self._correction()):
            return correction
        pressed = self._pressed(asked, payloads) if presses else None
        return pressed or self._answered(asked)

    def _story(self) -> Message:
        """Return what is told unasked: the alarming sign first of all."""
        if self._alarm:
            alarm, self._alarm = self._alarm, None
            return self._written([(alarm["say"], alarm["facts"])])
        amount = self.persona.opening
        if amount == "nothing":
            return Message(self._phrase("nothing"))
        known = self._believed()
        keys = [key for key in TOLD_FREELY if known.get(key) and not self._is_told(key)]
        if amount == "little":
            keys = [key for key in keys if key in ("concerns", "skin_type", "goals")][:LITTLE]
        else:
            keys = [
                key for key in keys if key in ("concerns", "products") or self._rng.random() < 1 / 2
            ]
        stated = [each for key in keys for each in self._statements(key, known[key])]
        return self._written(stated) if stated else Message(self._phrase("nothing"))

    def _answered(self, asked: list[str]) -> Message:
        known = self._believed()
        alone = len(asked) == 1
        stated: list[tuple[str, Facts]] = []
        for key in asked:
            if "." in key:
                stated += self._detail(key, known)
            elif key in known:
                form = self._form(alone=alone)
                # behind "a cream daily" a bare "most mornings" may be of the cream
                if key == "spf_use" and any("products" in facts for _, facts in stated):
                    form = "full"
                stated += self._statements(key, known[key], form)
            elif key == "event":
                phrases = wordings()["event"]["bare" if alone else "none"]
                stated.append((self._rng.choice(phrases), {}))
        if not any(facts for _, facts in stated):
            return Message(
                write([text for text, _ in stated], self.style, self._rng)
                if stated
                else self._phrase("unsure")
            )
        if self._rng.random() < self.style.volunteers:
            stated += self._unasked(asked, known)
        return self._written(stated)

    def _unasked(self, asked: Sequence[str], known: Facts) -> list[tuple[str, Facts]]:
        """Return one fact more than was asked for."""
        keys = [k for k in TOLD_FREELY if known.get(k) and k not in asked and not self._is_told(k)]
        if not keys:
            return []
        key = self._rng.choice(keys)
        return self._statements(key, known[key])

    def _form(self, *, alone: bool) -> str:
        if self._rng.random() >= self.style.terse:
            return "full"
        return "bare" if alone else "short"

    def _statements(self, key: str, value: Any, form: str = "full") -> list[tuple[str, Facts]]:
        """Return texts that state a whole key, each with what it states."""
        wordings_of = {"full": wording.full, "short": wording.short, "bare": wording.bare}[form]
        if value == [] or not isinstance(value, list) or key == "sleep_hours":
            return [(self._rng.choice(wordings_of(key, value)), {key: value})]
        if key == "products" and form == "full":
            return [self._product(item) for item in value]
        # a bare "latex" answers only where nothing else was asked
        if key == "allergies" and form == "short":
            form = "full"
        if key in ITEMS or (form == "full" and self._rng.random() < 1 / 2):
            return [(self._rng.choice(wordings_of(key, each)), {key: [each]}) for each in value]
        return self._listed(key, value, form)

    def _listed(self, key: str, members: list[str], form: str) -> list[tuple[str, Facts]]:
        """Return the members of a list in one sentence, where each has a name."""
        called = [wording.names(key, each) for each in members]
        if not all(called):
            return [(self._rng.choice(wording.full(key, each)), {key: [each]}) for each in members]
        chosen = [self._rng.choice(names) for names in called]
        text = " and ".join([", ".join(chosen[:-1]), chosen[-1]] if chosen[1:] else chosen)
        if form == "full":
            text = self._rng.choice(wordings()[key]["frames"]).format(x=text)
        return [(text, {key: members})]

    def _product(self, item: Facts) -> tuple[str, Facts]:
        """Return a product in a sentence; now and then without its frequency."""
        if item["status"] == "current" and self._rng.random() < self.style.vague:
            stated = {"id": item["id"], "status": "current", "per_week": None}
            return self._rng.choice(wording.vague(item)), {"products": [stated]}
        return self._rng.choice(wording.full("products", item)), {"products": [item]}

    def _detail(self, key: str, known: Facts) -> list[tuple[str, Facts]]:
        """Return the frequency of a product or the date of a treatment, where it is known."""
        group, identifier, field_name = key.split(".")
        item = _item(known, group, identifier)
        if item.get(field_name) is None:
            return []
        phrases = (
            wording.often_phrases(item)
            if field_name == "per_week"
            else wording.ago_phrases(item[field_name])
        )
        return [(self._rng.choice(phrases), {group: [item]})]

    def _correction(self) -> Message | None:
        """Return the correction of what was said wrong, once it was said."""
        for key, wrong in self._wrong.items():
            if not self._is_told(key, wrong):
                return None
            del self._wrong[key]
            right = self.persona.facts[key]
            if key == "products":
                right = next(item for item in right if item["id"] == wrong[0]["id"])
            lead = self._rng.choice(load("styles")["corrections"])
            text = f"{lead} {self._rng.choice(wording.full(key, right))}"
            return Message(
                write([text], self.style, self._rng),
                {key: [right] if key == "products" else right},
                aside=True,
            )
        return None

    def _pressed(self, asked: list[str], payloads: Sequence[str]) -> Message | None:
        known = self._believed()
        if "." in asked[0]:
            group, identifier, _ = asked[0].split(".")
            item = _item(known, group, identifier)
            payload = frequency_button(payloads, item.get("per_week")) if item else None
            # a button says nothing of the time of day
            stated = {name: value for name, value in item.items() if name != "when"}
            return Message(payload, {group: [stated]}) if payload else None
        if found := fitting_button(asked, payloads, known):
            return Message(*found)
        if not any(key in known for key in asked):
            return self._button("unsure", payloads)
        return None

    def _believed(self) -> Facts:
        """Return what the patient would say now: with what is still to be corrected."""
        return dict(regimen.merge(self.persona.facts, self._wrong))

    def _is_told(self, key: str, value: Any = None) -> bool:
        """Tell whether a key, or this very value of it, was said already."""
        if key == "products" and value:
            return any(
                item["id"] == value[0]["id"] and item.get("per_week") == value[0]["per_week"]
                for item in self.said.get(key, [])
            )
        return key in self.said and (value is None or self.said[key] == value)

    def _written(self, stated: Sequence[tuple[str, Mapping[str, Any]]]) -> Message:
        facts: Facts = {}
        for _, each in stated:
            facts = regimen.merge(facts, dict(each))
        return Message(write([text for text, _ in stated], self.style, self._rng), facts)

    def _take(self, message: Message, asked: Sequence[str]) -> Message:
        self.said = regimen.merge(self.said, message.facts, asked=asked)
        return message

    def _button(self, kind: str, payloads: Sequence[str]) -> Message:
        known: list[str] = load("buttons")[kind]
        offered = [each for each in payloads if each in known]
        return Message(
            offered[0] if offered else self._phrase("unsure" if kind == "unsure" else kind)
        )

    def _phrase(self, kind: str) -> str:
        phrases: list[str] = load("styles")[kind]
        return write([self._rng.choice(phrases)], self._plainly, self._rng)


def _item(facts: Facts, group: str, identifier: str) -> Facts:
    """Return a product or treatment of the facts; an empty one where there is none."""
    return next((each for each in facts.get(group, []) if each["id"] == identifier), {})
