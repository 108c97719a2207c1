"""What is denied, only supposed, or long over: one mechanism for every kind of name.

After ConText (Harkema et al. 2009): a trigger reaches over a few words of its clause, and over the
members of a list that follows ("no eczema, rosacea or psoriasis").
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from bot.understanding.clauses import Clause, joints

REACH = 4  # words between a trigger and what it denies
FAR_REACH = 7  # a supposition reaches further: "worried that it will make my skin peel"
BARE = 2  # words beside the name in a clause that only goes on with a list


def find_scopes(doc: Doc) -> Doc:
    """Set `doc._.denied`, `doc._.supposed`, the tokens in such a scope; a component's body."""
    denied: set[int] = set()
    supposed: set[int] = set()
    previous: Clause | None = None
    for clause in doc._.clauses:
        _reach(clause, "scope.denied.before", REACH, denied)
        _reach_from_corrections(clause, denied)
        _reach(clause, "scope.supposed.before", FAR_REACH, supposed)
        for cue in clause.cues.get("scope.denied.after", ()):
            named_after = any(name.start >= cue.end for name in clause.names)
            if cue.end >= clause.end - BARE and not named_after:
                denied.update(range(max(clause.start, cue.start - REACH), cue.start))
        for cue in clause.cues.get("context.fronted_denial", ()):
            if cue.end == clause.end:
                denied.update(range(clause.start, cue.start))
        if previous is not None and _goes_on(clause, previous):
            for scope in (denied, supposed):
                if previous.names and _in(previous.names[-1], scope):
                    scope.update(range(clause.start, clause.end))
        previous = clause
    doc._.denied, doc._.supposed = denied, supposed
    return doc


def is_denied(span: Span) -> bool:
    """Tell whether a name or cue is denied: "no fever", "acne is gone now"."""
    return span.start in span.doc._.denied


def denies_itself(span: Span) -> bool:
    """Tell whether the words that deny are a part of the phrase: "saans nahi aa rahi"."""
    told = span.doc._.cues.get("scope.denied.after", ())
    return any(span.start <= cue.start and cue.end <= span.end for cue in told)


def is_supposed(span: Span) -> bool:
    """Tell whether a name or cue is only feared or asked about."""
    return span.start in span.doc._.supposed


def is_over(clauses: Iterable[Clause]) -> bool:
    """Tell whether clauses speak of what is long past."""
    clauses = list(clauses)
    past = any(clause.has("scope.over.words") for clause in clauses)
    return past and not any(clause.has("scope.over.not") for clause in clauses)


def _reach(clause: Clause, meaning: str, reach: int, scope: set[int]) -> None:
    exceptions = [cue.start for cue in clause.cues.get("context.exception", ())]
    for cue in clause.cues.get(meaning, ()):
        end = min([clause.end, *(start for start in exceptions if start >= cue.end)])
        scope.update(range(cue.end, min(end, cue.end + reach)))


def _reach_from_corrections(clause: Clause, denied: set[int]) -> None:
    """Let the "no" of "actually no burning" deny: what is named right behind corrects nothing."""
    named = {name.start for name in clause.names}
    for cue in clause.cues.get("scope.correction", ()):
        if cue[-1].text == "no" and cue.end in named:
            denied.update(range(cue.end, min(clause.end, cue.end + REACH)))


def _goes_on(clause: Clause, previous: Clause) -> bool:
    """Tell whether a clause is hardly more than the next member of the list before it."""
    if clause.sentence != previous.sentence or clause.joint not in joints("list"):
        return False
    if not clause.names or clause.has("scope.ends"):
        return False
    named = sum(span.end - span.start for span in clause.names)
    return clause.names[0].start <= clause.start + 1 and (
        clause.end - clause.start - named < BARE and not clause.frequencies
    )


def _in(span: Span, scope: set[int]) -> bool:
    return span.start in scope
