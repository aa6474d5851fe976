"""How columns are declared: the one MetaData, and the kinds of columns. Instants are integer microseconds UTC."""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only a column declared INTEGER


def text(name: str, *, null: bool = False, key: bool = False, default: str | None = None) -> Column[Any]:
    """A text."""
    return Column(name, Text, nullable=null, primary_key=key, server_default=default)


def integer(name: str, *, null: bool = False, default: str | None = None) -> Column[Any]:
    """A whole number of 64 bits."""
    return Column(name, BigInteger, nullable=null, server_default=default)


def instant(name: str, *, null: bool = False) -> Column[Any]:
    """Microseconds since 1970 UTC."""
    return Column(name, BigInteger, nullable=null)


def number() -> Column[Any]:
    """The row's number, counted up by the database."""
    return Column("number", _NUMBER, primary_key=True, autoincrement=True)
