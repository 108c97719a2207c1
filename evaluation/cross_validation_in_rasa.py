"""Intents and topics of the training data, each guessed by a model that did not learn it.

Runs in Rasa's environment. A line {"kind", "text", "wanted", "found", "confidence"} is printed for
each example of `data/nlu`; the kind is "intent" or "topic".
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from rasa.shared.nlu.training_data.loading import load_data
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot.understanding.features import normal, untrained

DATA = Path(__file__).parents[1] / "data" / "nlu"
FOLDS = StratifiedKFold(10, shuffle=True, random_state=0)


def main() -> None:
    """Print what is guessed of every example."""
    examples = load_data(str(DATA)).intent_examples
    questions = [each for each in examples if each.get("intent_response_key")]
    guess("intent", [(each.get("text"), each.get("intent")) for each in examples])
    topics = [each.get("intent_response_key").split("/")[1] for each in questions]
    guess("topic", list(zip((each.get("text") for each in questions), topics, strict=True)))


def guess(kind: str, examples: list[tuple[str, str]]) -> None:
    """Print what models, each trained on nine tenths, guess of the tenth that is left."""
    texts = [normal(text) for text, _ in examples]
    wanted = np.array([label for _, label in examples])
    likely = cross_val_predict(untrained(), texts, wanted, cv=FOLDS, method="predict_proba")
    labels = np.unique(wanted)
    for (text, label), row in zip(examples, likely, strict=True):
        best = int(row.argmax())
        line = {"kind": kind, "text": text, "wanted": label, "found": str(labels[best])}
        print(json.dumps(line | {"confidence": round(float(row[best]), 3)}))


if __name__ == "__main__":
    main()
