"""Sleep: hours a night, from numbers and from clock times, and how good it is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span

from bot.understanding.clauses import cues_in
from bot.understanding.quantities import corrected, numbers, scaled, tidy

FEWEST_HOURS, MOST_HOURS = 2, 16
HALF_PAST = re.compile(r"\d{1,2}\.\d{2}")
QUALITIES = ("poor", "fair", "good")
NOON, DAY_HOURS, HOUR_MINUTES = 12, 24, 60
EARLIEST_EVENING = 6  # "bed at 7" is in the evening
# What a number counts that is no time of day.
COUNTED = [[unit] for unit in ("hours", "days", "weeks", "months", "litres", "glasses", "minutes")]
OF_SLEEP = {"quality", "sleep", "rest", "though", "tbh", "lol"}
BESIDE = {
    ",",
    "h",
    "hours",
    "-",
    "sleep",
    "of",
    "but",
    "and",
    "very",
    "pretty",
    "quite",
    "really",
    "(",
    "ish",
}
A_NIGHT = {"a", "per", "every", "each", "night", "day"}
NOT_SPENT = {"sleeping", "resting", "during", "including", "depending", "morning", "evening"}
STRONG = {"products", "medications"}  # what a number behind a name is the strength of
AFTER = 2  # words from a time to the verb that follows it
BETWEEN_TIMES = 8  # words between two clock times of one night


def read_sleep(doc: Doc) -> dict[str, Any]:
    """Return hours and quality of sleep that the patient's own clauses state."""
    facts: dict[str, Any] = {}
    for number in dict.fromkeys(clause.sentence for clause in doc._.clauses):
        own = [clause for clause in doc._.clauses if clause.sentence == number and clause.own]
        if not own:
            continue
        sentence = doc[own[0].start : own[-1].end]
        speaks = any(clause.has("sleep.word") for clause in own)
        hours = _clock_hours(sentence, known=speaks) if speaks else None
        hours = _hours(sentence) if hours is None and speaks else hours
        if hours is not None:
            facts["sleep_hours"] = hours
        quality = quality_of(sentence) or (_quality_beside(sentence) if speaks else None)
        if quality:
            facts["sleep_quality"] = quality
    return facts


def quality_of(stretch: Span) -> str | None:
    """Return how good the sleep is that a stretch of a message tells of."""
    found = {each: cues_in(stretch, f"sleep.{each}") for each in QUALITIES}
    spans = [span for each in found.values() for span in each]
    for each, told in found.items():
        # "nothing can wake me" is more than "wake me"
        if any(not _is_part(span, spans) for span in told):
            return each
    return None


def _is_part(span: Span, others: Sequence[Span]) -> bool:
    return any(
        other.start <= span.start and span.end <= other.end and len(other) > len(span)
        for other in others
    )


def _quality_beside(sentence: Span) -> str | None:
    """Return the quality that is said right behind the hours: "6 hours, broken", "8h great"."""
    for hours in cues_in(sentence, "sleep.hours"):
        for quality in QUALITIES:
            for span in cues_in(sentence, f"answers.quality.{quality}"):
                between = sentence.doc[hours.end : max(hours.end, span.start)]
                follows = span.start >= hours.end and {t.text for t in between} <= BESIDE
                if follows and _ends_clause(span):
                    return quality
    return None


def _ends_clause(quality: Span) -> bool:
    """Tell whether no more than "quality" or "sleep" follows: "medium stress" is no sleep."""
    doc = quality.doc
    end = next(c.end for c in doc._.clauses if c.start <= quality.start < c.end)
    return all(token.text in OF_SLEEP for token in doc[quality.end : end])


def hours_answered(part: Span) -> Any | None:
    """Return the hours that a bare answer gives: "5ish", "8 on a good night, usually 6"."""
    varies = cues_in(part, "context.varies")
    clock = _clock_hours(part, known=True)
    if clock is not None:
        return clock
    told = _hours(part)
    if told is not None and not varies:
        return told
    rated = {
        i for span in cues_in(part, "habits.stress.rating") for i in range(span.start, span.end)
    }
    said = [
        numbers(token.text) for token in part if token.i not in rated and token.text[:1].isdigit()
    ]
    plausible = [each for each in said if 1 <= each[0] <= each[-1] <= MOST_HOURS]
    if not plausible:
        return None
    if len(plausible) > 1 and varies:
        ends = sorted([plausible[0][0], plausible[1][-1]])
        return scaled(ends, 1) if ends[0] != ends[1] else tidy(ends[0])
    return _as_hours(plausible[-1])


def _hours(sentence: Span) -> Any | None:
    """Return the last hours named near a word of sleep, and not of work or of a waiting time."""
    excluded = {
        i for span in cues_in(sentence, "sleep.no_hours") for i in range(span.start, span.end)
    }
    spans = [
        span
        for span in cues_in(sentence, "sleep.hours")
        if span.start not in excluded and not _is_spent(span) and not _is_strength(span)
    ]
    found = [numbers(token.text) for span in spans for token in span if token.text[:1].isdigit()]
    found = [each for each in found if each and FEWEST_HOURS <= each[-1] <= MOST_HOURS]
    if not found:
        return None
    better = corrected(sentence.doc, spans[-1].end)
    return tidy(better) if better else _as_hours(found[-1])


