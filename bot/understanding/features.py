"""What the classifiers see of a message: its words and parts of words, weighted by how telling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union

from bot.understanding.normalise import words_of
from bot.understanding.pipeline import build

BEGIN, END, UNKNOWN = "BEGIN", "END", "UNKNOWN"
PARTICLES = {"bas"}  # Hindi "enough": stops a talk, but only ends a sentence that says more
FEWEST = 2  # examples that must have a word for it to be known


def normal(text: str) -> str:
    """Return a text with slang, numbers and spelling as `words_of` writes them."""
    return " ".join(words_of(text))


def concepts(text: str) -> list[str]:
    """Return what a text names, "products:retinol", and the cues in it, as the reader has them."""
    doc = build()(text)
    return [*(f"{name.label_}:{name.kb_id_}" for name in doc._.names), *sorted(doc._.cues)]


class KnownWords(BaseEstimator, TransformerMixin):
    """Marks where texts begin and end, and puts one word for all that few examples have.

    A message about something else altogether is told by its many unknown words.
    """

    def fit(self, texts: Iterable[str], _labels: Any = None) -> KnownWords:
        """Learn which words are known."""
        counted = Counter(word for text in texts for word in set(text.split()))
        self.words_ = {word for word, count in counted.items() if count >= FEWEST}
        return self

    def transform(self, texts: Iterable[str]) -> list[str]:
        """Return the texts with marks."""
        return [
            " ".join([BEGIN, *(self._known(word) for word in text.split()), END]) for text in texts
        ]

    def _known(self, word: str) -> str:
        return word if word in self.words_ else UNKNOWN


def features() -> FeatureUnion:
    """Return untrained features of normal texts: runs of one to three words, parts of words."""
    shared = {"sublinear_tf": True, "lowercase": False}
    words = TfidfVectorizer(ngram_range=(1, 3), tokenizer=str.split, token_pattern=None, **shared)
    parts = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), strip_accents="unicode", **shared
    )
    return make_union(_with_known_words(words), parts)


def _with_known_words(vectors: TfidfVectorizer) -> Pipeline:
    return make_pipeline(KnownWords(), vectors)
