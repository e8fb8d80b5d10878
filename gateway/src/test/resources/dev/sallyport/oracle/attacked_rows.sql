-- The same rows in both databases, but for what is masked: in the second, where attacked.variant is 2, it is other values of other lengths, and NULL.
DO $$ DECLARE s boolean := current_setting('attacked.variant') = '2'; BEGIN
FOR i IN 1..8 LOOP
INSERT INTO c VALUES (i, 'n' || i,
 CASE WHEN s AND i % 3 = 0 THEN NULL ELSE 'SECRET' || CASE WHEN s THEN (9 - i) || 'xx' ELSE i || '' END END,
 CASE WHEN s THEN CASE i WHEN 1 THEN 1e400 WHEN 2 THEN 'NaN' WHEN 3 THEN NULL ELSE 100 - i END ELSE i END,
 CASE WHEN s THEN 9223372036854775807 - i ELSE i END,
 CASE WHEN s THEN CASE i WHEN 1 THEN 'NaN' WHEN 2 THEN 1e300 ELSE -i END ELSE i END,
 CASE WHEN s THEN CASE WHEN i = 1 THEN '5000000-01-01'::date WHEN i = 2 THEN NULL WHEN i = 3 THEN 'infinity' ELSE date '2020-01-01' - i END ELSE date '2020-01-01' + i END,
 CASE WHEN s THEN timestamptz '2020-01-01' - i * interval '1 day' ELSE timestamptz '2020-01-01' + i * interval '1 day' END,
 CASE WHEN s THEN CASE WHEN i = 4 THEN NULL ELSE i % 2 = 0 END ELSE i % 2 = 1 END,
 CASE WHEN s THEN ARRAY['SECRETt', NULL, 'z'] ELSE ARRAY['SECRETt' || i] END,
 CASE WHEN s THEN CASE WHEN i = 5 THEN NULL ELSE ROW(NULL, 3)::addr END ELSE ROW('SECRET street' || i, i + 10)::addr END,
 CASE WHEN s THEN 'SECRETd' || 9 - i ELSE 'SECRETd' || i END,
 CASE WHEN s THEN interval '170000000 years' ELSE i * interval '1 day' END,
 (ARRAY['sad','ok','happy']::mood[])[1 + (CASE WHEN s THEN i + 1 ELSE i END) % 3],
 i % 3, 'e' || i % 4, i + 0.5, timestamptz '2021-01-01' + i * interval '1 day', i + 0.25, 'pg_class'::regclass, i + 1.5, i, 'v' || i, 'p' || i, 'nm' || i, i, i);
INSERT INTO co VALUES (i, CASE WHEN s THEN 'SECRET' ELSE 'SECRETz' || i END, 'plain' || i, 'other' || i);
INSERT INTO o VALUES (i, 1 + i % 4, 'note' || i, i * 3);
INSERT INTO o VALUES (i + 8, 1 + i % 8, 'note' || i, i * 2);
INSERT INTO tk VALUES (i, CASE WHEN s THEN CASE WHEN i = 2 THEN jsonb_build_object('ssn', null, 'topic', 't' || i, 'list', jsonb_build_array(1,2)) ELSE jsonb_build_object('ssn', jsonb_build_object('topic', 'SECRET', 'a', jsonb_build_array(i)), 'topic', 't' || i, 'list', jsonb_build_array(1,2)) END ELSE jsonb_build_object('ssn', 'SECRET' || i, 'topic', 't' || i, 'list', jsonb_build_array(1,2)) END, 'topic');
INSERT INTO tj VALUES (i, (CASE WHEN s THEN '{"ssn": "SECRET\u0000", "topic": "t"}' ELSE '{"ssn": "SECRET", "topic": "t"}' END)::json, 'topic');
INSERT INTO tn VALUES (i, CASE WHEN s THEN jsonb_build_object('a', jsonb_build_object('ssn', 'SECRETq', 'x', 1), 'b', 1) ELSE jsonb_build_object('a', jsonb_build_object('ssn', 'SECRET' || i, 'x', 1), 'b', 1) END);
INSERT INTO par VALUES (i, 'p' || i, CASE WHEN s THEN 'SECRET' ELSE 'SECRETz' || i END);
INSERT INTO chi VALUES (i + 10, 'p' || i, CASE WHEN s THEN 'SECRET' ELSE 'SECRETz' || i END, 'm');
INSERT INTO part VALUES (i, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END, CASE WHEN s THEN 'SECRET' ELSE 'SECRETz' || i END);
INSERT INTO gen (id, secret, pub) VALUES (i, CASE WHEN s THEN NULL ELSE 'SECRETz' || i END, 'pub' || i);
INSERT INTO drp VALUES (i, 'pub', 'name' || i);
INSERT INTO band VALUES (i, 'b' || i, CASE WHEN s THEN 2 * (9 - i) ELSE 2 * i END);
INSERT INTO hash VALUES (i, CASE WHEN s = (i % 2 = 0) THEN 'SECRET' || i ELSE 'SECRET' END);
END LOOP;
INSERT INTO cpy SELECT 1, NULL, NULL;
INSERT INTO rls VALUES (1, 'a');
END $$;
REFRESH MATERIALIZED VIEW mv; REFRESH MATERIALIZED VIEW mvr;
