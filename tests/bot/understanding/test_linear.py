"""The compact model says what scikit-learn's pipeline says."""

import numpy as np
import pytest
from sklearn.pipeline import Pipeline

from bot.understanding.features import trained, untrained
from bot.understanding.linear import LinearModel

TEXTS = [
    *("how do i start retinol", "is retinol safe", "retinol kaise shuru karu", "start retinol"),
    *("how much sunscreen do i need", "is sunscreen safe", "sunscreen kitna", "reapply sunscreen"),
    *("what is the weather", "tell me a joke", "a joke please", "the weather tomorrow"),
]
LABELS = ["retinol"] * 4 + ["sunscreen"] * 4 + ["else"] * 4


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return untrained().fit(TEXTS, LABELS)


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return trained(TEXTS, LABELS)


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "is it safe to start",
        "xylophone",
        "\u0434\u0430",
        "",
        "sunscreen sunscreen sunscreen",
    ],
)
def test_it_says_the_same(pipeline: Pipeline, model: LinearModel, text: str) -> None:
    (wanted,) = pipeline.predict_proba([text])
    found = dict(model.likelihoods(text))
    assert [found[label] for label in pipeline.classes_] == pytest.approx(wanted, abs=0.002)


def test_the_likeliest_comes_first_and_all_are_one(model: LinearModel) -> None:
    likely = [value for _, value in model.likelihoods("how do i start")]
    assert likely == sorted(likely, reverse=True)
    assert sum(likely) == pytest.approx(1)


def test_a_message_as_long_as_allowed_is_answered(model: LinearModel) -> None:
    assert np.isfinite([value for _, value in model.likelihoods("retinol " * 250)]).all()
