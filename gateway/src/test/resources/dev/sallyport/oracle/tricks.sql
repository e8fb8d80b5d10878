-- Every kind of thing that a name can stand for, each with a few rows.
CREATE SCHEMA tricks;
CREATE SCHEMA first_on_path;
CREATE SCHEMA "Odd ""Schema""";
SET search_path = tricks;

CREATE TABLE left_side (id integer PRIMARY KEY, shared text, amount integer, only_left text);
CREATE TABLE right_side (id integer, shared text, amount integer, only_right text);
CREATE TABLE third_side (id integer, flag boolean, moment timestamptz, day date);
INSERT INTO left_side SELECT i, 's' || i % 4, i * 7 % 5, 'l' || i FROM generate_series(1, 6) AS i;
INSERT INTO right_side SELECT i, 's' || i % 3, i * 3 % 4, 'r' || i FROM generate_series(2, 8) AS i;
INSERT INTO third_side SELECT i, i % 2 = 0, timestamptz '2020-01-01 00:00+00' + i * interval '30 hours', date '2020-01-01' + i FROM generate_series(1, 7) AS i;

CREATE TYPE address AS (street text, number integer);
CREATE TYPE mood AS ENUM ('sad', 'fair', 'glad');
CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100000);
CREATE DOMAIN place AS address;
CREATE TABLE composites (
    id integer, home address, homes address[], whole left_side, temper mood, share percent, at place, span int4range, label text
);
INSERT INTO composites SELECT i, ROW('street ' || i, i)::address, ARRAY[ROW('a' || i, i)::address, ROW('b' || i, i + 1)::address],
    ROW(i, 's' || i, i, 'w' || i)::left_side, (ARRAY['sad', 'fair', 'glad']::mood[])[1 + i % 3], i * 10, ROW('place ' || i, i)::address, int4range(i, i + 3), 'label ' || i
FROM generate_series(1, 4) AS i;

CREATE TABLE arrays (id integer, numbers integer[], words text[], grid integer[][]);
INSERT INTO arrays SELECT i, ARRAY[i, i + 1, i * 2], ARRAY['w' || i, 'x' || i], ARRAY[[i, 1], [2, i]] FROM generate_series(1, 4) AS i;

CREATE TABLE documents (id integer, body jsonb, plain json, page xml);
INSERT INTO documents SELECT i, jsonb_build_object('name', 'n' || i, 'list', jsonb_build_array(i, i + 1), 'inner', jsonb_build_object('k', i % 2)),
    json_build_object('a', i, 'b', 'b' || i), xmlelement(name page, xmlattributes(i AS number), xmlelement(name line, 'line ' || i))
FROM generate_series(1, 4) AS i;

CREATE TABLE tree (id integer, parent integer, label text, weight integer);
INSERT INTO tree SELECT i, NULLIF(i / 2, 0), 'node ' || i, i * 5 % 7 FROM generate_series(1, 9) AS i;

CREATE TABLE computed (
    id integer, base integer, secret text,
    twice integer GENERATED ALWAYS AS (base * 2) STORED,
    initial text GENERATED ALWAYS AS (left(secret, 2)) VIRTUAL
);
INSERT INTO computed (id, base, secret) SELECT i, i * 3, 'q' || i || 'rest' FROM generate_series(1, 5) AS i;

CREATE TABLE ancestor (id integer, name text, extra text);
CREATE TABLE descendant (own text) INHERITS (ancestor);
CREATE TABLE grandchild (deep text) INHERITS (descendant);
INSERT INTO ancestor SELECT i, 'a' || i, 'e' || i FROM generate_series(1, 2) AS i;
INSERT INTO descendant SELECT i, 'd' || i, 'f' || i, 'o' || i FROM generate_series(3, 4) AS i;
INSERT INTO grandchild SELECT i, 'g' || i, 'h' || i, 'p' || i, 'z' || i FROM generate_series(5, 6) AS i;

CREATE TABLE measured (id integer, region text, reading numeric, note text) PARTITION BY LIST (region);
CREATE TABLE measured_north PARTITION OF measured FOR VALUES IN ('north');
CREATE TABLE measured_rest PARTITION OF measured DEFAULT;
INSERT INTO measured SELECT i, ('{north,south,east}'::text[])[1 + i % 3], i * 13 % 7, 'm' || i FROM generate_series(1, 7) AS i;

