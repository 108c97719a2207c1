"""The kinds of the clinic's settings: what each may be, and what is said of one that may not."""

from __future__ import annotations

import ipaddress
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fsspec.registry import get_filesystem_class
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_settings import NoDecode
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from clinic.colours import ENOUGH, WHITE, contrast
from regimen import tuned

ROOT: Final = Path(__file__).resolve().parent.parent
SHORTEST_SECRET: Final = 32  # characters
COLOUR: Final = "color"
"""The format of a colour in a JSON schema, as HTML calls it."""


def _host(text: str) -> str:
    """Refuse what no server can listen on; the value also stands in the Procfile's commands."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        if not re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", text):
            raise ValueError(
                "must be an IP address or a host name alone, such as 127.0.0.1 or 0.0.0.0"
            ) from None
    return text


def _usable_database(secret: SecretStr) -> SecretStr:
    """Refuse an address that is no file of SQLite and no PostgreSQL; the message never shows it."""
    try:
        url = make_url(secret.get_secret_value())
    except (ArgumentError, ValueError):
        raise ValueError("is no database address, such as postgresql://user@host/dewy") from None
    kind = url.get_backend_name()
    if kind not in ("sqlite", "postgresql", "postgres"):
        raise ValueError("must be a postgresql:// or sqlite:/// address")
    if kind == "sqlite" and (url.database or ":memory:").startswith((":memory:", "file:")):
        raise ValueError("must name a file, such as sqlite:///var/dewy.db: processes share it")
    return secret


def _phone(text: str) -> str:
    if not re.fullmatch(r"\+?\d[\d ()./-]{1,24}", text):
        raise ValueError("must be a telephone number, such as +91 11 2345 6789")
    return text


def _one_line(text: str) -> str:
    """Refuse what breaks the head of a mail, or that a database does not take."""
    if any(unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs") for each in text):
        raise ValueError("must be one line without control characters")
    return text


def separated(text: Any) -> Any:
    """Return the parts of a text between commas."""
    return [each for each in text.split(",") if each.strip()] if isinstance(text, str) else text


def _mail_address(text: str) -> str:
    if not re.fullmatch(r"[\w.+-]+@[A-Za-z0-9.-]+", text, re.ASCII):
        raise ValueError("must be an e-mail address alone, such as team@clinic.example")
    return text


def _web_address(secret: SecretStr) -> SecretStr:
    """Refuse what cannot be posted to; the message never shows it: a path may hold a token."""
    try:
        url = urlsplit(secret.get_secret_value().strip())
        usable = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("must be a web address, such as https://clinic.example/alarms")
    return SecretStr(url.geturl())


def _unguessable(secret: SecretStr) -> SecretStr:
    """Refuse what is short enough to be tried out: 32 random hexadecimal digits hold 128 bits."""
    if len(secret.get_secret_value().strip()) < SHORTEST_SECRET:
        raise ValueError(f"must have {SHORTEST_SECRET} random characters or more")
    return SecretStr(secret.get_secret_value().strip())


def _origin(text: str) -> str:
    """Refuse what a browser never states as the origin of a page."""
    text = text.strip().lower().removesuffix("/")
    if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d{1,5})?", text):
        raise ValueError("must be origins alone, such as https://www.clinic.example")
    return text


def matching(pattern: str, what: str) -> Callable[[SecretStr], SecretStr]:
    """Return a check that a secret is a `what`; its message never shows the secret."""

    def check(secret: SecretStr) -> SecretStr:
        value = secret.get_secret_value().strip()
        if not re.fullmatch(pattern, value):
            raise ValueError(f"must be {what}")
        return SecretStr(value)

    return check


def _web_origin(text: str) -> str:
    """Refuse an address of a server that has a path, or that others on the way could read."""
    text = _origin(text)
    if text.startswith("http://") and urlsplit(text).hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("must begin with https://")
    return text


def _host_name(text: str) -> str:
    text = text.strip().lower()
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        raise ValueError("must be host names alone, such as www.clinic.example")
    return text


def _file_system(url: str) -> str:
    """Refuse an address that no installed file system has, or that only one process sees."""
    kind, separator, _ = url.partition("://")
    if not separator:
        return str(ROOT / Path(url).expanduser())
    try:
        get_filesystem_class(kind)
    except (ImportError, ValueError):
        raise ValueError(
            "must be a folder, or an address such as s3://bucket/folder"
            " whose file system is installed (for s3 the package s3fs)"
        ) from None
    if kind == "memory":
        raise ValueError("must be a folder or an object store: processes share it")
    return url


def _tunable(chosen: Mapping[str, float]) -> Mapping[str, float]:
    tuned(chosen)
    return chosen


def _upper(text: Any) -> Any:
    return text.strip().upper() if isinstance(text, str) else text


def lower(text: Any) -> Any:
    """Return a text in small letters without white space around it."""
    return text.strip().lower() if isinstance(text, str) else text


def _country_code(text: str) -> str:
    if not re.fullmatch("[A-Z]{2}", text):
        raise ValueError("must be an ISO 3166-1 code of two letters, such as IN")
    return text


def _time_zone(text: str) -> str:
    """Refuse what has no rules for its clock; "Asia" is a folder of zones, and no file of one."""
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone, such as Asia/Kolkata") from None
    return text


def _accent(text: str) -> str:
    """Refuse a colour in which white words are hard to read."""
    text = text.strip().lower()
    if not re.fullmatch(r"#[\da-f]{6}", text, re.ASCII):
        raise ValueError("must be a colour of six digits, such as #8c3b55")
    if (found := contrast(text, WHITE)) < ENOUGH:
        # cut, not rounded: 4.497 would be said to be enough
        shown = math.floor(found * 100) / 100
        raise ValueError(
            f"is too light for white words: their contrast is {shown:g} to 1, and {ENOUGH:g} to 1"
            " is the least (WCAG 2.2, 1.4.3)"
        )
    return text


Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_origin)], ...], NoDecode, BeforeValidator(separated)
]
HostNames = Annotated[
    tuple[Annotated[str, AfterValidator(_host_name)], ...], NoDecode, BeforeValidator(separated)
]
SessionPlace = Annotated[Literal["cookie", "token"], BeforeValidator(lower)]
Rate = Annotated[int, Field(ge=1, le=1_000_000)]
Port = Annotated[int, Field(ge=1, le=65535)]
Country = Annotated[str, BeforeValidator(_upper), AfterValidator(_country_code)]
Timezone = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_time_zone)]
SmtpSecurity = Annotated[Literal["starttls", "tls", "none"], BeforeValidator(lower)]
Tone = Annotated[Literal["warm", "formal"], BeforeValidator(lower)]
# The clinic's own weights and caps, by the names of `regimen.tuning.usual`.
Exfoliation = Annotated[Mapping[str, float], AfterValidator(_tunable)]
Colour = Annotated[str, AfterValidator(_accent), Field(json_schema_extra={"format": COLOUR})]
PlanDelivery = Annotated[Literal["at_once", "after_review"], BeforeValidator(lower)]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)]
Host = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_host)]
Folder = Annotated[Path, AfterValidator(lambda path: ROOT / path.expanduser())]
Database = Annotated[SecretStr, AfterValidator(_usable_database)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_one_line),
]
Hours = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_one_line),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_phone)]
Address = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_mail_address)
]
# not JSON, as lists in the environment are by default
Addresses = Annotated[tuple[Address, ...], NoDecode, BeforeValidator(separated)]
Webhook = Annotated[SecretStr, AfterValidator(_web_address)]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Secret = Annotated[SecretStr, AfterValidator(_unguessable)]
PhotosUrl = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_file_system)]
WebOrigin = Annotated[str, AfterValidator(_web_origin)]
Template = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9_]{1,512}$", max_length=512)
]
