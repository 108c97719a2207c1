"""What the classifiers see of a message: its words, parts of words and what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union

from bot.understanding.normalise import words_of
from bot.understanding.synonyms import glossed, meanings_of

BEGIN, END, UNKNOWN, OTHER_SCRIPT = "BEGIN", "END", "UNKNOWN", "OTHER_SCRIPT"
LAST_LATIN_LETTER = "\u024f"
PARTICLES = {"bas"}  # Hindi "enough": stops a talk, but only ends a sentence that says more
FEWEST = 2  # examples that must have a word, or a part of one, for it to be known


def normal(text: str) -> str:
    """Return a text with slang, numbers and spelling as `words_of` writes them."""
    return " ".join(words_of(text))


def untrained() -> Pipeline:
    """Return the features of normal texts, and a model of them, before their training.

    One against the rest: its confidences need no calibration beyond their sum of one.
    """
    classifier = LogisticRegression(C=100, solver="liblinear")
    return make_pipeline(features(), classifier)


def trained(texts: Iterable[str], labels: Iterable[str]) -> Pipeline:
    """Return the features and the model of normal texts, as small as they are still exact."""
    model = untrained().fit(list(texts), list(labels))
    model[-1].coef_ = model[-1].coef_.astype(np.float32)
    return model


class KnownWords(BaseEstimator, TransformerMixin):
    """Marks where texts begin and end, and puts one word for all that few examples have, by script.

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
        if word in self.words_:
            return word
        return OTHER_SCRIPT if word.isalpha() and max(word) > LAST_LATIN_LETTER else UNKNOWN


def features() -> FeatureUnion:
    """Return untrained features of normal texts, all of them weighted by how telling they are."""
    shared = {"sublinear_tf": True, "lowercase": False, "dtype": np.float32}
    words = TfidfVectorizer(ngram_range=(1, 2), tokenizer=str.split, token_pattern=None, **shared)
    parts = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), strip_accents="unicode", min_df=FEWEST, **shared
    )
    return make_union(
        make_pipeline(KnownWords(), words),
        parts,
        TfidfVectorizer(analyzer=runs_of_meanings, **shared),
        TfidfVectorizer(analyzer=pairs_of_meanings, **shared),
    )


def runs_of_meanings(text: str) -> list[str]:
    """Return a text's words by what they mean, and each two that follow one another."""
    words = [BEGIN, *glossed(text.split()), END]
    return [*words, *map(" ".join, pairwise(words))]


def pairs_of_meanings(text: str) -> list[str]:
    """Return what a text means, and each two of its meanings, wherever they stand."""
    meanings = sorted(meanings_of(text.split()))
    return [*meanings, *map(" ".join, combinations(meanings, 2))]
