"""Which products a clause names: without words that only repeat the one before them."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from spacy.tokens import Span

from bot.understanding.clauses import Clause
from bot.understanding.normalise import is_number, words_of
from bot.understanding.readers.senses import is_meant
from bot.understanding.scope import is_denied
from bot.understanding.vocabulary import lines, vocabulary

# Words for a kind of product only repeat the name before them: "glycolic toner", "retinol cream".
GENERIC = {
    "moisturiser",
    "toner",
    "essence",
    "cleanser",
    "exfoliant",
    "acid",
    "sheet_mask",
    "face_oil",
}
EXFOLIANTS = {
    *("physical_scrub", "diy_scrub", "cleansing_brush", "konjac_sponge", "washcloth", "pha"),
    *("glycolic_acid", "lactic_acid", "mandelic_acid", "aha", "salicylic_acid", "enzyme_exfoliant"),
}
UNNAMED = {"acid", "exfoliant"}
HOME_PEELS = {"peel_home", "peel_solution"}
IS = {"is", "is a", "is the", "is called", "is just", "is from"}
# What a product with this ingredient is where it is washed off: it stays on the skin too briefly.
AS_CLEANSER = {"salicylic_acid": "salicylic_acid_cleanser", "diy_scrub": "cleanser"}
MOST_BETWEEN = 2  # words of a product line between its maker and its kind
MAKERS = {"from", "by"}  # what stands before a maker's name: "a cleanser from CeraVe"


def products_in(clause: Clause, *, asked: bool = False) -> list[Span]:
    """Return the products that a clause names, after what it corrects itself."""
    return _corrected(clause, named_in(clause, asked=asked))


def _is_maker(name: Span, before: Sequence[Span]) -> bool:
    """Tell whether a name says who makes the product before it: "a cleanser from CeraVe"."""
    at = name.start - 1
    return bool(before) and before[-1].end == at and name.doc[at].text in MAKERS


def _only_makes(maker: Span, name: Span) -> bool:
    """Tell whether a maker's name only leads to a product: "CeraVe resurfacing retinol"."""
    if maker.text not in _makers("alone"):
        return False
    between = {token.text for token in maker.doc[maker.end : name.start]}
    return name.start - maker.end <= MOST_BETWEEN and between.isdisjoint(_makers("apart"))


@functools.cache
def _makers(meaning: str) -> frozenset[str]:
    return frozenset(" ".join(words_of(each)) for each in lines(vocabulary("makers")[meaning]))


def _is_not_borne(name: Span, clause: Clause) -> bool:
    """Tell whether a name is what somebody is allergic to: "allergic to retinol"."""
    told = clause.cues.get("allergies.to", ())
    return any(cue.end <= name.start and not is_denied(cue) for cue in told)


def named_in(clause: Clause, *, asked: bool = False) -> list[Span]:
    """Return the products named, without words that only repeat the kind of the one before."""
    found: list[Span] = []
    for name in clause.named("products"):
        if not is_meant(name, clause, asked=asked) or _is_not_borne(name, clause):
            continue
        if _is_in_sun_care(name, clause):
            continue
        if _is_maker(name, found) and not clause.has("status.switched_from", "status.current"):
            continue
        adjacent = bool(found) and _follows(found[-1], name) and found[-1].kb_id_ != name.kb_id_
        if found and (_only_makes(found[-1], name) or _says_what_it_is(found[-1], name)):
            found[-1] = name
        elif adjacent and name.kb_id_ in HOME_PEELS and found[-1].kb_id_ in EXFOLIANTS:
            found[-1] = name  # "a glycolic home peel kit"
        elif adjacent and name.kb_id_ in GENERIC:
            found[-1] = _washed_off(found[-1]) if name.kb_id_ == "cleanser" else found[-1]
        elif adjacent and found[-1].kb_id_ in UNNAMED:
            found[-1] = name
        else:
            washes = any(cue.start == name.end for cue in clause.cues.get("context.face_wash", ()))
            found.append(_washed_off(name) if washes else name)
    return _without_verb(found)


def _is_in_sun_care(name: Span, clause: Clause) -> bool:
    """Tell whether a maker's name is only part of a sunscreen's: "Biore UV"."""
    care = clause.cues.get("sun.care", ())
    return name.text in _makers("alone") and any(
        each.start == name.start and each.end > name.end for each in care
    )


def _says_what_it_is(kind: Span, name: Span) -> bool:
    """Tell whether a name says which product its kind is: "my cream is bakuchiol"."""
    return kind.kb_id_ in GENERIC and name.doc[kind.end : name.start].text in IS


def _follows(before: Span, name: Span) -> bool:
    """Tell whether nothing but a strength stands between two names: "mandelic acid 5% toner"."""
    between = name.doc[before.end : name.start]
    return all(token.text == "%" or is_number(token.text) for token in between)


def _without_verb(named: list[Span]) -> list[Span]:
    """Return the names without "exfoliate" where one says with what: "I exfoliate with an AHA"."""
    others = [name for name in named if name.kb_id_ in EXFOLIANTS]
    return [
        each
        for each in named
        if not (others and each.text.startswith("exfoliat") and each.kb_id_ == "exfoliant")
    ]


def _corrected(clause: Clause, named: list[Span]) -> list[Span]:
    """Return the names without those that are taken back: "niacinamide, no wait, azelaic acid"."""
    correction = clause.first("scope.correction")
    after = [name for name in named if correction and name.start >= correction.end]
    return after or named


def _washed_off(name: Span) -> Span:
    identifier = AS_CLEANSER.get(name.kb_id_, name.kb_id_)
    return Span(name.doc, name.start, name.end, label=name.label_, kb_id=identifier)
