"""The settings of Telegram, WhatsApp and Twilio, and of the check-ins that they carry."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode

from clinic.setting_kinds import Template, WebOrigin, lower, matching, separated

MOST_WEEKS: Final = 52
Weeks = Annotated[int, Field(ge=1, le=MOST_WEEKS)]
NEVER: Final = "none"


def _weeks(text: object) -> object:
    return () if text == NEVER else separated(text)


CheckIns = Annotated[tuple[Weeks, ...], NoDecode, BeforeValidator(_weeks)]
Updates = Annotated[Literal["webhook", "polling"], BeforeValidator(lower)]
TelegramToken = Annotated[
    SecretStr, AfterValidator(matching(r"\d+:[\w-]{30,}", "a bot's token, such as 123456:ABC..."))
]
Digits = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^\d{5,20}$", max_length=20)
]
Token = Annotated[SecretStr, AfterValidator(matching(r"[!-~]{8,}", "a token without spaces"))]
TwilioAccount = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^AC[0-9a-fA-F]{32}$")
]
PhoneNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+\d{6,15}$")]


class MessengerSettings(BaseSettings):
    """What connects the messengers; one whose token is not set is off."""

    public_url: WebOrigin | None = None

    telegram_token: TelegramToken | None = None
    telegram_updates: Annotated[Updates, Field(validate_default=True)] = "webhook"
    telegram_register: bool = True
    telegram_api: WebOrigin = "https://api.telegram.org"

    whatsapp_token: Token | None = None
    whatsapp_phone_id: Annotated[Digits | None, Field(validate_default=True)] = None
    whatsapp_app_secret: Annotated[Token | None, Field(validate_default=True)] = None
    whatsapp_verify_token: Annotated[Token | None, Field(validate_default=True)] = None
    whatsapp_number: PhoneNumber | None = None
    whatsapp_template: Template | None = None
    whatsapp_template_language: str = "en"
    whatsapp_api: WebOrigin = "https://graph.facebook.com"

    twilio_account: TwilioAccount | None = None
    twilio_token: Annotated[Token | None, Field(validate_default=True)] = None
    twilio_number: Annotated[PhoneNumber | None, Field(validate_default=True)] = None
    twilio_template: Annotated[str, StringConstraints(pattern=r"^HX[0-9a-fA-F]{32}$")] | None = None
    twilio_api: WebOrigin = "https://api.twilio.com"

    check_in_weeks: CheckIns = (4, 8)

    @property
    def messengers(self) -> list[str]:
        """The messengers that are connected, and to which a talk can be taken along."""
        whatsapp = self.whatsapp_number if self.whatsapp_token else self.twilio_account
        known = {"telegram": self.telegram_token, "whatsapp": whatsapp}
        return [name for name, is_there in known.items() if is_there]

    @field_validator("telegram_updates")
    @classmethod
    def _reachable(cls, updates: str, info: ValidationInfo) -> str:
        token, address = info.data.get("telegram_token"), info.data.get("public_url")
        if token and updates == "webhook" and not address:
            raise ValueError(
                "is webhook, which needs DEWY_PUBLIC_URL; without a public address set polling"
            )
        return updates

    @field_validator("whatsapp_phone_id", "whatsapp_app_secret", "whatsapp_verify_token")
    @classmethod
    def _whatsapp_is_whole(cls, value: object, info: ValidationInfo) -> object:
        if info.data.get("whatsapp_token") and not value:
            raise ValueError("is missing: DEWY_WHATSAPP_TOKEN connects WhatsApp")
        return value

    @field_validator("twilio_account")
    @classmethod
    def _one_whatsapp(cls, account: str | None, info: ValidationInfo) -> str | None:
        if account and info.data.get("whatsapp_token"):
            raise ValueError("cannot go with DEWY_WHATSAPP_TOKEN: connect WhatsApp in one way")
        return account

    @field_validator("twilio_token", "twilio_number")
    @classmethod
    def _twilio_is_whole(cls, value: object, info: ValidationInfo) -> object:
        if info.data.get("twilio_account") and not value:
            raise ValueError("is missing: DEWY_TWILIO_ACCOUNT connects WhatsApp by Twilio")
        if value and info.data.get("twilio_account") and not info.data.get("public_url"):
            raise ValueError("needs DEWY_PUBLIC_URL: Twilio signs the address that it calls")
        return value
