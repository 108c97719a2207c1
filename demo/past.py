"""Dates what was written as if it had been written on earlier days.

The records take the time from the clock. So what happens is marked: from here on it is that moment
of the past. In the end each time in the database is moved to where the marks say that it belongs.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Engine, Table, bindparam, select, update

from clinic.records.check_ins import PHOTO
from clinic.records.models import Base, CheckIn, UtcDateTime, now
from demo.cast import ZONE

# The log refuses changes: it tells truly when this was made.
UNTOUCHED: Final = ("audit",)


class Past:
    """Moments of the past, and the moments of the clock from which they hold."""

    def __init__(self) -> None:
        self._clock: list[dt.datetime] = []
        self._moments: list[dt.datetime] = []

    def at(self, moment: dt.datetime) -> None:
        """Say that what is written from now on was written at this moment and after."""
        self._clock.append(now())
        self._moments.append(moment)

    def of(self, written: dt.datetime) -> dt.datetime:
        """Return when something was that the clock has at another time; before the marks, as is."""
        index = bisect_right(self._clock, written) - 1
        return written if index < 0 else self._moments[index] + (written - self._clock[index])

    def settle(self, engine: Engine, *only: type[Base]) -> None:
        """Move what the clock dated into the past, in these tables or in all."""
        end = now()
        names = [each.__tablename__ for each in only]
        for table in Base.metadata.sorted_tables:
            if table.name not in UNTOUCHED and (not names or table.name in names):
                self._move(engine, table, end)

    def _move(self, engine: Engine, table: Table, end: dt.datetime) -> None:
        keys = list(table.primary_key.columns)
        times = [each for each in table.columns if isinstance(each.type, UtcDateTime)]
        if not times:
            return
        with engine.begin() as connection:
            rows = connection.execute(select(*keys, *times, *_beside(table))).mappings().all()
            moved = [change for row in rows if (change := self._moved(row, times, end))]
            if moved:
                by_key = update(table).where(*(key == bindparam(f"key_{key.name}") for key in keys))
                connection.execute(
                    # all of them, so that none of them is touched by the update itself
                    by_key.values({each.name: bindparam(f"to_{each.name}") for each in times}),
                    [
                        {f"key_{key.name}": row[key.name] for key in keys}
                        | {f"to_{each.name}": to[each.name] for each in times}
                        for row, to in moved
                    ],
                )

    def _moved(
        self, row: Any, times: Iterable[Any], end: dt.datetime
    ) -> tuple[Any, dict[str, dt.datetime | None]] | None:
        was = {each.name: row[each.name] for each in times}
        to = {name: self.of(at) if at is not None and at <= end else at for name, at in was.items()}
        if "due_at" in was and "weeks" in row:
            # it was counted from the clock's today
            after = dt.timedelta(weeks=row["weeks"])
            to["due_at"] = self.of(was["due_at"] - after) + after
        return (row, to) if to != was else None


def _beside(table: Table) -> list[Any]:
    return [table.c.weeks] if table is CheckIn.__table__ else []


def date_comparisons(engine: Engine) -> None:
    """Date the comparison of pictures that came with a check-in by when that was answered."""
    check_ins = CheckIn.__table__
    with engine.begin() as connection:
        for row in connection.execute(select(check_ins).where(check_ins.c.result.is_not(None))):
            if photo := row.result.get(PHOTO):
                dated = photo | {"now": row.answered_at.astimezone(ZONE).date().isoformat()}
                change = update(CheckIn).where(CheckIn.id == row.id)
                connection.execute(change.values(result=row.result | {PHOTO: dated}))
