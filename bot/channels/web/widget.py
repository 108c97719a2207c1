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
from clinic.colours import Tones, colour_of, tones
from clinic.settings import Settings
from clinic.wording import LANGUAGE

routes = APIRouter(tags=["widget"])


class Told(BaseModel):
    """The clinic's side of the widget."""

    clinic: Annotated[str, Field(examples=["Lumina Skin Clinic"])]
    logo: Annotated[bool, Field(description="whether there is one, at /logo")]
    tones: Annotated[
        Tones | None, Field(description="of the accent, by scheme, as custom properties of CSS")
    ]
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


def told(settings: Settings, language: str = LANGUAGE, colour: str = "") -> Told:
    """Return what the scripts of every page know.

    Args:
        settings: the clinic's.
        language: one of those that there are.
        colour: the accent that a website states, in place of the clinic's; where it is none, this.
    """
    accent = colour_of(colour) or settings.accent
    return Told(
        clinic=settings.clinic_name,
        logo=bool(settings.logo),
        tones=tones(accent) if accent else None,
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
    colour: Annotated[str, Query(description="the website's accent", examples=["#3d6b5e"])] = "",
) -> Told:
    """Answer words and settings in a language (BCP 47); in English where there are none in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    wanted = language.partition("-")[0].lower()
    return told(door.settings, wanted if wanted in languages() else LANGUAGE, colour)