def _is_spent(hours: Span) -> bool:
    """Tell whether hours go into something else: "4 hours a night measuring my face"."""
    rest = (token.text for token in hours.doc[hours.end :])
    word = next((each for each in rest if each not in A_NIGHT), "")
    return word.endswith("ing") and word not in NOT_SPENT


def _is_strength(hours: Span) -> bool:
    """Tell whether a number only says how strong a product is: "panoxyl 10 every night"."""
    strong = (name for name in hours.doc._.names if name.label_ in STRONG)
    numbered = hours[0].text[:1].isdigit()
    return numbered and any(name.start < hours.start <= name.end for name in strong)


def _as_hours(said: Sequence[float]) -> Any:
    return tidy(said[0]) if len(said) == 1 or said[0] == said[-1] else scaled(list(said), 1)


@dataclass(frozen=True)
class _Time:
    """A time of day in hours, with whether "am" or "pm" was said."""

    start: int
    end: int
    hour: float
    half: str | None

    def evening(self) -> float:
        """Return the hour on a 24-hour clock, of somebody who goes to bed."""
        if self.half == "pm" and self.hour < NOON:
            return self.hour + NOON
        if (self.half == "am" or self.half is None) and int(self.hour) == NOON:
            return self.hour - NOON
        if self.half is None and EARLIEST_EVENING <= self.hour < NOON:
            return self.hour + NOON
        return self.hour

    def morning(self) -> float:
        """Return the hour on a 24-hour clock, of somebody who gets up."""
        if self.half == "pm" and self.hour < NOON:
            return self.hour + NOON
        return self.hour - NOON if self.half == "am" and int(self.hour) == NOON else self.hour


def _clock_hours(stretch: Span, *, known: bool) -> float | None:
    """Return the hours between two clock times: "9am to 2pm" is 5, "bed at 11, up at 6.30" 7.5."""
    times = _times(stretch)
    for first, second in itertools.pairwise(times):
        if first.end == second.start - 1 and first.start == first.end and first.hour > second.hour:
            return tidy((second.morning() - first.evening()) % DAY_HOURS)  # "11 to 6"
        if second.start - first.end > BETWEEN_TIMES:
            continue
        told = first.half or second.half
        bed = cues_in(stretch, "sleep.bed")
        # Hindi has the verb behind the time: "1 baje sota hu, 7 baje uthta hu"
        wake = [span for span in cues_in(stretch, "sleep.wake") if span.start < second.end + AFTER]
        to_bed = any(span.start < first.end + AFTER for span in bed) and any(
            span.start >= first.end for span in wake
        )
        ranged = known and first.start > 0 and stretch.doc[first.start - 1].text == "from"
        if to_bed or ((told or ranged) and known and second.start - first.end == 1):
            return tidy((second.morning() - first.evening()) % DAY_HOURS)
    return None


def _times(stretch: Span) -> list[_Time]:
    times: list[_Time] = []
    words = [token.text for token in stretch]
    index = 0
    while index < len(words):
        begin = index
        hour = _clock(words, index)
        if hour is None:
            index += 1
            continue
        index += 3 if words[index + 1 : index + 2] == [":"] else 1
        half = words[index] if index < len(words) and words[index] in ("am", "pm") else None
        index += half is not None
        if "-" in words[begin]:  # "11-7": a range is two times
            start, end = numbers_as_said(words[begin])
            times += [
                _Time(stretch.start + begin, stretch.start + begin, start, None),
                _Time(stretch.start + begin + 1, stretch.start + index, end, half),
            ]
        else:
            times.append(_Time(stretch.start + begin, stretch.start + index, hour, half))
    return times


def _clock(words: Sequence[str], index: int) -> float | None:
    word = words[index]
    if word == "midnight":
        return float(NOON)
    if not word[:1].isdigit() or words[index + 1 : index + 2] in COUNTED:
        return None
    said = numbers_as_said(word)
    minutes = words[index + 2] if words[index + 1 : index + 2] == [":"] else None
    if said == [0.5] and words[index + 1 : index + 2]:  # "half ten"
        return None
    if minutes is None and HALF_PAST.fullmatch(word):
        word, minutes = word.split(".")  # "6.30" is half past six
        said = [float(word)]
    extra = float(minutes) / HOUR_MINUTES if minutes and minutes.isdigit() else 0.0
    return said[0] + extra if said[0] <= DAY_HOURS and extra < 1 else None


def numbers_as_said(word: str) -> list[float]:
    """Return the ends of a range in the order in which they were said."""
    return [float(each) for each in word.split("-") if each]
