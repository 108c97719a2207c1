"""How often: wordings of a frequency -> uses in a week, and the part of the day where it is said."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Union

from bot.understanding.vocabulary import vocabulary

PerWeek = Union[float, list[float], None]

DAY = 7.0
MONTH = 0.25  # facts.md: monthly is 0.25
NUMBER = r"(?:\d+(?:\.\d+)?)"
COUNT = rf"(?:{NUMBER}(?: ?(?:-|to|or|/|a) ?{NUMBER})?|once or twice|1 or twice|once|twice|thrice)"
TIMES = r"(?: ?(?:x|times?|nights?|days?|mornings?|evenings?|uses?|baar|bar|veces|vez))?"
PER = r"(?: ?(?:a|an|per|every|each|in a|in|/|of the|out of the|por|a la|al|la) ?| )"
WEEKDAY = (
    r"(?:mon(?:day)?s?|tue(?:s|sday)?s?|wed(?:nes)?(?:day)?s?|thu(?:r|rs|rsday)?s?|fri(?:day)?s?"
    r"|sat(?:ur)?(?:day)?s?|sun(?:day)s?|sun(?= night| eve|$|,|\.| and|/)|itwar|ravivar|domingos?)"
)
NIGHTLY = re.compile(r"(?<!fort)night|evening|noche|raat|\bpm\b")
MORNINGS = re.compile(r"morning|mañana|subah|\bam\b")
HINDI = {
    "ek": 1,
    "do": 2,
    "teen": 3,
    "char": 4,
    "chaar": 4,
    "paanch": 5,
    "5": 5,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
}
SPANISH = {"una": 1, "dos": 2, "3": 3, "4": 4, "5": 5, "1": 1, "2": 2, "tres": 3}


@dataclass(frozen=True)
class Frequency:
    """A stretch of text that says how often or when: uses in a week, part of the day."""

    start: int
    end: int
    per_week: PerWeek
    when: str | None


def _count(said: str) -> PerWeek:
    """Return a count as a number or a range."""
    words = {
        "once": 1.0,
        "twice": 2.0,
        "thrice": 3.0,
        "once or twice": [1.0, 2.0],
        "1 or twice": [1.0, 2.0],
    }
    if said in words:
        return words[said]  # type: ignore[return-value]
    numbers = [float(number) for number in re.findall(NUMBER, said)]
    return numbers[0] if len(numbers) == 1 else sorted(numbers[:2])


def _scale(count: PerWeek, factor: float) -> PerWeek:
    if isinstance(count, list):
        return [_tidy(each * factor) for each in count]
    return None if count is None else _tidy(count * factor)


def _tidy(number: float) -> float:
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _every(said: str, days: float) -> PerWeek:
    """Return uses a week for "every N days" (days=1) or "every N weeks" (days=7)."""
    count = _count(said)
    if isinstance(count, list):
        return sorted(_tidy(DAY / (each * days)) for each in count)
    return _tidy(DAY / (count * days)) if count else None


def _weekdays(match: re.Match[str]) -> PerWeek:
    return float(len(re.findall(WEEKDAY, match.group(0))))


def _weeks(factor: float) -> Callable[[re.Match[str]], PerWeek]:
    return lambda match: _scale(_count(match.group("n")), factor)


def _fixed(per_week: PerWeek) -> Callable[[re.Match[str]], PerWeek]:
    return lambda _match: per_week


def _named(numbers: dict[str, int], factor: float) -> Callable[[re.Match[str]], PerWeek]:
    return lambda match: _scale(float(numbers[match.group("n")]), factor)


# The first pattern that matches a stretch takes it; a wording of several words stands before its parts.
_PATTERNS: list[tuple[str, Callable[[re.Match[str]], PerWeek]]] = [
    (r"\d+ (?:days|nights|mornings|times) in a row", _fixed(None)),
    (r"(?:ek|1) din (?:chhod|chod|chhor|chor)(?: ?ke| ?kar)?|ek din gap", _fixed(3.5)),
    (
        r"(?:hafte|haftey|week|hafta) (?:mein|me|main|ke|ki) (?P<n>ek|do|teen|chaa?r|paanch|\d) (?:baar|bar|din|dafa)",
        _named(HINDI, 1),
    ),
    (r"(?P<n>ek|do|teen|chaa?r|\d) (?:baar|bar) (?:hafte|week|hafta)", _named(HINDI, 1)),
    (r"(?:din|day) (?:mein|me|main) (?P<n>ek|do|teen|\d) (?:baar|bar)", _named(HINDI, DAY)),
    (r"(?:mahine|month) (?:mein|me|main) (?P<n>ek|do|teen|\d) (?:baar|bar)", _named(HINDI, MONTH)),
    (r"(?P<n>una|dos|tres|\d) (?:vez|veces) (?:por|a la|cada|al) semana", _named(SPANISH, 1)),
    (r"(?P<n>una|dos|tres|\d) (?:vez|veces) (?:por|al|cada) (?:día|dia)", _named(SPANISH, DAY)),
    (r"(?P<n>una|dos|tres|\d) (?:vez|veces) (?:por|al) mes", _named(SPANISH, MONTH)),
    (r"cada dos (?:días|dias|noches)|un día sí y otro no|un dia si y otro no", _fixed(3.5)),
    (
        r"todos los (?:días|dias)|todas las (?:noches|mañanas)|cada (?:noche|día|dia|mañana)|diario|a diario",
        _fixed(DAY),
    ),
    (
        rf"(?P<n>{COUNT}) ?(?:times?|x)? every {NUMBER} (?:days|nights)",
        lambda m: _every(re.findall(NUMBER, m.group(0))[-1], 1),
    ),
    (rf"(?P<n>{COUNT}){TIMES}{PER}(?:day|daily)\b", _weeks(DAY)),
    (rf"(?P<n>{COUNT}) ?(?:out of|in|of|/) ?(?:every )?7(?: days| nights)?", _weeks(1)),
    (rf"(?P<n>{COUNT}){TIMES}{PER}(?:single )?(?:week|weekly)\b", _weeks(1)),
    (rf"(?P<n>{COUNT}){TIMES}{PER}(?:month|monthly)\b", _weeks(MONTH)),
    (rf"(?P<n>{COUNT}){TIMES}{PER}(?:fortnight)\b", _weeks(0.5)),
    (rf"(?P<n>{COUNT}){TIMES} (?:a|per|every) (?:other|second) week", _weeks(0.5)),
    (
        r"every (?:other|second|2nd|alternate) week|every 2 weeks|fortnightly|every fortnight|bi ?-?weekly|alternate weeks?",
        _fixed(0.5),
    ),
    (
        r"(?:on )?(?:every|each) (?:other|second|2nd|alternate) (?:day|night|evening|morning)s?|(?:on )?alternate (?:day|night|evening|morning)s?|\beod\b|day on day off|nights? on,? nights? off|every alternate (?:day|night)",
        _fixed(3.5),
    ),
    (r"every (?:third|3rd) (?:day|night|evening|morning)", _fixed(_tidy(DAY / 3))),
    (r"every (?:fourth|4th) (?:day|night|evening|morning)", _fixed(_tidy(DAY / 4))),
    (rf"every (?P<n>{COUNT}) (?:days|nights|mornings|evenings)", lambda m: _every(m.group("n"), 1)),
    (rf"every (?P<n>{COUNT}) weeks", lambda m: _every(m.group("n"), DAY)),
    (
        rf"every (?P<n>{COUNT}) months",
        lambda m: _scale(0.25, 1 / float(re.findall(NUMBER, m.group("n"))[0])),
    ),
    (
        r"(?:on )?week ?days?(?: only)?(?: (?:nights?|mornings?|evenings?))?|monday to friday|mon-fri|mon to fri",
        _fixed(5.0),
    ),
    (r"(?:on |at |every )?(?:the )?week ?ends?(?: only)?", _fixed(2.0)),
    (
        rf"(?:on |every |each )?{WEEKDAY}(?:(?:,? (?:and|&|aur|y|plus) |, ?|/| ?\+ ?|-| ){WEEKDAY})*(?: (?:nights?|mornings?|evenings?|only))*",
        _weekdays,
    ),
    (
        r"(?:almost |nearly |pretty much |literally )?(?:every|each|per) (?:single |fucking |damn )?(?:day|night|morning|evening|am|pm)\b(?: and (?:every )?(?:night|evening))?",
        _fixed(DAY),
    ),
    (
        r"\b(?:daily|nightly|roz|rozana|har roz|har raat|har din|har subah)\b|7 (?:days|nights) a week|each and every (?:day|night)|night after night|all week",
        _fixed(DAY),
    ),
    (r"\bweekly\b|(?:ones|1) a week|every week\b|each week\b", _fixed(1.0)),
    (r"\bmonthly\b|every month\b", _fixed(MONTH)),
    (rf"(?P<n>{COUNT}) ?x(?=[^.;\n]*\b(?:per|a) week)", _weeks(1)),
    (rf"(?P<n>{COUNT}) (?:nights|evenings|mornings)\b(?! ago| in a row| straight)", _weeks(1)),
    (rf"(?P<n>{COUNT}) ?x (?:daily)\b", _weeks(DAY)),
    (
        r"(?:rarely|hardly ever|occasionally|now and then|once in a while|every now and then|when i remember|kabhi kabhi|sometimes|a veces|now and again|whenever)",
        _fixed(None),
    ),
]
_COMPILED = [(re.compile(rf"(?<![\w.]){pattern}(?!\w)"), reading) for pattern, reading in _PATTERNS]


def frequencies(text: str) -> list[Frequency]:
    """Return every frequency and part of the day in a normalised text, from left to right."""
    taken: list[Frequency] = []
    for pattern, reading in _COMPILED:
        for match in pattern.finditer(text):
            if not _overlaps(match.span(), taken):
                taken.append(_frequency(match, reading(match), text))
    for when, patterns in _times().items():
        for pattern in patterns:
            for match in pattern.finditer(text):
                if not _overlaps(match.span(), taken):
                    taken.append(Frequency(*match.span(), None, when))
    return sorted(taken, key=lambda each: each.start)


def per_week(text: str) -> Any:
    """Return the one frequency that a short answer gives ("every night", "maybe twice"), or None."""
    found = [each.per_week for each in frequencies(text) if each.per_week is not None]
    return found[-1] if found else None


def _frequency(match: re.Match[str], uses: PerWeek, text: str) -> Frequency:
    said = match.group(0)
    when = None
    if NIGHTLY.search(said):
        when = "both" if MORNINGS.search(said) else "pm"
        if re.search(r"day and (?:every )?night", said):
            when = "both"
    elif MORNINGS.search(said):
        when = "am"
    if when == "both" and uses == DAY:
        uses = 2 * DAY
    return Frequency(match.start(), match.end(), _scale(uses, 1), when)


def _overlaps(span: tuple[int, int], taken: list[Frequency]) -> bool:
    return any(span[0] < each.end and each.start < span[1] for each in taken)


@functools.lru_cache(maxsize=1)
def _times() -> dict[str, list[re.Pattern[str]]]:
    return {
        when: [re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for pattern in patterns]
        for when, patterns in vocabulary("time").items()
    }
