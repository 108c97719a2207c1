"""What the staff of the imaginary clinic do: look, take on, note, acknowledge."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any, Final

from clinic.alerts.listing import AlarmList, ListedAlarm
from clinic.reviews.tending import Tending
from clinic.settings import Settings
from clinic.staff.accounts import Accounts, Member
from clinic.staff.audit import HOUSE
from clinic.staff.roles import Role
from demo.data import load
from demo.past import Past
from demo.visits import Visit

# How long a new intake waits until somebody looks, in hours.
WAITS: Final = {"now": 0.1, "same_day": 0.6, "soon": 6.0, "routine": 14.0}
KNOWN: Final = 0.92
ASSIGNED: Final = 0.6
NOTED: Final = {"now": 1.0, "same_day": 1.0, "soon": 0.8, "routine": 0.28}
# Of each level of alarm, the newest ones that nobody has taken care of yet.
LEFT: Final = {"now": 1, "same_day": 1, "person": 2, "soon": 2}
LEFT_FOR: Final = dt.timedelta(days=2)
# Days after which most intakes are over, or at least read and answered.
OVER, READ = 16, 3
# What becomes of an intake of such an age in the end, and how often.
BECOMES: Final = {
    "over": {"closed": 0.8, "ready": 0.14, "seen": 0.06},
    "read": {"ready": 0.55, "seen": 0.25, "needs_reply": 0.08, "closed": 0.12},
    "fresh": {"seen": 0.75, "ready": 0.15, "needs_reply": 0.1},
}


def employ(settings: Settings) -> str | None:
    """Add the staff; return the password of the admin, which is shown once."""
    accounts = Accounts.open(settings)
    try:
        password = accounts.first_admin()
        for each in load("clinic")["staff"]:
            accounts.add(each["login"], each["name"], Role(each["role"]), HOUSE)
    finally:
        accounts.dispose()
    return password


class Desk:
    """The staff at work on the visits of patients."""

    def __init__(self, settings: Settings, past: Past, seed: int) -> None:
        """Open what they work with; the accounts must be there."""
        self._past = past
        # intakes with an alarm that nobody has seen yet
        self._waiting: set[int | None] = set()
        self._rng = random.Random(seed)  # noqa: S311  # it must repeat, not be secret
        self._tending, self._alarms = Tending.open(settings), AlarmList.open(settings)
        accounts = Accounts.open(settings)
        everybody = accounts.members()
        accounts.dispose()
        logins: list[dict[str, Any]] = load("clinic")["staff"]
        by_login = {each.login: each for each in everybody}
        self._staff: Sequence[Member] = [by_login[each["login"]] for each in logins]

    def dispose(self) -> None:
        """Close the connections to the database."""
        self._tending.dispose()
        self._alarms.dispose()

    def acknowledge(self, now: dt.datetime) -> None:
        """Take care of the alarms, the newest aside."""
        left = dict(LEFT)
        for alarm in sorted(self._alarms.alarms(), key=self._raised_at, reverse=True):
            is_new = now - self._raised_at(alarm) < LEFT_FOR
            if is_new and left.get(alarm.level, 0) > 0:
                left[alarm.level] -= 1
                self._waiting.add(alarm.intake_id)
                continue
            self._past.at(self._raised_at(alarm) + dt.timedelta(minutes=self._rng.uniform(2, 25)))
            self._alarms.acknowledge(alarm.id, by=self._rng.choice(self._staff).actor)

    def tend(self, visit: Visit, now: dt.datetime) -> None:
        """Do with an intake what was done until now."""
        person, intake, rng = visit.person, visit.intake, self._rng
        if intake is None or intake in self._waiting:
            return
        waits = WAITS[person.level] * rng.uniform(0.3, 2.0)
        at = person.begun_at + dt.timedelta(hours=waits, minutes=10)
        if at >= now:
            return
        self._past.at(at)
        by = rng.choice(self._staff)
        self._tending.see(intake, by)
        if rng.random() < KNOWN:
            self._tending.call(intake, person.name, by)
        if rng.random() < ASSIGNED or person.level != "routine":
            self._tending.assign(intake, rng.choice(self._staff).id, by)
        if rng.random() < NOTED[person.level]:
            self._tending.note(intake, rng.choice(load("clinic")["notes"][person.level]), by)
        age = (now - person.begun_at).days
        of_age = BECOMES["over" if age > OVER else "read" if age > READ else "fresh"]
        (status,) = rng.choices(list(of_age), list(of_age.values()))
        self._tending.set_status(intake, status, by)

    def _raised_at(self, alarm: ListedAlarm) -> dt.datetime:
        return self._past.of(alarm.raised_at)
