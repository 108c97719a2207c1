"""Telegram's HTML: what is shown of a text, and the errors of one that is not well formed."""

from __future__ import annotations

import html
import re
from typing import Final

TAGS: Final = frozenset(
    "b strong i em u ins s strike del a code pre blockquote span tg-spoiler tg-emoji".split()
)
# The named characters that Telegram knows, and all by number; any other & is an ampersand.
CHARACTER: Final = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);?")
TAG: Final = re.compile(r"<(/?)([a-zA-Z0-9-]*)([^<>]*)(>?)")


class EntitiesError(Exception):
    """The text is not well formed; the message is Telegram's."""


def shown(text: str) -> str:
    """Return what is left of a text in HTML once its tags are read.

    Raises:
        EntitiesError: it is not well formed.
    """
    out: list[str] = []
    open_tags: list[str] = []
    place = 0
    for found in TAG.finditer(text):
        out.append(text[place : found.start()])
        place = found.end()
        offset = len(text[: found.start()].encode())
        closing, name, _attributes, end = found.groups()
        name = name.lower()
        if not end:
            kind = "end" if closing else "start"
            raise EntitiesError(f"Unclosed {kind} tag at byte offset {offset}")
        if closing:
            if not open_tags:
                raise EntitiesError(f"Unexpected end tag at byte offset {offset}")
            if name and name != open_tags[-1]:
                raise EntitiesError(
                    f'Unmatched end tag at byte offset {offset}, expected "</{open_tags[-1]}>",'
                    f' found "</{name}>"'
                )
            open_tags.pop()
        elif name not in TAGS:
            raise EntitiesError(f'Unsupported start tag "{name}" at byte offset {offset}')
        else:
            open_tags.append(name)
    if open_tags:
        end_of_all = len(text.encode())
        raise EntitiesError(
            f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"'
            f" at byte offset {end_of_all}"
        )
    out.append(text[place:])
    return CHARACTER.sub(lambda found: html.unescape(found[0]), "".join(out))
