"""Bare answers: what a short message means because of the question before it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc, Span

from bot.understanding.clauses import cues_in
from bot.understanding.dates import length_in_weeks, weeks_ago
from bot.understanding.quantities import DAY, Frequency, PerWeek, amount, as_number, numbers
from bot.understanding.readers.allergies import LONGEST_NAME, OTHER_SUBJECTS, things
from bot.understanding.readers.openings import begins, frequencies, opens, says
from bot.understanding.readers.values import LEVELS, READINGS, use_told

Facts = dict[str, Any]

LISTS = (
    *("products", "skin_type", "concerns", "goals", "symptoms", "conditions", "diet"),
    *("allergies", "medications", "procedures"),
)
# What may be told beside the fact that was asked for, and still leave the bare words to answer it.
TOGETHER = (
    {"spf_use", "spf_value", "spf_reapply"},
    {"sleep_hours", "sleep_quality", "stress"},
    {"pregnancy", "age"},
)
# Lists that are told to be empty in words of their own: "no treatments".
NONE_OF = ("conditions", "procedures", "symptoms", "products", "concerns")
# Lists whose emptiness counts whatever was asked, and all whose emptiness can be told.
TOLD_UNASKED = ("conditions", "procedures", "symptoms", "products")
TOLD_EMPTY = (*NONE_OF, "medications", "allergies", "event")
# What words of these meanings speak of.
SPEAKS_OF = {
    "habits.stress.word": ("stress",),
    "sleep.word": ("sleep_hours", "sleep_quality"),
    **dict.fromkeys(("sleep.poor", "sleep.fair", "sleep.good"), ("sleep_hours", "sleep_quality")),
    "habits.water.word": ("water_litres",),
    "sun.care": ("spf_use", "spf_value", "spf_reapply"),
    "allergies.to": ("allergies",),
    "context.pregnancy_named": ("pregnancy",),
    **dict.fromkeys(("habits.age.now", "habits.age.soon", "habits.age.said"), ("age",)),
}
SKIN = ("combination", "normal")  # kinds of skin that an answer may paraphrase
MOST_IN_ONE_PART = 2
MOST_WORDS = 6  # of an answer that more follows
MOST_USES = 21  # three times a day; a larger bare number counts something else
MOST_OF_A_WEEK: list[float] = [5, 6]
# What a question may be answered with instead: "badly", asked for the hours.
INSTEAD = {"sleep_hours": "sleep_quality", "sleep_quality": "sleep_hours"}
LONGEST_LIST = 8  # words of an answer that is read as a list of allergens


def fill_answers(doc: Doc, asked: Collection[str], facts: Facts) -> None:
    """Add what a short answer means because of the question; what it states itself stands.

    Args:
        doc: the analysed message.
        asked: what was asked for: keys of facts.md, or one detail of a product or procedure.
        facts: what the message states whatever was asked; the answers are added here.
    """
    clauses = doc._.clauses
    if not len(doc) or any(clause.other for clause in clauses):
        return
    told = [key for key in TOLD_UNASKED if says(doc[:], f"told_none.{key}")]
    facts.update({key: [] for key in told if key not in facts})
    only_asks = bool(clauses) and all(clause.asks for clause in clauses)
    if not asked or (only_asks and not opens(doc[:], "possible")):
        return
    stated = set(facts)
    if len(asked) > 1:
        _fill_together(doc, list(asked), facts)
    parts = _parts(doc)
    # without the words that lead in: "Well, about six hours"
    whole = parts[0] if len(parts) == 1 and len(asked) > 1 else doc[:]
    for key in asked:
        if key in facts:
            continue
        if _may_answer(doc, key, asked, stated) and not _answers_another(whole, key, asked, facts):
            part = _part_on_pregnancy(doc) if key == "pregnancy" and len(asked) > 1 else whole
            facts.update(_answer(part, key, facts) or {})
        elif len(asked) == 1 and (first := _first_part(doc, key)):
            facts.update(_answer(first, key, {}) or {})
    if not facts and len(asked) == 1 and (instead := INSTEAD.get(next(iter(asked)))):
        facts.update(_answer(doc[:], instead, facts) or {})


def told_empty(doc: Doc, asked: Collection[str]) -> list[str]:
    """Return the keys without an empty value of their own of which there is said to be none.

    "nothing planned" may be of treatments as well: of an event only where it was asked for.
    """
    own = [doc[clause.start : clause.end] for clause in doc._.clauses if clause.own]
    told = [part for part in own if says(part, "none_of.event")]
    clear = "event" in asked or any(not says(part, "none_of.procedures") for part in told)
    return ["event"] if told and clear else []


def _may_answer(doc: Doc, key: str, asked: Collection[str], stated: set[str]) -> bool:
    """Tell whether a message as a whole may answer a key."""
    emptied = _emptied(doc[:])
    if key not in emptied and not says(doc[:], "told_none.symptoms"):
        emptied.discard("symptoms")  # "it is okay" may be of anything
    if {"event", key} <= emptied and key != "event" and "event" in asked:
        return False  # "nothing planned", asked for both
    if emptied:
        return key in emptied  # "no event coming up" is no "no sunscreen"
    if len(asked) > 1:
        return _is_whole_answer(doc, key, stated)
    return not stated or _leaves_open(doc, key, stated)


def _fill_together(doc: Doc, asked: Sequence[str], facts: Facts) -> None:
    """Add what the parts of a message answer of several keys, by position or by kind."""
    parts = _parts(doc)
    bare = len(parts) == 1 and any(numbers(token.text) for token in doc)
    if bare and len(doc) == len(asked) > MOST_IN_ONE_PART:
        parts = [doc[token.i : token.i + 1] for token in doc]  # "34 7 fine 5"
    if len(parts) < MOST_IN_ONE_PART:
        return
    stated = set(facts)
    if len(parts) == len(asked) and not any(_is_taken(part, *asked) for part in parts):
        for key, part in zip(asked, parts, strict=True):
            if key not in facts and not _is_taken(part, key):
                facts.update(_answer(part, key, {}) or {})
    if stated == set(facts) or not any(key in LISTS for key in asked):
        free = list(parts)
        for key in asked:
            if key in LISTS or key in facts:
                continue
            for part in free:
                rated = key != "stress" and _is_rating(part, parts)
                taken = rated or _is_taken(part, key) or _answers_another(part, key, asked, facts)
                found = None if taken else _answer(part, key, {})
                if found:
                    facts.update(found)
                    free.remove(part)
                    break
    if any(says(part, "none_of.rest") for part in parts):
        facts.update({key: [] for key in asked if key in LISTS and key not in facts})


def _answers_another(part: Span, key: str, asked: Collection[str], facts: Facts) -> bool:
    """Tell whether words answer another of the keys already: "never" of three about sunscreen."""
    others = [each for each in asked if each != key and each in facts and each in READINGS]
    if key == "spf_reapply" and "spf_use" in others and use_told(part) == facts["spf_use"]:
        return True
    return key not in LISTS and any(READINGS[each](part) == facts[each] for each in others)


def _part_on_pregnancy(doc: Doc) -> Span:
    """Return the clause that names a pregnancy: the "don't" of another one says nothing of it."""
    named = next(each for each in doc._.clauses if each.has("context.pregnancy_named"))
    return doc[named.start : named.end]


def _is_rating(part: Span, parts: Sequence[Span]) -> bool:
    """Tell whether a part only rates the stress that was told before it: "some, about a 5"."""
    before = [each for each in parts if each.end <= part.start]
    return bool(before) and bool(cues_in(before[-1], "habits.stress.word"))


def _first_part(doc: Doc, key: str) -> Span | None:
    """Return the short part that a message begins with, where it may answer the question alone."""
    parts = [part for part in _parts(doc) if not _is_unsure(part)]
    short = len(parts) > 1 and len(parts[0]) <= MOST_WORDS
    if not short or _is_taken(parts[0], key):
        return None
    # "yes, I have acne" does not say yes to a pregnancy
    if key == "pregnancy" and opens(parts[0], "yes") and _is_taken(parts[1], key):
        return None
    # "actually no, five" takes something back
    taken_back = any(len(span) > 1 for span in cues_in(parts[0], "scope.correction"))
    return None if taken_back else parts[0]


def _is_unsure(part: Span) -> bool:
    """Tell whether a part of a message only says that it is not sure: "dunno, a 6"."""
    return len(part) <= MOST_IN_ONE_PART and opens(part, "unsure")


def _is_whole_answer(doc: Doc, key: str, stated: Collection[str]) -> bool:
    """Tell whether a message may answer one of several keys as a whole."""
    if key == "pregnancy":
        return bool(doc._.cues.get("context.pregnancy_named"))
    if key in LISTS:
        # a "no" that stands first among other answers empties no list
        return not stated or says(doc[:], f"none_of.{key}") or says(doc[:], "none_of.all")
    if stated and _is_taken(doc[:], key):
        return False
    return len(_parts(doc)) < MOST_IN_ONE_PART or "." in key


def _parts(doc: Doc) -> list[Span]:
    """Return the clauses of a message that say something."""
    clauses = doc._.clauses
    stretches = [doc[clause.start : clause.end] for clause in clauses]
    # "7 hours, okay I guess" rates; an "okay" in front only leads in
    rates = [part for part in stretches[1:] if len(part) > 1 and says(part, "quality.fair")]
    # so does "6 hours. Well."; "6 hours. Well, maybe 5" goes on
    ends = {clause.sentence: clause.end for clause in clauses}.values()
    follows = dict(pairwise(stretches))
    rates += [
        part
        for part in stretches[1:]
        if says(part, "quality.good") and (part.end in ends or _is_of_stress(follows[part]))
    ]
    return [part for part in stretches if begins(part) < part.end or part in rates]


def _is_of_stress(part: Span) -> bool:
    return any(cues_in(part, f"habits.stress.{each}") for each in ("word", *LEVELS))


def _is_taken(part: Span, *keys: str) -> bool:
    """Tell whether a part of a message speaks of something else than the keys."""
    named = {name.label_ for name in part.doc._.names if part.start <= name.start < part.end}
    if (named | _emptied(part)) - {*keys}:
        return True
    others = [meaning for meaning, spoken in SPEAKS_OF.items() if {*keys}.isdisjoint(spoken)]
    return any(cues_in(part, meaning) for meaning in others)


def _emptied(part: Span) -> set[str]:
    """Return the lists of which a part of a message says that they are empty."""
    return {key for key in TOLD_EMPTY if says(part, f"none_of.{key}")}


def _leaves_open(doc: Doc, key: str, stated: set[str]) -> bool:
    """Tell whether a message that states something else may still answer the question."""
    if key in LISTS:
        return opens(doc[:], "none")
    return "." in key or any(stated <= each and key in each for each in TOGETHER)


def _answer(part: Span, key: str, stated: Facts) -> Facts | None:
    vague = key == "pregnancy" and says(part, "possible")
    told = bool(frequencies(part)) or any(numbers(token.text) for token in part)
    if key in NONE_OF and says(part, f"none_of.{key}"):
        return {key: []}
    if opens(part, "unsure") and not vague and not told:
        return None
    if key in LISTS:
        if key != "skin_type" and opens(part, "none"):
            return {key: []}
        if key == "skin_type" and (
            kind := next((k for k in SKIN if says(part, f"skin.{k}")), None)
        ):
            return {key: [kind]}
        listed = _listed(part) if key == "allergies" and not stated else []
        return {key: listed} if listed else None
    kind, _, rest = key.partition(".")
    identifier, _, detail = rest.partition(".")
    if detail == "per_week":
        return _frequency_of(part, identifier, stated)
    if detail == "weeks_ago":
        weeks = weeks_ago(part.doc._.cues)
        corrects = bool(cues_in(part, "scope.correction"))
        weeks = length_in_weeks(part.doc._.cues) if weeks is None or corrects else weeks
        entry = {"id": identifier, "status": "done", "weeks_ago": weeks}
        return None if weeks is None else {kind: [entry]}
    reading = READINGS.get(key)
    value = reading(part) if reading else None
    # "I am 35" is no SPF of 35
    said_of_another = type(value) is int and value in stated.values()
    return None if value is None or said_of_another else {key: value}


def _listed(part: Span) -> list[str]:
    words = [token.text for token in part.doc[begins(part) : part.end]]
    if len(words) > LONGEST_NAME and any(cues_in(part, subject) for subject in OTHER_SUBJECTS):
        return []
    if opens(part, "yes") and "," in words:
        words = words[words.index(",") + 1 :]  # "yes, nickel and perfume"
    elif opens(part, "yes"):
        return []
    if opens(part, "talk") or len(words) > LONGEST_LIST or "?" in words:
        return []
    return things(words)


def _frequencies_of(part: Span, product: str) -> list[Frequency]:
    """Return the frequencies of an answer that are not said of something else: of sunscreen."""
    found = frequencies(part)
    others = [
        range(clause.start, clause.end)
        for clause in part.doc._.clauses
        if clause.has("context.elsewhere", "sun.care")
        or any(name.kb_id_ != product for name in clause.names)
    ]
    own = [e for e in found if not any(e.start in each for each in others)]
    names = any(
        name.kb_id_ != product for clause in part.doc._.clauses for name in clause.named("products")
    )
    # "I use the toner on alternate days" answers for no scrub
    return own if own or names else found


def _frequency_of(part: Span, product: str, stated: Facts) -> Facts | None:
    told = _frequencies_of(part, product)
    said = [each for each in told if each.per_week is not None]
    times = {each.when for each in told if each.when}
    when = "both" if {"am", "pm"} <= times else next(iter(sorted(times)), None)
    timed = {i for each in told for i in range(each.start, each.end)}
    uses = said[-1].per_week if said else _bare_count(part, timed, stated)
    if said and (better := _corrected_count(part, said[-1])) is not None:
        uses = better
    if uses is None and says(part, "most"):
        uses = MOST_OF_A_WEEK
    if when == "both" and uses in (None, DAY):
        uses = 2 * DAY
    cues = part.doc._.cues
    fact: Facts = {"id": product, "status": "current", "per_week": as_number(uses)}
    if cues.get("status.planned") and not said and not told:
        return {"products": [{"id": product, "status": "planned", "per_week": None}]}
    if cues.get("status.stopped") and not said:
        return {"products": [{"id": product, "status": "stopped", "per_week": None}]}
    if uses is None and told and when is None:
        return None  # "now and then"
    if uses is None:
        if not stated and (opens(part, "no") or cues.get("status.never")):
            return {"products": [{"id": product, "status": "never", "per_week": 0}]}
        if when is None:
            return None
    if uses == 0:
        return {"products": [{"id": product, "status": "never", "per_week": 0}]}
    if when:
        fact["when"] = when
    return {"products": [fact]}


def _corrected_count(part: Span, last: Frequency) -> PerWeek:
    """Return the number that replaces a frequency: "twice, nah thrice", "was 7, now 3"."""
    after = part.doc[last.end : part.end]
    corrects = cues_in(after, "scope.correction") or cues_in(after, "answers.no")
    changes = any(
        each.start < last.end for each in cues_in(part, "context.before_now")
    ) and not frequencies(after)
    if not corrects and not changes:
        return None
    numbered = [token.text for token in after if numbers(token.text)]
    return amount(numbered[:1])


def _bare_count(part: Span, timed: Collection[int], stated: Facts) -> PerWeek:
    """Return a number that stands alone, if it may be uses in a week and was not said of others."""
    others = [value for value in stated.values() if isinstance(value, int | float)]
    uses = amount(
        token.text
        for token in part
        if token.i not in timed and not any(each in others for each in numbers(token.text))
    )
    most = max(uses) if isinstance(uses, list) else uses or 0
    return uses if most <= MOST_USES else None
