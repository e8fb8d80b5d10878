-- What people do with psql. Run with -f; its output is compared with that of a run without the gateway.
\set QUIET on
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS psql CASCADE;
CREATE SCHEMA psql;
SET search_path = psql;
RESET client_min_messages;
\set QUIET off
\pset null '(null)'

CREATE TABLE things (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, price numeric(8, 2) CHECK (price >= 0),
    made timestamptz DEFAULT '2026-01-02 03:04:05Z', labels text[], attributes jsonb);
COMMENT ON TABLE things IS 'what is sold';
CREATE INDEX things_labels ON things USING gin (labels);
CREATE VIEW dear AS SELECT id, name FROM things WHERE price > 10;
CREATE FUNCTION doubled(n int) RETURNS int LANGUAGE sql IMMUTABLE RETURN n * 2;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE parts (thing int REFERENCES things ON DELETE CASCADE, mood mood, PRIMARY KEY (thing, mood)) PARTITION BY LIST (mood);
CREATE TABLE happy_parts PARTITION OF parts FOR VALUES IN ('happy');
INSERT INTO things (name, price, labels, attributes)
    SELECT 'thing ' || i, i * 2.5, ARRAY['a', NULL, i::text], jsonb_build_object('i', i) FROM generate_series(1, 20) i;
INSERT INTO parts SELECT id, 'happy' FROM things WHERE id < 4 RETURNING *;

\d
\d things
\d+ dear
\d+ parts
\dt psql.*
\dv
\di
\ds
\df psql.*
\sf doubled
\dT mood
\dn+ psql
\dp psql.*
\encoding

SELECT * FROM things WHERE id < 4 ORDER BY id;
\x on
SELECT * FROM things WHERE id = 5;
\x off
\pset format csv
TABLE dear ORDER BY id LIMIT 3;
\pset format aligned
SELECT 1 AS a \; SELECT 2 AS b \; SELECT 3 AS c;
SELECT count(*) AS many FROM things \gset
\echo many is :many
SELECT name, price FROM things WHERE id = 1 \gdesc
SELECT 'SELECT ' || i FROM generate_series(1, 3) i \gexec
SELECT mood, thing % 2, count(*) FROM parts GROUP BY 1, 2 ORDER BY 1, 2 \crosstabview
SELECT :'HOST' = '127.0.0.1', :{?many};

\set FETCH_COUNT 7
SELECT id, name FROM things ORDER BY id;
\unset FETCH_COUNT

BEGIN;
UPDATE things SET price = price + 1 WHERE id = 1 RETURNING price;
SAVEPOINT s;
DELETE FROM things WHERE id = 1;
ROLLBACK TO s;
COMMIT;
\set ON_ERROR_ROLLBACK on
BEGIN;
INSERT INTO things (name) VALUES ('thing 1');
SELECT 'still here';
COMMIT;
\set ON_ERROR_ROLLBACK off
\set AUTOCOMMIT off
INSERT INTO things (name, price) VALUES ('x', 1);
ROLLBACK;
\set AUTOCOMMIT on

COPY things (name, price) FROM STDIN;
copied, one	1
copied two	\N
\.
COPY (SELECT id, name FROM things ORDER BY id DESC LIMIT 3) TO STDOUT;
\copy (SELECT id, name FROM things ORDER BY id DESC LIMIT 3) to stdout csv header

SELECT nothing FROM things;
\errverbose
SELECT 1 / 0;
INSERT INTO things (name, price) VALUES ('y', -1);
SELECT * FROM no_such_table;
SELEC 1;
SELECT 'goes on';
\echo :ERROR :SQLSTATE :ROW_COUNT

PREPARE p(int) AS SELECT name FROM things WHERE id = $1;
EXECUTE p(2);
DEALLOCATE p;
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT id FROM things ORDER BY id;
FETCH 3 FROM c;
MOVE LAST IN c;
FETCH BACKWARD 2 FROM c;
CLOSE c;
COMMIT;
DO $$BEGIN RAISE NOTICE 'from a block'; RAISE WARNING 'careful'; END$$;
CREATE PROCEDURE twice() LANGUAGE plpgsql AS $$BEGIN INSERT INTO things (name) VALUES ('called'); COMMIT; END$$;
CALL twice();
ANALYZE things;
EXPLAIN (COSTS off) SELECT * FROM things WHERE id = 1;
VACUUM things;
LISTEN psql_channel;
UNLISTEN *;
SET TIME ZONE 'Europe/Oslo';
SHOW TIME ZONE;
SELECT made FROM things WHERE id = 1;
RESET TIME ZONE;
\timing off
\if true
SELECT 'chosen';
\endif
SELECT lo_from_bytea(0, '\x0102') AS large \gset
SELECT lo_get(:large);
SELECT lo_unlink(:large);
CREATE TEMP TABLE kept AS SELECT 1 AS one;
TABLE kept;
\c
TABLE kept;
SET client_min_messages = warning;
DROP SCHEMA psql CASCADE;
\echo done
