"""A message in clauses: who each is about, whether it asks, and what joins it to the one before."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from bot.understanding.quantities import Frequency, numbers
from bot.understanding.vocabulary import vocabulary

Stretch = tuple[int, int]
LEVELS = ("answers.quality.fair", "answers.level.some")
OPENER = "answers.opener"
TOPICS = ("habits.stress.word", "sleep.word", "habits.water.word")
CONSEQUENCE = 8  # words behind "so" within which "that" may tell what follows


@dataclass
class Clause:
    """A stretch of a message, from token `start` up to `end`, with what was found in it."""

    doc: Doc
    start: int
    end: int
    sentence: int
    joint: str
    asks: bool = False
    other: bool = False
    answers: str | None = None  # the key that it answers alone, of several that were asked for
    names: list[Span] = field(default_factory=list)
    cues: dict[str, list[Span]] = field(default_factory=dict)
    frequencies: list[Frequency] = field(default_factory=list)
    whole: Sentence = field(default_factory=lambda: Sentence([]))

    @property
    def own(self) -> bool:
        """Whether the clause tells something of the patient."""
        return not self.other and not self.asks

    def has(self, *meanings: str) -> bool:
        """Tell whether one of some cues stands in the clause."""
        return not self.cues.keys().isdisjoint(meanings)

    def first(self, meaning: str) -> Span | None:
        """Return the first cue of a meaning."""
        return self.cues[meaning][0] if meaning in self.cues else None

    def named(self, kind: str) -> list[Span]:
        """Return the names of a kind, from left to right."""
        return [name for name in self.names if name.label_ == kind]

    @property
    def kinds(self) -> set[str]:
        """Kinds of the names in the clause."""
        return {name.label_ for name in self.names}

    def words(self) -> list[str]:
        """Return the words of the clause."""
        return [token.text for token in self.doc[self.start : self.end]]


@dataclass
class Sentence:
    """The clauses of one sentence, and what is found anywhere in it."""

    clauses: list[Clause]

    @functools.cached_property
    def meanings(self) -> set[str]:
        """Meanings of the cues in the sentence."""
        return {meaning for clause in self.clauses for meaning in clause.cues}

    @functools.cached_property
    def kinds(self) -> set[str]:
        """Kinds of the names in the sentence."""
        return {name.label_ for clause in self.clauses for name in clause.names}

    def has(self, *meanings: str) -> bool:
        """Tell whether one of some cues stands in the sentence."""
        return not self.meanings.isdisjoint(meanings)


def find_clauses(doc: Doc) -> Doc:
    """Set `doc._.clauses`; a pipeline component's body."""
    whole = [(span.start, span.end) for span in doc._.names if span.end - span.start > 1]
    whole += [(each.start, each.end) for each in doc._.frequencies if each.end - each.start > 1]
    # a cue may begin or end with a joint ("and now"), which then joins as ever
    whole += [(s.start + 1, s.end - 1) for spans in doc._.cues.values() for s in spans]
    # "so so" is one word, and "so yeah" opens one clause
    one = [s for meaning in (*LEVELS, OPENER) for s in doc._.cues.get(meaning, ()) if len(s) > 1]
    whole += [(span.start, span.end) for span in one]
    doc._.clauses = tuple(_split(doc, _inner(whole)))
    _fill(doc)
    for _, group in itertools.groupby(doc._.clauses, key=lambda each: each.sentence):
        whole_sentence = Sentence(list(group))
        for clause in whole_sentence.clauses:
            clause.whole = whole_sentence
        _mark_questions(whole_sentence.clauses)
    _mark_others(doc._.clauses)
    return doc


def cues_in(stretch: Span, meaning: str) -> list[Span]:
    """Return the cues of a meaning that begin in a stretch of a message."""
    return [
        span
        for span in stretch.doc._.cues.get(meaning, ())
        if stretch.start <= span.start < stretch.end
    ]


@functools.cache
def joints(kind: str) -> frozenset[str]:
    """Return a kind of the words that hold clauses together (vocabulary/joints.yml)."""
    return frozenset(vocabulary("joints")[kind])


def _inner(whole: Iterable[Stretch]) -> set[int]:
    """Return the tokens that lie inside a stretch which is never split."""
    return {index for start, end in whole for index in range(start, end)}


def _split(doc: Doc, inner: set[int]) -> list[Clause]:
    clauses: list[Clause] = []
    start, sentence, joint = 0, 0, "."
    for token in doc:
        if token.i in inner:
            continue
        ends_sentence = token.text in joints("sentence_end") or _is_picture(token.text)
        if not ends_sentence and token.text not in joints("joint"):
            continue
        if token.text == ":" and _is_time_of_day(doc, token.i):
            continue
        if token.text == "so" and _tells_how_much(doc, token.i):
            continue
        if token.i > start:
            clauses.append(Clause(doc, start, token.i, sentence, joint))
            joint = token.text
        elif not ends_sentence:
            joint = token.text
        if ends_sentence and token.text == "?" and token.i + 1 < len(doc) and _is_topic(clauses):
            joint = ":"  # "Stress? A lot."
        elif ends_sentence:
            sentence += 1
            joint = "."
        start = token.i + 1
    if start < len(doc):
        clauses.append(Clause(doc, start, len(doc), sentence, joint))
    return clauses


