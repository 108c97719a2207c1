"""A message laid out for messengers, which show words, pictures and choices, and no cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

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
from bot.gateway.words import text

PARAGRAPH, LINE = "\n\n", "\n"


@dataclass(frozen=True)
class Block:
    """A paragraph, a list, or a heading of what comes after it."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True)
class Layout:
    """What a message shows, in the order in which it is sent: words, pictures, choices."""

    words: list[Block]
    pictures: list[Picture]
    choices: list[Choice]


def lay_out(message: Shown) -> Layout:
    """Return a message's words, pictures and choices; cards are told in words."""
    return Layout(
        words=[block for part in message.parts for block in _blocks(part)],
        pictures=[part for part in message.parts if isinstance(part, Picture)],
        choices=[
            choice for part in message.parts if isinstance(part, Choices) for choice in part.choices
        ],
    )


def pages(blocks: Iterable[Block], most: int, *, mark: int = 0) -> list[list[Block]]:
    """Return blocks on as few pages as hold them in their order; a heading stays with what follows.

    Args:
        blocks: the words of a message.
        most: UTF-16 units of a page, joined by `joined`.
        mark: units that a heading takes in addition, as for asterisks.
    """
    full: list[list[Block]] = []
    for block in _fitting(blocks, most, mark):
        if full and _length([*full[-1], block], mark) <= most:
            full[-1].append(block)
            continue
        moved = []
        if full and len(full[-1]) > 1 and full[-1][-1].is_heading:
            moved = [full[-1].pop()]
        if moved and _length([*moved, block], mark) > most:
            full.append(moved)
            moved = []
        full.append([*moved, block])
    return full


def joined(page: Sequence[tuple[Block, str]]) -> str:
    """Return a page as one text; each block comes with the way it is written."""
    return "".join(
        written + (LINE if block.is_heading else PARAGRAPH) for block, written in page
    ).strip()


def numbered(choices: Sequence[Choice]) -> Block:
    """Return choices as a list to be answered by a number."""
    lines = [f"{place}. {choice.title}" for place, choice in enumerate(choices, 1)]
    return Block(LINE.join([text("messengers.numbered"), *lines]))


def _blocks(part: Part) -> Iterator[Block]:
    if isinstance(part, Text):
        yield Block(part.text)
    elif isinstance(part, List):
        yield Block(LINE.join(BULLET + item for item in part.items))
    elif isinstance(part, PlanCard):
        yield from _with_headings(list(prose([part.text])))
    elif isinstance(part, AlarmCard):
        yield Block(part.title, is_heading=True)
        for each in part.parts:
            yield from _blocks(each)
        yield from map(_call, part.calls)


def _with_headings(parts: Sequence[Text | List]) -> Iterator[Block]:
    """Yield parts; a paragraph right before a list is its heading."""
    for part, after in zip_longest(parts, parts[1:]):
        for block in _blocks(part):
            is_heading = isinstance(part, Text) and isinstance(after, List)
            yield Block(block.text, is_heading=is_heading)


def _call(call: Call) -> Block:
    kind = "call_named" if call.name else "call"
    return Block(text(f"script.alarm.{kind}", number=call.number, name=call.name))


def _fitting(blocks: Iterable[Block], most: int, mark: int) -> Iterator[Block]:
    for block in blocks:
        room = most - (mark if block.is_heading else 0)
        for part in split(block.text, room):
            yield Block(part, block.is_heading)


def _length(page: Sequence[Block], mark: int) -> int:
    marks = mark * sum(block.is_heading for block in page)
    return units(joined([(block, block.text) for block in page])) + marks
