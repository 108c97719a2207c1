"""Text that looks like a command to Rasa: no patient can issue one."""

from __future__ import annotations

import re

# The REST channel puts an invisible character before a slash (bot/server/rest.py).
COMMAND = re.compile(r"\W*/\s*\w+\s*(?:\{.*)?", re.DOTALL)


def is_command(text: str) -> bool:
    """Tell whether a message is nothing but a typed command, such as "/restart"."""
    return bool(COMMAND.fullmatch(text))
