"""Sun care: how often it is worn, which factor, whether it is put on again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from spacy.tokens import Doc, Span

from bot.understanding.clauses import Clause
from bot.understanding.quantities import Frequency, amount, corrected, most_of
from bot.understanding.readers.openings import opens
from bot.understanding.scope import is_denied

LOWEST_SPF, HIGHEST_SPF = 2, 110
MOST_USES = 35  # a week: larger numbers are no frequency
DAILY, MOST = 6.5, 4.0  # uses a week from which it is worn daily, or most days
FACTORS = {"15", "20", "25", "30", "35", "40", "45", "50", "60", "70", "80", "90", "100"}
KEYS = ("spf_use", "spf_value", "spf_reapply")
# In this order: "every day but I skip cloudy ones" is most days.
USES = ("makeup", "outdoors", "sometimes", "most_days", "daily")
IDS = {"makeup": "makeup_only", "outdoors": "outdoors_only"}
# What ends the talk of sun care: "... and I usually sleep four hours".
OTHER_SUBJECTS = (
    "sleep.word",
    "habits.water.word",
    "habits.stress.word",
    "context.pregnancy_named",
)
# What an answer about sun care may be told by in a clause of its own.
TELLING = [f"sun.{use}" for use in (*USES, "never", "again", "again_often", "once_only")]


def read_sun(doc: Doc, asked: Collection[str]) -> dict[str, Any]:
    """Return the facts of sun care that the patient's own clauses state."""
    facts: dict[str, Any] = {}
    # beside how often a product is used, bare words answer for the product
    asked_here = any(key in asked for key in KEYS) and not _asks_of_product(asked)
    asked_use = "spf_use" in asked
    if asked_use and (value := _in_makeup_alone(doc)):
        facts.update(spf_use="makeup_only", spf_value=value)
    for clauses in _talks(doc, asked_here):
        value = _value(doc, clauses)
        if value:
            facts["spf_value"] = value
        late = [c for c in clauses[2:] if "spf_reapply" in asked and _is_a_place_alone(c)]
        again = [c for c in clauses if c in late or c.has("sun.again", "sun.again_often")]
        reapplies = _reapplies(clauses, again)
        if reapplies is not None:
            facts["spf_reapply"] = reapplies
        worn = [c for c in clauses if c not in again and not c.has("sun.once_only")]
        use = _use([c for c in worn if not _was_once(c)]) or _use(worn)
        if use and (asked_use or any(clause.has("sun.care") for clause in worn)):
            facts["spf_use"] = use
    return facts


def _asks_of_product(asked: Collection[str]) -> bool:
    return any(key.startswith("products.") for key in asked)


def _talks(doc: Doc, asked_here: bool) -> list[list[Clause]]:
    """Return the runs of clauses that speak of sun care, from its name until another subject."""
    talks: list[list[Clause]] = []
    asked_here = asked_here and not any(clause.answers for clause in doc._.clauses)
    speaking = asked_here
    sentence, topic = 0, False
    for clause in doc._.clauses:
        # of skin care, sunscreen alone is "reapplied"
        alone = clause.has("sun.reapplied") and not clause.names
        begins = clause.has("sun.care") or alone or clause.answers == "spf_use"
        if clause.sentence != sentence:
            sentence = clause.sentence
            again = clause.has("sun.again", "sun.again_often")
            speaking = asked_here or topic or (speaking and again)
        topic = begins and clause.end - clause.start == 1  # "Sunscreen? Only outdoors."
        if clause.other or clause.asks or _is_of_something_else(clause):
            speaking = asked_here and not clause.names
            continue
        if begins and not (talks and speaking):
            talks.append(_leading(doc, clause))
        if begins or speaking:
            if not talks:
                talks.append([])
            talks[-1].append(clause)
        speaking = speaking or begins
    return talks


def _is_of_something_else(clause: Clause) -> bool:
    """Tell whether a clause names what is neither sun care nor where it is worn ("the beach")."""
    of_care = any(
        each.has("sun.care", "sun.in_moisturiser") and not each.has("sun.makeup", "sun.never")
        for each in clause.whole.clauses
        if each is clause or not _denies(each)
    )
    if clause.has("sun.care") or (of_care and _is_cream(clause)):
        return False
    if clause.has(*OTHER_SUBJECTS):
        return True
    places = [range(span.start, span.end) for span in clause.cues.get("sun.outdoors", ())]
    return any(not any(name.start in place for place in places) for name in clause.names)


def _denies(clause: Clause) -> bool:
    """Tell whether a clause says that there is no sun care: a cream beside it is none either."""
    return any(map(is_denied, clause.cues.get("sun.care", ())))


def _leading(doc: Doc, clause: Clause) -> list[Clause]:
    """Return the clause right before one that names sun care, where it is about it."""
    before = [c for c in doc._.clauses if c.sentence == clause.sentence and c.end < clause.start]
    return [
        c for c in before[-1:] if c.own and not c.names and c.has(*TELLING) and _may_lead(c, before)
    ]


def _may_lead(clause: Clause, sentence: Sequence[Clause]) -> bool:
    """Tell whether a frequency in a clause may be of the sun care behind it: it opens both."""
    return not clause.frequencies or clause is sentence[0]


def _in_makeup(clause: Clause) -> bool:
    """Tell whether sun care comes with the make-up, and does not go under or over it."""
    return clause.has("sun.care") and not clause.has("context.under_or_over")


