"""One message of the assistant, in the shape that every channel understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from clinic.plan_in_words import BULLET

Button = str | Mapping[str, str]


def listed(items: Iterable[str]) -> list[str]:
    """Return items as the lines of a list."""
    return [BULLET + each for each in items]


def say(
    dispatcher: CollectingDispatcher,
    *sentences: str,
    buttons: Sequence[Button] = (),
    image: str | None = None,
    **custom: Any,
) -> None:
    """Send the sentences that are not empty as one message, a line each.

    Args:
        dispatcher: collects what the turn says.
        sentences: the message's lines; an empty one is left out.
        buttons: quick replies; a plain string is both title and payload.
        image: the address of a picture that is shown below them.
        custom: `asking`, `noted`, `triage`, `photo`, `plan`, `handoff`; None leaves a key out. A
            message that is `silent` is not shown.
    """
    payload = {key: value for key, value in custom.items() if value is not None}
    dispatcher.utter_message(
        text="\n".join(sentence for sentence in sentences if sentence),
        buttons=[_button(button) for button in buttons],
        json_message=payload or None,
        image=image,
    )


def _button(button: Button) -> dict[str, str]:
    if isinstance(button, str):
        return {"title": button, "payload": button}
    return {"title": button["title"], "payload": button["payload"]}
