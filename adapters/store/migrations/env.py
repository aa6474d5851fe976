"""Alembic's entry. The program hands its connection over; on the command line name a file: alembic -x file=PATH ..."""

from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from adapters.store.engine import file_engine
from adapters.store.tables import metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations need a database: alembic -x file=PATH upgrade head")
given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    file = context.get_x_argument(as_dictionary=True).get("file")
    if not file:
        raise SystemExit("Name the database: alembic -x file=PATH ...")
    with file_engine(Path(file)).begin() as opened:
        run(opened)
