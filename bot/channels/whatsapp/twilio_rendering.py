"""Messages as Twilio sends them over WhatsApp: words with bold headings, pictures, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.gateway.parts import (
    BULLET,
    AlarmCard,
    Call,
    Choice,
    Choices,
    List,
    Part,
    Picture,
    PlanCard,
    Shown,
    Text,
    prose,
)
from bot.gateway.splitting import split
from bot.gateway.words import text

# Of the body of a message, in characters: Twilio refuses more (its error 21617).
MOST_UNITS: Final = 1600


@dataclass(frozen=True)
class Words:
    """A message of words alone."""

    body: str


@dataclass(frozen=True)
class Photo:
    """A picture in an answer, by its address in the conversation, with words beside it."""

    url: str
    body: str


TwilioPiece = Words | Photo


def pieces(message: Shown) -> list[TwilioPiece]:
    """Return the pieces of a message, in its order, each of a length that Twilio takes."""
    made: list[TwilioPiece] = []
    waiting: list[str] = []
    for part in message.parts:
        if isinstance(part, Picture):
            made += _texts(waiting)
            made.append(Photo(part.url, part.alt))
            waiting = []
        else:
            waiting += _blocks(part)
    return made + list(_texts(waiting))


def _texts(blocks: Sequence[str]) -> Iterator[Words]:
    for body in split("\n\n".join(blocks), MOST_UNITS):
        yield Words(body)


def _blocks(part: Part) -> Iterator[str]:
    """Yield the paragraphs of a part."""
    if isinstance(part, Text):
        yield part.text
    elif isinstance(part, List):
        yield _list(part)
    elif isinstance(part, Choices):
        yield _numbered(part.choices)
    elif isinstance(part, PlanCard):
        yield from _headed(prose([part.text]))
    elif isinstance(part, AlarmCard):
        yield _bold(part.title)
        for each in part.parts:
            yield from _blocks(each)
        yield from _calls(part.calls)


def _headed(parts: Iterable[Text | List]) -> Iterator[str]:
    """Yield paragraphs; one that a list follows at once is its heading."""
    before: Text | None = None
    for part in parts:
        if isinstance(part, List):
            lines = [_bold(before.text)] if before else []
            yield "\n".join([*lines, _list(part)])
            before = None
            continue
        if before:
            yield before.text
        before = part
    if before:
        yield before.text


def _list(part: List) -> str:
    return "\n".join(BULLET + item for item in part.items)


def _numbered(choices: Sequence[Choice]) -> str:
    lines = [f"{number}. {choice.title}" for number, choice in enumerate(choices, 1)]
    return "\n".join([text("numbered"), *lines])


def _calls(calls: Sequence[Call]) -> Iterator[str]:
    """Yield a line for each number: one that stands by itself can be tapped."""
    if calls:
        yield "\n".join(
            text("script.alarm.call_named", name=call.name, number=call.number)
            if call.name
            else text("script.alarm.call", number=call.number)
            for call in calls
        )


def _bold(words: str) -> str:
    return f"*{words.replace('*', '')}*"
