"""The first schema."""

from types import ModuleType

import sqlalchemy as sa

revision = "0001"
down_revision = None


def upgrade() -> None:
    from alembic import op  # with the first revision that runs: it costs a tenth of a second

    _orders(op)
    _outbox(op)
    _files(op)
    _small(op)


def _orders(op: ModuleType) -> None:
    op.create_table(
        "orders",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text()),
        sa.Column("discovered_at", sa.BigInteger()),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("appointment_at", sa.BigInteger()),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("resolved_at", sa.BigInteger()),
        sa.Column("due_rank", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("edited_at", sa.BigInteger()),
        sa.Column("frozen", sa.Text()),
        sa.Column("local_only", sa.Boolean(), nullable=False),
        sa.Column("search_digest", sa.Text(), nullable=False),
        sa.Column("base_etag", sa.Text()),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("base", sa.Text()),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_orders")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_orders_by_discovered",
        "orders",
        ["discovered_at", "number", "state", "priority", "category", "assignee", "id"],
        unique=False,
    )
    op.create_index(
        "ix_orders_by_due",
        "orders",
        ["due_rank", "number", "state", "priority", "category", "assignee", "discovered_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_orders_by_number",
        "orders",
        ["number", "state", "priority", "category", "assignee", "discovered_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_orders_by_updated",
        "orders",
        ["updated_at", "number", "state", "priority", "category", "assignee", "discovered_at", "id"],
        unique=False,
    )
    op.create_index("ix_orders_customer", "orders", ["customer"], unique=False)
    op.create_index("ix_orders_edited", "orders", ["edited_at"], unique=False)
    op.create_index("ix_orders_state", "orders", ["state"], unique=False)
    op.create_index("ix_orders_id", "orders", ["id"], unique=True)
    op.create_table(
        "order_serials",
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("order_row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_row"], ["orders.row"], name=op.f("fk_order_serials_order_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("serial", "order_row", name=op.f("pk_order_serials")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_order_serials_order_row"), "order_serials", ["order_row"], unique=False)
    op.execute("CREATE VIRTUAL TABLE order_search USING fts5(bigrams, content='', contentless_delete=1, tokenize='ascii')")


def _outbox(op: ModuleType) -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("device_seq", sa.Integer()),
        sa.Column("base_etag", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("problem", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("acknowledged_at", sa.BigInteger()),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_acknowledged", "outbox", ["acknowledged_at"], unique=False, sqlite_where=sa.text("acknowledged_at IS NOT NULL")
    )
    op.create_index(
        "ix_outbox_active",
        "outbox",
        ["order_id", "seq", "state", "not_before"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sent', 'parked')"),
    )
    op.create_index("ix_outbox_changed", "outbox", ["changed_at"], unique=False)
    op.create_index("ix_outbox_device_seq", "outbox", ["device_seq"], unique=True, sqlite_where=sa.text("device_seq IS NOT NULL"))
    op.create_index("ix_outbox_op_id", "outbox", ["op_id"], unique=True)
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text()),
        sa.Column("column", sa.Text()),
        sa.Column("winner", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.Column("choice", sa.Text()),
        sa.Column("base", sa.Text()),
        sa.Column("mine", sa.Text()),
        sa.Column("theirs", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
    )
    op.create_index(
        "ix_conflicts_open", "conflicts", ["order_id", "created_at"], unique=False, sqlite_where=sa.text("settled_at IS NULL")
    )
    op.create_index("ix_conflicts_order", "conflicts", ["order_id", "created_at"], unique=False)


def _files(op: ModuleType) -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )
    op.create_index("ix_blobs_uploaded", "blobs", ["uploaded_at"], unique=False, sqlite_where=sa.text("uploaded_at IS NOT NULL"))
    op.create_index("ix_blobs_waiting", "blobs", ["added_at"], unique=False, sqlite_where=sa.text("state <> 'uploaded'"))
    op.create_table(
        "order_blobs",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_order_blobs_sha256")),
        sa.PrimaryKeyConstraint("order_id", "sha256", name=op.f("pk_order_blobs")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_order_blobs_sha256"), "order_blobs", ["sha256"], unique=False)
    op.create_table(
        "documents",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("snapshot_sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.Column("signatures_expected", sa.Integer(), nullable=False),
        sa.Column("verdict_valid", sa.Boolean(), nullable=False),
        sa.Column("superseded_by", sa.Text()),
        sa.ForeignKeyConstraint(["superseded_by"], ["documents.sha256"], name=op.f("fk_documents_superseded_by")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_order", "documents", ["order_id", "revision"], unique=False)


def _small(op: ModuleType) -> None:
    op.create_table(
        "drafts",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "field", name=op.f("pk_drafts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        sqlite_with_rowid=False,
    )
