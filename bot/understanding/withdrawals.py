"""What a message takes back: "not sensitive after all", "the burning is gone"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.clauses import cue
from bot.understanding.lexicon import Mention

GONE = re.compile(
    r"^[^,.;]{0,20}?\b(?:is|are|has|have|was|went|all)? ?(?:gone|stopped|cleared|better now|went away|disappeared|settled|calmed down|healed|over)\b"
)
NOT_AFTER_ALL = re.compile(r"\bafter all\b")
KINDS = ("symptoms", "skin_type", "concerns", "conditions", "goals")


def withdrawals(text: str, mentions: Sequence[Mention]) -> list[tuple[str, str]]:
    """Return the (key, value) pairs that a message withdraws."""
    taken = []
    for mention in (each for each in mentions if each.kind in KINDS):
        denied = NOT_AFTER_ALL.search(text) and cue("negation").search(
            text[max(0, mention.start - 25) : mention.start]
        )
        if denied or (
            mention.kind == "symptoms" and GONE.search(text[mention.end : mention.end + 40])
        ):
            taken.append((mention.kind, mention.id))
    return list(dict.fromkeys(taken))
