"""Drives psycopg 3 and prints what it sees: `same` what any server should answer, `refused` what Sallyport refuses."""

import sys
import threading

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Json, Jsonb

from values import LARGE, ROUND_TRIPS, digest, say


def failure(error):
    diagnosis = error.diag
    return (
        type(error).__name__,
        error.sqlstate,
        diagnosis.severity,
        diagnosis.message_primary,
        diagnosis.message_detail,
        diagnosis.message_hint,
        diagnosis.constraint_name,
        diagnosis.table_name,
        diagnosis.statement_position,
    )


def attempt(what, connection, *arguments, **options):
    try:
        cursor = connection.execute(*arguments, **options)
        say(what, cursor.fetchall() if cursor.description else cursor.statusmessage)
    except psycopg.Error as error:
        say(what, failure(error))


def types(connection):
    for name, values in ROUND_TRIPS.items():
        for value in values:
            for binary in (False, True):
                query = sql.SQL("SELECT {}::" + name).format(sql.Placeholder(format=psycopg.adapt.PyFormat.AUTO))
                (got,) = connection.execute(query, [value], binary=binary).fetchone()
                say(f"{name} {'binary' if binary else 'text'}", got)
    for value in ({"a": [1, None, "ü"]}, [], "x", 1.5, None):
        say("json", connection.execute("SELECT %s::json, %s::jsonb", [Json(value), Jsonb(value)]).fetchone())
    cursor = connection.execute("SELECT 1 AS a, 'x'::varchar(5) AS b, 1.5::numeric(6,2) AS c")
    say("description", [(c.name, c.type_code, c.display_size, c.precision, c.scale) for c in cursor.description])


def prepared(connection):
    for i in range(8):
        row = connection.execute("SELECT %s::int + 1, %s::text", [i, "x" * i], prepare=True).fetchone()
        say("prepared", row)
    say("prepared by name", connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchone())
    say("many", cursor_many(connection))
    connection.execute("DEALLOCATE ALL")
    say("after DEALLOCATE ALL", connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchone())


def cursor_many(connection):
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO things (name, price) VALUES (%s, %s) RETURNING id, name",
            [(f"thing {i}", i / 4) for i in range(100)],
            returning=True,
        )
        first = cursor.fetchone()
        count = 1
        while cursor.nextset():
            count += 1
        return first, count, cursor.fetchone()


def transactions(connection):
    with connection.transaction():
        connection.execute("INSERT INTO things (name) VALUES ('kept')")
        try:
            with connection.transaction():
                connection.execute("INSERT INTO things (name) VALUES ('undone')")
                connection.execute("INSERT INTO things (id, name) VALUES (1, 'twice')")
        except psycopg.errors.UniqueViolation as error:
            say("in a savepoint", failure(error))
    say("committed", connection.execute("SELECT name FROM things WHERE name IN ('kept', 'undone')").fetchall())
    try:
        with connection.transaction():
            connection.execute("DELETE FROM things")
            raise psycopg.Rollback()
    except psycopg.Error as error:
        say("rollback", failure(error))
    say("rolled back", connection.execute("SELECT count(*) FROM things").fetchone())
    for statement in ("BEGIN", "SELECT 1 / 0", "SELECT 1", "COMMIT", "SELECT 2"):
        attempt("by hand " + statement, connection, statement)
        say("state", connection.info.transaction_status.name)
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE READ ONLY")
        attempt("read only", connection, "DELETE FROM things")


def errors(connection):
    for statement in (
        "SELEC 1",
        "SELECT nothing FROM things",
        "SELECT * FROM no_such_table",
        "INSERT INTO things (name, price) VALUES ('x', -1)",
        "INSERT INTO things (name) VALUES (NULL)",
        "SELECT 'x'::int",
        "SELECT 1; SELECT 2",
        "",
    ):
        attempt("error " + statement, connection, statement)
    attempt("wrong parameter", connection, "SELECT %s::int", ["x"])
    attempt("one good", connection, "SELECT 'goes on'")


