"""Who at the desk wrote the other value of a conflict; and what was taken away, told until a person has seen it."""

import sqlalchemy as sa

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    from alembic import op  # with the first revision that runs: it costs a tenth of a second

    op.add_column("conflicts", sa.Column("written_by", sa.Text(), nullable=True))
    op.add_column("conflicts", sa.Column("written_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "taken_away",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("given_to", sa.Text(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_taken_away")),
        sqlite_with_rowid=False,
    )
