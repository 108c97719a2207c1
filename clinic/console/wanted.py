"""What somebody asks of the queue, as it stands in the page's address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from clinic.records.reviews import STATUSES, URGENCY
from clinic.reviews.queue import Place, Wanted

# Until the year 5138.
PLACE: Final = r"^\d\.\d{1,17}\.\d{1,10}$"
# What a database takes as a number of a row.
HIGHEST: Final = 2**31 - 1


def _none_if_empty(value: Any) -> Any:
    """A form sends what is left empty as an empty text."""
    return None if value in ("", []) else value


Word = Annotated[
    Annotated[str, StringConstraints(max_length=64)] | None, BeforeValidator(_none_if_empty)
]
Number = Annotated[Annotated[int, Field(ge=0, le=HIGHEST)] | None, BeforeValidator(_none_if_empty)]
# Of something that an address leads to.
Id = Annotated[int, Path(ge=0, le=HIGHEST)]
# No day of a clinic is left out, and each has a midnight in any zone and a day after it.
Day = Annotated[
    Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), lt=dt.date(3000, 1, 1))] | None,
    BeforeValidator(_none_if_empty),
]
Level = Annotated[str, StringConstraints(pattern=f"^({'|'.join(URGENCY)})$")]
Status = Annotated[str, StringConstraints(pattern=f"^({'|'.join(STATUSES)})$")]


class Asked(BaseModel):
    """The queue's part of an address."""

    q: Annotated[str, StringConstraints(max_length=200)] = ""
    level: list[Level] = Field(default_factory=list)
    status: list[Status] = Field(default_factory=list)
    channel: Word = None
    warning: Word = None
    who: Number = None
    unread: bool = False
    since: Day = None
    until: Day = None
    after: Annotated[
        Annotated[str, StringConstraints(pattern=PLACE)] | None, BeforeValidator(_none_if_empty)
    ] = None

    def wanted(self, zone: dt.tzinfo | None) -> Wanted:
        """Return what the queue is narrowed to.

        Args:
            zone: whose days these are; None is the machine's.
        """
        return Wanted(
            levels=self.level,
            statuses=self.status,
            channel=self.channel,
            warning=self.warning,
            assigned_to=self.who,
            unread=self.unread,
            since=_midnight(self.since, zone),
            until=_midnight(self.until and self.until + dt.timedelta(days=1), zone),
            words=self.q,
        )

    def place(self) -> Place | None:
        """Return where the page before ended."""
        if self.after is None:
            return None
        urgency, microseconds, intake_id = (int(each) for each in self.after.split("."))
        # no float on the way: a rounded time would leave a row out, or show it twice
        at = dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=microseconds)
        return Place(urgency, at, min(intake_id, HIGHEST))

    def address(self, **changes: Any) -> str:
        """Return the part of an address that asks for this, but for what changes."""
        asked: Mapping[str, Any] = self.model_dump(mode="json", exclude_defaults=True) | changes
        return "?" + urlencode({key: each for key, each in asked.items() if each}, doseq=True)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out that the plain queue shows."""
        return bool(self.model_dump(exclude_defaults=True, exclude={"after"}))


def place_of(place: Place) -> str:
    """Return a place as it stands in an address."""
    since = place.active_at - dt.datetime.fromtimestamp(0, dt.UTC)
    return f"{place.urgency}.{since // dt.timedelta(microseconds=1)}.{place.intake_id}"


def _midnight(day: dt.date | None, zone: dt.tzinfo | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC) if day else None
