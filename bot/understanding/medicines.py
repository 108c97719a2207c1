"""Medicines with their status, and allergies in the patient's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.understanding.clauses import Clause
from bot.understanding.lexicon import Mention

STOPPED = re.compile(
    r"\b(?:stopped|finished|came off|come off|coming off|off\b|used to|was on|were on|had been on|took (?!me)|completed|ended|quit|previously|years ago|months ago|in the past|last year|did (?:a|one|two|\d) (?:course|round)|done with|no longer|gave up|weaned|not any ?more|anymore|ex|band|chhod|dejé|terminé|a course of|done a course|tomaba|until)\b"
)
PLANNED = re.compile(
    r"\b(?:about to|going to|will|starting|start(?:s|ing)? (?:next|on|in|soon|tomorrow)|putting me on|put me on .{0,20}next|planning|plan to|next (?:week|month)|thinking (?:of|about)|considering|prescribed .{0,25}(?:not started|havent)|havent started|waiting (?:to|for)|want(?:s)? (?:me )?to|suggested|recommended|offered|due to|hoping|discussing|might|shuru)\b"
)
CURRENT = re.compile(
    r"\b(?:still|currently|now|right now|im on|taking|been on|on it|take|daily|le rahi|le raha|chal raha|chal rahi|tomo|back on)\b"
)
NONE_AT_ALL = re.compile(
    r"\b(?:(?:not|dont|no|never|any|arent|without|neither|nor) (?:\w+ ){0,3}?(?:medicines?|medications?|medication|tablets|pills|prescriptions?|drugs)|no prescription|not on anything|dont take anything|koi dawai nahi|medicine nahi|ninguna medicación|no tomo (?:nada|medic\w*))\b"
)
NO_ALLERGIES = re.compile(
    r"\b(?:no (?:known )?(?:\w+ )?(?:allerg\w+|drug allerg\w+)|not allergic|no allerg\w+|nkda|without allerg\w+|dont have (?:any )?allerg\w+|zero allerg\w+|allergies?:? (?:none|no|nil|nope)|sin alergias|allergy nahi|koi allergy nahi|never had (?:any )?allerg\w+|nor allerg\w+|any allerg\w+|havent (?:got )?(?:any )?allerg\w+)\b"
)
ALLERGIC = re.compile(
    r"\b(?:allergic to|allergy to|allergies? ?(?:to|:|are|is|-)|alergi\w+ (?:a|al)|allergic reactions? to|reacts? badly to|severe allergy to|anaphylaxis to|intolerant to|allergie)\s+(?P<what>[^.;!?\n]+)"
)
AFTER_ALLERGY = re.compile(
    r"\b(?P<what>[a-z][a-z -]{2,24}?) (?:allergy|allergies|se allergy|allergic)\b"
)
STOP_WORDS = re.compile(
    r"\b(?:but|and i|so|which|because|since|im|i|my|have|not sure|only|otherwise|that|as far|in|when|also|like|if|or so|thankfully|luckily|thats|thats all|badly|really|very|severely|bad|what|can|is|should|do|for|on|at|from|though|tho|lol|mild|with)\b"
)
ARTICLES = re.compile(
    r"^(?:and|a|an|the|some|certain|all|any|most|both|mainly|probably|to|also|maybe|y|el|la|al|aur|possibly|things like)\s+"
)
NOT_ALLERGENS = {
    "no",
    "an",
    "seasonal",
    "any",
    "have",
    "known",
    "skin",
    "drug",
    "food",
    "medicine",
    "my",
    "mild",
    "bad",
    "severe",
    "other",
    "anything",
    "nothing",
    "none",
    "nope",
    "things",
    "everything",
    "something",
    "koi",
    "im",
    "not",
    "some",
}


def medications(
    clauses: Sequence[Clause], mentions: Sequence[Mention], text: str
) -> list[dict[str, Any]] | None:
    """Return the medicines that the patient's clauses name, [] where there are none, or None."""
    found: dict[str, dict[str, Any]] = {}
    last: list[str] = []
    for clause in clauses:
        here = [
            each for each in mentions if clause.holds(each.start) and each.kind == "medications"
        ]
        if clause.other:
            continue
        if clause.asks and not re.search(
            r"\b(?:im on|i am on|i take|ive been on|im taking|since im on|while on)\b", clause.text
        ):
            continue
        for mention in here:
            before = text[clause.start : mention.start]
            if re.search(
                r"\b(?:no|not|never|without|dont|isnt|nor)\b(?: \w+){0,3} $", before
            ) and not STOPPED.search(clause.text):
                continue
            found[mention.id] = {"id": mention.id, "status": _status(clause.text)}
            last.append(mention.id)
        if (
            not here
            and last
            and clause.joint != "."
            and re.search(
                r"\b(?:stopped|finished|came off|havent started|not started|starts?|starting)\b",
                clause.text,
            )
        ):
            if not re.search(r"\b(?:spf|sunscreen|skin|acne|smok\w*)\b", clause.text):
                found[last[-1]]["status"] = _status(clause.text)
    if found:
        return list(found.values())
    own = " , ".join(clause.text for clause in clauses if not clause.other and not clause.asks)
    return [] if NONE_AT_ALL.search(own) else None


def _status(said: str) -> str:
    if PLANNED.search(said):
        return "planned"
    if STOPPED.search(said) and not re.search(r"\b(?:still|never stopped|havent stopped)\b", said):
        return "stopped"
    return "current"


def allergies(clauses: Sequence[Clause], text: str) -> list[str] | None:
    """Return what the patient is allergic to, in lower case as said, [] for none, or None."""
    own = [clause for clause in clauses if not clause.other]
    if not own:
        return None
    begin, end = own[0].start, own[-1].end
    said = text[begin:end]
    match = ALLERGIC.search(said)
    if match and not re.search(r"\b(?:not|no|never|isnt|arent) (?:\w+ )?$", said[: match.start()]):
        named = split_words(match.group("what"))
        if named:
            return named
    if NO_ALLERGIES.search(said):
        return []
    match = AFTER_ALLERGY.search(said)
    if match:
        what = match.group("what").split(" and ")[-1].strip()
        what = re.sub(
            r"^(?:.*\b(?:have|ive|got|a|an|my|the|i|with|of|from|bad|severe|mild|mujhe|known|has|had|is|me|se|hai)\b )+",
            "",
            what,
        ).strip()
        if what and what not in NOT_ALLERGENS and len(what) > 2:
            return [what]
    return None


def split_words(said: str) -> list[str]:
    """Return the things of a spoken list: "nickel and fragrance" -> ["nickel", "fragrance"]."""
    named = []
    for part in re.split(r",|\band\b|&|\+|/|\bor\b|\baur\b|\by\b|\bplus\b", said):
        part = part.strip(" .!:;()-")
        part = ARTICLES.sub("", ARTICLES.sub("", part))
        stop = STOP_WORDS.search(part)
        if stop:
            part = part[: stop.start()]
        part = part.strip(" .!:;()-")
        if part and part not in NOT_ALLERGENS and len(part.split()) <= 4:
            named.append(part)
        if stop:
            break
    return named