def _is_topic(clauses: Sequence[Clause]) -> bool:
    """Tell whether the last clause is a sentence that only names what the next one is about."""
    last = clauses[-1] if clauses else None
    if last is None or last.joint != ".":
        return False
    told = [span for name in TOPICS for span in last.doc._.cues.get(name, ())]
    return any(span.start == last.start and span.end == last.end for span in told)


def _is_time_of_day(doc: Doc, colon: int) -> bool:
    """Tell whether a colon stands between numbers: "6:30"."""
    around = doc[max(0, colon - 1) : colon + 2]
    return len(around) == len("6:3") and bool(numbers(around[0].text) and numbers(around[2].text))


def _tells_how_much(doc: Doc, at: int) -> bool:
    """Tell whether "so" makes the word behind it stronger: "im so stressed".

    Where a consequence follows it parts two clauses: "so sore that i stopped".
    """
    words: dict[str, list[str]] = vocabulary("joints")["much"]
    after = [token.text for token in doc[at + 1 : at + 1 + CONSEQUENCE]]
    if at == 0 or not after or "that" in after:
        return False
    return doc[at - 1].text in words["behind"] and after[0] not in words["never_before"]


def _is_picture(word: str) -> bool:
    """Tell whether a token is an emoji, which ends a sentence as a full stop does."""
    return len(word) == 1 and not word.isalnum() and unicodedata.category(word) == "So"


def _fill(doc: Doc) -> None:
    """Put each name, cue and frequency into the clause that it begins in."""
    at: dict[int, Clause] = {
        index: clause for clause in doc._.clauses for index in range(clause.start, clause.end)
    }
    for name in doc._.names:
        if name.start in at:
            at[name.start].names.append(name)
    for label, spans in doc._.cues.items():
        for span in sorted(spans, key=lambda each: each.start):
            if span.start in at:
                at[span.start].cues.setdefault(label, []).append(span)
    for each in doc._.frequencies:
        if each.start in at:
            at[each.start].frequencies.append(each)


def _mark_questions(clauses: Sequence[Clause]) -> None:
    """A clause that opens like a question asks, and so does what it leads on to."""
    asking = any(map(_compares, clauses))
    for clause in clauses:
        opening = _opening(clause)
        if clause.has("context.consequence") and clause.doc[clause.start].text == "if":
            asking = True
        elif opening in ("questions.of_self", "questions.no_question"):
            asking = _compares(clause)
        elif opening == "questions.opening":
            asking = True
        elif clause.has("subject.own") and clause.cues["subject.own"][0].start == clause.start:
            asking = False
        clause.asks = asking


def _compares(clause: Clause) -> bool:
    """Tell whether a clause asks which of two is better: "which is stronger, A or B?"."""
    first, last = clause.whole.clauses[0], clause.whole.clauses[-1]
    mark = clause.doc[last.end : last.end + 1].text
    asks = clause.joint == "which" and clause.has("questions.compares")
    asks = asks and not clause.whole.has("status.wanted", "context.uses")
    return asks and (clause is first or (clause is last and mark == "?"))


def _opening(clause: Clause) -> str | None:
    """Return how a clause opens, behind greetings and other words that only lead in."""
    at = clause.start
    openings = {
        (span.start): (label, span.end)
        for label in ("questions.lead_in", "questions.opening", "questions.of_self")
        for span in clause.cues.get(label, ())
    }
    openings |= {
        span.start: ("questions.no_question", span.end)
        for span in clause.cues.get("questions.no_question", ())
    }
    while at in openings:
        label, end = openings[at]
        if label != "questions.lead_in":
            return label
        at = end
    return None


def _mark_others(clauses: Sequence[Clause]) -> None:
    """Somebody else stays the subject until the patient speaks of themself."""
    about_other = False
    for clause in clauses:
        person = clause.has("subject.other.person") and not _did_something_for_me(clause)
        if person or clause.has("subject.other.unreal") or _told_of(clause):
            about_other = True
        elif clause.has("subject.own") and not (about_other and clause.has("subject.pronoun")):
            about_other = False
        clause.other = about_other


def _did_something_for_me(clause: Clause) -> bool:
    """Tell whether a person only did something for the patient: "my friend Jess got me ..."."""
    person = clause.cues["subject.other.person"][-1]
    return any(person.end <= span.start for span in clause.cues.get("subject.to_me", ()))


def _told_of(clause: Clause) -> bool:
    """Tell whether somebody is said to be as follows: "my flatmate says she wants ..."."""
    aside = clause.first("subject.aside.words")
    if aside is None or aside[-1].text == "me":  # "my mum gave me her cream"
        return False
    return any(aside.end == span.start for span in clause.cues.get("subject.pronoun", ()))
