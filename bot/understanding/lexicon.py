"""The words of the catalogue and the vocabulary, found in a message by spaCy's phrase matcher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.understanding.normalise import normalise
from bot.understanding.spelling import Corrector
from bot.understanding.vocabulary import products, vocabulary


@dataclass(frozen=True)
class Mention:
    """A stretch of text that names something: its kind ("products", "concerns", ...) and identifier."""

    start: int
    end: int
    kind: str
    id: str


class Lexicon:
    """Finds what a message names."""

    def __init__(self) -> None:
        self._nlp = spacy.blank("en")
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        known: set[str] = set()
        for kind, identifier, words in _entries():
            normal = sorted({normalise(word) for word in words} - {""})
            self._matcher.add(f"{kind}:{identifier}", [self._nlp.make_doc(word) for word in normal])
            known.update(word for phrase in normal for word in phrase.split())
        self._corrector = Corrector(
            known, [normalise(word) for entry in products().values() for word in entry["words"]]
        )

    def correct(self, text: str) -> str:
        """Return the normalised text with misspelt names of products put right."""
        return self._corrector.correct(text)

    def mentions(self, text: str) -> list[Mention]:
        """Return what a normalised text names, from left to right; of overlapping names the longest.

        Names of different kinds may overlap where both are as long ("redness": a concern, a symptom).
        """
        doc = self._nlp.make_doc(text)
        found = [self._mention(doc, *match) for match in self._matcher(doc)]
        longest = sorted(found, key=lambda each: (each.start - each.end, each.start))
        kept: list[Mention] = []
        for mention in longest:
            if all(_may_stand_with(mention, other) for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda each: (each.start, each.end))

    def _mention(self, doc: Doc, label: int, start: int, end: int) -> Mention:
        kind, identifier = self._nlp.vocab.strings[label].split(":")
        span = doc[start:end]
        return Mention(span.start_char, span.end_char, kind, identifier)


def _entries() -> Iterator[tuple[str, str, list[str]]]:
    for identifier, product in products().items():
        yield "products", identifier, [*product["words"], identifier.replace("_", " ")]
    for kind, lists in vocabulary("lists").items():
        for identifier, words in lists.items():
            yield kind, identifier, words


def _may_stand_with(mention: Mention, other: Mention) -> bool:
    apart = mention.end <= other.start or other.end <= mention.start
    return apart or (
        (mention.start, mention.end) == (other.start, other.end) and mention.kind != other.kind
    )
