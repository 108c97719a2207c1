"""Facts with a single value: sun care, sleep, stress, smoking, pregnancy, age, water."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.understanding.clauses import Clause
from bot.understanding.vocabulary import vocabulary

NUMBER = r"\d+(?:\.\d+)?"
SUN = re.compile(
    r"\b(?:spf\w*|sunscreen|sun ?cream|sun protection|protector solar|factor \d|sun block|sunnies cream|la shield|uv filter|pa\+|protector|fotoprotector|sun lotion|photostable|re-?equil|anthelios|isdin|elta ?md|supergoop|altruist|uv aqua|biore uv|neutrogena ultra sheer|lotus safe sun)"
)
HIGHEST_SPF = 110
LOW_STRESS, MODERATE_STRESS = 3, 6


def scalars(clauses: Sequence[Clause], asked: Sequence[str]) -> dict[str, Any]:
    """Return the single-valued facts of the clauses that are about the patient; a later one wins."""
    own = [clause for clause in clauses if not clause.other and not clause.asks]
    text = " , ".join(clause.text for clause in own)
    sentences = _sentences(own)
    facts: dict[str, Any] = {}
    for key in ("sleep_quality", "stress", "smoking", "pregnancy"):
        for sentence in sentences:
            value = first_match(key, sentence)
            if value:
                facts[key] = value
    facts.update(_sun(sentences, asked))
    for key, reading in (
        ("sleep_hours", sleep_hours),
        ("water_litres", water_litres),
        ("age", age),
    ):
        found = reading(text)
        if found is not None:
            facts[key] = found
    rated = re.search(
        rf"\bstress\w*[^.,;]{{0,25}}?\b({NUMBER}) ?(?:/|out of|on) ?10|\b({NUMBER}) ?(?:/|out of) ?10 (?:for )?stress|\bstress\w*(?: \w+){{0,3}} ?:? (10|\d)\b(?! (?:hours|years|days|times|weeks|months))|like a ({NUMBER})/10",
        text,
    )
    if rated:
        facts["stress"] = stress_level(float(next(group for group in rated.groups() if group)))
    return facts


def first_match(key: str, text: str) -> str | None:
    """Return the first value of a key (vocabulary/patterns.yml) that a text states."""
    return next((value for value, pattern in _patterns(key) if pattern.search(text)), None)


def stress_level(rating: float) -> str:
    """Return the level of a rating from 0 to 10 (facts.md)."""
    if rating <= LOW_STRESS:
        return "low"
    return "moderate" if rating <= MODERATE_STRESS else "high"


def sleep_hours(text: str) -> Any:
    """Return hours of sleep a night, a range where one is said, from a text that speaks of sleep."""
    about = re.search(
        r"\b(?:sle+p\w*|slept|neend|duermo|dormir|kip|shut ?eye|bed at|in bed|up at|hours a night|a night|sote|sota|soti|zzz|snooze|nap)\b",
        text,
    )
    clock = clock_hours(text)
    if clock is not None and (about or "bed" in text):
        return clock
    if not about:
        return None
    hours = rf"(?P<a>{NUMBER})(?: ?(?:-|to|or|/|and) ?(?P<b>{NUMBER}))?(?: ?(?:ish|and a half))? ?(?:hours|h\b|ghante|ghanta|horas|hrs)"
    bare = rf"(?:sle+p\w*|slept|neend|duermo(?: como)?)(?: (?:is|about|around|only|maybe|for|just|at|like|roughly|max|barely|usually|get|of|i|approx|under|less than|:|-|~|hardly|average|averages?|time|say|from|between|probably|mostly|normally)){{0,4}} ?:?(?P<a>{NUMBER})(?: ?(?:-|to|or|/|and) ?(?P<b>{NUMBER}))?(?!\s?(?:/|out of|times|x|pm|am|weeks|years|days|%))"
    night = rf"(?P<a>{NUMBER})(?: ?(?:-|to|or|/) ?(?P<b>{NUMBER}))?(?: ?ish)? (?:a|per|every|each) night"
    gets = rf"(?:get|getting|manage|on) (?:about |around |maybe |like |only )?(?P<a>{NUMBER})(?: ?(?:-|to|or) ?(?P<b>{NUMBER}))?(?:ish)?(?: hours)?(?: of)? sleep"
    found = None
    for pattern in (hours, night, gets, bare):
        matches = [match for match in re.finditer(pattern, text) if _is_sleep(text, match)]
        if matches:
            found = matches[-1]
            break
    if not found:
        return None
    low, high = float(found.group("a")), found.group("b")
    if "and a half" in found.group(0):
        low += 0.5
    return _plausible(low, float(high) if high else None, 24)


def clock_hours(text: str) -> Any:
    """Return the hours between two clock times: "9am to 2pm" is 5, "bed at 11, up at 6.30" 7.5."""
    time = r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?"
    patterns = (
        rf"(?:bed|sleep|asleep|lights out|crash|sote|sleeping|slept|duermo)\D{{0,22}}?{time}\D{{1,40}}?(?:up|wake|awake|alarm|rise|get up|till|until|to|uth\w*|-)\D{{0,14}}?{time}",
        rf"{time} ?(?:to|-|till|until|se) ?{time}(?!\s?(?:hours|/|times|x|days))",
    )
    for index, pattern in enumerate(patterns):
        match = re.search(pattern, text)
        if not match:
            continue
        h1, m1, p1, h2, m2, p2 = match.groups()
        if index == 1 and not (p1 or p2):
            continue
        start = _hour(int(h1), int(m1 or 0), p1, evening=True)
        end = _hour(int(h2), int(m2 or 0), p2, evening=False)
        return _tidy((end - start) % 24)
    if "midnight" in text:
        match = re.search(rf"midnight\D{{1,30}}?{time}", text)
        if match:
            return _tidy(
                _hour(int(match.group(1)), int(match.group(2) or 0), match.group(3), evening=False)
            )
    return None


def water_litres(text: str) -> float | None:
    """Return litres of water a day; a glass is 0.25 (facts.md)."""
    amount = rf"(?P<a>{NUMBER})(?: ?(?:-|to|or) ?(?P<b>{NUMBER}))?"
    drinks = re.search(
        r"\b(?:water|pani|paani|agua|hydrat\w*|drink|litres?|liters?|litros?)\b", text
    )
    if not drinks:
        return None
    bottles = re.search(
        rf"{amount} (?:x )?(?P<size>{NUMBER}) ?(?P<unit>ml|l|litres?|liters?)(?: water)? bottles?",
        text,
    )
    if bottles:
        size = float(bottles.group("size")) * (0.001 if bottles.group("unit") == "ml" else 1)
        return _tidy(_middle(bottles) * size)
    litres = re.search(rf"{amount} ?(?:l|ltr|ltrs|litre|litres|liter|liters|litros?)\b", text)
    if litres:
        return _tidy(_middle(litres))
    glasses = re.search(
        rf"{amount}(?:ish)? (?:big |small |full )?(?:glass\w*|cups?|vasos?|gilas)\b", text
    )
    if glasses:
        return _tidy(_middle(glasses) * 0.25)
    millilitres = re.search(rf"{amount} ?ml\b", text)
    if millilitres and re.search(r"\b(?:water|pani|agua)\b", text):
        return _tidy(_middle(millilitres) / 1000)
    return None


def age(text: str) -> int | None:
    """Return the patient's age in years."""
    turning = re.search(
        r"\bturning (\d{2})\b(?! (?:next|this|in|on|soon|tomorrow))|\bso (\d{2})\b|\b(?:still|currently) (\d{2})\b",
        text,
    )
    soon = re.search(r"\b(?:turning|turn|ill be|i will be) (\d{2})\b", text)
    if soon and turning and (turning.group(2) or turning.group(3)):
        return int(turning.group(2) or turning.group(3))
    if soon:
        return int(soon.group(1)) - 1
    patterns = (
        r"\b(\d{2}) ?(?:f|m|female|male|woman|man|girl|guy|lady)\b(?! ?(?:days|weeks|ago|hours|/))",
        r"\b(?:f|m|female|male)[ ,/]?(\d{2})\b(?! ?(?:hours|mg|%|days|weeks|times))",
        r"\b(\d{1,2}) ?(?:yo|y/o|y o|yrs? old|years? old|year-old|-year-old|saal (?:ki|ka)|años|anos|years of age)\b",
        r"\b(?:im|i am|age|aged|age is|im only|im about to be|just turned|turned|i just turned|meri umar|tengo)[ :]*(?:a |an |now |already |about )?(\d{1,2})\b(?! ?(?:%|/|hours|weeks|months|days|wks|litres?|glasses|mg|times|x|years? (?:post|into|sober|in)|minutes|nights|kg|lbs|cm|ml|\.\d|-|st|th|steps?|products?|out of))",
        r"(?:^|, )(\d{2})(?: ?(?:years|yrs))?(?=$| ,|,| from)",
    )
    for index, pattern in enumerate(patterns):
        found = re.findall(pattern, text)
        if found and not (
            index == len(patterns) - 1
            and re.search(r"\b(?:spf|factor|hours|sleep|stress|water|week|days|times|%)\b", text)
        ):
            return int(found[-1]) if 5 <= int(found[-1]) <= 110 else None
    return None