def copies(connection):
    with connection.cursor() as cursor:
        with cursor.copy("COPY copied FROM STDIN") as copy:
            for i in range(1000):
                copy.write_row((i, f"line\t{i}\n", None if i % 3 else i / 8))
        say("COPY in", (cursor.rowcount, cursor.statusmessage))
        with cursor.copy("COPY copied (id, body, ratio) FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int4", "text", "float8"])
            for i in range(1000, 2000):
                copy.write_row((i, "binary", i / 8))
        with cursor.copy("COPY (SELECT * FROM copied ORDER BY id) TO STDOUT") as copy:
            say("COPY out", digest(copy.rows()))
        with cursor.copy("COPY (SELECT * FROM copied ORDER BY id) TO STDOUT (FORMAT binary)") as copy:
            say("COPY out, binary", digest([bytes(block)] for block in copy))
        with cursor.copy("COPY (SELECT * FROM copied ORDER BY id LIMIT 3) TO STDOUT (FORMAT csv, HEADER)") as copy:
            say("COPY out, CSV", b"".join(bytes(block) for block in copy))
        try:
            with cursor.copy("COPY copied FROM STDIN") as copy:
                copy.write("7\tok\t1\nx\tbad\t1\n")
        except psycopg.Error as error:
            say("COPY of a bad line", failure(error) + (error.diag.context,))
        try:
            with cursor.copy("COPY copied FROM STDIN") as copy:
                copy.write("8\tok\t1\n")
                raise ValueError("the client changes its mind")
        except psycopg.Error as error:
            say("COPY given up", failure(error) + (error.diag.context,))
        try:
            with cursor.copy("COPY (SELECT 1 / (3 - i) FROM generate_series(1, 5) i) TO STDOUT") as copy:
                say("COPY that breaks", list(copy.rows()))
        except psycopg.Error as error:
            say("COPY that breaks", failure(error))
    say("copied", connection.execute("SELECT count(*), sum(ratio) FROM copied").fetchone())


def cursors(connection):
    with connection.transaction():
        with connection.cursor("c") as cursor:
            cursor.itersize = 700
            cursor.execute(LARGE)
            say("server cursor", digest(cursor))
        with connection.cursor("s", scrollable=True, row_factory=dict_row) as cursor:
            cursor.execute("SELECT i FROM generate_series(1, 10) i")
            cursor.scroll(4)
            say("scrolled", cursor.fetchone())
            cursor.scroll(-3)
            say("scrolled back", cursor.fetchmany(2))
        with connection.cursor("b") as cursor:
            cursor.execute("SELECT i, i::text FROM generate_series(1, 10) i WHERE i > %s", [5], binary=True)
            say("binary cursor", cursor.fetchall())
    with connection.cursor("h", withhold=True) as cursor:
        cursor.execute("SELECT i FROM generate_series(1, 3) i")
        say("held", cursor.fetchall())
    # psycopg leaves the row mode of libpq behind, which its pipelines don't expect.
    with psycopg.connect() as other, other.cursor() as cursor:
        say("streamed", digest(cursor.stream(LARGE)))


def pipeline(connection):
    say("pipelines", psycopg.Pipeline.is_supported())
    with connection.pipeline() as pipe:
        cursors_ = [connection.execute("SELECT %s::int * 2", [i]) for i in range(200)]
        pipe.sync()
        say("pipelined", digest(cursor.fetchone() for cursor in cursors_))
    before = connection.execute("SELECT count(*) FROM things").fetchone()
    try:
        with connection.pipeline() as pipe:
            connection.execute("INSERT INTO things (name) VALUES ('piped')")
            connection.execute("SELECT 1 / 0")
            connection.execute("INSERT INTO things (name) VALUES ('never')")
            pipe.sync()
    except psycopg.Error as error:
        say("error in a pipeline", failure(error))
    say("kept", connection.execute("SELECT count(*) - %s FROM things", before).fetchone())
    with connection.pipeline() as pipe:
        with connection.transaction():
            first = connection.execute("INSERT INTO things (name) VALUES ('a') RETURNING name")
            second = connection.execute("SELECT name FROM things WHERE name = 'a'", prepare=True)
        say("transaction in a pipeline", (first.fetchall(), second.fetchall()))
    attempt("behind the pipeline", connection, "SELECT 'goes on'")


