"""Two plain tables in the bench's database, and what is asked of them."""

from django.db import connection

TABLES = """
DROP TABLE IF EXISTS bench_vote, bench_message;
CREATE TABLE bench_vote (voice text PRIMARY KEY, choice int NOT NULL, at timestamptz NOT NULL);
CREATE TABLE bench_message (id bigserial PRIMARY KEY, voice text NOT NULL, words text NOT NULL);
"""


def make_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)


def count_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
