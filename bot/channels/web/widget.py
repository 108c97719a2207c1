"""What the widget and the pages are told by the clinic: words, names, numbers, what is allowed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from analysis.reading import MOST_BYTES
from bot.channels.web.door import Here
from bot.channels.web.names import names
from bot.gateway.parts import Call, helplines
from bot.gateway.typed import LONGEST
from bot.gateway.words import languages, words
from clinic.settings import Settings
from clinic.wording import LANGUAGE

routes = APIRouter(tags=["widget"])


class Told(BaseModel):
    """The clinic's side of the widget."""

    clinic: Annotated[str, Field(examples=["Lumina Skin Clinic"])]
    session: Annotated[Literal["cookie", "token"], Field(description="who keeps the session")]
    locale: Annotated[str, Field(examples=["en-GB"])]
    direction: Literal["ltr", "rtl"]
    words: Annotated[dict[str, Any], Field(description="what the widget says")]
    names: Annotated[dict[str, str], Field(description="what identifiers of a plan are called")]
    helplines: list[Call]
    emergency: Annotated[str, Field(examples=["112"])]
    messengers: Annotated[list[str], Field(description="where a talk can go on")]
    link_hosts: Annotated[list[str], Field(description="where links may lead, beside this door")]
    longest: Annotated[int, Field(description="characters of a message")]
    photo_bytes: Annotated[int, Field(description="of an upload")]


def told(settings: Settings, language: str = LANGUAGE) -> Told:
    """Return what the scripts of every page know, in one of the languages that there are."""
    return Told(
        clinic=settings.clinic_name,
        session=settings.session,
        locale=words("locale", language),
        direction=words("direction", language),
        words=words("script", language),
        names=names(language),
        helplines=helplines(settings.emergency),
        emergency=settings.emergency.number,
        messengers=settings.messengers,
        link_hosts=list(settings.link_hosts),
        longest=LONGEST,
        photo_bytes=MOST_BYTES,
    )


@routes.get("/widget", summary="What the widget is told")
async def widget(
    response: Response,
    door: Here,
    language: Annotated[str, Query(max_length=35, examples=["en"])] = LANGUAGE,
) -> Told:
    """Answer words and settings in a language (BCP 47); in English where there are none in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    wanted = language.partition("-")[0].lower()
    return told(door.settings, wanted if wanted in languages() else LANGUAGE)
