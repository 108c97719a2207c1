"""A trained linear model of features, made for one text at a time: small, and quick to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline


@dataclass(frozen=True)
class Block:
    """One kind of features: how they are found, where each stands, how telling it is."""

    analyse: Callable[[str], Iterable[str]]
    columns: dict[str, int]
    weights: NDArray[np.float32]
    coefficients: NDArray[np.float16]  # a row for each feature, a column for each label

    def scores(self, text: str) -> NDArray[np.float32] | float:
        """Return what these features say for each label; nothing where none is known."""
        columns = self.columns
        counted = Counter(columns[each] for each in self.analyse(text) if each in columns)
        if not counted:
            return 0.0
        found = np.fromiter(counted, np.intp, len(counted))
        times = np.fromiter(counted.values(), np.float32, len(counted))
        values = (1 + np.log(times)) * self.weights[found]
        values /= np.sqrt(values @ values)
        return np.asarray(values @ self.coefficients[found].astype(np.float32))


@dataclass(frozen=True)
class LinearModel:
    """Says how likely each label is of a text; scikit-learn's pipeline does the same slower.

    Its `Pipeline` checks and copies what it is given at every step, four times for one message.
    """

    labels: tuple[str, ...]
    known: frozenset[str]  # words that are in several examples
    intercept: NDArray[np.float32]
    blocks: tuple[Block, ...]

    def likelihoods(self, text: str) -> list[tuple[str, float]]:
        """Return each label with its likelihood, the likeliest first; together they are 1."""
        scores = self.intercept + sum(block.scores(text) for block in self.blocks)
        likely = 1 / (1 + np.exp(-scores))
        likely /= likely.sum()
        ranked = zip(self.labels, likely.tolist(), strict=True)
        return sorted(ranked, key=lambda each: -each[1])


def compact(
    trained: Pipeline, analysers: Iterable[Callable[[str], Iterable[str]]], known: frozenset[str]
) -> LinearModel:
    """Return what a trained pipeline, a union of vectors and a logistic regression, has learnt.

    Args:
        trained: the pipeline; each of its vectors is a `TfidfVectorizer`, or ends in one.
        analysers: what finds each vector's features in one text, in their order.
        known: the words that are in several examples.
    """
    union, classifier = trained[0], trained[-1]
    coefficients = classifier.coef_.T.astype(np.float16)
    blocks = []
    begin = 0
    for analyse, (_, step) in zip(analysers, union.transformer_list, strict=True):
        vectors = step[-1] if isinstance(step, Pipeline) else step
        end = begin + len(vectors.vocabulary_)
        columns = {name: int(column) for name, column in vectors.vocabulary_.items()}
        rows = np.ascontiguousarray(coefficients[begin:end])
        blocks.append(Block(analyse, columns, vectors.idf_.astype(np.float32), rows))
        begin = end
    labels = tuple(map(str, classifier.classes_))
    intercept = classifier.intercept_.astype(np.float32)
    return LinearModel(labels, known, intercept, tuple(blocks))
