"""How far a lane's pace has been used up, and the queue of wake-ups on PostgreSQL.

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
    if op.get_context().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(QUEUE.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Take both away."""
    with op.batch_alter_table("lane") as lane:
        lane.drop_column("paced_until")
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TABLE {table}")
        op.execute("DROP FUNCTION fn_pgqueuer_changed()")
        op.execute("DROP TYPE pgqueuer_status")
