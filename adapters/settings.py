"""Settings from the environment, prefix CREDPATH_, all optional."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be configured. Command-line options win over the environment."""

    model_config = SettingsConfigDict(env_prefix="CREDPATH_", extra="ignore", hide_input_in_errors=True)

    data: Path | None = None
    tenant: str = "home"
    model_path: Path | None = None
    index: Path | None = None
    chroma_url: str = ""
    chroma_token: SecretStr | None = None
    database_url: SecretStr | None = None
    key: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""

    telegram_token: SecretStr | None = None
    telegram_secret: SecretStr | None = None
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_api: str = "https://api.telegram.org"

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str = ""
    slack_client_secret: SecretStr | None = None
    slack_api: str = "https://slack.com/api/"

    def secrets(self) -> list[str]:
        """Every secret that is set: what must never be in a log line."""
        given = (getattr(self, name) for name in type(self).model_fields)
        return [value.get_secret_value() for value in given if isinstance(value, SecretStr)]


def data_folder(settings: Settings) -> Path:
    """The folder for the database, the index and caches; made when missing, readable by its owner only."""
    if settings.data is None:
        from platformdirs import user_data_path

        folder = user_data_path("credpath", appauthor=False)
    else:
        folder = settings.data
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
