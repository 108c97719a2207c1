"""What is done at a clinic or planned, and the big day: procedures and events with their dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.understanding.clauses import Clause
from bot.understanding.lexicon import Mention

WEEKS_IN_A_MONTH = 4.35
WEEKS_IN_A_YEAR = 52.2
NUMBER = r"\d+(?:\.\d+)?"
UNITS = {
    "day": 1 / 7,
    "week": 1.0,
    "fortnight": 2.0,
    "month": WEEKS_IN_A_MONTH,
    "year": WEEKS_IN_A_YEAR,
    "hour": 1 / 168,
    "night": 1 / 7,
    "din": 1 / 7,
    "hafte": 1.0,
    "mahine": WEEKS_IN_A_MONTH,
    "saal": WEEKS_IN_A_YEAR,
    "día": 1 / 7,
    "dia": 1 / 7,
    "semana": 1.0,
    "mes": WEEKS_IN_A_MONTH,
    "año": WEEKS_IN_A_YEAR,
    "minute": 0.0,
}
UNIT = r"(?P<unit>days?|weeks?|fortnights?|months?|years?|hours?|nights?|minutes?|din|hafte|mahine|saal|d[ií]as?|semanas?|mes(?:es)?|años?)"
QUANTITY = rf"(?P<n>{NUMBER}|a couple(?: of)?|couple(?: of)?|a few|few|a|an|ek|do|teen|char|una?|dos)(?: ?(?:-|to|or) ?(?P<m>{NUMBER}))?(?: or so)?"
AGO = re.compile(
    rf"\b(?:about |around |like |some |over |almost |nearly |just |only |hace )?{QUANTITY} {UNIT} (?:ago|back|pehle|since|earlier|prior|before)\b|\bhace {QUANTITY.replace('<n>', '<n2>').replace('<m>', '<m2>')} {UNIT.replace('<unit>', '<unit2>')}"
)
IN = re.compile(
    rf"\b(?:in|within|after|is|just|only|another|en|about|dentro de)? ?(?:about |around |like |just |only |less than |under )?{QUANTITY} {UNIT}(?: (?:from now|away|time|to go|left|mein|me|main|baad|until|till|before|out|from today))?\b"
)
DONE = re.compile(
    r"\b(?:had|have had|ive had|got|did|done|went for|ago|yesterday|last|back|after (?:my|the|a)|since (?:my|the)|session was|loved it|karwaya|karwayi|kiya|hua tha|hice|hicieron|me hice|already|wax|waxed|threaded|thread|used to (?:get|have)|recently|this morning|tried|regularly|every (?:month|week|6 weeks)|monthly|just came|they did|experience with|today|earlier|previous|finished|following|pehle|post|botoxed|dermaplaned|fresh|from (?:the|a|my) (?:salon|clinic|dermatologist)|earlier this|sessions? (?:of|at)|where they|underwent|in (?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|20\d\d))\b"
)
BOOKED = re.compile(
    r"\b(?:booked|appointment|scheduled|booking (?:is|for)|have (?:a|my|an) .{0,25}(?:on|next|tomorrow|this)|coming up|is (?:next|on|tomorrow|this)|next (?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|session)|tomorrow|getting .{0,25}(?:next|tomorrow|this|on (?:mon|tue|wed|thu|fri|sat|sun))|due (?:for|on|next)|im having|having (?:a|my) .{0,20}(?:next|tomorrow|on)|slot for|reservad\w*|upcoming|lined up|in for a|kal hai|book kiya|booked in|cita|set for|arranged|reserved)\b"
)
WANTED = re.compile(
    r"\b(?:want|wants|would (?:love|like)|id (?:love|like)|wanna|thinking (?:of|about)|considering|interested|hoping|curious|love to|like to (?:try|get|have|do|book)|looking (?:into|to|for|at)|plan(?:ning)? (?:to|on|for|a)|going to (?:get|have|try)|gonna (?:get|have|try)|tempted|karwana|karwani|karana|karani|karvana|chahiye|chahti|chahta|quiero|me gustaría|need (?:a|some)|keen|dreaming of|up for|can (?:you|u|i) (?:do|book|get|have)|might (?:get|try|have|do)|maybe (?:some |a )?|wish|want to (?:try|get|have|do)|would be nice|fancy|eyeing|wishlist|book (?:a|me|an)|desire|ready for|open to|should i get|lena hai|want some|i need)\b"
)
PRICE = re.compile(
    r"\b(?:how much|price|cost|costs|prices|pricing|charges?|cuánto|cuanto|kitne|kitna|rates?|expensive|do you (?:do|offer|have)|offers?|package|what is|whats|difference|worth|explain|tell me about)\b"
)
NOT_YET = re.compile(
    r"\b(?:never (?:had|done|tried|got)|havent (?:had|done|tried)|no (?:treatments?|procedures?|laser|botox|filler|peels?|facials?)|not had|dont (?:want|do|like|get)|never|nunca|nahi karwaya|without|didnt|scared of|no interest|not interested|afraid of|against)\b"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AMBIGUOUS = {
    "a peel",
    "the peel",
    "peels",
    "peel",
    "facial",
    "thread",
    "wax",
    "led",
    "shoot",
    "halo",
    "rf",
    "pico",
    "diode",
    "laser",
    "lasers",
    "my peel",
}
EVENT_AHEAD = re.compile(
    r"\b(?:in|days?|weeks?|months?|tomorrow|next|soon|coming|before|for|on|upcoming|this|getting|going|off to|hai|i have|have a|ive|my|pehle|ki|antes|para|invited|attending|prep|ready)\b"
)


def procedures(
    clauses: Sequence[Clause], mentions: Sequence[Mention], text: str
) -> list[dict[str, Any]]:
    """Return the procedures that the patient had, has booked or wants."""
    found: dict[str, dict[str, Any]] = {}
    waiting: list[tuple[str, str]] = []
    sentence, status_before, last_clause = -1, None, None
    for clause in clauses:
        if clause.sentence != sentence:
            sentence, status_before, waiting = clause.sentence, None, []
        if clause.other:
            continue
        here = [each for each in mentions if clause.holds(each.start) and each.kind == "procedures"]
        wants = WANTED.search(clause.text) and not PRICE.search(clause.text)
        if (
            clause.asks
            and not (
                wants
                and re.search(r"\b(?:my|i)\b", clause.text)
                and re.search(r"\b(?:want|love|like to)\b", clause.text)
            )
            and not BOOKED.search(clause.text)
        ):
            continue
        weeks = weeks_ago(clause.text)
        status = status_of(clause.text, weeks)
        if not here:
            if (
                found
                and last_clause
                and weeks is not None
                and not re.search(r"\b(?:wedding|smok\w*|spf|stopped)\b", clause.text)
            ):
                recent = [
                    each
                    for each in found.values()
                    if each["status"] == "done"
                    and (each["_sentence"] == sentence or clause.sentence == sentence)
                ]
                for each in recent if re.search(r"\b(?:both|all)\b", clause.text) else recent[-1:]:
                    each["weeks_ago"] = weeks
            elif status and waiting and clause.joint != ".":
                for identifier, _ in waiting:
                    found[identifier] = {"id": identifier, "status": status, "_sentence": sentence}
            if status:
                status_before = status
            continue
        last_clause = clause
        for mention in here:
            said = text[mention.start : mention.end]
            if NOT_YET.search(text[clause.start : mention.start]) or (
                PRICE.search(clause.text) and not status
            ):
                continue
            known = status or (
                status_before
                if clause.joint in (",", "and", "&", "+", "or", "aur", "y", "plus", "then")
                else None
            )
            if known is None and said in AMBIGUOUS:
                continue
            if known is None:
                waiting.append((mention.id, said))
                known = "done" if re.search(r"\b(?:last|ago|yesterday)\b", text) else None
                if known is None:
                    continue
            entry: dict[str, Any] = {"id": mention.id, "status": known, "_sentence": sentence}
            if known == "done" and weeks is not None:
                entry["weeks_ago"] = weeks
            found[mention.id] = entry
        if status:
            status_before = status
    return [
        {key: value for key, value in each.items() if key != "_sentence"} for each in found.values()
    ]


def status_of(said: str, weeks: float | None) -> str | None:
    """Return whether a clause tells of something done, booked or wanted."""
    if weeks is not None:
        return "done"
    if BOOKED.search(said):
        return "booked"
    if WANTED.search(said) and not re.search(r"\b(?:had|ive had)\b", said):
        return "wanted"
    if DONE.search(said):
        return "done"
    return None


def weeks_ago(said: str) -> float | None:
    """Return how many weeks ago something was, where it is said."""
    if re.search(r"\b(?:day before yesterday|2 nights ago|parso|anteayer)\b", said):
        return 0.3
    if re.search(
        r"\b(?:yesterday|last night|kal (?:hi )?(?:karwaya|karwayi|kiya|hua)|ayer)\b", said
    ):
        return 0.1
    if re.search(
        r"\b(?:this morning|today|an hour ago|just now|aaj|hoy|just had|earlier today)\b", said
    ) and DONE.search(said):
        return 0.0
    match = AGO.search(said)
    if match and match.group("n"):
        return _weeks(match)
    if match:
        return round(_amount(match.group("n2"), match.group("m2")) * _unit(match.group("unit2")), 1)
    if re.search(
        r"\b(?:last week|a week ago|pichle hafte|la semana pasada|week back|(?:last|on) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b",
        said,
    ) and not BOOKED.search(said):
        return 1.0 if "week" in said or "hafte" in said or "semana" in said else 0.6
    if re.search(r"\b(?:last month|pichle mahine|el mes pasado|month back)\b", said):
        return WEEKS_IN_A_MONTH
    if re.search(r"\b(?:last fortnight)\b", said):
        return 2.0
    return None


def event(
    clauses: Sequence[Clause], mentions: Sequence[Mention], text: str
) -> dict[str, Any] | None:
    """Return the event that the patient looks forward to, with the days until it where they are said."""
    named: Mention | None = None
    for clause in clauses:
        for mention in (
            each for each in mentions if each.kind == "events" and clause.holds(each.start)
        ):
            if clause.other and not re.search(
                r"(?:wedding|shaadi|shadi|marr|birthday|engagement|party)", clause.text
            ):
                continue
            before = text[max(0, mention.start - 30) : mention.start]
            if re.search(
                r"\b(?:after|since|last|ago|was|been to|went to|back from|came back from|from our|on our|holiday in)\b",
                before,
            ) and not re.search(r"\b(?:in|next) \d", text):
                continue
            if re.search(
                r"\b(?:shoot|play|ball|party|competition|married|marry|bali|goa|meeting|bride|filming|reception)\b",
                text[mention.start : mention.end],
            ) and not EVENT_AHEAD.search(clause.text):
                continue
            if text[mention.start : mention.end] in ("married",) and not re.search(
                r"\b(?:getting|get|be|going to|to be|gonna be) married\b", text
            ):
                continue
            if re.search(r"\b(?:wedding|party|birthday)\b.{0,12}\b(?:was|last)\b", clause.text):
                continue
            named = named or mention
    if named is None:
        return None
    found: dict[str, Any] = {"id": named.id}
    days = days_until(text)
    if days is not None:
        found["days"] = days
    return found


def days_until(text: str) -> int | None:
    """Return in how many days something is; the last date said counts."""
    ahead = [match for match in IN.finditer(text) if _ahead(text, match)]
    if ahead:
        return round(_weeks(ahead[-1]) * 7)
    if re.search(r"\b(?:day after tomorrow|parso|pasado mañana)\b", text):
        return 2
    if re.search(r"\b(?:tomorrow|kal|mañana)\b", text):
        return 1
    if re.search(r"\b(?:today|tonight|aaj|hoy)\b", text):
        return 0
    if re.search(r"\bnext week\b|\bagle hafte\b", text):
        return 7
    if re.search(r"\bnext month\b|\bagle mahine\b", text):
        return 30
    if re.search(r"\b(?:this weekend)\b", text):
        return _to_weekday(5)
    day = re.search(r"\b(?:on |this |next |coming )(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", text)
    return _to_weekday(WEEKDAYS.index(day.group(1))) if day else None


def _to_weekday(wanted: int, today: Callable[[], dt.date] = dt.date.today) -> int:
    return (wanted - today().weekday()) % 7 or 7


def _ahead(text: str, match: re.Match[str]) -> bool:
    """Tell whether a span of time lies ahead, not back, and is no dose or habit."""
    after = text[match.end() : match.end() + 14]
    before = text[max(0, match.start() - 12) : match.start()]
    if re.match(
        r" ?(?:ago|back|pehle se|old|of sleep|a night|pregnant|a week|in a row|straight|sober|late)",
        after,
    ):
        return False
    if match.group("n") in ("a", "an", "do", "un", "una") and not re.search(
        r"\b(?:in|mein|en|after)\b", match.group(0)
    ):
        return False
    if match.group("unit").startswith(("hour", "minute", "night")):
        return False
    return not re.search(r"\b(?:for|last|past|since|every|hace|sleep)\s*$", before)


def _weeks(match: re.Match[str]) -> float:
    return round(_amount(match.group("n"), match.group("m")) * _unit(match.group("unit")), 2)


def _amount(said: str, other: str | None) -> float:
    words = {
        "a": 1.0,
        "an": 1.0,
        "ek": 1.0,
        "do": 2.0,
        "teen": 3.0,
        "char": 4.0,
        "un": 1.0,
        "una": 1.0,
        "dos": 2.0,
    }
    if "couple" in said:
        return 2.0
    if "few" in said:
        return 3.0
    low = words.get(said) or float(said)
    return (low + float(other)) / 2 if other else low


def _unit(said: str) -> float:
    return (
        UNITS.get(said)
        if said in UNITS
        else UNITS[said.rstrip("s")]
        if said.rstrip("s") in UNITS
        else UNITS["mes"]
    )  # type: ignore[return-value]
