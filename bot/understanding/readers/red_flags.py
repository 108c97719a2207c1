"""Red flags: what must not wait. Recall comes first, then as few false alarms as may be."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from bot.understanding.scope import denies_itself, is_denied, is_supposed
from bot.understanding.vocabulary import vocabulary

NEAR = 30  # words within which the parts of one story stand
Cues = Mapping[str, Sequence[Span]]
OTHERWISE = "_otherwise"  # the phrases in which the words of a group mean something else


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
    # "whats the point of living?" asks nothing
    opened = in_questions - {clause.start for clause in doc._.clauses}
    cues: Cues = doc._.cues
    is_past = _has(cues, "over_now") and not _has(cues, "still_now")
    found = []
    for flag, rule in _rules().items():
        if any(_has(cues, meaning) for meaning in rule.unless) or (rule.over and is_past):
            continue
        for groups in rule.any_of:
            words = []
            for group in groups:
                told = _told(cues, group, opened if rule.denied else in_questions, rule)
                if not told:
                    break
                words.append(told)
            if len(words) == len(groups) and _stand_together(words):
                found.append(flag)
                break
    return found


def _has(cues: Cues, meaning: str) -> bool:
    return f"red_flags.{meaning}" in cues


def _told(cues: Cues, group: str, in_questions: set[int], rule: _Rule) -> list[Span]:
    """Return the words of a group that are said to be so."""
    spans = [span for span in cues.get(f"red_flags.{group}", ()) if span.start not in in_questions]
    others = cues.get(f"red_flags.{group}{OTHERWISE}", ()) if spans else ()
    if others:
        spans = [span for span in spans if not any(_lies_in(span, other) for other in others)]
    if rule.denied or not spans:
        return spans
    spans = [span for span in spans if not is_denied(span) or denies_itself(span)]
    return spans if rule.supposed else [span for span in spans if not is_supposed(span)]


def _lies_in(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


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
