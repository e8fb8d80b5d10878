ALTER TABLE things ADD COLUMN made timestamptz NOT NULL DEFAULT now();
CREATE INDEX things_made ON things (made);
DO $$BEGIN IF named('one') IS NULL THEN RAISE EXCEPTION 'the first migration did not run'; END IF; END$$;
