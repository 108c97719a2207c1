"""The pages as text: Jinja templates, the words in them, and what their scripts are told."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.gateway.names import names
from bot.gateway.words import words
from clinic.emergency import Emergency
from clinic.settings import Settings

CHAT: Final = Path(__file__).parents[1] / "chat"


def render(template: str, **values: object) -> str:
    """Return a page of the folder `bot/chat`; `text` is there, and escapes what it fills in."""
    return _environment().get_template(template).render(values, text=_text)


def told(settings: Settings) -> dict[str, Any]:
    """Return what the scripts of every page know: words, readable names, numbers to call."""
    return {
        "locale": words("locale"),
        "words": words("script"),
        "names": names(),
        "helplines": _helplines(settings.emergency),
    }


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


def _helplines(emergency: Emergency) -> list[dict[str, str]]:
    """Return what a patient can call with one touch where the assistant's words name the number."""
    lines = {emergency.number: "", emergency.crisis_number: emergency.crisis_name}
    return [
        {"number": number, "name": name}
        for number, name in lines.items()
        if number.replace(" ", "").isdigit()
    ]
