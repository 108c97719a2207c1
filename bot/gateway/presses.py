"""What a messenger's button carries: the turn whose question it answers, and what it says.

Buttons of earlier questions stay on the patient's screen: a late "No" must not answer another one.
"""

from __future__ import annotations

import re
from typing import Final

from bot.gateway.parts import Choice, Choices, Shown

# Of a message's id this much tells the turns of one talk apart.
MARK_LENGTH: Final = 8
MARKED: Final = re.compile(rf"([\w-]{{1,{MARK_LENGTH}}}):(.+)", re.DOTALL)


def marked(choice: Choice, turn: str) -> Choice:
    """Return a choice that names the message whose answer offers it.

    Args:
        choice: as the assistant offers it.
        turn: the id of the message.
    """
    return Choice(title=choice.title, say=f"{turn[-MARK_LENGTH:]}:{choice.say}")


def with_marks(message: Shown, turn: str | None) -> Shown:
    """Return a message whose choices name the turn that they belong to, if it belongs to one."""
    if turn is None:
        return message
    return message.model_copy(
        update={
            "parts": [
                Choices(choices=[marked(choice, turn) for choice in part.choices])
                if isinstance(part, Choices)
                else part
                for part in message.parts
            ]
        }
    )


def read(data: str) -> tuple[str | None, str]:
    """Return the mark of what a button carried, None where it has none, and what it says."""
    found = MARKED.fullmatch(data)
    return (found[1], found[2]) if found else (None, data)
