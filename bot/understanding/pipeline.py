"""The spaCy pipeline that reads messages: its stages, in order, and what each leaves on the Doc."""

import functools
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.understanding.clauses import find_clauses
from bot.understanding.frequencies import find_frequencies
from bot.understanding.marks import Marker
from bot.understanding.normalise import words_of
from bot.understanding.scope import find_scopes
from bot.understanding.spelling import Corrector
from bot.understanding.vocabulary import products

# Attributes of the Doc, and what each holds before its stage has run.
EXTENSIONS: dict[str, Any] = {
    "names": (),  # Spans of what is named: a product, a symptom
    "cues": {},  # Spans of the words around, by meaning
    "frequencies": (),
    "clauses": (),
    "denied": frozenset(),  # tokens in the scope of a denial
    "supposed": frozenset(),  # tokens in the scope of a fear or a supposition
}
STAGES = ("marks", "frequencies", "clauses", "scopes")


@Language.factory("marks")
def _marks(nlp: Language, name: str) -> Marker:  # noqa: ARG001  # spaCy passes both
    return Marker()


Language.component("frequencies")(find_frequencies)
Language.component("clauses")(find_clauses)
Language.component("scopes")(find_scopes)


class Tokenizer:
    """Makes a Doc of a message's words in the spelling of the vocabulary."""

    def __init__(self, vocab: Vocab, corrector: Corrector) -> None:
        self._vocab = vocab
        self._corrector = corrector

    def __call__(self, text: str) -> Doc:
        """Return the message as a Doc."""
        return Doc(self._vocab, words=words_of(text, self._corrector.correct))


@functools.cache
def build() -> Language:
    """Build the pipeline from the catalogue and the vocabulary (some seconds), once a process."""
    for name, default in EXTENSIONS.items():
        Doc.set_extension(name, default=default, force=True)
    nlp = spacy.blank("en")
    for stage in STAGES:
        nlp.add_pipe(stage)
    marker = cast(Marker, nlp.get_pipe("marks"))
    names = [word for words in products().values() for phrase in words for word in words_of(phrase)]
    nlp.tokenizer = Tokenizer(nlp.vocab, Corrector(marker.words, names, marker.brands))
    return nlp
