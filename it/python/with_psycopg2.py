"""Drives psycopg 2 and prints what it sees: `same` what any server should answer, `refused` what Sallyport refuses."""

import io
import select
import sys
import threading

import psycopg2
import psycopg2.extras

from values import LARGE, ROUND_TRIPS, digest, say


def failure(error):
    diagnosis = error.diag
    return (
        type(error).__name__,
        error.pgcode,
        diagnosis.severity,
        diagnosis.message_primary,
        diagnosis.message_detail,
        diagnosis.constraint_name,
        diagnosis.statement_position,
    )


def attempt(what, connection, *arguments):
    with connection.cursor() as cursor:
        try:
            cursor.execute(*arguments)
            say(what, cursor.fetchall() if cursor.description else cursor.statusmessage)
        except psycopg2.Error as error:
            say(what, failure(error))


def types(connection):
    with connection.cursor() as cursor:
        for name, values in ROUND_TRIPS.items():
            for value in values:
                cursor.execute(f"SELECT CAST(%s AS {name})", [value])
                (got,) = cursor.fetchone()
                say(name, bytes(got) if isinstance(got, memoryview) else got)
        cursor.execute("SELECT %s::jsonb", [psycopg2.extras.Json({"a": [1, None, "ü"]})])
        say("jsonb", cursor.fetchone())
        cursor.execute("SELECT 1 AS a, 'x'::varchar(5) AS b, 1.5::numeric(6,2) AS c")
        say("description", [tuple(column) for column in cursor.description])


def transactions(connection):
    with connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO things (name) VALUES (%s) RETURNING id", ["kept"])
        say("inserted", cursor.fetchone())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO things (name) VALUES ('undone')")
            cursor.execute("INSERT INTO things (id, name) VALUES (1, 'twice')")
    except psycopg2.Error as error:
        say("rolled back", failure(error))
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT name FROM things")
        say("kept", cursor.fetchall())
        cursor.execute("SAVEPOINT s")
        attempt("in a savepoint", connection, "SELECT 1 / 0")
        attempt("aborted", connection, "SELECT 1")
        say("state", connection.get_transaction_status())
        cursor.execute("ROLLBACK TO s")
        attempt("after the savepoint", connection, "SELECT 1")
        psycopg2.extras.execute_values(
            cursor, "INSERT INTO things (name, price) VALUES %s", [(f"v{i}", i / 2) for i in range(500)]
        )
        psycopg2.extras.execute_batch(
            cursor, "INSERT INTO things (name, price) VALUES (%s, %s)", [(f"b{i}", i / 2) for i in range(500)]
        )
        cursor.execute("SELECT count(*), sum(price) FROM things")
        say("batches", cursor.fetchone())
        cursor.execute("PREPARE p(int) AS SELECT $1 + 1")
        cursor.execute("EXECUTE p(%s)", [41])
        say("prepared by SQL", cursor.fetchone())
        cursor.execute("DEALLOCATE p")


def cursors(connection):
    with connection:
        with connection.cursor("c") as cursor:
            cursor.itersize = 700
            cursor.execute(LARGE)
            say("server cursor", digest(cursor))
        with connection.cursor("s", scrollable=True) as cursor:
            cursor.execute("SELECT i FROM generate_series(1, 10) i")
            cursor.scroll(4)
            say("scrolled", cursor.fetchone())
    with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
        cursor.execute("SELECT 1 AS a, 2 AS b")
        say("by name", dict(cursor.fetchone()))
    connection.commit()


def copies(connection):
    with connection, connection.cursor() as cursor:
        cursor.copy_expert("COPY copied FROM STDIN", io.StringIO("".join(f"{i}\tline {i}\t{i / 8}\n" for i in range(3000))))
        say("COPY in", cursor.rowcount)
        out = io.StringIO()
        cursor.copy_expert("COPY copied TO STDOUT (FORMAT csv)", out)
        say("COPY out", digest([line] for line in out.getvalue().splitlines()))
        out = io.BytesIO()
        cursor.copy_expert("COPY copied TO STDOUT (FORMAT binary)", out)
        say("COPY out, binary", digest([out.getvalue()]))
    try:
        with connection, connection.cursor() as cursor:
            cursor.copy_from(io.StringIO("x\ty\tz\n"), "copied")
    except psycopg2.Error as error:
        say("COPY of a bad line", failure(error) + (error.diag.context,))


