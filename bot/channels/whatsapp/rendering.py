"""A message as WhatsApp shows it: words, pictures, reply buttons, a list, or numbers to reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.gateway.layout import Block, joined, lay_out, numbered, pages
from bot.gateway.parts import Choice, Shown
from bot.gateway.splitting import split, units
from bot.gateway.words import text

# https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
MOST_TEXT: Final = 4096
MOST_BODY: Final = 1024  # of an interactive message
MOST_CAPTION: Final = 1024
MOST_BUTTONS, LONGEST_BUTTON, LONGEST_BUTTON_ID = 3, 20, 256
MOST_ROWS, LONGEST_ROW, LONGEST_ROW_ID = 10, 24, 200
# The asterisks of a heading.
MARK: Final = 2


@dataclass(frozen=True)
class Words:
    """A text."""

    text: str


@dataclass(frozen=True)
class Buttons:
    """A text with up to three reply buttons."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Rows:
    """A text with a list of up to ten rows, which a button opens."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Image:
    """A picture of an answer, by its address in the house."""

    url: str
    caption: str


Piece = Words | Buttons | Rows | Image


def are_numbered(choices: Sequence[Choice]) -> bool:
    """Tell whether choices fit neither buttons nor a list, and are answered by a number."""
    return bool(choices) and not _are_buttons(choices) and not _are_rows(choices)


def render(message: Shown) -> list[Piece]:
    """Return the pieces of a message: words, pictures, and choices with the last words."""
    layout = lay_out(message)
    blocks, choices = layout.words, tuple(layout.choices)
    pictures: list[Piece] = [Image(each.url, _caption(each.alt)) for each in layout.pictures]
    if are_numbered(choices):
        blocks, choices = [*blocks, numbered(choices)], ()
    if not choices:
        return [*_texts(blocks), *pictures]
    bodies = pages(blocks, MOST_BODY, mark=MARK)
    # choices cannot stand without words, and blank ones are none
    *before, body = bodies or [[Block(text("messengers.choose"))]]
    texts = _texts([block for page in before for block in page])
    kind = Buttons if _are_buttons(choices) else Rows
    return [*texts, *pictures, kind(_written(body), choices)]


def _texts(blocks: Sequence[Block]) -> list[Piece]:
    return [Words(_written(page)) for page in pages(blocks, MOST_TEXT, mark=MARK)]


def _written(page: Sequence[Block]) -> str:
    return joined(
        [(block, f"*{block.text}*" if block.is_heading else block.text) for block in page]
    )


def _caption(alt: str) -> str:
    return split(alt, MOST_CAPTION)[0] if alt.strip() else ""


def _are_buttons(choices: Sequence[Choice]) -> bool:
    return len(choices) <= MOST_BUTTONS and _fit(choices, LONGEST_BUTTON, LONGEST_BUTTON_ID)


def _are_rows(choices: Sequence[Choice]) -> bool:
    return len(choices) <= MOST_ROWS and _fit(choices, LONGEST_ROW, LONGEST_ROW_ID)


def _fit(choices: Sequence[Choice], longest_title: int, longest_id: int) -> bool:
    """Tell whether titles and what they say are short enough, and each is there once."""
    titles, says = {each.title for each in choices}, {each.say for each in choices}
    return (
        len(titles) == len(says) == len(choices)
        and all(_is_plain(each, longest_title) for each in titles)
        and all(_is_plain(each, longest_id) for each in says)
    )


def _is_plain(words: str, longest: int) -> bool:
    """Tell whether words are short enough, and without white space around them."""
    return 0 < units(words) <= longest and words == words.strip()
