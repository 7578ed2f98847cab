"""Sealed PDFs grow: the level each has reached, and which file it extends."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("documents", sa.Column("level", sa.Text(), nullable=False, server_default="B-B"))
    op.add_column("documents", sa.Column("extends", sa.Text()))
