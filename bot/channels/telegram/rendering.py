"""A message as Telegram shows it: words in HTML, pictures with captions, choices as buttons."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.gateway.layout import Block, joined, lay_out, numbered, pages
from bot.gateway.parts import Choice, Shown
from bot.gateway.splitting import split
from bot.gateway.words import text

# https://core.telegram.org/bots/api#sendmessage, #sendphoto, #inlinekeyboardbutton
MOST_TEXT: Final = 4096
MOST_CAPTION: Final = 1024
MOST_DATA_BYTES: Final = 64
# Longer titles stand below each other, so that a phone does not cut them.
SHORT_TITLE: Final = 16


@dataclass(frozen=True)
class Words:
    """A text, with choices in rows of buttons below it."""

    html: str
    buttons: tuple[tuple[Choice, ...], ...] = ()


@dataclass(frozen=True)
class Photo:
    """A picture of an answer, by its address in the house."""

    url: str
    caption: str


Piece = Words | Photo


def are_numbered(choices: Sequence[Choice]) -> bool:
    """Tell whether choices cannot be buttons: what one of them says is too long for its data."""
    return any(len(choice.say.encode()) > MOST_DATA_BYTES for choice in choices)


def render(message: Shown) -> list[Piece]:
    """Return the pieces of a message: words, pictures, and choices under the last words."""
    layout = lay_out(message)
    blocks, choices = layout.words, layout.choices
    pictures: list[Piece] = [Photo(each.url, _caption(each.alt)) for each in layout.pictures]
    if choices and are_numbered(choices):
        blocks, choices = [*blocks, numbered(choices)], []
    if choices and not blocks:
        blocks = [Block(text("messengers.choose"))]
    texts = [_written(page) for page in pages(blocks, MOST_TEXT)]
    if not choices:
        return [*map(Words, texts), *pictures]
    return [*map(Words, texts[:-1]), *pictures, Words(texts[-1], _rows(choices))]


def _written(page: Sequence[Block]) -> str:
    return joined([(block, _marked(block)) for block in page])


def _marked(block: Block) -> str:
    escaped = html.escape(block.text, quote=False)
    return f"<b>{escaped}</b>" if block.is_heading else escaped


def _caption(alt: str) -> str:
    return html.escape(split(alt, MOST_CAPTION)[0], quote=False) if alt.strip() else ""


def _rows(choices: Sequence[Choice]) -> tuple[tuple[Choice, ...], ...]:
    """Return two short choices beside each other, long ones alone."""
    rows: list[list[Choice]] = []
    for choice in choices:
        is_short = len(choice.title) <= SHORT_TITLE
        last = rows[-1] if rows else []
        if is_short and len(last) == 1 and len(last[0].title) <= SHORT_TITLE:
            last.append(choice)
        else:
            rows.append([choice])
    return tuple(map(tuple, rows))
