"""Red flags: what must not wait. Recall comes first, then as few false alarms as may be."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from bot.understanding.scope import is_denied, is_supposed
from bot.understanding.vocabulary import vocabulary

NEAR = 30  # words within which the parts of one story stand


@dataclass(frozen=True)
class _Rule:
    """When a red flag holds (vocabulary/flags.yml)."""

    any_of: Sequence[Sequence[str]]
    unless: Sequence[str]
    denied: bool
    supposed: bool
    over: bool


def read_red_flags(doc: Doc) -> list[str]:
    """Return the red flags that a message reports, of the patient or of somebody else."""
    in_questions = {
        index
        for clause in doc._.clauses
        if clause.asks and not clause.has("subject.own", "subject.other.person", "subject.pronoun")
        for index in range(clause.start, clause.end)
    }
    is_past = _has(doc, "over_now") and not _has(doc, "still_now")
    found = []
    for flag, rule in _rules().items():
        if any(_has(doc, meaning) for meaning in rule.unless) or (rule.over and is_past):
            continue
        for groups in rule.any_of:
            words = [_told(doc, group, in_questions, rule) for group in groups]
            if all(words) and _stand_together(words):
                found.append(flag)
                break
    return found


def _has(doc: Doc, meaning: str) -> bool:
    return bool(doc._.cues.get(f"red_flags.{meaning}"))


def _told(doc: Doc, group: str, in_questions: set[int], rule: _Rule) -> list[Span]:
    """Return the words of a group that are said to be so."""
    spans = doc._.cues.get(f"red_flags.{group}", ())
    spans = [span for span in spans if span.start not in in_questions]
    if rule.denied:
        return spans
    spans = [span for span in spans if not is_denied(span)]
    return spans if rule.supposed else [span for span in spans if not is_supposed(span)]


def _stand_together(groups: Sequence[Sequence[Span]]) -> bool:
    """Tell whether one word of each group, none of them twice, stands near the first group's."""
    for anchor in groups[0]:
        near = [
            [span for span in group if abs(span.start - anchor.start) <= NEAR]
            for group in groups[1:]
        ]
        # the rarest first, so that a search that must fail does so at once
        if all(near) and _distinct([anchor], sorted(near, key=len)):
            return True
    return False


def _distinct(taken: list[Span], groups: Sequence[Sequence[Span]]) -> bool:
    if not groups:
        return True
    return any(
        _distinct([*taken, span], groups[1:])
        for span in groups[0]
        if not any(span.start < other.end and other.start < span.end for other in taken)
    )


@functools.lru_cache(maxsize=1)
def _rules() -> dict[str, _Rule]:
    return dict(_loaded())


def _loaded() -> Iterator[tuple[str, _Rule]]:
    for flag, rule in vocabulary("flags").items():
        yield (
            flag,
            _Rule(
                any_of=rule["any"],
                unless=rule.get("unless", ()),
                denied=rule.get("denied", False),
                supposed=rule.get("supposed", False),
                over=rule.get("over", False),
            ),
        )
