"""The relay's settings, from `RISE_RELAY_…` in the environment; each may also be read from the file at `…_FILE`."""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from rise_tui.domain.alerting import is_mail
from rise_tui.domain.errors import RiseError
from rise_tui.relay.failpoints import FailPoint

PREFIX = "RISE_RELAY_"
TWILIO_API = "https://api.twilio.com"
TWILIO_MEDIA_HOSTS = ("api.twilio.com", "media.twiliocdn.com", "mms.twiliocdn.com", "s3-external-1.amazonaws.com")
"""Where Twilio keeps photos, and where it sends whoever asks for one."""
MEDIA_LIMIT = 16 * 1024 * 1024
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType({"twilio": ("twilio_account_sid", "twilio_auth_token")})
"""Without which of its settings each carrier cannot be used."""

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}")


class BadSettings(RiseError):
    """A setting is missing or cannot be used."""

    exit_code = 2


class _Files(PydanticBaseSettingsSource):
    """Settings whose value stands in a file that `RISE_RELAY_<NAME>_FILE` names; a line end at its end is dropped."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The text of the file of one setting; None if none is named."""
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n"), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            raise BadSettings(
                f"{PREFIX}{field_name.upper()}_FILE cannot be read",
                f"{type(error).__name__}.",
                "Name a file that the relay's user may read.",
            ) from error

    def __call__(self) -> dict[str, Any]:
        """All settings that come from files."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """What one relay is told. Times are seconds, sizes bytes, money micro-dollars, rates segments a second."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database: str = "relay.sqlite"
    """The file of the relay's database; `sqlite:///` before it is the same."""
    media: Path = Path("media")
    """The folder of all photos and files, by SHA-256."""
    public_url: str = ""
    """The address under which the carrier reaches this relay: what it signs, so exactly as it is configured there."""
    carrier: Literal["twilio"] = "twilio"
    """Which phone company moves the texts."""
    twilio_account_sid: str = ""
    """The account's SID, from Twilio's console."""
    twilio_auth_token: SecretStr = SecretStr("")
    """The account's auth token: as a rule the file that `RISE_RELAY_TWILIO_AUTH_TOKEN_FILE` names."""
    twilio_api: str = TWILIO_API
    """Where Twilio listens; the simulator's address where it stands in for Twilio."""
    twilio_media_hosts: Annotated[tuple[str, ...], NoDecode] = TWILIO_MEDIA_HOSTS
    """Where photos may be fetched from, with commas. Each is a host (https, port 443); only one written
    `http://127.0.0.1:P` allows plain http, to that port alone."""
    segments_per_second: float = Field(1.0, gt=0, le=10_000)
    """The pace that the phone company allows each number. A segment is what it bills: a long text is several."""
    price_micros: int = Field(8_300, ge=0)
    """What one segment costs, in millionths of a dollar: 8300 is 0.83 cents. Previews show it."""
    media_limit: int = Field(MEDIA_LIMIT, gt=0)
    """The largest photo or file that is kept, in bytes."""
    lease_seconds: float = Field(30.0, gt=0)
    """Seconds a text may be on its way to the phone company before it is asked whether it has it."""
    reconcile_seconds: float = Field(60.0, ge=0)
    """Seconds after that until a text that it does not have is sent again."""
    gap_minutes: float = Field(5.0, gt=0, le=1440)
    """Minutes between two looks at the phone company's own list for texts that never reached this relay."""
    audit_head_to: str = ""
    """Where the newest hash of the audit log goes once a day: a file on another machine's mount, an https address that
    takes a POST of one line of JSON, or an e-mail address. Empty: to the administrators as they are told other things
    (`rise alerts`), by e-mail in any case if `RISE_RELAY_SMTP_HOST` is set; and always to every app."""
    answers_stop: Literal["carrier", "relay"] = "carrier"
    """Who answers STOP, START and HELP: the phone company (Twilio does, unless its support has turned that off) or
    this relay. `rise relay carrier check` warns where both would, or nobody, and prints the words for HELP that the
    phone company's console needs."""
    smtp_host: str = ""
    """The mail server by which alerts leave: that clients wait while nobody has rise open. Empty: no e-mail."""
    smtp_port: int = Field(587, ge=1, le=65535)
    """Where it listens: as a rule 587, or 465 with `RISE_RELAY_SMTP_SECURITY=ssl`."""
    smtp_security: Literal["starttls", "ssl", "none"] = "starttls"
    """How the way to it is encrypted; `none` is for a mail server on this machine alone."""
    smtp_user: str = ""
    """As whom the relay signs in there. Empty: without."""
    smtp_password: SecretStr = SecretStr("")
    """The password for that: as a rule the file that `RISE_RELAY_SMTP_PASSWORD_FILE` names."""
    smtp_from: str = ""
    """The address that alerts come from, such as rise@example.org."""
    alert_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Where alerts may be posted to, with commas: hosts (https), or `http://127.0.0.1:P` on this machine. Empty: any
    https address with a public name."""
    urgent_words: str = ""
    """The office's own words for what is urgent, one a line; as a rule the file that `RISE_RELAY_URGENT_WORDS_FILE`
    names."""
    fail: str = ""
    """For tests: where the relay dies, breaks or dawdles on purpose. Leave it out."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before the environment before files."""
        return init_settings, env_settings, _Files(settings_cls)

    @field_validator("twilio_media_hosts", "alert_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("twilio_media_hosts", "alert_hosts")
    @classmethod
    def _check_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        hosts = tuple(host if _LOOPBACK.fullmatch(host) else host.lower() for host in value)
        if bad := [host for host in hosts if not (_LOOPBACK.fullmatch(host) or _HOST.fullmatch(host))]:
            raise ValueError(f"{bad[0]} is neither a host name nor http://127.0.0.1:PORT")
        return hosts

    @field_validator("public_url", "twilio_api")
    @classmethod
    def _check_address(cls, value: str) -> str:
        value = value.strip().rstrip("/")
        if value:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
                raise ValueError("not an address like https://texts.example.org")
            if parts.scheme == "http" and not is_loopback(parts.hostname):
                raise ValueError("not encrypted, and plain http is for this machine alone: use https")
        return value

    @field_validator("audit_head_to")
    @classmethod
    def _check_head_to(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("plain http goes to this machine alone; use https")
        return value.strip()

    @model_validator(mode="after")
    def _check_mail(self) -> "Settings":
        if self.smtp_host and not is_mail(self.smtp_from):
            raise ValueError("RISE_RELAY_SMTP_HOST needs RISE_RELAY_SMTP_FROM, an e-mail address")
        if self.smtp_host and self.smtp_security == "none" and not is_loopback(self.smtp_host):
            raise ValueError("RISE_RELAY_SMTP_SECURITY=none is for a mail server on this machine alone")
        return self

    @field_validator("fail")
    @classmethod
    def _check_fail(cls, value: str) -> str:
        FailPoint.parse(value)
        return value

    def must_serve(self) -> None:
        """Is everything there that serving needs? Raises BadSettings that names what is missing."""
        needed = ("public_url", *NEEDED[self.carrier])
        if missing := [PREFIX + name.upper() for name in needed if not getattr(self, name)]:
            raise BadSettings(
                f"{missing[0]} is not set",
                f"The relay cannot serve without {' and '.join(missing)}.",
                "Set it in the environment, or name a file with it in the same name with _FILE at its end.",
            )


def is_loopback(host: str) -> bool:
    """Is that this machine, which plain http never leaves?"""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def load_settings(**given: Any) -> Settings:
    """The settings of this environment. Raises BadSettings in words that name the variable, never its value."""
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else PREFIX
        why = str(first["msg"]).removeprefix("Value error, ")
        raise BadSettings(f"{name} cannot be used", f"{why}.", "Correct it and start again.") from None
