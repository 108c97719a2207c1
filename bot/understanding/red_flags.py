"""Red flags: what must not wait. Recall comes first, then as few false alarms as may be."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

from bot.understanding.clauses import Clause
from bot.understanding.vocabulary import vocabulary

# What is denied: "no swelling, no trouble breathing". A "but" ends it.
DENIED = re.compile(
    r"\b(?:no|without|not|never|isnt|arent|hasnt|havent|wasnt|doesnt|dont have|nor|neither|sin)\b"
    r"(?! (?:idea|sure|wait|longer|able|only|just|one|matter|stop|stopping))"
    r"[^,.;!?\n]*?(?=,|\.|;|!|\?|\n|\bbut\b|\bjust\b|\bonly\b|\band (?:my|its|the|now|it)\b|\bthough\b|\btho\b|$)"
)
NEAR = 160


def red_flags(text: str, clauses: Sequence[Clause]) -> list[str]:
    """Return the red flags that a normalised message reports, of the patient or of somebody else."""
    if all(clause.asks for clause in clauses) and not re.search(
        r"\b(?:my|im|ive|me|her|his|she|he)\b", text
    ):
        return []
    affirmed = DENIED.sub(" ", text)
    found = []
    for flag, (alternatives, unless, as_said) in _rules().items():
        body = text if as_said else affirmed
        if any(pattern.search(text) for pattern in unless):
            continue
        if any(_near(alternative, body) for alternative in alternatives):
            found.append(flag)
    return found


def _near(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    """Tell whether all patterns are found, close enough together to be one story."""
    first = patterns[0]
    for anchor in first.finditer(text):
        window = text[max(0, anchor.start() - NEAR) : anchor.end() + NEAR]
        if all(pattern.search(window) for pattern in patterns[1:]):
            return True
    return False


@functools.lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[list[list[re.Pattern[str]]], list[re.Pattern[str]], bool]]:
    rules: dict[str, Any] = vocabulary("red_flags")
    return {
        flag: (
            [[re.compile(pattern) for pattern in alternative] for alternative in rule["any"]],
            [re.compile(pattern) for pattern in rule.get("not", [])],
            rule.get("as_said", False),
        )
        for flag, rule in rules.items()
    }
