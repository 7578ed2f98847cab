"""Saving only notes what is to be indexed; the indexes are written, and their parts merged, in small steps of their own.

What `0004` left to be heard is noted there too. The index of `edited_at` went: nothing asked it, and every save wrote two pages
of it.
"""

import sqlalchemy as sa

revision = "0005"
down_revision = "0004"

_SETTINGS = {"automerge": 0, "crisismerge": 1000, "usermerge": 16, "pgsz": 3900}


def upgrade() -> None:
    from alembic import op  # with the first revision that runs: it costs a tenth of a second

    op.create_table(
        "unindexed",
        sa.Column("order_row", sa.Integer(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["order_row"], ["orders.row"], name=op.f("fk_unindexed_order_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_row", name=op.f("pk_unindexed")),
    )
    left = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'sounds-left'"
    op.execute(f"INSERT INTO unindexed(order_row, named) SELECT row, 1 FROM orders WHERE row <= ({left})")
    op.execute("DELETE FROM meta WHERE key = 'sounds-left'")
    op.drop_index("ix_orders_edited", "orders")
    for table in ("order_search", "order_sounds"):
        for name, value in _SETTINGS.items():
            op.execute(f"INSERT INTO {table}({table}, rank) VALUES ('{name}', {value})")
