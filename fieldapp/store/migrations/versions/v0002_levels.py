"""Sealed PDFs grow: the level each has reached, and which file it extends."""

import sqlalchemy as sa

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    from alembic import op  # with the first revision that runs: it costs a tenth of a second

    op.add_column("documents", sa.Column("level", sa.Text(), nullable=False, server_default="B-B"))
    op.add_column("documents", sa.Column("extends", sa.Text()))
