"""The assistant's messages: the elements of Rasa's REST channel, put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NotRequired

# pydantic reads typing's own only from Python 3.12 on
from typing_extensions import TypedDict


class Button(TypedDict):
    """A quick reply: what it says, and the words that it stands for."""

    title: str
    payload: str


class Element(TypedDict):
    """An element of Rasa's answer; what else it has is left out."""

    text: NotRequired[str]
    buttons: NotRequired[list[Button]]
    custom: NotRequired[dict[str, Any]]
    image: NotRequired[str]


@dataclass
class Message:
    """One message: its paragraphs, quick replies, an image and what it carries for the client.

    Where `custom` holds something that is shown in place of words, such as `plan`, the words are
    the last of `texts`: before it may stand an earlier message that had no `custom`.
    """

    texts: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)
    image: str | None = None


def grouped(elements: Iterable[Element]) -> list[Message]:
    """Return the messages that Rasa's elements stand for.

    Rasa's order within a message is text, `custom`, `image`; a text without buttons comes in one
    element a paragraph, a text with buttons always in one.
    """
    messages: list[Message] = []
    for element in elements:
        if "text" in element:
            if not messages or "buttons" in element or not _is_open(messages[-1]):
                messages.append(Message())
            messages[-1].texts.append(element["text"])
            messages[-1].buttons += element.get("buttons", [])
        if "custom" in element:
            if not messages or messages[-1].custom or messages[-1].image:
                messages.append(Message())
            messages[-1].custom = element["custom"]
        if "image" in element:
            if not messages or messages[-1].image:
                messages.append(Message())
            messages[-1].image = element["image"]
    return messages


def _is_open(message: Message) -> bool:
    """Tell whether another paragraph may still belong to a message."""
    return not (message.buttons or message.custom or message.image)
