"""What a message shows, the same for every channel: texts, lists, choices, pictures, cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field

from bot.gateway.messages import Message
from bot.gateway.words import text, words
from clinic.emergency import Emergency

# How the assistant's words begin a line of a list.
BULLET: Final = "• "


class Text(BaseModel):
    """A paragraph."""

    kind: Literal["text"] = "text"
    text: str


class List(BaseModel):
    """Lines that stand beside each other."""

    kind: Literal["list"] = "list"
    items: list[str]


class Choice(BaseModel):
    """A quick reply: its title, and what the patient says with it."""

    title: str
    say: str


class Choices(BaseModel):
    """Quick replies; the last part of a message."""

    kind: Literal["choices"] = "choices"
    choices: list[Choice]


class Picture(BaseModel):
    """A picture, with words for who cannot see it."""

    kind: Literal["picture"] = "picture"
    url: str
    alt: str


class PlanCard(BaseModel):
    """The plan (the answer of the rules), and the same in words where no card can be shown."""

    kind: Literal["card"] = "card"
    card: Literal["plan"] = "plan"
    plan: dict[str, Any]
    text: str


class Call(BaseModel):
    """A number to call; the name is empty where the number speaks for itself."""

    number: str
    name: str


class AlarmCard(BaseModel):
    """Advice in an emergency, with the numbers that it names."""

    kind: Literal["card"] = "card"
    card: Literal["alarm"] = "alarm"
    title: str
    parts: list[Annotated[Text | List, Field(discriminator="kind")]]
    calls: list[Call]


Card = Annotated[PlanCard | AlarmCard, Field(discriminator="card")]
Part = Text | List | Choices | Picture | Card


class Shown(BaseModel):
    """A message as a channel shows it; `custom` is the rest of what it carries for a client."""

    parts: list[Part]
    custom: dict[str, Any]


def shown(message: Message, emergency: Emergency) -> Shown:
    """Return what a message shows, in its order."""
    custom = dict(message.custom)
    plan = custom.pop("plan", None)
    return Shown(parts=list(_parts(message, plan, emergency)), custom=custom)


def helplines(emergency: Emergency) -> list[Call]:
    """Return what a patient can call; where no number is one, there is nothing to call."""
    lines = {emergency.number: "", emergency.crisis_number: emergency.crisis_name}
    return [
        Call(number=number, name=name)
        for number, name in lines.items()
        if number.replace(" ", "").isdigit()
    ]


def _parts(message: Message, plan: dict[str, Any] | None, emergency: Emergency) -> Iterator[Part]:
    if message.custom.get("triage") == "now":
        yield _alarm(message.texts, emergency)
    elif plan is not None:
        yield from prose(message.texts[:-1])
        yield PlanCard(plan=plan, text=message.texts[-1] if message.texts else "")
    else:
        yield from prose(message.texts)
    if message.image:
        yield Picture(url=message.image, alt=text("picture"))
    if message.buttons:
        yield Choices(
            choices=[Choice(title=each["title"], say=each["payload"]) for each in message.buttons]
        )


def prose(texts: Iterable[str]) -> Iterator[Text | List]:
    """Yield paragraphs and lists: lines that begin with a bullet are items of one list."""
    items: list[str] = []
    for line in (line.strip() for each in texts for line in each.split("\n")):
        if line.startswith(BULLET):
            items.append(line.removeprefix(BULLET))
            continue
        if items:
            yield List(items=items)
            items = []
        if line:
            yield Text(text=line)
    if items:
        yield List(items=items)


def _alarm(texts: list[str], emergency: Emergency) -> AlarmCard:
    spoken = "\n".join(texts)
    named = [
        line
        for line in helplines(emergency)
        if re.search(rf"(?<!\d){re.escape(line.number)}(?!\d)", spoken)
    ]
    return AlarmCard(title=words("alarm"), parts=list(prose(texts)), calls=named)
