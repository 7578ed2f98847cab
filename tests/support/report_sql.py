"""The quarter's figures counted once more, in SQL over flat rows: written from docs/report.md, sharing no code with it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

from support.report_orders import HOURS, STRICT, Truth

MOVES = "('PENDING', 'DISPATCHED', 'IN_PROGRESS', 'ON_HOLD', 'RESOLVED', 'CLOSED')"

VIEWS = """
CREATE TABLE happened_all (n INTEGER PRIMARY KEY, ord TEXT, at INTEGER, what TEXT, who TEXT);
CREATE TABLE devices (ord TEXT, serial TEXT);
CREATE TABLE moment (as_of INTEGER);
CREATE VIEW happened AS SELECT * FROM happened_all WHERE at <= (SELECT as_of FROM moment);
CREATE TABLE last_move (ord TEXT, n INTEGER);
CREATE TABLE visit (ord TEXT, n INTEGER);
CREATE TABLE hold (ord TEXT, since INTEGER, till INTEGER);
CREATE TABLE facts (id TEXT, quarter TEXT, state TEXT, resolved INTEGER, closed INTEGER, accepted INTEGER, arrived INTEGER,
  engineer TEXT, held INTEGER);
CREATE TABLE responses (quarter TEXT, ord TEXT, who TEXT);
CREATE INDEX by_order ON happened_all (ord, n);
"""

FILL = f"""
INSERT INTO last_move SELECT ord, max(n) FROM happened WHERE what IN {MOVES} GROUP BY ord;
INSERT INTO visit SELECT ord, max(n) FROM happened WHERE what IN ('dispatched', 'declined') GROUP BY ord;
INSERT INTO hold
  SELECT h.ord, h.at, coalesce((SELECT min(x.at) FROM happened x WHERE x.ord = h.ord AND x.n > h.n AND x.what IN {MOVES}), as_of)
  FROM happened h, moment WHERE h.what = 'ON_HOLD';
INSERT INTO facts
  SELECT o.id, quarter_of(o.discovered), coalesce(m.what, 'PENDING'),
    CASE WHEN m.what IN ('RESOLVED', 'CLOSED') THEN (SELECT max(at) FROM happened h WHERE h.ord = o.id AND what = 'RESOLVED') END,
    (SELECT max(at) FROM happened h WHERE h.ord = o.id AND what = 'CLOSED'),
    (SELECT min(at) FROM happened h WHERE h.ord = o.id AND what = 'accepted' AND h.n > v.n),
    (SELECT min(at) FROM happened h WHERE h.ord = o.id AND what = 'arrived' AND h.n > v.n),
    coalesce((SELECT who FROM happened h WHERE h.n = v.n AND what = 'dispatched'), ''),
    coalesce((SELECT sum(till - since) FROM hold h WHERE h.ord = o.id), 0)
  FROM orders o LEFT JOIN last_move l ON l.ord = o.id LEFT JOIN happened m ON m.n = l.n LEFT JOIN visit v ON v.ord = o.id
  WHERE o.discovered <= (SELECT as_of FROM moment);
INSERT INTO responses
  SELECT quarter_of(r.at), r.ord, r.who FROM (
    SELECT (SELECT min(h.n) FROM happened h WHERE h.ord = o.ord AND h.n > o.n AND h.who LIKE 'eng-%'
              AND h.what IN ('accepted', 'arrived', 'IN_PROGRESS', 'ON_HOLD', 'RESOLVED', 'CLOSED')
              AND NOT EXISTS (SELECT 1 FROM happened x WHERE x.ord = o.ord AND x.n > o.n AND x.n < h.n
                AND (x.what = 'dispatched' OR (x.what = 'IN_PROGRESS' AND x.who = 'desk-001')))) AS n
    FROM happened o WHERE o.what = 'dispatched' OR (o.what = 'IN_PROGRESS' AND o.who = 'desk-001')) a
  JOIN happened r ON r.n = a.n;
CREATE VIEW incidents AS
  SELECT f.*, o.*, CASE WHEN o.contract = '{STRICT}' THEN f.held ELSE 0 END AS relief,
    CASE WHEN o.contract = '{HOURS}' THEN worked(o.discovered, coalesce(f.resolved, as_of))
         ELSE coalesce(f.resolved, as_of) - o.discovered END AS clocked
  FROM facts f JOIN orders o ON o.id = f.id, moment WHERE NOT (o.cancelled AND f.state <> 'CLOSED');
CREATE VIEW judged AS
  SELECT *, CASE WHEN clocked - relief > target * 60000 THEN 0 WHEN resolved IS NOT NULL THEN 1 END AS met,
    CASE WHEN final_category <> '' THEN final_category ELSE category END AS kind FROM incidents;
"""

FIGURES = """
SELECT count(*) AS incidents, coalesce(sum(state = 'CLOSED'), 0) AS closed,
  coalesce(sum(state IN ('CLOSED', 'RESOLVED')), 0) AS solved,
  coalesce(sum(resolved - discovered), 0) / 1000 AS resolution_s,
  coalesce(sum(met), 0) AS met, coalesce(sum(1 - met), 0) AS missed,
  coalesce(sum(accepted - discovered), 0) / 1000 AS response_s, count(accepted) AS accepted,
  coalesce(sum(arrived - discovered), 0) / 1000 AS arrival_s, count(arrived) AS arrived,
  coalesce(sum(final_category <> '' AND category <> '' AND final_category <> category), 0) AS reclassified,
  coalesce(sum(EXISTS (SELECT 1 FROM happened h WHERE h.ord = judged.id AND what = 'IN_PROGRESS' AND who = 'desk-001')), 0)
    AS reopened,
  coalesce(sum(EXISTS (SELECT 1 FROM happened h WHERE h.ord = judged.id AND what = 'declined')), 0) AS declined
