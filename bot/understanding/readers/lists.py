"""Lists of facts: skin type, concerns, goals, symptoms, conditions, diet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spacy.tokens import Doc, Span

from bot.understanding.clauses import Clause, joints
from bot.understanding.readers.senses import is_meant
from bot.understanding.scope import is_denied, is_over, is_supposed

KINDS = ("skin_type", "concerns", "goals", "symptoms", "conditions", "diet")
# Kinds whose members may be long over; a condition stays one.
PASSING = ("concerns", "symptoms", "diet")
# Two of these in a message, one denied: the question for the list is answered.
ANSWERED_BY_DENIAL = ("conditions",)
# Conditions that stay true of whom they befell: "I had skin cancer in the past".
HISTORY = {"clot_history", "skin_cancer_history"}
AS_TYPE = {"dryness": "dry", "oiliness": "oily", "sensitivity": "sensitive"}
TWINS = {"concerns", "symptoms"}
# "reactive skin" is a kind of skin, and what somebody complains of.
TYPE_OR_CONCERN = {"skin_type", "concerns"}


def read_lists(doc: Doc, asked: Collection[str]) -> dict[str, list[str]]:
    """Return the members that the patient's own clauses state.

    A list all of whose members are denied ("no eczema, no rosacea") is known to be empty.
    """
    found: dict[str, list[Span]] = {}
    denied: dict[str, int] = {}
    twins = _starts(doc, TWINS)
    types_or_concerns = _starts(doc, TYPE_OR_CONCERN)
    for clause in doc._.clauses:
        if clause.other:
            continue
        over = is_over([clause]) or clause.whole.has("scope.well_now") or _is_long_ago(clause)
        for name in (each for each in clause.names if each.label_ in KINDS):
            kind = name.label_
            if is_denied(name) and not _is_history(name, clause):
                denied[kind] = denied.get(kind, 0) + 1
                found[kind] = [each for each in found.get(kind, ()) if each.kb_id_ != name.kb_id_]
                continue
            if (clause.asks and not _is_told(name, clause)) or _is_in_a_product(name):
                continue
            passing = kind in PASSING or (kind == "skin_type" and len(_named_types(doc)) > 1)
            if (over and passing) or (kind == "symptoms" and is_supposed(name)):
                continue
            if not _is_of_its_kind(name, clause, twins, asked):
                continue
            if name.start in types_or_concerns and not _is_type_or_concern(name, clause, asked):
                continue
            if is_meant(name, clause, asked=kind in asked):
                found.setdefault(kind, []).append(name)
    members = {
        kind: list(dict.fromkeys(each.kb_id_ for each in names))
        for kind, names in found.items()
        if names
    }
    if "skin_type" in members:
        members["skin_type"] = _skin_type(found["skin_type"], members["skin_type"])
    _as_asked(asked, members)
    for kind, times in denied.items():
        if kind not in members and (kind in asked or (kind in ANSWERED_BY_DENIAL and times > 1)):
            members[kind] = []
    return members


def _is_told(name: Span, clause: Clause) -> bool:
    """Tell whether a question states the name of the patient: "is it safe with my pacemaker?"."""
    if name.label_ == "symptoms":
        return clause.has("subject.own")
    owned = name.start > 0 and name.doc[name.start - 1].text == "my"
    return name.label_ == "conditions" and owned


def _is_in_a_product(name: Span) -> bool:
    """Tell whether a word belongs to a product's name: the "oil" of "jojoba oil on my face"."""
    products = (each for each in name.doc._.names if each.label_ == "products")
    return name.label_ == "concerns" and any(e.start < name.start < e.end for e in products)


def _named_types(doc: Doc) -> set[str]:
    """Return the kinds of skin that a message names: "dry as a kid, oily now" names two."""
    return {name.kb_id_ for name in doc._.names if name.label_ == "skin_type"}


