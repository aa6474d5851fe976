"""Settings from the environment, prefix CREDPATH_, all optional."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be configured. Command-line options win over the environment."""

    model_config = SettingsConfigDict(env_prefix="CREDPATH_", extra="ignore")

    data: Path | None = None
    tenant: str = "home"
    model_path: Path | None = None


def data_folder(settings: Settings) -> Path:
    """The folder for the database, the index and caches; made when missing, readable by its owner only."""
    if settings.data is None:
        from platformdirs import user_data_path

        folder = user_data_path("credpath", appauthor=False)
    else:
        folder = settings.data
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