FROM judged WHERE quarter = :quarter
"""


class Recount:
    """Everything as it stood at `as_of`."""

    def __init__(self, truth: Truth, as_of: datetime) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.row_factory = sqlite3.Row
        self._base.create_function("quarter_of", 1, quarter_of, deterministic=True)
        self._base.create_function("worked", 2, worked, deterministic=True)
        names = list(truth.orders[0])
        self._base.execute(f"CREATE TABLE orders ({', '.join(names)}, PRIMARY KEY (id))")
        self._base.executemany(f"INSERT INTO orders VALUES ({', '.join(f':{name}' for name in names)})", truth.orders)
        self._base.executescript(VIEWS)
        self._base.executemany("INSERT INTO happened_all VALUES (NULL, ?, ?, ?, ?)", truth.happened)
        self._base.executemany("INSERT INTO devices VALUES (?, ?)", truth.devices)
        self._base.execute("INSERT INTO moment VALUES (?)", [int(as_of.timestamp() * 1000)])
        self._base.executescript(FILL)

    def figures(self, quarter: str, column: str = "", value: str = "") -> dict[str, Any]:
        """Of all incidents of the quarter, or of those whose `column` has the value."""
        where = f" AND {column} = :value" if column else ""
        return dict(self._one(FIGURES + where, quarter=quarter, value=value))

    def satisfaction(self, quarter: str) -> dict[str, int]:
        return self._counts(
            "SELECT satisfaction, count(*) FROM judged WHERE quarter = :q AND satisfaction <> '' GROUP BY 1", q=quarter
        )

    def groups(self, quarter: str, column: str) -> dict[str, int]:
        return self._counts(f"SELECT {column}, count(*) FROM judged WHERE quarter = :q GROUP BY 1", q=quarter)

    def closed_at_end(self, quarter: str) -> int:
        return self._number("SELECT count(*) FROM judged WHERE quarter = :q AND quarter_of(closed) <= :q", q=quarter)

    def responses(self, quarter: str) -> dict[str, int]:
        return self._counts("SELECT who, count(*) FROM responses WHERE quarter = :q GROUP BY 1", q=quarter)

    def arrivals(self, quarter: str) -> int:
        return self._number("SELECT count(*) FROM happened WHERE what = 'arrived' AND quarter_of(at) = :q", q=quarter)

    def withdrawn(self, quarter: str) -> int:
        sql = "SELECT count(*) FROM facts f JOIN orders o ON o.id = f.id WHERE o.cancelled AND state <> 'CLOSED' AND quarter = :q"
        return self._number(sql, q=quarter)

    def flow(self, quarter: str) -> tuple[int, int, int, int]:
        """Open before, new, closed within, open after."""
        count = "SELECT count(*) FROM judged WHERE "
        return (
            self._number(f"{count} quarter < :q AND (closed IS NULL OR quarter_of(closed) >= :q)", q=quarter),
            self._number(f"{count} quarter = :q", q=quarter),
            self._number(f"{count} quarter_of(closed) = :q", q=quarter),
            self._number(f"{count} quarter <= :q AND (closed IS NULL OR quarter_of(closed) > :q)", q=quarter),
        )

    def repeats(self, quarter: str, days: int, failures: int) -> dict[str, int]:
        """Serial number → most failures within so many days up to one of the quarter."""
        sql = """
        WITH failed AS (SELECT d.serial, j.discovered AS at, j.quarter FROM devices d JOIN judged j ON j.id = d.ord)
        SELECT serial, max(found) FROM (
          SELECT f.serial, (
            SELECT count(*) FROM failed g WHERE g.serial = f.serial AND g.at <= f.at AND g.at > f.at - :span) AS found
          FROM failed f WHERE f.quarter = :q) GROUP BY serial HAVING max(found) >= :failures
        """
        return self._counts(sql, q=quarter, span=days * 86_400_000, failures=failures)

    def median_response_s(self, quarter: str) -> int:
        sql = "SELECT (accepted - discovered) / 1000 FROM judged WHERE quarter = :q AND accepted IS NOT NULL ORDER BY 1"
        values = [row[0] for row in self._base.execute(sql, {"q": quarter})]
        return values[(len(values) + 1) // 2 - 1]

    def _one(self, sql: str, **values: Any) -> sqlite3.Row:
        return self._base.execute(sql, values).fetchone()

    def _number(self, sql: str, **values: Any) -> int:
        return self._one(sql, **values)[0]

    def _counts(self, sql: str, **values: Any) -> dict[str, int]:
        return {row[0]: row[1] for row in self._base.execute(sql, values)}


def quarter_of(ms: int | None) -> str | None:
    if ms is None:
        return None
    office = datetime.fromtimestamp(ms // 1000, UTC) + timedelta(hours=8)
    return f"{office.year}Q{(office.month - 1) // 3 + 1}"


def worked(since: int, till: int) -> int:
    """Milliseconds between 9 and 12 and between half past one and six, Monday to Friday."""
    total = 0
    midnight = (since + 28_800_000) // 86_400_000 * 86_400_000 - 28_800_000
    while midnight < till:
        if ((midnight + 28_800_000) // 86_400_000 + 3) % 7 < 5:
            for opens, closes in ((540, 720), (810, 1080)):
                total += max(0, min(till, midnight + closes * 60_000) - max(since, midnight + opens * 60_000))
        midnight += 86_400_000
    return total