def _in_makeup_alone(doc: Doc) -> int | None:
    """Return the factor of make-up that answers for sun care: "my foundation's got 15 in it"."""
    for clause in doc._.clauses:
        if clause.own and clause.has("sun.makeup") and not clause.has("sun.care"):
            for span in clause.cues.get("sun.value", ()):
                return _whole(span)
    return None


def _is_cream(clause: Clause) -> bool:
    return any(name.kb_id_ == "moisturiser" for name in clause.named("products"))


def _value(doc: Doc, clauses: Sequence[Clause]) -> int | None:
    """Return the factor; a number right after a correction replaces it."""
    found = [
        _whole(span)
        for clause in clauses
        for span in (*clause.cues.get("sun.value", ()), *_behind_names(clause))
        if _whole(span) and not _counts_days(span, clause)
    ]
    found = found or [_whole(span) for clause in clauses[1:] for span in _alone(clause)]
    if not found:
        return None
    value = corrected(doc, clauses[0].start)
    return int(value) if value and LOWEST_SPF <= value <= HIGHEST_SPF else found[-1]


def _behind_names(clause: Clause) -> Iterator[Span]:
    """Yield the numbers that stand right behind a sunscreen's name: "Anthelios 50"."""
    for cue in clause.cues.get("sun.care", ()):
        number = clause.doc[cue.end : cue.end + 1]
        if number.text in FACTORS:
            yield number


def _alone(clause: Clause) -> list[Span]:
    """Return a factor that is a clause of its own: "SPF in my foundation, 15"."""
    whole = clause.doc[clause.start : clause.end]
    return [whole] if whole.text in FACTORS else []


def _was_once(clause: Clause) -> bool:
    """Tell whether a clause is of former days: "I used to skip it, but since May ..."."""
    return any(cue.text.startswith("used to") for cue in clause.cues.get("context.before_now", ()))


def _is_a_place_alone(clause: Clause) -> bool:
    """Tell whether a clause answers when it is put on again: "daily, SPF 50, only outdoors"."""
    return clause.has("sun.outdoors") and not clause.has("sun.care", "sun.value")


def _counts_days(span: Span, clause: Clause) -> bool:
    """Tell whether the number is of uses: "sunscreen 5 days a week"."""
    return any(
        each.start < span.end <= each.end
        and each.per_week is not None
        and most_of(each.per_week) <= MOST_USES
        for each in clause.frequencies
    )


def _whole(span: Span) -> int | None:
    said = amount(token.text for token in span)
    value = max(said) if isinstance(said, list) else said
    return int(value) if value and LOWEST_SPF <= value <= HIGHEST_SPF else None


def _reapplies(clauses: Sequence[Clause], again: Sequence[Clause]) -> bool | None:
    if any(clause.has("sun.once_only") for clause in clauses):
        return False
    if not again:
        return None
    for clause in again:
        behind = clause.doc[clause.end + 1 : clause.end + 2]
        if clause.end - clause.start == 1 and opens(behind, "no"):
            return False  # "reapply, no"
        for span in clause.cues.get("sun.again", ()):
            if is_denied(span) or clause.has("sun.never", "context.neglects"):
                return False
    return True


def _use(clauses: Sequence[Clause]) -> str | None:
    """Return how often sun care is worn, from the clauses that speak of wearing it."""
    cared = [span for clause in clauses for span in clause.cues.get("sun.care", ())]
    makeup = any(clause.has("sun.makeup") and _in_makeup(clause) for clause in clauses)
    creams = any(
        (clause.has("sun.in_moisturiser") and not clause.has("sun.tinted"))
        or (_is_cream(clause) and clause.has("sun.care", "sun.value"))
        for clause in clauses
    )
    told = [use for use in USES if any(clause.has(f"sun.{use}") for clause in clauses)]
    never = any(clause.has("sun.never") for clause in clauses) or any(map(is_denied, cared))
    if makeup and not creams:
        return "makeup_only"
    uses = [
        often(each)
        for clause in clauses
        for each in clause.frequencies
        if each.per_week is not None
    ]
    if cared and not never and _is_in_routine(clauses[0]):
        uses.append("daily")
    if never:
        if "daily" in told and _never_fails(clauses):
            return "daily"
        partly = [use for use in told if use in ("outdoors", "sometimes", "most_days")]
        if partly:
            return IDS.get(partly[0], partly[0])
        if creams and uses:
            return uses[-1]
        return (
            "sometimes" if uses and uses[-1] == "daily" and any(map(is_denied, cared)) else "never"
        )
    told = [use for use in told if use != "makeup"]
    if told and told[0] != "daily":
        return IDS.get(told[0], told[0])
    return uses[-1] if uses else (told[0] if told else None)


def _is_in_routine(clause: Clause) -> bool:
    """Tell whether the list that the clause is on is that of every morning: "AM: cleanser, SPF"."""
    first = next(each for each in clause.doc._.clauses if each.sentence == clause.sentence)
    return first is not clause and first.has("time.when.am") and not first.has("context.before_now")


def _never_fails(clauses: Sequence[Clause]) -> bool:
    return any(clause.has("context.never_fails") for clause in clauses)


def often(frequency: Frequency) -> str:
    """Return the value of `spf_use` that a frequency amounts to."""
    most = most_of(frequency.per_week)
    return "daily" if most >= DAILY else "most_days" if most >= MOST else "sometimes"
