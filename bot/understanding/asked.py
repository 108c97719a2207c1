"""Bare answers: what a short message means because of the question before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.understanding.frequency import frequencies, per_week
from bot.understanding.medicines import split_words
from bot.understanding.scalars import clock_hours, first_match, spf_value, stress_level
from bot.understanding.schedule import days_until, weeks_ago

NUMBER = r"\d+(?:\.\d+)?"
NONE = re.compile(
    r"^(?:(?:no|nope|nah|none|nothing|nil|nada|nahi|nahin|neither|never|zero|ninguno|ninguna|kuch nahi|koi nahi|na|not any|n/a)\b"
    r"(?! (?:idea|clue|sure|wait|problem|thanks))|(?:i )?(?:dont|do not) (?:have|take|use|get) (?:any|anything|none)|not (?:that i know|really|anything|applicable|on any)"
    r"|all (?:calm|good|fine|clear)|its (?:calm|fine|all fine)|no to all|none of|i have none|(?:i )?havent had)"
)
YES = re.compile(
    r"^(?:yes|yep|yeah|yup|yea|sure|haan|ji|si|sí|of course|always|i do|absolutely|definitely|y|every time|mostly yes|usually)\b"
)
NO = re.compile(
    r"^(?:no|nope|nah|never|not really|nahi|nahin|n|dont|i dont|not|hardly|rarely|nunca|no way|na|once|forget|cant say i do)\b"
)
UNSURE = re.compile(
    r"^(?:(?:im |i am )?(?:not (?:really )?sure|unsure|no idea|no clue|idk|dunno|dont know|dont remember|cant remember|cant say)|i (?:dont|do not) (?:know|remember)|i cant (?:say|remember)|skip|pass|next|pata nahi|no sé|no se|maybe|prefer not|rather not|why|what|hmm|huh|how)\b"
)
LISTS = (
    "products",
    "skin_type",
    "concerns",
    "goals",
    "symptoms",
    "conditions",
    "diet",
    "allergies",
    "medications",
    "procedures",
)
# Words of a list's own question that a short answer may use: "normal", "dull", "red".
QUALITY = {
    "good": r"\b(?:good|well|great|fine|deep\w*|solid|excellent|perfect\w*|like a (?:baby|log)|sound\w*|achhi|bien|brilliant\w*|amazing|restful|very good|no problems?|soundly|lovely|refreshed)\b",
    "fair": r"\b(?:so-?so|ok|okay|okayish|average|fair|meh|alright|not bad|not great|theek|decent|regular|up and down|mixed|depends|could be better|moderate|medium|in between|50/50|mid|hit and miss|it varies|varies)\b",
    "poor": r"\b(?:bad\w*|poor\w*|terribl\w*|awful\w*|broken|light|rubbish|horrible|not (?:good|well|great)|restless|interrupted|kharab|mal|worst|crap|insomnia|wake|waking|toss\w*|disturbed|barely|hardly|patchy|shit|never rested|shocking|dreadful)\b",
}
LEVEL = {
    "high": r"\b(?:high|very|a lot|lots|extremely|super|really|so stressed|through the roof|max|too much|zyada|bahut|mucho|loads|huge|intense|crazy|insane|off the charts|severe|yes|massive|tons|plenty|constantly|always)\b",
    "moderate": r"\b(?:moderate|medium|average|so-?so|normal|bit|little|okay|ok|some|sometimes|manageable|thoda|in the middle|kinda|usual|mid|fair|middling|somewhat|now and then|fairly|half|up and down)\b",
    "low": r"\b(?:low|none|not (?:really|much|very|at all|stressed|too)|no|calm|chill\w*|relaxed|minimal|hardly|kam|poco|nope|zero|barely|fine|zen|rarely|nah|never|nahi)\b",
}
SMOKES = {
    "former": r"\b(?:used to|quit|ex|stopped|gave up|former\w*|not any ?more|anymore|packed it in|years ago|in the past|no longer|chhod|past|i did|given up)\b",
    "never": r"\b(?:never|no|nope|nah|dont|non|nahi|nunca|not|none)\b",
    "current": r"\b(?:yes|yeah|yep|\d+ a day|a day|socially|sometimes|occasionally|daily|pack|weekends|vape|few|haan|si|sí|party|parties|drinking|trying to (?:quit|stop)|now and then|do|cigs?|once in a while|a couple|rarely)\b|🚬",
}
PREGNANT = {
    "breastfeeding": r"\b(?:breast\w*|nursing|feeding|lactat\w*|pumping)\b",
    "trying": r"\b(?:trying|ttc|ivf|planning|hoping)\b",
    "possible": r"\b(?:maybe|might|could|possibl\w*|perhaps|late|not sure|dont know|chance|shayad)\b",
    "no": r"\b(?:no|nope|not|nah|none|never|nahi|tubes|menopaus\w*|hysterectomy|male|man|guy|cant|neither|negative|dont)\b",
    "pregnant": r"\b(?:yes|pregnant|yep|yeah|weeks|months|expecting|trimester|haan|si|sí|am|due)\b",
}


def answer(text: str, key: str, facts: dict[str, Any]) -> Any | None:
    """Return what a normalised message says to the question for `key`, or None.

    Args:
        text: the message, normalised.
        key: the fact that was asked for: a key of facts.md, or one detail of a product or procedure.
        facts: what the message states whatever was asked; a list found there needs no bare answer.
    """
    text = text.strip(" .!")
    if UNSURE.search(text) and not (key == "pregnancy" and re.search(r"\b(?:maybe|late)\b", text)):
        return None
    if key in LISTS:
        return (
            []
            if not facts.get(key) and NONE.search(text)
            else (_spoken_list(text) if key == "allergies" and not facts else None)
        )
    if key.endswith(".per_week"):
        return _frequency_of(key.split(".")[1], text)
    if key.endswith(".weeks_ago"):
        weeks = weeks_ago(text) if weeks_ago(text) is not None else _weeks_bare(text)
        return (
            None
            if weeks is None
            else {"procedures": [{"id": key.split(".")[1], "status": "done", "weeks_ago": weeks}]}
        )
    reading = _READINGS.get(key)
    return reading(text) if reading else None


def _frequency_of(product: str, text: str) -> dict[str, Any] | None:
    uses = per_week(text)
    when = next((each.when for each in frequencies(text) if each.when), None)
    if uses is None:
        bare = re.search(
            rf"^\D{{0,20}}?({NUMBER})(?: ?(?:-|to|or) ?({NUMBER}))?(?: times| x|x)?\D{{0,12}}$",
            text,
        )
        words = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
        said = next(
            (amount for word, amount in words.items() if re.search(rf"\b{word}\b", text)), None
        )
        if bare:
            uses = (
                float(bare.group(1))
                if not bare.group(2)
                else [float(bare.group(1)), float(bare.group(2))]
            )
        elif said:
            uses = said
        elif re.search(r"\b(?:stopped|quit|not any ?more|anymore|gave up|dont use it)\b", text):
            return {"products": [{"id": product, "status": "stopped", "per_week": None}]}
        elif re.search(r"^(?:never|not at all|i dont|0|zero)\b", text):
            return {"products": [{"id": product, "status": "never", "per_week": 0}]}
    if uses is None:
        return None
    if isinstance(uses, float) and uses == int(uses):
        uses = int(uses)
    found: dict[str, Any] = {"id": product, "status": "current", "per_week": uses}
    if when:
        found["when"] = when
    return {"products": [found]}


def _weeks_bare(text: str) -> float | None:
    match = re.search(rf"({NUMBER}|a|an) (day|week|month|year)", text)
    if not match:
        return None
    amount = 1.0 if match.group(1) in ("a", "an") else float(match.group(1))
    return round(
        amount * {"day": 1 / 7, "week": 1.0, "month": 4.35, "year": 52.2}[match.group(2)], 2
    )


def _spoken_list(text: str) -> list[str] | None:
    if YES.search(text) or len(text.split()) > 8 or "?" in text:
        return None
    return split_words(text) or None


def _number(text: str, low: float, high: float) -> Any:
    found = [float(each) for each in re.findall(NUMBER, text)]
    found = [each for each in found if low <= each <= high]
    if not found:
        return None
    if len(found) > 1 and re.search(
        rf"{NUMBER} ?(?:-|to|or|/|and|,[^\d]*?) ?{NUMBER}|usually|on a good|weekends?|sometimes",
        text,
    ):
        return sorted(_tidy(each) for each in found[:2])
    return _tidy(found[-1])


def _tidy(number: float) -> float:
    return int(number) if number == int(number) else number


def _hours(text: str) -> Any:
    clock = clock_hours(text)
    if clock is not None:
        return clock
    if re.search(rf"{NUMBER} ?(?:/|out of) ?10", text):
        text = re.sub(rf"{NUMBER} ?(?:/|out of) ?10", " ", text)
    halves = re.search(rf"({NUMBER}) and a half", text)
    if halves:
        return float(halves.group(1)) + 0.5
    return _number(re.sub(r"\bstress\w*[^,;.]*", " ", text), 1, 16)


def _level(patterns: dict[str, str]) -> Callable[[str], str | None]:
    compiled = [(value, re.compile(pattern)) for value, pattern in patterns.items()]
    return lambda text: next((value for value, pattern in compiled if pattern.search(text)), None)


def _stress(text: str) -> str | None:
    rated = re.search(
        rf"(?:stress\w*\D{{0,12}})?\b({NUMBER})(?: ?(?:/|out of|on) ?10)?(?! ?hours)\b",
        re.sub(rf"{NUMBER}(?: ?(?:-|to) ?{NUMBER})? hours", " ", text),
    )
    if rated and float(rated.group(1)) <= 10:
        return stress_level(float(rated.group(1)))
    return first_match("stress", text) or _level(LEVEL)(text)


def _yes_no(text: str) -> bool | None:
    if re.search(
        r"\b(?:every (?:2|3|4|couple|few)|lunch|re-?apply|top up|noon|midday)\b", text
    ) and not NO.search(text):
        return True
    if NO.search(text):
        return False
    if YES.search(text) or re.search(r"\b(?:yes|always|every \d|usually)\b", text):
        return True
    return False if re.search(r"\b(?:no|dont|never|forget|not)\b", text) else None


def _spf_use(text: str) -> str | None:
    found = first_match("spf_use", text)
    if found:
        return found
    return (
        "daily" if YES.search(text) else "never" if NO.search(text) or NONE.search(text) else None
    )


def _spf_value(text: str) -> int | None:
    found = spf_value(text)
    bare = re.search(r"\b(\d{1,3})\b", text)
    value = found or (int(bare.group(1)) if bare else None)
    return value if value and value <= 110 else None


def _water(text: str) -> Any:
    amount = _number(text, 0, 20)
    if amount is None or isinstance(amount, list):
        amount = None if amount is None else sum(amount) / 2
    if amount is None:
        return None
    if re.search(r"glass|cup|vaso|gilas", text) or (amount > 5 and "l" not in text):
        return _tidy(amount * 0.25)
    return _tidy(amount)


def _age(text: str) -> int | None:
    found = re.findall(r"\b(\d{1,3})\b", text)
    return (
        int(found[-1])
        if found
        and 5 <= int(found[-1]) <= 110
        and "s"
        not in text[
            text.rfind(found[-1]) + len(found[-1]) : text.rfind(found[-1]) + len(found[-1]) + 1
        ]
        else None
    )


def _event(text: str) -> dict[str, Any] | None:
    days = days_until(text)
    if NONE.search(text) or days is None:
        return None
    return {"id": "other", "days": days}


_READINGS: dict[str, Callable[[str], Any]] = {
    "sleep_hours": _hours,
    "sleep_quality": _level(QUALITY),
    "stress": _stress,
    "smoking": _level(SMOKES),
    "pregnancy": _level(PREGNANT),
    "spf_use": _spf_use,
    "spf_value": _spf_value,
    "spf_reapply": _yes_no,
    "water_litres": _water,
    "age": _age,
    "event": _event,
}
