"""Puts the console together: open doors, closed pages, files."""

from __future__ import annotations

from typing import Final

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from clinic.console import (
    choosing,
    correcting,
    doors,
    elsewhere,
    erasing,
    holding,
    intake,
    log,
    logo,
    me,
    merging,
    people,
    photographs,
    plan,
    queue,
    taking_out,
    talk,
)
from clinic.console.desk import Desk
from clinic.console.guard import refuse_foreign, signed_in
from clinic.console.pages import STATIC

PREFIX: Final = "/staff"
# `elsewhere` takes what none of the others does.
CLOSED: Final = (
    queue,
    intake,
    correcting,
    plan,
    talk,
    taking_out,
    photographs,
    merging,
    holding,
    erasing,
    people,
    choosing,
    logo,
    log,
    me,
    elsewhere,
)


def add_console(app: FastAPI, desk: Desk) -> None:
    """Add the console to an application.

    What is not in `doors` is closed to who is not signed in: the guard stands before every route of
    the closed part, whatever the route itself asks for.
    """
    app.state.desk = desk
    app.include_router(doors.routes, prefix=PREFIX, include_in_schema=False)
    guards = [Depends(refuse_foreign), Depends(signed_in)]
    app.mount(f"{PREFIX}/static", StaticFiles(directory=STATIC))
    for part in CLOSED:
        app.include_router(part.routes, prefix=PREFIX, dependencies=guards, include_in_schema=False)
