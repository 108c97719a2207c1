"""How a patient writes: case, punctuation, fillers, spelling and typing mistakes."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

# Shorter words are typed right, and so are numbers.
LONG_WORD: Final = 5
# How often a filler stands before or after what is said.
FILLER: Final = 0.35


@dataclass(frozen=True)
class Style:
    """A way of writing and of answering (styles.yml says what each part means)."""

    name: str
    case: str
    end: str
    join: str
    terse: float
    buttons: float
    volunteers: float
    vague: float
    unsure: float
    opening: Sequence[str]
    typos: float = 0.0
    bare_marks: bool = False
    swaps: Mapping[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()
    after: Sequence[str] = ()


def write(sentences: Sequence[str], style: Style, rng: random.Random) -> str:
    """Return sentences as one message in a style."""
    parts = [*sentences]
    if style.before and rng.random() < FILLER:
        parts[0] = f"{rng.choice(style.before)} {parts[0]}"
    if style.after and rng.random() < FILLER:
        parts[-1] = f"{parts[-1]} {rng.choice(style.after)}"
    for said, put in style.swaps.items():
        parts = [re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", put, part) for part in parts]
    if style.case == "sentence":
        first = parts if style.join.startswith(".") else parts[:1]
        parts = [*(part[:1].upper() + part[1:] for part in first), *parts[len(first) :]]
    text = style.join.join(parts) + style.end
    if style.typos:
        text = re.sub(r"[^\W\d]+", lambda word: _mistyped(word[0], style.typos, rng), text)
    if style.bare_marks:
        text = re.sub(r"['’!?;:]|,(?!\d)|\.(?!\d)", "", text)
    return text.lower() if style.case == "lower" else text


def _mistyped(word: str, rate: float, rng: random.Random) -> str:
    """Return a word with one mistake inside it, as often as the rate says."""
    if len(word) < LONG_WORD or rng.random() >= rate:
        return word
    at = rng.randrange(1, len(word) - 2)
    match rng.choice(("swap", "drop", "double")):
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case _:
            return word[:at] + word[at] + word[at:]
