"""Allergies in the patient's own words."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from bot.understanding.clauses import Clause
from bot.understanding.normalise import words_of
from bot.understanding.phrases import expand
from bot.understanding.scope import is_denied
from bot.understanding.vocabulary import lines, vocabulary

SEPARATORS = {",", "and", "&", "+", "/", "or", "aur", "y", "plus"}
ENDS = {".", "!", "?", ";", "...", "(", ")", "-", ":"}
LONGEST_NAME = 4
OTHER_SUBJECTS = (
    *("sun.care", "sleep.word", "habits.water.word", "habits.stress.word"),
    *("habits.age.now", "context.pregnancy_named"),
)
LONGEST_BEFORE = 3  # words of an allergen that stands before "allergy"


def read_allergies(doc: Doc) -> list[str] | None:
    """Return what the patient is allergic to, in lower case as said, [] for none, or None."""
    own = [clause for clause in doc._.clauses if not clause.other]
    named: list[str] = []
    for clause in own:
        for span in clause.cues.get("allergies.to", ()):
            if not is_denied(span):
                rest = doc[span.end : _next_subject(doc, span.end)]
                named += _fronted(doc, span, clause)
                named += things([token.text for token in rest])
        for span in clause.cues.get("allergies.causes", ()):
            before = _before(doc, span, clause.start)
            named += [before] if before else []
    if named:
        return list(dict.fromkeys(named))
    if any(clause.has("allergies.none") for clause in own):
        return []
    for clause in own:
        for span in clause.cues.get("allergies.before", ()):
            before = _before(doc, span, clause.start)
            if before and not is_denied(span):
                return [before]
            listed = things([token.text for token in doc[span.end : _next_subject(doc, span.end)]])
            if listed and not is_denied(span) and span.end < clause.end:
                return listed  # "allergic aspirin"
    return None


def _next_subject(doc: Doc, start: int) -> int:
    """Return where, from `start` on, a clause begins to speak of something else than a thing."""
    later = (clause for clause in doc._.clauses if clause.start > start)
    return next((clause.start for clause in later if _tells_more(clause)), len(doc))


def _tells_more(clause: Clause) -> bool:
    """Tell whether a clause names something with words beside it: "lots of milk", not "milk"."""
    words = sum(
        token.text not in _words("article") for token in clause.doc[clause.start : clause.end]
    )
    named = max((name.end - name.start for name in clause.names), default=words)
    lots = clause.has("allergies.quantity")
    return bool(words > named or (clause.names and lots) or clause.frequencies) or clause.has(
        *OTHER_SUBJECTS
    )


def _fronted(doc: Doc, span: Span, clause: Clause) -> list[str]:
    """Return what stands at the head of a clause that ends with it: "nuts I am allergic to"."""
    subject = clause.first("subject.own")
    if span.end < clause.end or subject is None or not clause.start < subject.start <= span.start:
        return []
    return things([token.text for token in doc[clause.start : subject.start]])


def things(words: Sequence[str]) -> list[str]:
    """Return the things of a spoken list: "nickel and fragrance" -> ["nickel", "fragrance"]."""
    named: list[str] = []
    first = next((i for i, word in enumerate(words) if word not in _words("leading")), 0)
    for part, ended in _parts(words[first:]):
        thing = " ".join(part)
        if part and thing not in _words("not_named") and len(part) <= LONGEST_NAME:
            named.append(thing)
        if ended:
            break
    return named


def _parts(words: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    part: list[str] = []
    for word in words:
        if word in SEPARATORS:
            yield part, False
            part = []
        elif word in ENDS or word in _words("end"):
            yield part, True
            return
        elif part or word not in _words("article"):
            part.append(word)
    yield part, True


def _before(doc: Doc, span: Span, start: int) -> str | None:
    """Return what stands right before "allergy": "nut", "latex"."""
    found: list[str] = []
    for token in reversed(list(doc[max(start, span.start - LONGEST_BEFORE) : span.start])):
        if (
            token.text in _words("not_named")
            or not token.text.isalpha()
            or token.text in _words("article")
        ):
            break
        if token.text in _words("end") or token.text in SEPARATORS:
            break
        found.insert(0, token.text)
    return " ".join(found) or None


@functools.cache
def _words(name: str) -> frozenset[str]:
    forms = (form for phrase in lines(vocabulary("allergies")[name]) for form in expand(phrase))
    return frozenset(" ".join(words_of(form)) for form in forms)
