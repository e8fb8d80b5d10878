"""Drives asyncpg and prints what it sees: `same` what any server should answer, `refused` what Sallyport refuses.

asyncpg speaks the extended protocol in binary only, prepares everything, and asks the catalog about types by itself.
"""

import asyncio
import decimal
import io
import json
import os
import ssl
import sys

import asyncpg

from values import LARGE, ROUND_TRIPS, digest, say


async def connect(**options):
    encrypted = os.environ["PGSSLMODE"] != "disable"
    context = ssl.create_default_context() if encrypted else False
    if encrypted:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return await asyncpg.connect(
        host=os.environ["PGHOST"],
        port=int(os.environ["PGPORT"]),
        user=os.environ["PGUSER"],
        password=os.environ["PGPASSWORD"],
        database=os.environ["PGDATABASE"],
        ssl=context,
        **options,
    )


def failure(error):
    return (
        type(error).__name__,
        getattr(error, "sqlstate", None),
        getattr(error, "message", str(error)),
        getattr(error, "detail", None),
        getattr(error, "constraint_name", None),
        getattr(error, "position", None),
    )


async def attempt(what, awaitable):
    try:
        got = await awaitable
        say(what, [tuple(row) for row in got] if isinstance(got, list) else got)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncio.TimeoutError) as error:
        say(what, failure(error))


async def types(connection):
    for name, values in ROUND_TRIPS.items():
        for value in values:
            say(name, await connection.fetchval(f"SELECT $1::{name}", value))
    await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")
    say("jsonb", await connection.fetchval("SELECT $1::jsonb", {"a": [1, None, "ü"]}))
    await connection.execute("CREATE TYPE mood AS ENUM ('sad', 'happy')")
    await connection.execute("CREATE TYPE pair AS (left_one int, right_one text)")
    say("an enum", await connection.fetchval("SELECT $1::mood", "happy"))
    say("enums", await connection.fetchval("SELECT $1::mood[]", ["sad", None]))
    say("a pair", await connection.fetchval("SELECT $1::pair", (1, "x")))
    say("a range", await connection.fetchval("SELECT $1::int4range", asyncpg.Range(1, 5)))
    say("money and others", await connection.fetchrow("SELECT '1.5'::money, '10.0.0.0/8'::cidr, B'101', point(1, 2)"))


async def prepared(connection):
    statement = await connection.prepare("SELECT $1::int + 1 AS next, $2::text AS word")
    say("attributes", statement.get_attributes())
    say("parameters", statement.get_parameters())
    for i in range(5):
        say("prepared", tuple(await statement.fetchrow(i, "x" * i)))
    say("executemany", await connection.executemany("INSERT INTO things (name) VALUES ($1)", [(f"n{i}",) for i in range(300)]))
    say("count", await connection.fetchval("SELECT count(*) FROM things"))
    await attempt("one of many fails", connection.executemany("INSERT INTO things (id, name) VALUES ($1, 'd')", [(9001,), (9001,)]))
    say("count", await connection.fetchval("SELECT count(*) FROM things"))
    say("a script", await connection.execute("INSERT INTO things (name) VALUES ('s'); SELECT 1; SELECT 2"))
    # A change of the schema behind a cached statement is seen and mended by the driver.
    say("before ALTER", [tuple(row) for row in await connection.fetch("SELECT * FROM things WHERE id = $1", 1)])
    await connection.execute("ALTER TABLE things ADD COLUMN more int DEFAULT 5")
    say("after ALTER", [tuple(row) for row in await connection.fetch("SELECT * FROM things WHERE id = $1", 1)])


async def transactions(connection):
    async with connection.transaction():
        await connection.execute("INSERT INTO things (name) VALUES ('kept')")
        try:
            async with connection.transaction():
                await connection.execute("INSERT INTO things (name) VALUES ('undone')")
                await connection.execute("INSERT INTO things (id, name) VALUES (1, 'twice')")
        except asyncpg.UniqueViolationError as error:
            say("in a savepoint", failure(error))
    say("kept", [tuple(row) for row in await connection.fetch("SELECT name FROM things WHERE name ~ '^(kept|undone)'")])
    transaction = connection.transaction(isolation="serializable", readonly=True)
    await transaction.start()
    await attempt("read only", connection.execute("DELETE FROM things"))
    await transaction.rollback()
    say("in a transaction", connection.is_in_transaction())
    async with connection.transaction():
        rows = []
        async for row in connection.cursor(LARGE, prefetch=700):
            rows.append(row)
        say("cursor", digest(rows))
        cursor = await connection.cursor("SELECT i FROM generate_series(1, 10) i WHERE i > $1", 2)
        say("fetched", tuple(await cursor.fetchrow()))
        say("forward", await cursor.forward(3))
        say("then", [tuple(row) for row in await cursor.fetch(2)])
    say("large", digest(await connection.fetch(LARGE)))


