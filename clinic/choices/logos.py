"""Keeps the clinic's logo: one picture, whose name is among the choices that processes follow."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select

from clinic.records.staff_models import Choice, LogoPicture
from clinic.records.store import Store
from clinic.staff.audit import Actor, write

LOGO: Final = "logo"
"""The choice that names the picture."""


@dataclass(frozen=True)
class Logo:
    """A picture as PNG; another picture has another name."""

    name: str
    png: bytes


class Logos(Store):
    """The logo in the database; the log says that there is another, and never shows it."""

    def now(self) -> Logo | None:
        """Return the logo, where there is one."""
        with self._look.begin() as session:
            row = session.scalar(select(LogoPicture))
            return row and Logo(row.name, row.png)

    def choose(self, png: bytes | None, by: Actor) -> None:
        """Put up a picture in place of any other, or take down what is there.

        Args:
            png: as `picture.fitted` makes it; None for no logo.
            by: who chooses.
        """
        name = hashlib.sha256(png).hexdigest() if png else None
        with self._session.begin() as session:
            choice = session.get(Choice, LOGO)
            was = choice.value if choice else None
            if name == was:
                return
            session.execute(delete(LogoPicture))
            if choice:
                session.delete(choice)
                session.flush()
            if png:
                session.add_all((LogoPicture(name=name, png=png), Choice(name=LOGO, value=name)))
            before = was and "a picture"
            after = name and ("another picture" if was else "a picture")
            write(session, by, "chose", "setting", LOGO, before=before, after=after)