CREATE TABLE "Quoted Table" ("Mixed Case" integer, "with ""quote""" text, "select" text, "größe" integer, "名前" text);
INSERT INTO "Quoted Table" SELECT i, 'q' || i, 'sel' || i, i * 2, 'name' || i FROM generate_series(1, 3) AS i;
CREATE TABLE "Odd ""Schema"""."a.b" ("c.d" integer, e text);
INSERT INTO "Odd ""Schema"""."a.b" SELECT i, 'e' || i FROM generate_series(1, 3) AS i;

CREATE TABLE first_on_path.left_side (id integer, hidden text, amount integer);
INSERT INTO first_on_path.left_side SELECT i, 'hidden ' || i, i FROM generate_series(1, 3) AS i;
CREATE TABLE first_on_path.pg_class (relname text, note text);
INSERT INTO first_on_path.pg_class VALUES ('mine', 'shadow'), ('yours', 'dark');

CREATE TABLE dropped_first (gone integer, id integer, also_gone text, rest text);
ALTER TABLE dropped_first DROP COLUMN gone, DROP COLUMN also_gone;
INSERT INTO dropped_first SELECT i, 'rest ' || i FROM generate_series(1, 3) AS i;

CREATE TABLE ledger (id integer PRIMARY KEY, account text, amount integer DEFAULT 7, memo text, stamp text GENERATED ALWAYS AS (account || '!') STORED);
INSERT INTO ledger (id, account, amount, memo) SELECT i, 'acc' || i % 3, i * 11 % 9, 'memo ' || i FROM generate_series(1, 6) AS i;
CREATE TABLE incoming (id integer, account text, amount integer, source text);
INSERT INTO incoming SELECT i, 'acc' || i % 4, i * 5 % 8, 'src' || i FROM generate_series(4, 9) AS i;
CREATE TABLE logbook (entry text, size integer, written_by text);

CREATE VIEW simple_view AS SELECT id, shared AS renamed, amount + 1 AS more FROM left_side WHERE only_left <> 'l6';
CREATE VIEW nested_view AS SELECT renamed, more, r.only_right FROM simple_view JOIN right_side r USING (id);
CREATE VIEW third_view (a, b) AS SELECT renamed || only_right, more FROM nested_view ORDER BY more;
CREATE VIEW counted_view AS SELECT shared, count(*) AS n, max(only_left) AS most FROM left_side GROUP BY shared;
CREATE VIEW union_view AS SELECT id, shared FROM left_side UNION ALL SELECT id, only_right FROM right_side;
CREATE VIEW row_view AS SELECT l.id, l AS whole FROM left_side l;
CREATE VIEW windowed_view AS SELECT id, rank() OVER (PARTITION BY shared ORDER BY amount) AS place FROM left_side;
CREATE MATERIALIZED VIEW kept AS SELECT l.shared, r.only_right, l.amount FROM left_side l JOIN right_side r ON r.id = l.id;
CREATE MATERIALIZED VIEW kept_of_view AS SELECT renamed, count(*) AS n FROM nested_view GROUP BY renamed;
CREATE VIEW over_kept AS SELECT k.shared, v.n FROM kept k LEFT JOIN kept_of_view v ON v.renamed = k.shared;
CREATE VIEW writable AS SELECT id, account, amount AS sum FROM ledger WHERE amount < 1000;

CREATE FUNCTION plain_sum(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN $1 + $2;
CREATE FUNCTION amount_of(wanted integer) RETURNS integer LANGUAGE sql STABLE AS 'SELECT amount FROM tricks.left_side WHERE id = wanted';
CREATE FUNCTION sides(integer) RETURNS SETOF left_side LANGUAGE sql STABLE AS 'SELECT * FROM tricks.left_side WHERE amount >= $1';
CREATE FUNCTION pairs() RETURNS TABLE (a integer, b text) LANGUAGE sql STABLE AS 'SELECT id, only_right FROM tricks.right_side';
CREATE FUNCTION label_of(l left_side) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT l.only_left || l.shared';
CREATE FUNCTION joined_text(text, text) RETURNS text LANGUAGE sql IMMUTABLE RETURN $1 || '+' || $2;
CREATE OPERATOR |+| (LEFTARG = text, RIGHTARG = text, FUNCTION = joined_text);
CREATE FUNCTION next_larger(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN GREATEST($1, $2);
CREATE AGGREGATE largest (integer) (SFUNC = next_larger, STYPE = integer);
CREATE RULE note_change AS ON UPDATE TO incoming DO ALSO INSERT INTO tricks.logbook VALUES (OLD.account, NEW.amount, 'rule');
RESET search_path;
