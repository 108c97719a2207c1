"""What the classifiers see of a message: its words, parts of words and what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union

from bot.understanding.languages import LAST_LATIN_LETTER
from bot.understanding.linear import LinearModel, compact
from bot.understanding.normalise import words_of
from bot.understanding.synonyms import glossed, meanings_of

BEGIN, END, UNKNOWN, OTHER_SCRIPT = "BEGIN", "END", "UNKNOWN", "OTHER_SCRIPT"
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


def trained(texts: Iterable[str], labels: Iterable[str]) -> LinearModel:
    """Return a model of normal texts that has learnt their labels."""
    pipeline = untrained().fit(list(texts), list(labels))
    known = frozenset(pipeline[0].transformer_list[0][1][0].words_)
    return compact(pipeline, [RunsOfWords(known), parts_of_words, *OF_MEANINGS], known)


class KnownWords(BaseEstimator, TransformerMixin):
    """Splits texts, marks their ends, and puts one word for all that few examples have, by script.

    A message about something else altogether is told by its many unknown words.
    """

    def fit(self, texts: Iterable[str], _labels: Any = None) -> KnownWords:
        """Learn which words are known."""
        counted = Counter(word for text in texts for word in set(text.split()))
        self.words_ = {word for word, count in counted.items() if count >= FEWEST}
        return self

    def transform(self, texts: Iterable[str]) -> list[list[str]]:
        """Return the words of the texts with marks."""
        return [_marked(text, self.words_) for text in texts]


@dataclass(frozen=True)
class RunsOfWords:
    """Finds what `KnownWords` and a vectorizer find, in one text."""

    known: frozenset[str]

    def __call__(self, text: str) -> list[str]:
        """Return a text's words, and each two that follow one another."""
        return runs(_marked(text, self.known))


def _marked(text: str, known: Collection[str]) -> list[str]:
    return [BEGIN, *(word if word in known else _unknown(word) for word in text.split()), END]


def _unknown(word: str) -> str:
    return OTHER_SCRIPT if word.isalpha() and max(word) > LAST_LATIN_LETTER else UNKNOWN


def runs(words: list[str]) -> list[str]:
    """Return words, and each two that follow one another."""
    return [*words, *map(" ".join, pairwise(words))]


def parts_of_words(text: str) -> Iterator[str]:
    """Yield all runs of two to four characters within a text's words and at their edges."""
    for word in text.split():
        padded = f" {word} "
        for length in range(2, 5):
            for begin in range(len(padded) - length + 1):
                yield padded[begin : begin + length]


def runs_of_meanings(text: str) -> list[str]:
    """Return a text's words by what they mean, and each two that follow one another."""
    return runs([BEGIN, *glossed(text.split()), END])


def pairs_of_meanings(text: str) -> list[str]:
    """Return what a text means, and each two of its meanings, wherever they stand."""
    meanings = sorted(meanings_of(text.split()))
    return [*meanings, *map(" ".join, combinations(meanings, 2))]


OF_MEANINGS = (runs_of_meanings, pairs_of_meanings)


def features() -> FeatureUnion:
    """Return untrained features of normal texts, all of them weighted by how telling they are."""
    shared = {"sublinear_tf": True, "lowercase": False}
    return make_union(
        make_pipeline(KnownWords(), TfidfVectorizer(analyzer=runs, **shared)),
        TfidfVectorizer(analyzer=parts_of_words, min_df=FEWEST, **shared),
        *(TfidfVectorizer(analyzer=analyse, **shared) for analyse in OF_MEANINGS),
    )