def _as_asked(asked: Collection[str], members: dict[str, list[str]]) -> None:
    """Take what was named of the other kind for what was asked: "dry in winter" as a skin type."""
    for kind, other, meanings in (
        ("skin_type", "concerns", AS_TYPE),
        ("concerns", "skin_type", {value: key for key, value in AS_TYPE.items()}),
    ):
        if kind in asked and other not in asked and kind not in members:
            told = [each for each in members.get(other, ()) if each in meanings]
            if told:
                members[kind] = [meanings[each] for each in told]
                members[other] = [each for each in members[other] if each not in told]
                if not members[other]:
                    del members[other]


def _is_history(name: Span, clause: Clause) -> bool:
    return name.kb_id_ in HISTORY and is_over([clause]) and not clause.has("scope.denied.before")


def _is_long_ago(clause: Clause) -> bool:
    """Tell whether a clause goes on with a story of long ago: "when I was 11 ... and it hurt"."""
    so_far = [each for each in clause.whole.clauses if each.start <= clause.start]
    first = so_far[0]
    tells = any(
        span.start == first.start and span[0].text == "when"
        for span in first.cues.get("scope.over.words", ())
    )
    return tells and is_over(so_far)


def _starts(doc: Doc, kinds: Collection[str]) -> set[int]:
    """Return where words stand that name something of each of two kinds."""
    first, second = ({n.start for n in doc._.names if n.label_ == kind} for kind in kinds)
    return first & second


def _is_of_its_kind(name: Span, clause: Clause, twins: set[int], asked: Collection[str]) -> bool:
    """Where a word is both, it is what was asked; what lasts a concern, what has come a symptom."""
    if name.start not in twins or name.label_ not in TWINS:
        return True
    if len(TWINS & set(asked)) == 1:
        return name.label_ in asked
    return (name.label_ == "concerns") == _is_lasting(name, clause)


def _is_type_or_concern(name: Span, clause: Clause, asked: Collection[str]) -> bool:
    """Tell whether words for a kind of skin that may be a complaint are of the name's kind here."""
    if name.label_ not in TYPE_OR_CONCERN:
        return True
    if len(TYPE_OR_CONCERN & set(asked)) == 1:
        return name.label_ in asked
    others = any(each.label_ == "concerns" and each.start != name.start for each in clause.names)
    complains = others or clause.has("context.complaint", "context.lasting")
    return (name.label_ == "concerns") == (complains or _is_lasting_list(clause) is True)


def _is_lasting(name: Span, clause: Clause) -> bool:
    told = _is_lasting_list(clause)
    if told is not None:
        return told
    if clause.whole.has("context.lasting"):
        return True
    others = any(
        each.label_ == "symptoms"
        and each.kb_id_ != name.kb_id_
        and (not is_denied(each) or clause.sentence == _sentence_of(each))
        for each in name.doc._.names
    )
    return not others and not name.doc._.cues.get("context.recent")


def _sentence_of(name: Span) -> int | None:
    return next((c.sentence for c in name.doc._.clauses if c.start <= name.start < c.end), None)


def _is_lasting_list(clause: Clause) -> bool | None:
    """Return whether a clause, or the one that its list begins in, tells of what lasts, if any."""
    before = [each for each in clause.whole.clauses if each.start <= clause.start]
    for each in reversed(before):
        if each.has("context.lasting"):
            return True
        if each.has("context.recent"):
            return False
        if each.has("context.complaint"):
            return True
        if each.joint not in joints("list") or not each.names:
            return None
    return None


def _skin_type(spoken: Sequence[Span], types: list[str]) -> list[str]:
    """A corrected skin type replaces the one before; oily here and dry there is combination."""
    if len(types) == 1:
        return types
    doc = spoken[0].doc
    corrections = doc._.cues.get("scope.correction", ())
    if any(spoken[0].end <= cue.start < spoken[-1].start for cue in corrections):
        return [spoken[-1].kb_id_]
    if "combination" in types:
        return [each for each in types if each not in ("oily", "dry", "normal")]
    if {"oily", "dry"} <= set(types) and doc._.cues.get("context.part_of_face"):
        return [*(each for each in types if each not in ("oily", "dry")), "combination"]
    return types
