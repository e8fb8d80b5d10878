CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
INSERT INTO things (name) VALUES ('one'), ('two; and a half'), ('three');
CREATE FUNCTION named(wanted text) RETURNS bigint LANGUAGE plpgsql STABLE AS $body$
BEGIN
    RETURN (SELECT id FROM things WHERE name = wanted);
END
$body$;
