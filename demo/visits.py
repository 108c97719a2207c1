"""Leads the patients through their intakes, and some weeks later through their check-ins."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from actions.check_ins import BeginCheckIn
from actions.conversation import CHECK_IN
from actions.order import PHOTO, PHOTO_CONSENT
from analysis.keeping import to_keep
from clinic.photographs import Photographs
from clinic.records import CheckIns, KeptCheckIn, Transcript
from clinic.settings import Settings
from demo.cast import Person
from demo.faces import Shot, draw
from demo.looks import skin_of
from demo.past import Past
from demo.patient import Patient
from demo.talk import Saying, Talk

# A talk that is longer than this goes round in circles.
MOST_TURNS: Final = 40
STOPS_AFTER: Final = (3, 8)
SPOILT: Final = 0.2
SPOILT_SHOTS: Final = (Shot(light=0.07), Shot(blur=7.0))
ANSWERS_CHECK_IN: Final = 0.75
STARTS_WITHIN: Final = dt.timedelta(minutes=30)
SHOWS_AGAIN: Final = 0.7
SECONDS: Final[Mapping[str, tuple[float, float]]] = {
    "web": (15, 90),
    "telegram": (30, 400),
    "whatsapp": (30, 600),
}


# Of the time that is left until now, what one turn may take.
HURRY: Final = 0.1


class EndlessTalkError(RuntimeError):
    """A talk did not come to its end."""


@dataclass
class Visit:
    """A patient's talk as far as it is: its moment, and how many pictures were taken."""

    person: Person
    patient: Patient
    talk: Talk
    at: dt.datetime
    pictures: int = 0
    rng: random.Random = field(default_factory=random.Random)

    @property
    def intake(self) -> int | None:
        """The intake that the talk opened."""
        found: int | None = self.talk.slots.get("intake")
        return found


class Visits:
    """The visits of all patients at a clinic."""

    def __init__(self, settings: Settings, past: Past, until: dt.datetime) -> None:
        """Open the parts of the records that are written to beside the actions.

        Nothing happens after `until`.
        """
        self._until = until
        self._transcript = Transcript.open(settings)
        self._photographs = Photographs.open(settings)
        self._check_ins = CheckIns.open(settings)
        self._past = past

    def dispose(self) -> None:
        """Close the connections to the database."""
        for part in (self._transcript, self._photographs, self._check_ins):
            part.dispose()

    async def begin(self, person: Person) -> Visit:
        """Lead somebody through the intake, as far as they go."""
        talk = Talk(person.sender, person.channel, self._transcript)
        rng = random.Random(person.seed + 1)  # noqa: S311  # it must repeat, not be secret
        visit = Visit(person, Patient(person), talk, person.begun_at, rng=rng)
        await self._say(visit, visit.patient.hello())
        turns = MOST_TURNS if person.ends == "completed" else rng.randint(*STOPS_AFTER)
        while turns and (said := self._next(visit)):
            await self._say(visit, said)
            turns -= 1
        if not turns and person.ends == "completed":
            raise EndlessTalkError(f"{person.kind} still answers {talk.asked}")
        if talk.stage == "planned" and rng.random() < 1 / 3:
            await self._say(visit, visit.patient.thanks())
        return visit

    async def check_in(self, visit: Visit) -> None:
        """Have the check-ins that are due by now begun, and some of them answered."""
        for due in self._check_ins.pending(visit.person.sender):
            at = self._past.of(due.planned_at) + dt.timedelta(weeks=due.weeks)
            # the house itself would begin at once whatever is due by then
            if at < self._until + STARTS_WITHIN:
                await self._check_in(visit, due, at)

    async def _check_in(self, visit: Visit, due: KeptCheckIn, at: dt.datetime) -> None:
        visit.at = min(at, self._until)
        self._past.at(visit.at)
        talk = visit.talk
        await talk.begin_check_in(BeginCheckIn(), due.id, due.weeks)
        is_answered = visit.rng.random() < ANSWERS_CHECK_IN
        if not is_answered or at > self._until - dt.timedelta(days=1):
            return
        visit.at += dt.timedelta(minutes=visit.rng.uniform(3, 600))
        shows = visit.person.pictured and visit.rng.random() < SHOWS_AGAIN
        for _ in range(MOST_TURNS):
            if talk.asked in ([PHOTO_CONSENT], [PHOTO]):
                said = self._photograph(visit) if shows and visit.pictures else None
                said = said or visit.patient.no_photo()
            elif talk.stage == CHECK_IN:
                said = visit.patient.check_in(talk)
            else:
                return
            await self._say(visit, said)
        raise EndlessTalkError(f"{visit.person.kind} still answers {talk.asked}")

    def _next(self, visit: Visit) -> Saying | None:
        if visit.talk.asked == [PHOTO]:
            return self._photograph(visit)
        return visit.patient.answer(visit.talk)

    async def _say(self, visit: Visit, said: Saying) -> None:
        self._past.at(visit.at)
        await visit.talk.say(said)
        pause = dt.timedelta(seconds=visit.rng.uniform(*SECONDS[visit.person.channel]))
        visit.at += min(pause, (self._until - visit.at) * HURRY)

    def _photograph(self, visit: Visit) -> Saying:
        """Have a picture taken and received, as the channels do it."""
        self._past.at(visit.at)
        person, rng = visit.person, visit.rng
        shot = Shot(lean=rng.uniform(-4, 4), light=rng.uniform(0.88, 1.06), seed=visit.pictures)
        if visit.pictures == 0 and rng.random() < SPOILT:
            shot = rng.choice(SPOILT_SHOTS)
        skin = skin_of(_shown(visit), visit.pictures, random.Random(person.seed + 2))  # noqa: S311
        picture = draw(person.look, skin, shot)
        visit.pictures += 1
        received = self._photographs.receive(person.sender, person.channel, to_keep(picture))
        return visit.patient.photo(received)


def _shown(visit: Visit) -> list[str]:
    slots = visit.talk.slots
    own = [name for name, is_so in visit.person.words["looks"].items() if is_so is True]
    return [*(slots.get("concerns") or []), *(slots.get("symptoms") or []), *own]
