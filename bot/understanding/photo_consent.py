"""Answers to "may I keep the photo?", which elsewhere mean something else; and taking it back."""

from __future__ import annotations

import functools

from bot.understanding.normalise import words_of
from bot.understanding.phrases import expand
from bot.understanding.vocabulary import lines, vocabulary

PHOTO_CONSENT = "photo_consent"
INTENTS = {"keep": "affirm", "discard": "deny"}


def answer_about_photo(text: str) -> str | None:
    """Return the intent of an answer to the question about a photograph, or None."""
    said = _bare(text)
    return next((intent for meaning, intent in INTENTS.items() if said in _phrases(meaning)), None)


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
