"""A message in clauses: who each is about, whether it asks, and how it is joined to the one before."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.vocabulary import vocabulary

Span = tuple[int, int]

SENTENCE_END = re.compile(r"(?<!\d)\.+|\.+(?!\d)|[!?;\n…]+|\s-\s|💀|😂|😭|🙏")
JOINTS = re.compile(
    r",|:| \+ |\+| & |&| / |(?<=\s)(?:and|but|then|aur|y|pero|lekin|par|though|tho|so|because|while"
    r"|whereas|plus|or|although|except|since|which|who|however|yet|also|bas)(?=\s)|\(|\)"
)


@dataclass
class Clause:
    """A stretch of the message with its place in it."""

    start: int
    end: int
    text: str
    sentence: int
    joint: str
    asks: bool = False
    other: bool = False

    def holds(self, start: int) -> bool:
        """Tell whether a position of the message lies in this clause."""
        return self.start <= start < self.end


def split(text: str, whole: Sequence[Span]) -> list[Clause]:
    """Return the clauses of a normalised text; the spans in `whole` are never split."""
    clauses: list[Clause] = []
    for number, (begin, finish, mark) in enumerate(_sentences(text, whole)):
        start, joint = begin, "."
        first = len(clauses)
        for match in JOINTS.finditer(text, begin, finish):
            if any(a < match.end() and match.start() < b for a, b in whole):
                continue
            _add(clauses, text, start, match.start(), number, joint)
            start, joint = match.end(), match.group(0).strip()
        _add(clauses, text, start, finish, number, joint)
        _mark_questions(clauses[first:], text[begin:finish], mark)
    _mark_others(clauses, text)
    return clauses


def _sentences(text: str, whole: Sequence[Span]) -> list[tuple[int, int, str]]:
    found, start = [], 0
    for match in SENTENCE_END.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in whole):
            continue
        found.append((start, match.start(), match.group(0)))
        start = match.end()
    found.append((start, len(text), ""))
    return [each for each in found if text[each[0] : each[1]].strip()]


def _add(clauses: list[Clause], text: str, start: int, end: int, sentence: int, joint: str) -> None:
    if text[start:end].strip():
        clauses.append(Clause(start, end, text[start:end], sentence, joint))


def _mark_questions(clauses: list[Clause], sentence: str, mark: str) -> None:
    """A clause that opens like a question asks, and so does what it leads on to."""
    asking = False
    for clause in clauses:
        said = clause.text.strip()
        if cue("question_of_self").search(said):
            asking = False
        elif cue("question_start").search(said) and not (
            clause.joint == "," and said.startswith("do ")
        ):
            asking = True
        elif re.match(r"(?:i|im|ive|my|mine)\b", said):
            asking = False
        clause.asks = asking


def _mark_others(clauses: list[Clause], text: str) -> None:
    """Somebody else stays the subject until the patient speaks of themself."""
    about_other = False
    for clause in clauses:
        said = clause.text
        without_asides = cue("other_aside").sub(" ", said)
        if cue("other").search(without_asides):
            about_other = True
        elif cue("own").search(said):
            if not cue("pronouns_of_other").search(said) or not about_other:
                about_other = False
        clause.other = about_other


@functools.cache
def cue(name: str) -> re.Pattern[str]:
    """Return one group of cues (vocabulary/cues.yml; "status.stopped" for one inside a group)."""
    found: Any = vocabulary("cues")
    for part in name.split("."):
        found = found[part]
    patterns = [found] if isinstance(found, str) else found
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