def notifications(connection):
    connection.execute("LISTEN psycopg_channel")
    with psycopg.connect(autocommit=True) as other:
        other.execute("NOTIFY psycopg_channel")
        other.execute("SELECT pg_notify('psycopg_channel', 'payload ü')")
    seen = []
    for notify in connection.notifies():
        seen.append((notify.channel, notify.payload))
        if len(seen) == 2:
            break
    say("notifications", seen)
    connection.execute("UNLISTEN *")
    notices = []
    connection.add_notice_handler(lambda notice: notices.append((notice.sqlstate, notice.message_primary)))
    connection.execute("DO $$BEGIN RAISE NOTICE 'from a block'; RAISE WARNING 'careful'; END$$")
    connection.execute("DROP TABLE IF EXISTS no_such_table")
    say("notices", notices)


def cancels(connection):

    def cancel():
        with psycopg.connect(autocommit=True) as other:
            while not other.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND wait_event = 'PgSleep'"
            ).fetchone()[0]:
                pass
        connection.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    attempt("cancelled", connection, "SELECT pg_sleep(60)")
    thread.join()
    connection.execute("SET statement_timeout = '200ms'")
    attempt("too long", connection, "SELECT pg_sleep(60)")
    connection.execute("RESET statement_timeout")
    attempt("after that", connection, "SELECT 'goes on'")


def session(connection):
    for name in ("client_encoding", "DateStyle", "TimeZone", "standard_conforming_strings", "server_version"):
        say(name, connection.info.parameter_status(name))
    connection.execute("SET TIME ZONE 'Asia/Tokyo'")
    say("TimeZone", connection.info.parameter_status("TimeZone"))
    say("in Tokyo", connection.execute("SELECT timestamptz '2026-01-01 00:00Z'").fetchone())
    connection.execute("RESET ALL")
    connection.execute("SET search_path = psycopg")


def same():
    with psycopg.connect(autocommit=True) as connection:
        say("libpq", psycopg.pq.version() // 10000)
        connection.execute("DROP SCHEMA IF EXISTS psycopg CASCADE")
        connection.execute("CREATE SCHEMA psycopg")
        connection.execute("SET search_path = psycopg")
        connection.execute(
            "CREATE TABLE things (id serial PRIMARY KEY, name text NOT NULL, price numeric(8, 2) CHECK (price >= 0))"
        )
        connection.execute("CREATE TABLE copied (id int, body text, ratio float8)")
        for part in (
            types,
            prepared,
            transactions,
            errors,
            copies,
            cursors,
            pipeline,
            notifications,
            cancels,
            session,
        ):
            part(connection)
        say("large value", digest(connection.execute("SELECT repeat('ü', 1000000)")))
        connection.execute("DROP SCHEMA psycopg CASCADE")
    print("done")


def refused():
    with psycopg.connect(autocommit=True) as connection:

        def state(*arguments, **options):
            try:
                return connection.execute(*arguments, **options).fetchall()
            except psycopg.Error as error:
                return error.sqlstate

        for binary in (False, True):
            row = connection.execute("SELECT name, ssn, visits FROM people WHERE id = %s", [1], binary=binary)
            print("masked", *row.fetchone())
        print("refused", state("SELECT * FROM vault"))
        print("refused when prepared", state("SELECT * FROM vault WHERE id = %s", [1], prepare=True))
        print("next", *state("SELECT 1")[0])
        connection.execute("BEGIN")
        connection.execute("INSERT INTO people (id, name) VALUES (99, 'undone')")
        print("refused in a transaction", state("SELECT * FROM vault"))
        print("then", state("SELECT 1"))
        connection.execute("ROLLBACK")
        print("undone", *state("SELECT count(*) FROM people WHERE id = 99")[0])
        try:
            with connection.pipeline():
                connection.execute("INSERT INTO people (id, name) VALUES (99, 'undone')")
                connection.execute("SELECT * FROM vault")
                connection.execute("INSERT INTO people (id, name) VALUES (98, 'undone')")
        except psycopg.Error as error:
            print("refused in a batch", error.sqlstate)
        print("undone", *state("SELECT count(*) FROM people WHERE id > 90")[0])
        try:
            with connection.cursor().copy("COPY vault TO STDOUT") as copy:
                print("leaked", list(copy.rows()))
        except psycopg.Error as error:
            print("refused COPY", error.sqlstate)
        print("last", *state("SELECT 1")[0])


{"same": same, "refused": refused}[sys.argv[1]]()
