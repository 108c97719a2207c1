"""Answers to the questions about a photograph, which elsewhere mean something else."""

from __future__ import annotations

import functools

from bot.understanding.normalise import words_of
from bot.understanding.phrases import expand
from bot.understanding.vocabulary import lines, vocabulary

PHOTO_CONSENT, PHOTO = "photo_consent", "photo"
# What is meant, by what was asked, and the intent that it is.
INTENTS = {
    PHOTO_CONSENT: {"keep": "affirm", "discard": "deny", "without": "deny"},
    PHOTO: {"without": "deny", "sending": "affirm"},
}


def answer_about_photo(text: str, asked: str) -> str | None:
    """Return the intent of an answer to one of the questions about a photograph, or None."""
    meanings = INTENTS.get(asked, {})
    # whole first: of "no photo" the bare rest would be the opposite
    for said in (" ".join(words_of(text)), _bare(text)):
        for meaning, intent in meanings.items():
            if said in _phrases(meaning):
                return intent
    return None


def takes_photo_back(text: str) -> bool:
    """Tell whether a patient wants photographs deleted, and them alone."""
    return _bare(text) in _phrases("withdraw")


def _bare(text: str) -> str:
    """Return the words of a text without what may stand around them."""
    around = lines(vocabulary(PHOTO_CONSENT)["around"])
    said = [word for word in words_of(text) if word[0].isalnum()]
    while said and said[0] in around:
        del said[0]
    while said and said[-1] in around:
        del said[-1]
    return " ".join(said)


@functools.cache
def _phrases(meaning: str) -> frozenset[str]:
    return frozenset(
        " ".join(words_of(phrase))
        for line in lines(vocabulary(PHOTO_CONSENT)[meaning])
        for phrase in expand(line)
    )
