"""Which sense a word of several meanings has: what stands beside it decides (ambiguous.yml)."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from spacy.tokens import Span

from bot.understanding.clauses import Clause, Sentence
from bot.understanding.normalise import words_of
from bot.understanding.vocabulary import vocabulary

BETWEEN = 1  # words between two kinds of skin that are told together
ALONE = {".", ","}  # joints of a note: "oily. 22. acne"
# Needs that are no cue of the vocabulary.
ALONE_NEEDED, LAST_NEEDED, ANSWER_NEEDED, NAME_NEEDED = "alone", "last", "answer", "name."


def is_meant(name: Span, clause: Clause, *, asked: bool = False) -> bool:
    """Tell whether a word of several meanings has the one that it is a name by here.

    Args:
        name: the word, as the vocabulary names it.
        clause: where it stands.
        asked: whether its kind was asked for, which settles it but for a homograph.
    """
    rules = (rule for rule in _ambiguous().get(name.label_, ()) if rule.covers(name))
    return all(rule.holds(name, clause, asked) for rule in rules if rule.homograph or not asked)


class _Rule:
    def __init__(self, content: dict[str, Any]) -> None:
        self.words = {" ".join(words_of(word)) for word in content.get("words", ())}
        self.ids = set(content.get("ids", ()))
        self.needs: Sequence[str] = content.get("needs", ())
        self.named = {
            each.removeprefix(NAME_NEEDED) for each in self.needs if each.startswith(NAME_NEEDED)
        }
        self.unless: Sequence[str] = content.get("unless", ())
        self.sentence: bool = content.get("sentence", False)
        self.homograph: bool = content.get("homograph", False)

    def covers(self, name: Span) -> bool:
        if self.words:
            return name.text in self.words
        return not self.ids or name.kb_id_ in self.ids

    def holds(self, name: Span, clause: Clause, asked: bool) -> bool:
        here: Clause | Sentence = clause.whole if self.sentence else clause
        if self.unless and here.has(*self.unless):
            return False
        return not self.needs or here.has(*self.needs) or self._stands_right(name, clause, asked)

    def _stands_right(self, name: Span, clause: Clause, asked: bool) -> bool:
        """Tell whether a name stands where one of the needs that are no cue wants it."""
        is_whole = clause.end - clause.start == len(name)
        if ALONE_NEEDED in self.needs and (
            (is_whole and clause.joint in ALONE) or _has_a_like(name, clause)
        ):
            return True
        if LAST_NEEDED in self.needs and name.end == clause.end and not is_whole:
            return True
        if ANSWER_NEEDED in self.needs and asked and is_whole:
            return True
        here: Clause | Sentence = clause.whole if self.sentence else clause
        clauses = here.clauses if isinstance(here, Sentence) else [here]
        itself = (name.start, name.label_)
        return any(
            each.label_ in self.named and (each.start, each.label_) != itself
            for other in clauses
            for each in other.names
        )


def _has_a_like(name: Span, clause: Clause) -> bool:
    """Tell whether the sentence names another of the kind: "sensitive and dry"."""
    return any(
        each.label_ == name.label_
        and 0 < max(name.start - each.end, each.start - name.end) <= BETWEEN
        for other in clause.whole.clauses
        for each in other.names
    )


@functools.lru_cache(maxsize=1)
def _ambiguous() -> dict[str, list[_Rule]]:
    rules: dict[str, list[_Rule]] = {}
    for content in vocabulary("ambiguous"):
        rules.setdefault(content["of"], []).append(_Rule(content))
    return rules
