-- What pg_dump has to carry: some of each kind of object.
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS dumped CASCADE;
CREATE SCHEMA dumped;
SET search_path = dumped;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN price AS numeric(8, 2) CHECK (VALUE >= 0);
CREATE SEQUENCE numbers START 100 INCREMENT 5;
CREATE FUNCTION doubled(n int) RETURNS int LANGUAGE sql IMMUTABLE AS $$SELECT n * 2$$;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.changed := '2026-01-02 03:04:05Z'; RETURN NEW; END$$;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE TABLE things (
    id serial PRIMARY KEY, number int DEFAULT nextval('numbers') UNIQUE, name text NOT NULL, cost price, state mood, both_of pair,
    picture bytea, labels text[], document jsonb, changed timestamptz, twice int GENERATED ALWAYS AS (doubled(number)) STORED,
    ratio float8, CONSTRAINT named CHECK (name <> ''));
COMMENT ON TABLE things IS 'what is kept';
COMMENT ON COLUMN things.name IS 'how it''s called';
CREATE TABLE parts (thing int REFERENCES things ON DELETE CASCADE, place int, PRIMARY KEY (thing, place)) PARTITION BY RANGE (place);
CREATE TABLE parts_low PARTITION OF parts FOR VALUES FROM (0) TO (100);
CREATE TABLE parts_rest PARTITION OF parts DEFAULT;
CREATE TRIGGER stamped BEFORE INSERT ON things FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE INDEX things_labels ON things USING gin (labels);
CREATE UNIQUE INDEX things_lower ON things (lower(name)) WHERE state IS NOT NULL;
CREATE VIEW happy AS SELECT id, name FROM things WHERE state = 'happy';
CREATE MATERIALIZED VIEW counted AS SELECT state, count(*) FROM things GROUP BY state WITH NO DATA;
ALTER TABLE things ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_of_them ON things USING (true);
GRANT SELECT ON things TO PUBLIC;
CREATE STATISTICS related (dependencies) ON name, state FROM things;
INSERT INTO things (name, cost, state, both_of, picture, labels, document, ratio)
    SELECT 'thing ' || i || E'\t\\ü', i / 4.0, CASE i % 3 WHEN 0 THEN 'sad' WHEN 1 THEN 'happy' END::mood, ROW(i, 'x')::pair,
        decode(md5(i::text), 'hex'), ARRAY['a', NULL, i::text], jsonb_build_object('i', i, 'n', NULL), i / 3.0
    FROM generate_series(1, 500) i;
INSERT INTO parts SELECT id, id FROM things;
REFRESH MATERIALIZED VIEW counted;
