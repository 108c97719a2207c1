"""What a message names and the cues around it, found in one pass over its words.

Names (a product, a symptom) and cues ("no", "stopped") are Spans: `label_` is the kind or the
meaning, `kb_id_` the identifier of a name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span

from bot.understanding.normalise import words_of
from bot.understanding.phrases import NUMBER, expand
from bot.understanding.trie import Trie
from bot.understanding.vocabulary import brands, lines, meanings, products, vocabulary

NAMES = ("lists", "medicines", "treatments", "events")
CUES = (
    *(
        "other_senses",
        "status",
        "scope",
        "subject",
        "questions",
        "frequency",
        "time",
        "sun",
        "sleep",
    ),
    *("habits", "context", "answers", "red_flags", "allergies"),
)
# Files whose meanings are told apart by the longest phrase; elsewhere meanings do not compete.
COMPETING = ("other_senses", "scope", "subject", "questions", "frequency")
# and means nothing there: "no scars" is a cream, "jet lag" a mask
MAY_BE_PART_OF_A_NAME = ("scope", "status", "frequency", "sleep")
OTHER_SENSES = "other_senses"  # hides whatever it is made of
# Which stretch a token belongs to.
Owners = dict[int, tuple[int, int]]
NO_PLURAL = (["cream"], ["lotion"], ["soap"], ["retina"], ["luna"], ["olay"], ["pack"])
ARTICLES = {"a", "an", "the", "my"}
# What may be split by an adverb of degree; red flags say themselves which words may stand inside.
BRIDGED = {
    *("status", "sun", "sleep", "habits", "allergies", "context", "frequency"),
    *("concerns", "symptoms", "skin_type", "goals", "conditions", "diet"),
}
Match = tuple[str, int, int]
PLACE = "¤"  # where a phrase has a number, once it is normalised


class Marker:
    """A pipeline component: sets `doc._.names` and `doc._.cues`."""

    def __init__(self) -> None:
        self._trie = Trie()
        self.words: set[str] = set()
        self.brands: set[str] = set()
        for label, phrases in _entries():
            self._add(label, phrases, self.words)
        for identifier, phrases in brands().items():
            self._add(f"products:{identifier}", phrases, self.brands)
        self._trie.share()

    def __call__(self, doc: Doc) -> Doc:
        """Find the names and cues of a message; a longer one beats the parts that it is made of."""
        words = [token.text for token in doc]
        found = [*self._trie.find(words), *self._bridged(words)]
        # of two that are as long, "facial oil" and not "a facial"
        spans = sorted(
            found, key=lambda each: (each[1] - each[2], doc[each[1]].text in ARTICLES, each[1])
        )
        taken: dict[str, Owners] = {}
        names: list[Span] = []
        cues: dict[str, list[Span]] = {}
        for name, start, end in spans:
            group = _group(name)
            owners = taken.setdefault(group, {})
            if _is_hidden(start, end, owners, taken.get(OTHER_SENSES, {})):
                continue
            owners.update(dict.fromkeys(range(start, end), (start, end)))
            if group == "names":
                kind, identifier = name.split(":")
                names.append(Span(doc, start, end, label=kind, kb_id=identifier))
            else:
                cues.setdefault(name, []).append(Span(doc, start, end, label=name))
        doc._.names = sorted(names, key=lambda each: (each.start, each.end))
        doc._.cues = _outside(cues, taken.get("names", {}))
        return doc

    def _bridged(self, words: Sequence[str]) -> Iterator[Match]:
        """Yield phrases that an adverb of degree splits: "became [exceedingly] dry"."""
        kept = [i for i, word in enumerate(words) if word not in _adverbs()]
        if len(kept) == len(words):
            return
        for label, start, end in self._trie.find([words[i] for i in kept]):
            if re.split("[.:]", label)[0] in BRIDGED and kept[end - 1] - kept[start] >= end - start:
                yield label, kept[start], kept[end - 1] + 1

    def _add(self, label: str, phrases: Iterable[str], known: set[str]) -> None:
        for phrase in phrases:
            for form in expand(phrase):
                words = _plain_words(form)
                if words:
                    known.update(words)
                    self._trie.add(words, label)
                if words and label.startswith("products:") and _has_plural(words):
                    # "trets got me itchy", "my retinols": written without an apostrophe
                    self._trie.add([*words[:-1], words[-1] + "s"], label)


def _entries() -> Iterator[tuple[str, list[str]]]:
    for identifier, words in products().items():
        yield f"products:{identifier}", words
    for name in NAMES:
        for label, phrases in meanings(name):
            _, kind, identifier = label.split(".")
            yield f"{kind}:{identifier}", phrases
    for name in CUES:
        yield from meanings(name)


def _plain_words(phrase: str) -> list[str]:
    if NUMBER not in phrase:
        return words_of(phrase)
    marked = (PLACE if word == NUMBER else word for word in phrase.split())
    return [NUMBER if word == PLACE else word for word in words_of(" ".join(marked))]


def _has_plural(words: Sequence[str]) -> bool:
    """Tell whether a product's name may have an "s" behind it; "creams" are any."""
    last = words[-1]
    return last.isalpha() and not last.endswith("s") and words not in NO_PLURAL


@functools.cache
def _adverbs() -> frozenset[str]:
    return frozenset(lines(vocabulary("adverbs")["of_degree"]))


@functools.cache
def _group(label: str) -> str:
    """Return which spans a span competes with for its words."""
    file, _, meaning = label.partition(".")
    if ":" in label:
        return "names"
    # parts of the day compete among themselves, and so do lengths of time
    return (
        file if file in COMPETING else f"time.{meaning.split('.')[0]}" if file == "time" else label
    )


def _is_hidden(start: int, end: int, *taken: Owners) -> bool:
    """Tell whether an earlier span, which is as long or longer, leaves no room for this one."""
    span = (start, end)
    return any(owners.get(token, span) != span for owners in taken for token in range(start, end))


def _outside(cues: dict[str, list[Span]], names: Owners) -> dict[str, list[Span]]:
    """Return the cues that are no part of a longer name ("no scars" is a cream)."""
    return {
        label: spans
        if label.split(".")[0] not in MAY_BE_PART_OF_A_NAME
        else [span for span in spans if not _is_inside(span, names)]
        for label, spans in cues.items()
    }


def _is_inside(span: Span, names: Owners) -> bool:
    start, end = names.get(span.start, (span.start, span.start))
    return span.end <= end and end - start > span.end - span.start
