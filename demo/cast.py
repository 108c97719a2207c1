"""Draws the patients: who they are, when they come and how far they go; the same for a seed."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from demo.data import kinds
from demo.faces import Look
from demo.looks import look_of

Ends = Literal["completed", "open", "abandoned"]
DAYS: Final = 60
CHANNELS: Final = {"web": 60, "telegram": 15, "whatsapp": 25}
# Shares of the intakes; of each level at least one.
LEVELS: Final = {"now": 0.02, "same_day": 0.03, "soon": 0.07}
ENDS: Final[dict[Ends, float]] = {"open": 0.08, "abandoned": 0.12}
PICTURED: Final = 0.14
# How likely each hour of the clinic's day is, from 7 in the morning to midnight.
HOURS: Final = dict(enumerate((2, 3, 4, 4, 4, 5, 6, 4, 3, 4, 5, 6, 8, 10, 12, 10, 4), start=7))
ZONE: Final = dt.timezone(dt.timedelta(hours=5, minutes=30))
# An open talk is one of these hours, or the house gives it up.
OPEN_FOR: Final = 20.0
# The newest of each urgent level came so many hours ago: nobody leaves an alarm for days.
FRESH: Final = (0.4, 4.0)
OLD_ENOUGH: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """How an intake goes: its level, how it ends, and whether it is one of the last hours."""

    level: str
    ends: Ends
    is_fresh: bool = False


@dataclass(frozen=True)
class Person:
    """An imaginary patient with an intake; `seed` is for all that they say."""

    kind: str
    level: str
    name: str
    age: int
    channel: str
    sender: str
    begun_at: dt.datetime
    ends: Ends
    pictured: bool
    look: Look
    seed: int

    @property
    def words(self) -> Mapping[str, Any]:
        """What their kind says (data/patients.yml)."""
        return kinds()[self.kind]


def cast(count: int, seed: int, now: dt.datetime) -> list[Person]:
    """Return so many patients, those who came first at the front.

    Args:
        count: how many.
        seed: the same one draws the same patients.
        now: the end of the days in which they come.
    """
    rng = random.Random(seed)  # noqa: S311  # it must repeat, not be secret
    met: Counter[str] = Counter()
    people = [_person(rng, part, now, met) for part in _parts(count, rng)]
    return sorted(people, key=lambda each: each.begun_at)


def _parts(count: int, rng: random.Random) -> list[Part]:
    """Return the part of each patient, in any order."""
    parts: list[Part] = []
    for level, share in LEVELS.items():
        of_level = max(1, round(share * count))
        parts += [Part(level, "completed", is_fresh=n == 0) for n in range(of_level)]
    for ends, share in ENDS.items():
        parts += [Part("routine", ends)] * max(1, round(share * count))
    parts += [Part("routine", "completed")] * (count - len(parts))
    rng.shuffle(parts)
    return parts[:count]


def _person(rng: random.Random, part: Part, now: dt.datetime, met: Counter[str]) -> Person:
    level, ends = part.level, part.ends
    of_level = {name: kind for name, kind in kinds().items() if kind["level"] == level}
    weights = [kind.get("weight", 1) for kind in of_level.values()]
    (name,) = rng.choices(list(of_level), weights)
    kind = of_level[name]
    # as few namesakes as there can be
    first = min(rng.sample(kind["names"], len(kind["names"])), key=met.__getitem__)
    met[first] += 1
    age = rng.randint(*kind["age"])
    (channel,) = rng.choices(list(CHANNELS), list(CHANNELS.values()))
    return Person(
        kind=name,
        level=level,
        name=first,
        age=age,
        channel=channel,
        sender=f"{rng.getrandbits(128):032x}",
        begun_at=_begins(rng, part, now),
        ends=ends,
        pictured=ends == "completed" and level != "now" and rng.random() < PICTURED / 0.75,
        look=look_of(kind, age, rng),
        seed=rng.getrandbits(32),
    )


def _begins(rng: random.Random, part: Part, now: dt.datetime) -> dt.datetime:
    if part.is_fresh:
        return now - dt.timedelta(hours=rng.uniform(*FRESH))
    if part.ends == "open":
        return now - dt.timedelta(hours=rng.uniform(0.3, OPEN_FOR))
    (hour,) = rng.choices(list(HOURS), list(HOURS.values()))
    # more of late: a clinic's patients become more
    day = now.astimezone(ZONE) - dt.timedelta(days=DAYS * rng.random() ** 1.2)
    at = day.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60))
    latest = now - (OLD_ENOUGH * 1.2 if part.ends == "abandoned" else dt.timedelta(hours=1))
    while at > latest:
        at -= dt.timedelta(days=1)
    return at.astimezone(dt.UTC)
