"""The clinic's settings, from the environment and `.env`; `.env.example` documents each."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import (
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import SettingsConfigDict
from sqlalchemy import URL, make_url

from clinic.emergency import Emergency, emergency_for
from clinic.messenger_settings import MessengerSettings
from clinic.seasons import season_at
from clinic.setting_kinds import (
    ROOT,
    Address,
    Addresses,
    Colour,
    Country,
    Database,
    Exfoliation,
    Folder,
    Host,
    HostNames,
    Hours,
    LogLevel,
    Minutes,
    Name,
    Origins,
    Phone,
    PhotosUrl,
    PlanDelivery,
    Port,
    Rate,
    Secret,
    SessionPlace,
    SmtpSecurity,
    Timezone,
    Tone,
    Webhook,
)
from regimen import tuned

if TYPE_CHECKING:
    from regimen import Season, Tuning

__all__ = ["LOOPBACK", "PREFIX", "ROOT", "Settings", "load", "problems"]

PREFIX: Final = "DEWY_"
# Tests and services name a file of their own; paths are relative to the project.
ENV_FILE: Final = ROOT / os.environ.get(f"{PREFIX}ENV_FILE", ".env")
LOOPBACK: Final = "127.0.0.1"
HERE: Final = (LOOPBACK, "::1", "localhost")
# Where a browser on this machine finds what listens everywhere.
EVERYWHERE: Final = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104  # looked up, not listened on


class Settings(MessengerSettings):
    """Where the processes listen, where data lie, and which clinic this is.

    Some may be chosen at the console while the house runs (`clinic.choices`): what they are is read
    where it is needed, and never kept.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    web_host: Host = LOOPBACK
    web_port: Port = 8000
    actions_port: Port = 5055
    rasa_port: Port = 5005
    var: Folder = ROOT / "var"
    database_url: Database | None = Field(default=None, validation_alias="DATABASE_URL")
    photo_store: PhotosUrl | None = Field(default=None, validation_alias="DEWY_PHOTO_STORE")
    secret: Secret | None = None
    clinic_name: Name = "the clinic"
    country: Country = "IN"
    timezone: Timezone | None = None
    emergency_number: Phone | None = None
    crisis_name: Name | None = None
    crisis_number: Annotated[Phone | None, Field(validate_default=True)] = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    tone: Tone = "warm"
    accent: Colour | None = None
    plan_delivery: PlanDelivery = "at_once"
    exfoliation: Exfoliation = Field(default_factory=dict)
    clinic_hours: Hours | None = None
    clinic_phone: Phone | None = None
    log_level: LogLevel = "WARNING"
    abandoned_after_hours: Annotated[int, Field(ge=1, le=24 * 365)] = 24

    origins: Origins = ()
    session: SessionPlace = "cookie"
    link_hosts: HostNames = ()
    proxies: str = LOOPBACK
    messages_a_minute: Rate = 60
    requests_a_minute: Rate = 1200
    photos_an_hour: Rate = 20
    photos_kept_days: Annotated[int, Field(ge=1, le=3650)] = 90
    records_kept_days: Annotated[int, Field(ge=30, le=36500)] | None = None
    legal_hold: bool = False

    smtp_host: Host | None = None
    smtp_security: SmtpSecurity = "starttls"
    smtp_port: Port = 587
    smtp_user: str | None = None
    smtp_password: Annotated[SecretStr | None, Field(validate_default=True)] = None
    alert_from: Annotated[Address | None, Field(validate_default=True)] = None
    alert_to: Annotated[Addresses, Field(validate_default=True)] = ()
    alert_webhook: Webhook | None = None
    alert_secret: Annotated[SecretStr | None, Field(validate_default=True)] = None
    remind_now_minutes: Minutes = 15
    remind_same_day_minutes: Minutes = 60
    reminders: Annotated[int, Field(ge=0, le=20)] = 3

    _defaults: dict[str, Any] = PrivateAttr(default_factory=dict)
    # none of the environment's: it is put up at the console alone
    _logo: str | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any, /) -> None:
        """Remember what holds where nothing is chosen."""
        super().model_post_init(context)
        self._defaults = dict(self.__dict__)

    @property
    def defaults(self) -> Mapping[str, Any]:
        """What each setting is where nothing is chosen at the console, by its name."""
        return self._defaults

    def chosen(self, choices: Mapping[str, Any]) -> Settings:
        """Return other settings: the defaults but for these choices.

        Raises:
            ValidationError: a choice is out of bounds, or does not go with the rest.
        """
        other = type(self)(**{**self._defaults, **choices})
        other._defaults, other._logo = self._defaults, choices.get("logo")
        return other

    def become(self, other: Settings) -> None:
        """Take on the other's values, so that all who hold these settings see them."""
        self.__dict__.update(other.__dict__)
        self._logo = other._logo

    @property
    def logo(self) -> str | None:
        """The name of the clinic's logo (`clinic.choices.logos`), where there is one."""
        return self._logo

    @field_validator("actions_port", "rasa_port")
    @classmethod
    def _own_port(cls, port: int, info: ValidationInfo) -> int:
        for name, taken in info.data.items():
            if name.endswith("_port") and taken == port:
                raise ValueError(f"must differ from {PREFIX}{name.upper()}")
        return port

    @field_validator("smtp_password")
    @classmethod
    def _login(cls, password: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        user, host = info.data.get("smtp_user"), info.data.get("smtp_host")
        if bool(user) != bool(password):
            raise ValueError(f"goes together with {PREFIX}SMTP_USER: set both or neither")
        if password and info.data.get("smtp_security") == "none" and host not in HERE:
            raise ValueError(f"would be sent readable: {PREFIX}SMTP_SECURITY is none")
        return password

    @field_validator("crisis_number")
    @classmethod
    def _crisis_line(cls, number: str | None, info: ValidationInfo) -> str | None:
        if bool(number) != bool(info.data.get("crisis_name")):
            raise ValueError(f"goes together with {PREFIX}CRISIS_NAME: set both or neither")
        return number

    @field_validator("alert_from", "alert_to")
    @classmethod
    def _mail_is_whole(cls, value: Any, info: ValidationInfo) -> Any:
        if info.data.get("smtp_host") and not value:
            raise ValueError(f"is missing: {PREFIX}SMTP_HOST sends mail")
        if value and "smtp_host" in info.data and not info.data["smtp_host"]:
            raise ValueError(f"needs {PREFIX}SMTP_HOST to send mail")
        return value

    @field_validator("alert_secret")
    @classmethod
    def _signed(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get("alert_webhook") and not secret:
            raise ValueError(f"is missing: {PREFIX}ALERT_WEBHOOK is told only what is signed")
        return secret

    @property
    def web_url(self) -> str:
        """Where a browser on this machine finds the page."""
        host = EVERYWHERE.get(self.web_host, self.web_host)
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
        if url := self._postgresql:
            return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return URL.create("sqlite", database=str(self.records_file)).render_as_string()

    @property
    def tracker_url(self) -> str:
        """The database of Rasa's conversations: PostgreSQL like the records', or its own file."""
        if url := self._postgresql:
            # Rasa's environment has the older driver, which is the default of the plain name
            return url.set(drivername="postgresql").render_as_string(hide_password=False)
        return f"sqlite:///{self.var / 'tracker.db'}"

    @property
    def records_file(self) -> Path | None:
        """The records' file where they are on SQLite, else None."""
        if self._postgresql:
            return None
        named = self._database and self._database.database
        return ROOT / named if named else self.var / "dewy.db"

    @property
    def photographs_url(self) -> str:
        """Where photographs lie: a folder, or an address of fsspec."""
        return self.photo_store or str(self.var / "photographs")

    @property
    def tuning(self) -> Tuning:
        """The weights and caps of the exfoliation load."""
        return tuned(self.exfoliation)

    @property
    def emergency(self) -> Emergency:
        """The emergency number and crisis line: the clinic's own, or those of its country."""
        usual = emergency_for(self.country)
        return Emergency(
            number=self.emergency_number or usual.number,
            crisis_name=self.crisis_name or usual.crisis_name,
            crisis_number=self.crisis_number or usual.crisis_number,
        )

    @property
    def zone(self) -> ZoneInfo | None:
        """The clinic's time zone; None stands for the machine's, as it does for `astimezone`."""
        return ZoneInfo(self.timezone) if self.timezone else None

    def day(self, at: dt.datetime) -> dt.date:
        """Return the day that it is at the clinic at a time."""
        return at.astimezone(self.zone).date()

    def season(self, at: dt.datetime) -> Season | None:
        """Return the season at the clinic's place at a time, or None near the equator."""
        return season_at(self.day(at), country=self.country, latitude=self.latitude)

    @property
    def _database(self) -> URL | None:
        return make_url(self.database_url.get_secret_value()) if self.database_url else None

    @property
    def _postgresql(self) -> URL | None:
        url = self._database
        return url if url and url.get_backend_name() != "sqlite" else None


def problems(error: ValidationError) -> Iterator[str]:
    """Yield a line for each bad setting: its name in the environment and what is wrong."""
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