async def errors(connection):
    for statement in ("SELEC 1", "SELECT nothing FROM things", "INSERT INTO things (name) VALUES (NULL)", "SELECT 1 / 0"):
        await attempt(statement, connection.fetch(statement))
        await attempt("simply " + statement, connection.execute(statement))
    await attempt("wrong value", connection.fetch("SELECT $1::text::int", "x"))
    await attempt("goes on", connection.fetch("SELECT 'goes on'"))


async def copies(connection):
    records = [(i, f"line\t{i}", decimal.Decimal(i) / 8) for i in range(2000)]
    say("COPY in", await connection.copy_records_to_table("copied", records=records, schema_name="asyncpg"))
    out = io.BytesIO()
    say("COPY out", await connection.copy_from_table("copied", schema_name="asyncpg", output=out, format="csv"))
    say("lines", digest([line] for line in out.getvalue().splitlines()))
    out = io.BytesIO()
    say("COPY of a query", await connection.copy_from_query("SELECT * FROM copied WHERE id < $1", 10, output=out, format="binary"))
    say("bytes", digest([out.getvalue()]))
    await attempt("COPY of a bad line", connection.copy_to_table("copied", source=io.BytesIO(b"x\ty\tz\n"), schema_name="asyncpg"))


async def notifications(connection):
    loop = asyncio.get_running_loop()
    came = loop.create_future()
    await connection.add_listener("asyncpg_channel", lambda _, pid, channel, payload: came.set_result((channel, payload)))
    other = await connect()
    await other.execute("SELECT pg_notify('asyncpg_channel', $1)", "payload ü")
    say("notification", await asyncio.wait_for(came, 30))
    await connection.reset()
    messages = []
    connection.add_log_listener(lambda _, message: messages.append((message.sqlstate, message.message)))
    await connection.execute("DO $$BEGIN RAISE NOTICE 'from a block'; END$$")
    await asyncio.sleep(0)
    say("notices", messages)
    await attempt("too long", connection.fetch("SELECT pg_sleep(60)", timeout=0.1))
    await attempt("after the cancel", connection.fetch("SELECT 'goes on'"))
    task = asyncio.ensure_future(connection.fetch("SELECT pg_sleep(61)"))
    while not await other.fetchval("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(61)' AND wait_event = 'PgSleep'"):
        pass
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        say("cancelled", True)
    await attempt("after the cancel", connection.fetch("SELECT 'goes on'"))
    await other.close()


async def same():
    connection = await connect()
    await connection.execute("DROP SCHEMA IF EXISTS asyncpg CASCADE; CREATE SCHEMA asyncpg")
    await connection.execute("SET search_path = asyncpg")
    await connection.execute("CREATE TABLE things (id serial PRIMARY KEY, name text NOT NULL)")
    await connection.execute("CREATE TABLE copied (id int, body text, ratio numeric)")
    for part in (types, prepared, transactions, errors, copies, notifications):
        await part(connection)
        await connection.execute("SET search_path = asyncpg")
    await connection.execute("DROP SCHEMA asyncpg CASCADE")
    await connection.close()
    print("done")


async def refused():
    connection = await connect()

    async def state(awaitable):
        try:
            return await awaitable
        except asyncpg.PostgresError as error:
            return error.sqlstate

    print("masked", *await connection.fetchrow("SELECT name, ssn, visits FROM people WHERE id = $1", 1))
    print("refused", await state(connection.execute("SELECT * FROM vault")))
    print("refused when prepared", await state(connection.fetch("SELECT * FROM vault WHERE id = $1", 1)))
    print("next", await connection.fetchval("SELECT 1"))
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("INSERT INTO people (id, name) VALUES (99, 'undone')")
    print("refused in a transaction", await state(connection.fetch("SELECT * FROM vault")))
    print("then", await state(connection.fetch("SELECT 1")))
    await transaction.rollback()
    print("undone", await connection.fetchval("SELECT count(*) FROM people WHERE id = 99"))
    print("refused COPY", await state(connection.copy_from_table("vault", output=io.BytesIO())))
    print("last", await connection.fetchval("SELECT 1"))
    await connection.close()


asyncio.run({"same": same, "refused": refused}[sys.argv[1]]())
