"""A message as Telegram shows it: texts in HTML, a keyboard under the last one, photographs."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Final, Literal, NamedTuple

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
from bot.gateway.splitting import split, units
from bot.gateway.words import text as words

# Of the text that is shown, without its tags, in UTF-16 units.
MOST_TEXT: Final = 4096
MOST_CAPTION: Final = 1024
# What a button can say, in bytes of UTF-8.
MOST_DATA_BYTES: Final = 64

Gap = Literal["\n", "\n\n"]


@dataclass(frozen=True)
class TextPiece:
    """A text in HTML, and the buttons under it."""

    html: str
    buttons: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class PhotoPiece:
    """A picture by its address in the conversation; the bytes are read when it is sent."""

    url: str
    caption: str


Piece = TextPiece | PhotoPiece


class _Line(NamedTuple):
    """A line of a text, with what stands between it and the line before."""

    text: str
    gap: Gap = "\n\n"
    bold: bool = False

    @property
    def html(self) -> str:
        escaped = html.escape(self.text, quote=False)
        return f"<b>{escaped}</b>" if self.bold else escaped


def render(message: Shown) -> list[Piece]:
    """Return what is sent for a message: as few texts as hold it, buttons under the last one."""
    pieces: list[Piece] = []
    lines: list[_Line] = []
    buttons: tuple[Choice, ...] = ()
    for part in message.parts:
        if isinstance(part, Picture):
            pieces += _texts(lines)
            lines = []
            pieces.append(PhotoPiece(part.url, next(iter(split(part.alt, MOST_CAPTION)), "")))
        elif isinstance(part, Choices) and not numbers(part.choices):
            buttons = tuple(part.choices)
        else:
            lines += _lines(part)
    pieces += _texts(lines)
    return _with_buttons(pieces, buttons) if buttons else pieces


def numbers(choices: Sequence[Choice]) -> bool:
    """Tell whether a choice says more than a button holds: then all are a numbered list."""
    return not all(0 < len(each.say.encode()) <= MOST_DATA_BYTES for each in choices)


def _with_buttons(pieces: list[Piece], buttons: tuple[Choice, ...]) -> list[Piece]:
    for place, piece in reversed(list(enumerate(pieces))):
        if isinstance(piece, TextPiece):
            return [*pieces[:place], replace(piece, buttons=buttons), *pieces[place + 1 :]]
    # a keyboard hangs on a text: the choices are one
    texts = _texts(_list(each.title for each in buttons))
    return [*pieces, *texts[:-1], replace(texts[-1], buttons=buttons)]


def _lines(part: Part) -> Iterator[_Line]:
    match part:
        case Text():
            yield _Line(part.text)
        case List():
            yield from _list(part.items)
        case Choices():
            for place, choice in enumerate(part.choices, start=1):
                yield _Line(f"{place}. {choice.title}", "\n\n" if place == 1 else "\n")
        case PlanCard():
            yield from _plan(part)
        case AlarmCard():
            yield _Line(part.title, bold=True)
            for each in part.parts:
                yield from _lines(each)
            for place, call in enumerate(part.calls):
                yield _Line(_call(call), "\n" if place else "\n\n", bold=True)


def _list(items: Iterable[str], first: Gap = "\n\n") -> Iterator[_Line]:
    for place, item in enumerate(items):
        yield _Line(f"{BULLET}{item}", "\n" if place else first)


def _plan(card: PlanCard) -> Iterator[_Line]:
    """Yield the plan in words; what stands right above a list is its heading."""
    parts = [None, *prose([card.text]), None]
    for part, following in pairwise(parts):
        if isinstance(part, Text):
            yield _Line(part.text, bold=isinstance(following, List))
        elif isinstance(part, List):
            yield from _list(part.items, first="\n")


def _call(call: Call) -> str:
    path = "script.alarm.call_named" if call.name else "script.alarm.call"
    return words(path, number=call.number, name=call.name)


def _texts(lines: Iterable[_Line]) -> list[TextPiece]:
    """Return lines in texts that fit; a heading goes with what it stands above."""
    texts: list[list[_Line]] = []
    for line in chain.from_iterable(map(_fitting, lines)):
        if texts and _length([*texts[-1], line]) <= MOST_TEXT:
            texts[-1].append(line)
            continue
        heading = texts and len(texts[-1]) > 1 and texts[-1][-1].bold and not line.bold
        above = [texts[-1].pop()] if heading else []
        if _length([*above, line]) > MOST_TEXT:
            texts.append(above)
            above = []
        texts.append([*above, line])
    return [TextPiece("".join(_joined(each))) for each in texts]


def _fitting(line: _Line) -> Iterator[_Line]:
    for part in split(line.text, MOST_TEXT):
        yield line._replace(text=part)


def _length(lines: Sequence[_Line]) -> int:
    return sum(units(line.text) for line in lines) + sum(len(line.gap) for line in lines[1:])


def _joined(lines: Sequence[_Line]) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield f"{line.gap if place else ''}{line.html}"