def _sun(sentences: Sequence[str], asked: Sequence[str]) -> dict[str, Any]:
    """Return the facts of sun care: how often, which SPF, put on again."""
    facts: dict[str, Any] = {}
    speaks = False
    for sentence in sentences:
        speaks = speaks or bool(SUN.search(sentence)) or any(key.startswith("spf") for key in asked)
        if not speaks:
            continue
        value = spf_value(sentence)
        if value:
            facts["spf_value"] = value
        again = first_match("spf_reapply", sentence)
        if again and (
            "spf_reapply" in asked
            or re.search(
                r"re-? ?app|top|reaplic|dobara|again|spf|sunscreen|once|one and|every (?:2|3|4|couple|few)|ghante|horas|retoc",
                sentence,
            )
        ):
            facts["spf_reapply"] = again == "true"
        if not SUN.search(sentence) and "spf_use" not in asked:
            continue
        # "never reapply" says nothing of how often it is worn
        rest = re.sub(
            r"(?:but|and|,)?[^,;]*?\b(?:re-? ?appl\w*|top(?:ping)? (?:it )?up|reaplic\w*)[^,;]*",
            " ",
            sentence,
        )
        rest = re.sub(r"every (?:2|3|4|2-3|couple of|couple|few) hours", " ", rest)
        use = first_match("spf_use", rest) if SUN.search(rest) or "spf_use" in asked else None
        if use:
            facts["spf_use"] = use
    return facts