def large_objects(connection):
    """By SQL: libpq's own functions for them use the function call protocol, which the gateway refuses."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT lo_from_bytea(0, %s)", [bytes(range(256)) * 10])
        (number,) = cursor.fetchone()
        cursor.execute("SELECT lo_get(%s, 250, 12)", [number])
        say("large object", bytes(cursor.fetchone()[0]))
        cursor.execute("SELECT lo_unlink(%s)", [number])


def notifications(connection):
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("LISTEN psycopg2_channel")
        other = psycopg2.connect("")
        with other, other.cursor() as sender:
            sender.execute("NOTIFY psycopg2_channel, 'payload ü'")
        other.close()
        while not connection.notifies:
            select.select([connection], [], [], 30)
            connection.poll()
        say("notification", [(notify.channel, notify.payload) for notify in connection.notifies])
        cursor.execute("UNLISTEN *")
        del connection.notices[:]
        cursor.execute("DO $$BEGIN RAISE NOTICE 'from a block'; END$$")
        say("notices", connection.notices)


def cancels(connection):
    def cancel():
        other = psycopg2.connect("")
        other.autocommit = True
        with other.cursor() as cursor:
            count = 0
            while not count:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE query = 'SELECT pg_sleep(60)' AND wait_event = 'PgSleep'"
                )
                (count,) = cursor.fetchone()
        connection.cancel()
        other.close()

    thread = threading.Thread(target=cancel)
    thread.start()
    attempt("cancelled", connection, "SELECT pg_sleep(60)")
    thread.join()
    attempt("after that", connection, "SELECT 'goes on'")


def same():
    psycopg2.extras.register_uuid()
    connection = psycopg2.connect("")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS psycopg2 CASCADE; CREATE SCHEMA psycopg2")
        cursor.execute("SET search_path = psycopg2")
        cursor.execute("CREATE TABLE things (id serial PRIMARY KEY, name text NOT NULL, price numeric(8, 2))")
        cursor.execute("CREATE TABLE copied (id int, body text, ratio float8)")
    connection.autocommit = False
    connection.set_session(isolation_level="REPEATABLE READ")
    for part in (types, transactions, cursors, copies, large_objects, notifications, cancels):
        part(connection)
    for statement in ("SELEC 1", "SELECT nothing FROM things", "INSERT INTO things (name) VALUES (NULL)", "SELECT 7"):
        attempt(statement, connection, statement)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA psycopg2 CASCADE")
    connection.close()
    print("done")


def refused():
    connection = psycopg2.connect("")
    connection.autocommit = True
    cursor = connection.cursor()

    def state(statement):
        try:
            cursor.execute(statement)
            return cursor.fetchall()
        except psycopg2.Error as error:
            return error.pgcode

    print("masked", *state("SELECT name, ssn, visits FROM people WHERE id = 1")[0])
    print("refused", state("SELECT * FROM vault"))
    print("next", *state("SELECT 1")[0])
    connection.autocommit = False
    cursor.execute("INSERT INTO people (id, name) VALUES (99, 'undone')")
    print("refused in a transaction", state("SELECT * FROM vault"))
    print("then", state("SELECT 1"))
    connection.rollback()
    print("undone", *state("SELECT count(*) FROM people WHERE id = 99")[0])
    try:
        cursor.copy_expert("COPY vault TO STDOUT", io.StringIO())
    except psycopg2.Error as error:
        print("refused COPY", error.pgcode)
    connection.rollback()
    print("last", *state("SELECT 1")[0])


{"same": same, "refused": refused}[sys.argv[1]]()
