"""The clinic's settings, from the environment and `.env`; `.env.example` documents each."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from clinic.emergency import Emergency, emergency_for
from clinic.seasons import season_at

if TYPE_CHECKING:
    from regimen import Season

PREFIX: Final = "DEWY_"
LOOPBACK: Final = "127.0.0.1"
EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104  # compared with, not listened on


def _usable_database(secret: SecretStr) -> SecretStr:
    """Refuse an address that is no file of SQLite and no PostgreSQL; the message never shows it."""
    try:
        url = make_url(secret.get_secret_value())
    except (ArgumentError, ValueError):
        raise ValueError("is no database address, such as postgresql://user@host/dewy") from None
    kind = url.get_backend_name()
    if kind not in ("sqlite", "postgresql", "postgres"):
        raise ValueError("must be a postgresql:// or sqlite:/// address")
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("must name a file: three processes share it")
    return secret


def _upper(text: Any) -> Any:
    return text.strip().upper() if isinstance(text, str) else text


def _country_code(text: str) -> str:
    if not re.fullmatch("[A-Z]{2}", text):
        raise ValueError("must be an ISO 3166-1 code of two letters, such as IN")
    return text


Port = Annotated[int, Field(ge=1, le=65535)]
Country = Annotated[str, BeforeValidator(_upper), AfterValidator(_country_code)]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)]
Database = Annotated[SecretStr, AfterValidator(_usable_database)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class Settings(BaseSettings):
    """Where the processes listen, where data lie, and which clinic this is."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    web_host: str = LOOPBACK
    web_port: Port = 8000
    actions_port: Port = 5055
    rasa_port: Port = 5005
    var: Annotated[Path, AfterValidator(Path.absolute)] = Field(
        default=Path("var"), validate_default=True
    )
    database_url: Database | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL", f"{PREFIX}DATABASE_URL")
    )
    clinic_name: Name = "the clinic"
    country: Country = "IN"
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    log_level: LogLevel = "WARNING"

    @property
    def web_url(self) -> str:
        """Where a browser on this machine finds the page."""
        host = LOOPBACK if self.web_host in EVERYWHERE else self.web_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.web_port}"

    @property
    def actions_url(self) -> str:
        """Where the action server answers."""
        return f"http://{LOOPBACK}:{self.actions_port}"

    @property
    def rasa_url(self) -> str:
        """Where Rasa answers."""
        return f"http://{LOOPBACK}:{self.rasa_port}"

    @property
    def records_url(self) -> str:
        """The database of the records, with its driver; holds a password where one is needed."""
        if self.database_url is None:
            return f"sqlite:///{self.var / 'dewy.db'}"
        url = self._database
        driver = "postgresql+psycopg" if url.get_backend_name() != "sqlite" else "sqlite"
        return url.set(drivername=driver).render_as_string(hide_password=False)

    @property
    def tracker_url(self) -> str:
        """The database of Rasa's tracker store: PostgreSQL like the records, or a file of its own."""
        if self.database_url is None or self._database.get_backend_name() == "sqlite":
            return f"sqlite:///{self.var / 'tracker.db'}"
        # Rasa's environment has the older driver, which is the default of the plain name
        return self._database.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def emergency(self) -> Emergency:
        """The emergency number and crisis line of the clinic's country."""
        return emergency_for(self.country)

    def season(self, day: dt.date) -> Season | None:
        """Return the season of a day at the clinic's place, or None near the equator."""
        return season_at(day, country=self.country, latitude=self.latitude)

    @property
    def _database(self) -> URL:
        assert self.database_url is not None  # noqa: S101  # both callers looked
        return make_url(self.database_url.get_secret_value())


def problems(error: ValidationError) -> Iterator[str]:
    """Yield a line for each bad setting: its name in the environment and what is wrong, no value."""
    for each in error.errors(include_input=False, include_url=False, include_context=False):
        name = str(each["loc"][0])
        name = name if name.isupper() else f"{PREFIX}{name.upper()}"
        yield f"{name}: {each['msg'].removeprefix('Value error, ')}"


def load() -> Settings:
    """Return the settings; a bad one ends the process with a clear line on standard error.

    Raises:
        SystemExit: a setting is bad.
    """
    try:
        return Settings()
    except ValidationError as error:
        sys.exit("\n".join(f"settings: {problem}" for problem in problems(error)))