def spf_value(text: str) -> int | None:
    """Return the number of a sunscreen; the last one said counts."""
    found = re.findall(
        r"\b(?:spf|factor|sunscreen|fps|sun cream)(?: ?(?:of|is|a|:|-|number))? ?(\d{1,3})\b\+?(?! ?(?:times|x|days|hours|minutes|years))",
        text,
    )
    found += re.findall(r"\b(\d{2,3})\+? ?(?:spf|fps)\b", text)
    corrected = re.search(
        r"\b(?:spf|factor) ?\d{1,3}\b[^.;]*?\b(?:sorry|no wait|i mean|actually|wait)\b[^.;\d]*?(\d{1,3})\b",
        text,
    )
    if corrected:
        found.append(corrected.group(1))
    values = [int(each) for each in found if 2 <= int(each) <= HIGHEST_SPF]
    return values[-1] if values else None


def _sentences(clauses: Sequence[Clause]) -> list[str]:
    """Return the patient's own sentences, their clauses joined again."""
    numbers = dict.fromkeys(clause.sentence for clause in clauses)
    return [
        " ".join(
            f"{clause.joint if index else ''} {clause.text.strip()}".strip()
            for index, clause in enumerate(c for c in clauses if c.sentence == number)
        )
        for number in numbers
    ]


@functools.cache
def _patterns(key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(_compiled(vocabulary("patterns")[key]))


def _compiled(values: dict[str, list[str]]) -> Iterator[tuple[str, re.Pattern[str]]]:
    for value, patterns in values.items():
        yield value, re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _is_sleep(text: str, match: re.Match[str]) -> bool:
    """Tell whether hours near a word of sleep are hours of sleep, not of work or reapplying."""
    around = text[max(0, match.start() - 30) : match.end() + 25]
    return not re.search(
        r"\b(?:every (?:2|3|4|couple|few) hours|work \d|hours? (?:at|of) (?:work|the gym|screen|a screen|outside)|before bed|commute|screen|shift of|reapply|hours ago)\b",
        around,
    )


def _hour(hour: int, minute: int, half: str | None, *, evening: bool) -> float:
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif half is None and evening and 7 <= hour <= 11:
        hour += 12
    elif half is None and evening and hour == 12:
        hour = 0
    return hour + minute / 60


def _middle(match: re.Match[str]) -> float:
    low = float(match.group("a"))
    return (low + float(match.group("b"))) / 2 if match.group("b") else low


def _plausible(low: float, high: float | None, most: float) -> Any:
    if low > most or (high or 0) > most:
        return None
    return _tidy(low) if high is None or high == low else sorted([_tidy(low), _tidy(high)])


def _tidy(number: float) -> float:
    number = round(number, 2)
    return int(number) if number == int(number) else number
