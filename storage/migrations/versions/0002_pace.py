"""How far a lane's pace has been used up, under which key something may have arrived, what was said on Slack and
Discord, and PostgreSQL's queue of wake-ups.

The latter are the tables of PgQueuer 1.6 as it would make them itself. They hold nothing but "drain this lane" and can
be dropped at any time; on SQLite the queue is in memory.

Revision ID: 0002
Revises: 0001
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

QUEUE = Path(__file__).with_name("0002_pgqueuer.sql")
TABLES = ("pgqueuer_statistics", "pgqueuer_schedules", "pgqueuer_log", "pgqueuer")


def upgrade() -> None:
    """Add the column; make the queue's tables word for word, since the library compares what it finds."""
    with op.batch_alter_table("lane") as lane:
        lane.add_column(sa.Column("paced_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("due", sa.Column("sent_as", sa.Text(), server_default="", nullable=False))
    op.add_column("due", sa.Column("in_doubt", sa.Boolean(), server_default=sa.false(), nullable=False))
    _make_posted()
    if op.get_context().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(QUEUE.read_text(encoding="utf-8"))


def _make_posted() -> None:
    op.create_table(
        "posted",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("topic", sa.Text(), server_default="", nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_posted_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_posted_space_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted")),
        sa.UniqueConstraint("space_id", "key", name=op.f("uq_posted_space_id_key")),
    )
    op.create_index(op.f("ix_posted_space_id_place_topic"), "posted", ["space_id", "place", "topic"], unique=False)


def downgrade() -> None:
    """Take all of it away."""
    op.drop_table("posted")
    with op.batch_alter_table("lane") as lane:
        lane.drop_column("paced_until")
    op.drop_column("due", "in_doubt")
    op.drop_column("due", "sent_as")
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TABLE {table}")
        op.execute("DROP FUNCTION fn_pgqueuer_changed()")
        op.execute("DROP TYPE pgqueuer_status")
