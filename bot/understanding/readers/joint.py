"""Which clause answers the second part of a joint question: products, and how often sunscreen."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Doc

from bot.understanding.clauses import Clause
from bot.understanding.quantities import DAY
from bot.understanding.readers.openings import begins, opens
from bot.understanding.readers.product_names import products_in

TOLD_BARE = ("sun.never", "sun.outdoors", "sun.sometimes", "sun.most_days")
SPOKEN_OF = ("scope.correction", "context.elsewhere", "context.pregnancy_named", "context.body")
MOST_BESIDE = 3  # words beside those that say how often


def share_out(doc: Doc, asked: Collection[str]) -> None:
    """Mark the clauses which answer for sunscreen alone: "a face cream nightly. I don't wear any".

    Only behind products, or behind a word that there are none, that leave nothing open: of "a
    scrub, sometimes" the scrub is meant.
    """
    if not {"products", "spf_use"} <= set(asked):
        return
    before: Clause | None = None
    for clause in doc._.clauses:
        if clause.other or clause.asks:
            continue
        if before and _is_bare(clause) and _goes_on(before, clause):
            clause.answers = "spf_use"
        elif products_in(clause, asked=True) or opens(doc[clause.start : clause.end], "none"):
            before = clause


def _is_bare(clause: Clause) -> bool:
    """Tell whether a clause names nothing and only says how often."""
    span = clause.doc[clause.start : clause.end]
    places = clause.cues.get("sun.outdoors", ())
    if not all(any(p.start <= each.start < p.end for p in places) for each in clause.names):
        return False
    told = [each for meaning in TOLD_BARE for each in clause.cues.get(meaning, ())]
    stretches = [(each.start, each.end) for each in told]
    stretches += [(each.start, each.end) for each in clause.frequencies]
    said = {i for start, end in stretches for i in range(start, end)}
    beside = set(range(begins(span), clause.end)) - said
    if clause.has("sun.care", *SPOKEN_OF) or len(beside) > MOST_BESIDE:
        return False
    if clause.has(*TOLD_BARE) or opens(span, "no") or opens(span, "yes"):
        return True
    return bool(clause.frequencies) and not beside


def _goes_on(before: Clause, clause: Clause) -> bool:
    """Tell whether a bare clause is of something else than the products before it."""
    if clause.has("sun.outdoors"):
        return True
    told = [each.per_week for each in before.frequencies if each.per_week is not None]
    new = clause.sentence != before.sentence
    for each in clause.frequencies:
        # "morning and night", "twice a day", and the same again are still of the product
        if each.when or each.per_week in told:
            return False
        if isinstance(each.per_week, list) or (each.per_week or 0) > DAY:
            return False
    return bool(told) or (new and not (clause.frequencies and products_in(before, asked=True)))
