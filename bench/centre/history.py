# SPDX-License-Identifier: Apache-2.0
"""Tickets of days long past, written into a database of the centre by PostgreSQL itself."""

import psycopg
from psycopg import sql

from bench.centre.stage import HALLS, KIOSKS

A_DAY = 2_000
"""Tickets of a hall."""
_TICKETS = """
INSERT INTO ticket (site_id, business_date, ticket_id, kiosk_id, number, service_id, lane, status,
                    issued_at)
SELECT 'hall_' || hall, day, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       'kiosk_' || n % {kiosks}, 'C' || lpad((1 + n / {halls} % {a_day})::text, 3, '0'), 'social',
       'walk_in', 'waiting', day + interval '10 hours'
FROM past
"""
_ENTRIES = """
INSERT INTO journal (site_id, business_date, seq, at, kind, body, kiosk_id, position, hash)
SELECT 'hall_' || hall, day, {first} + n / {halls}, day + interval '10 hours', 'kiosk_logged',
       json_build_object('at', day, 'body', json_build_object('business_date', day,
         'chosen_slot', NULL, 'hop', 0, 'is_standby', false, 'lane', 'walk_in', 'number', 'C001',
         'place', NULL, 'service_id', 'social', 'ticket_id', n), 'kind', 'issued', 'kiosk_id',
         'kiosk_0', 'position', n, 'previous_hash', repeat('ab', 32))::text,
       'kiosk_' || n % {kiosks}, 1 + n, sha256(n::text::bytea)
FROM past
"""
_PAST = """
CREATE TEMPORARY VIEW past AS
SELECT n, n % {halls} AS hall, current_date - 2 - (n / {halls} / {a_day})::int AS day
FROM generate_series(0, {count} - 1) AS n
"""
FIRST = 1_000
"""Of the rows of the past; those of sites and kiosks stand before."""


def fill(url: str, count: int) -> None:
    """So many tickets with their entries in the journals; before any centre has looked at it."""
    names = {
        "count": sql.Literal(count),
        "halls": sql.Literal(HALLS),
        "kiosks": sql.Literal(KIOSKS),
        "a_day": sql.Literal(A_DAY),
        "first": sql.Literal(FIRST),
    }
    with psycopg.connect(url, autocommit=True) as connection:
        for text in (_PAST, _TICKETS, _ENTRIES):
            connection.execute(sql.SQL(text).format(**names))
        end = FIRST + count // HALLS
        connection.execute("UPDATE site SET seq = %s", (end,))
        connection.execute("VACUUM ANALYZE")
