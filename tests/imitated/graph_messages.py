"""Messages as the Graph API takes them, or refuses them: their types, and the limits of each.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.imitated.graph_people import Shown

TEMPLATE, LANGUAGE, VARIABLES = "dewy_check_in", "en", 2
TEMPLATE_WORDS = "News from : Just answer here to talk on."  # of its body, without the variables
MOST_TEXT, MOST_BODY, MOST_CAPTION, MOST_TEMPLATE, MOST_KEY = 4096, 1024, 1024, 1024, 512


class Refused(Exception):  # noqa: N818  # it is an answer of the API
    """An answer of the API that is no success."""

    def __init__(self, status: int, code: int, message: str = "") -> None:
        self.status, self.code, self.message = status, code, message or f"(#{code})"


def shown(body: dict[str, Any], media: Mapping[str, tuple[bytes, str]]) -> Shown:
    """Return what a message shows.

    Raises:
        Refused: it is none, or beyond a limit.
    """
    kind = body.get("type", "text")
    content = body.get(kind)
    if not isinstance(content, dict):
        raise Refused(400, 100, f"(#100) Invalid parameter: {kind}")
    if len(body.get("biz_opaque_callback_data", "")) > MOST_KEY:
        raise Refused(400, 100, "(#100) biz_opaque_callback_data is too long")
    if kind == "text":
        return Shown(_within(content.get("body"), MOST_TEXT))
    if kind == "interactive":
        return _interactive(content)
    if kind == "image":
        return _image(content, media)
    if kind == "template":
        return _template(content)
    raise Refused(400, 100, "(#100) Invalid parameter: type")


def invalid() -> Refused:
    """Return the answer to a value that is not valid."""
    return Refused(400, 131009, "(#131009) Parameter value is not valid")


def _interactive(given: dict[str, Any]) -> Shown:
    text = _within(given.get("body", {}).get("text"), MOST_BODY)
    action = given.get("action", {})
    if given.get("type") == "button":
        if any(each.get("type") != "reply" for each in action["buttons"]):
            raise invalid()
        replies = [each["reply"] for each in action["buttons"]]
        return Shown(text, _choices(replies, most=3, title=20, id=256), "button")
    if given.get("type") == "list":
        _within(action.get("button"), 20)
        sections = action["sections"]
        if not 1 <= len(sections) <= 10:
            raise invalid()
        for section in sections:
            _within(section.get("title"), 24)
        rows = [row for section in sections for row in section["rows"]]
        if any(len(row.get("description") or "") > 72 for row in rows):
            raise invalid()
        return Shown(text, _choices(rows, most=10, title=24, id=200), "list")
    raise invalid()


def _image(given: dict[str, Any], media: Mapping[str, tuple[bytes, str]]) -> Shown:
    data, _ = media.get(given.get("id", ""), (None, ""))
    if data is None:
        raise invalid()
    caption = given.get("caption", "")
    return Shown(_within(caption, MOST_CAPTION) if caption else "", kind="image", image=data)


def _template(given: dict[str, Any]) -> Shown:
    if (given.get("name"), given.get("language", {}).get("code")) != (TEMPLATE, LANGUAGE):
        raise Refused(404, 132001, "(#132001) Template name does not exist in the translation")
    [component] = given.get("components", [])
    values = [each["text"] for each in component["parameters"]]
    if len(values) != VARIABLES:
        raise Refused(400, 132000, "(#132000) Number of parameters does not match")
    if any(re.search(r"[\n\t]| {5}", value) or not value for value in values):
        raise Refused(400, 132018, "(#132018) Param text cannot have new-line/tab characters")
    if len(TEMPLATE_WORDS) + sum(map(len, values)) > MOST_TEMPLATE:
        raise Refused(400, 132005, "(#132005) Translated text too long")
    return Shown(" | ".join(values), kind="template")


def _choices(given: list[dict[str, Any]], *, most: int, title: int, id: int) -> dict[str, str]:
    titles, ids = [each["title"] for each in given], [each["id"] for each in given]
    if not 1 <= len(given) <= most or not len(set(titles)) == len(given) == len(set(ids)):
        raise invalid()
    for name in titles:
        _within(name, title)
    for name in ids:
        # without white space around it, as the documentation has it
        if _within(name, id) != name.strip():
            raise invalid()
    return dict(zip(titles, ids, strict=True))


def _within(value: Any, most: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= len(value) <= most:
        raise invalid()
    return value
