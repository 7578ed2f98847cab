"""Records of other kinds stand beside the orders: lists begin with the kind, and links are found from both ends."""

import sqlalchemy as sa

revision = "0003"
down_revision = "0002"

_FILTERED = ["state", "priority", "category", "assignee", "discovered_at", "id"]
_INDEXES = {
    "ix_orders_by_due": ["kind", "due_rank", "number", *_FILTERED],
    "ix_orders_by_number": ["kind", "number", *_FILTERED],
    "ix_orders_by_updated": ["kind", "updated_at", "number", *_FILTERED],
    "ix_orders_by_discovered": ["kind", "discovered_at", "number", *(name for name in _FILTERED if name != "discovered_at")],
    "ix_orders_customer": ["kind", "customer"],
    "ix_orders_state": ["kind", "state"],
}


def upgrade() -> None:
    from alembic import op  # with the first revision that runs: it costs a tenth of a second

    op.add_column("orders", sa.Column("kind", sa.Text(), nullable=False, server_default="order"))
    for name, columns in _INDEXES.items():
        op.drop_index(name, "orders")
        op.create_index(name, "orders", columns, unique=False)
    op.create_index("ix_orders_kind", "orders", ["kind", "id"], unique=False)
    op.add_column("order_serials", sa.Column("kind", sa.Text(), nullable=False, server_default="order"))
    op.create_table(
        "order_links",
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("order_row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_row"], ["orders.row"], name=op.f("fk_order_links_order_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("target_id", "order_row", name=op.f("pk_order_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_order_links_order_row"), "order_links", ["order_row"], unique=False)
