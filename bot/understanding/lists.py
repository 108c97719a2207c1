"""Lists of facts: skin type, concerns, goals, symptoms, conditions, diet. Negation and scope decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.understanding.clauses import Clause, cue
from bot.understanding.lexicon import Mention

KINDS = ("skin_type", "concerns", "goals", "symptoms", "conditions", "diet")
# A bare adjective says something of the skin only where the message speaks of skin.
OF_SKIN = re.compile(
    r"\b(?:skin|face|t-?zone|t zone|cheeks?|piel|type|complexion|nose|forehead|tez|chehra)\b"
)
SELF_ADJECTIVE = r"\b(?:im|its|it is|mine is|quite|very|super|really|pretty|kinda|bit|so|more|mostly|always|naturally|def|definitely|its|probably|and|both|also|rather|sort of|even though its|though its)\W+(?:\w+\W+)?$"
LASTING = re.compile(
    r"\b(?:always|all the time|constantly|permanent\w*|for years|years|since i was|as long as|generally|usually|every day|24/7|naturally|by nature|chronic|ongoing|my main|main (?:issue|concern|problem)|worse in|siempre|hamesha|long time|for ages|never goes)\b"
)
RECENT = re.compile(
    r"\b(?:since|after|now|today|yesterday|just|started|suddenly|gone|went|turned|right now|at the moment|this week|last night|few days|from (?:the|my|tret|retinol)|when i|whenever|ab|aaj|kal|days ago|because of|ever since|this morning|currently|when|new)\b"
)
DIET_CONTEXT = re.compile(
    r"\b(?:eat\w*|ate|diet|food|drink\w*|live on|living on|love|lots?|every day|daily|addict\w*|too much|a lot|mostly|basically|loads|tooth|snack\w*|breakfast|lunch|dinner|shakes?|survive|meals?|junk|consume|have|cook\w*|khata|khati|como|comida|intake|gym|on)\b"
)
MOST_BETWEEN = 28


def lists(
    clauses: Sequence[Clause], mentions: Sequence[Mention], text: str, asked: Sequence[str]
) -> dict[str, list[str]]:
    """Return the members that the patient's own clauses state; a list all of whose members are denied
    in so many words ("no eczema, no rosacea, nothing like that") is known to be empty."""
    found: dict[str, list[str]] = {}
    denied: dict[str, int] = {}
    carried: Clause | None = None
    for clause in clauses:
        here = [each for each in mentions if clause.holds(each.start) and each.kind in KINDS]
        if carried and not (
            clause.sentence == carried.sentence
            and clause.joint in (",", "or", "and", "nor", "&", "y", "aur", "/", "ni")
        ):
            carried = None
        if clause.other:
            continue
        for mention in here:
            negated = is_denied(mention, clause, text) or (
                carried is not None and mention.start - clause.start < 4
            )
            if negated:
                denied[mention.kind] = denied.get(mention.kind, 0) + 1
                carried = clause
                continue
            if clause.asks and mention.kind != "symptoms":
                continue
            if clause.asks and not re.search(r"\b(?:my|im|ive)\b", clause.text):
                continue
            if _counts(mention, clause, text, asked, mentions):
                found.setdefault(mention.kind, []).append(mention.id)
    _settle_skin_type(found, clauses, mentions, text)
    for kind, times in denied.items():
        if (
            kind in ("conditions", "symptoms")
            and kind not in found
            and (kind in asked or (kind == "conditions" and (times > 1 or "nothing" in text)))
        ):
            found[kind] = []
    return {kind: list(dict.fromkeys(members)) for kind, members in found.items()}


def is_denied(mention: Mention, clause: Clause, text: str) -> bool:
    """Tell whether a name is denied in its clause: "no fever", "acne is gone now"."""
    before = text[max(clause.start, mention.start - MOST_BETWEEN) : mention.start]
    denials = list(cue("negation").finditer(before))
    if denials and not re.search(
        r"\b(?:not (?:just|only|sure|really sure)|no (?:idea|wait|matter|longer)|never (?:go|goes|come|comes)|dont (?:know|like|want|love|understand)|without makeup|not happy|hate|not getting|doesnt (?:help|work|go)|isnt (?:help|work))\b",
        before,
    ):
        between = before[denials[-1].end() :]
        return len(between.split()) <= 3
    return bool(cue("negation_after").search(text[mention.end : clause.end]))


def _counts(
    mention: Mention, clause: Clause, text: str, asked: Sequence[str], mentions: Sequence[Mention]
) -> bool:
    """Tell whether a name, which may mean several things, is meant as a fact of its kind here."""
    said = text[mention.start : mention.end]
    kind = mention.kind
    if kind in asked:
        return True
    if kind == "skin_type":
        return _of_skin_type(mention, clause, text)
    if kind == "diet":
        return bool(DIET_CONTEXT.search(clause.text)) or "diet" in asked
    if kind in ("concerns", "symptoms") and mention.id == "redness":
        return (kind == "concerns") == _is_lasting(clause, text, said, mentions)
    if kind == "concerns" and mention.id == "acne" and said in ("spots", "a spot", "spotty"):
        return not re.search(
            r"\b(?:for|on|treat) (?:the |my |any )?spots?\b|spot treat|picked|the spot|a spot (?:i|and)",
            clause.text,
        )
    if kind == "goals" and said in ("glow",):
        return not re.search(r"glow (?:tonic|recipe|serum|drops)", text[mention.start :])
    if kind == "symptoms" and mention.id == "dryness":
        return True
    if kind == "symptoms" and mention.id == "pain":
        return not re.search(r"\bif\b", clause.text[: max(0, mention.start - clause.start)])
    if kind == "symptoms" and mention.id == "tightness":
        return not re.search(
            r"\b(?:chest|throat|pores|budget|skin tightening|tighten)\b", clause.text
        )
    if kind == "symptoms" and mention.id in ("burning", "stinging", "peeling", "bleeding"):
        return (
            not re.search(
                r"\b(?:dont mind|wont|would|will|worried|scared|afraid|fear|peeling (?:solution|mask)|mole|til)\b",
                clause.text,
            )
            or mention.id == "bleeding"
        )
    if kind == "conditions" and mention.id == "clot_history":
        return not re.search(r"\b(?:mum|mom|family|father|mother)\b", clause.text)
    return True


def _is_lasting(clause: Clause, text: str, said: str, mentions: Sequence[Mention]) -> bool:
    """Redness that lasts is a concern; redness that has just come is a symptom."""
    if LASTING.search(clause.text):
        return True
    others = any(each.kind == "symptoms" and each.id != "redness" for each in mentions)
    if RECENT.search(text) or others:
        return False
    return said in (
        "redness",
        "red cheeks",
        "redness on",
        "rojeces",
        "flushing",
        "flushed",
        "red face",
        "facial redness",
    )


def _of_skin_type(mention: Mention, clause: Clause, text: str) -> bool:
    said = text[mention.start : mention.end]
    if " " in said or said in ("combination", "combo", "combi", "mixta"):
        return True
    if re.match(
        r" (?:lips|hands|eyes?|patch|hair|scalp|brush|shampoo|oil|cough|feet|food|elbows|mouth|spots?|areas?|flak|gin|run|spell|skin on)",
        text[mention.end : mention.end + 12],
    ):
        return False
    if mention.id == "normal":
        return bool(re.search(r"\bskin\b", clause.text))
    if mention.id == "oily" and re.search(r"\bfood\b", clause.text):
        return False
    before = text[max(0, mention.start - 30) : mention.start]
    after = text[mention.end : mention.end + 30]
    if mention.id == "sensitive" and re.search(r"\b(?:to|about|teeth|topic|stomach)\b", after[:10]):
        return False
    return bool(
        OF_SKIN.search(clause.text) or OF_SKIN.search(after) or re.search(SELF_ADJECTIVE, before)
    )


def _settle_skin_type(
    found: dict[str, Any], clauses: Sequence[Clause], mentions: Sequence[Mention], text: str
) -> None:
    """A corrected skin type replaces the one before; oily here and dry there is combination."""
    types = found.get("skin_type")
    if not types or len(types) < 2:
        return
    spoken = [each for each in mentions if each.kind == "skin_type" and each.id in types]
    between = text[spoken[0].end : spoken[-1].start]
    if re.search(cue("correction").pattern, between) and re.search(
        r"\b(?:wait|sorry|actually|mean|no|rather|oops|more)\b", between
    ):
        found["skin_type"] = [spoken[-1].id]
    elif "combination" in types:
        found["skin_type"] = [each for each in types if each not in ("oily", "dry", "normal")]
    elif {"oily", "dry"} <= set(types) and re.search(
        r"t-?\s?zone|cheeks|nose|forehead|chin|parts|places|elsewhere|areas|sides|rest|others?",
        text,
    ):
        found["skin_type"] = [each for each in types if each not in ("oily", "dry")] + [
            "combination"
        ]
