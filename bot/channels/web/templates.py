"""The pages as text: Jinja templates and the words in them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.gateway.words import words

CHAT: Final = Path(__file__).parents[2] / "chat"


def render(template: str, **values: object) -> str:
    """Return a page of the folder `bot/chat`; `text` is there, and escapes what it fills in."""
    return _environment().get_template(template).render(values, text=_text)


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(CHAT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(path: str, **values: object) -> Markup:
    return escape(words(path)).format(**values)
