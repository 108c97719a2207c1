"""A message as Twilio sends it over WhatsApp: words with bold headings, pictures, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.gateway.layout import Block, joined, lay_out, numbered, pages
from bot.gateway.parts import Choice, Shown
from bot.gateway.splitting import split

# Of the body of a message, in characters: Twilio refuses more (its error 21617).
MOST_UNITS: Final = 1600
# WhatsApp writes bold what stands between two asterisks.
BOLD: Final = "*"


@dataclass(frozen=True)
class Words:
    """A message of words alone."""

    body: str


@dataclass(frozen=True)
class Photo:
    """A picture in an answer, by its address in the house, with words beside it."""

    url: str
    body: str


TwilioPiece = Words | Photo


def render(message: Shown) -> list[TwilioPiece]:
    """Return the pieces of a message: words, pictures, and the choices after all of them."""
    layout = lay_out(message)
    photos = [Photo(each.url, "".join(split(each.alt, MOST_UNITS)[:1])) for each in layout.pictures]
    if not photos:
        return list(_texts([*layout.words, *_choices(layout.choices)]))
    return [*_texts(layout.words), *photos, *_texts(_choices(layout.choices))]


def _choices(choices: Sequence[Choice]) -> list[Block]:
    return [numbered(choices)] if choices else []


def _texts(blocks: Sequence[Block]) -> Iterator[Words]:
    for page in pages(blocks, MOST_UNITS, mark=2 * len(BOLD)):
        yield Words(joined([(block, _marked(block)) for block in page]))


def _marked(block: Block) -> str:
    return f"{BOLD}{block.text.replace(BOLD, '')}{BOLD}" if block.is_heading else block.text
