-- implicit conversions
SELECT id, COALESCE(num, pf8) FROM c
SELECT id, COALESCE(pf8, num) FROM c
SELECT id, CASE WHEN id > 0 THEN num ELSE pf8 END FROM c
SELECT num FROM c UNION ALL SELECT pf8 FROM c
SELECT pf8 FROM c UNION ALL SELECT num FROM c
SELECT x.v, c.id FROM c, LATERAL (VALUES (c.num), (c.pf8)) x(v)
SELECT id, COALESCE(num, pr4) FROM c
SELECT num FROM c UNION ALL SELECT pr4 FROM c
SELECT id, COALESCE(day, pts) FROM c
SELECT day FROM c UNION ALL SELECT pts FROM c
SELECT id, CASE WHEN id = 0 THEN pts ELSE day END FROM c
SELECT day FROM c UNION ALL SELECT now()
SELECT id, COALESCE(big, preg) FROM c
SELECT big FROM c UNION ALL SELECT preg FROM c
SELECT big FROM c UNION ALL SELECT poid FROM c
SELECT id, COALESCE(big, poid) FROM c
SELECT id, CASE WHEN id > 0 THEN home ELSE 1 END FROM c
SELECT home FROM c UNION ALL SELECT pint FROM c
SELECT id, COALESCE(home, pint) FROM c
SELECT id, COALESCE(ssn, name) FROM c
SELECT id, COALESCE(ssn, 'none') FROM c
SELECT id, COALESCE(num, 0) FROM c
SELECT id, COALESCE(num, 1.5) FROM c
SELECT id, COALESCE(num, '1') FROM c
SELECT id, COALESCE(ssn, pv3) FROM c
SELECT id, COALESCE(pv3, ssn) FROM c
SELECT ssn FROM c UNION ALL SELECT pc FROM c
SELECT pnm FROM c UNION ALL SELECT ssn FROM c
SELECT ssn FROM c UNION ALL SELECT pnm FROM c
SELECT dom FROM c UNION ALL SELECT name FROM c
SELECT name FROM c UNION ALL SELECT dom FROM c
SELECT num FROM c UNION ALL SELECT pdom FROM c
SELECT pdom FROM c UNION ALL SELECT num FROM c
SELECT ssn FROM c UNION ALL SELECT NULL
SELECT NULL UNION ALL SELECT ssn FROM c
SELECT NULL UNION ALL SELECT NULL UNION ALL SELECT ssn FROM c
SELECT big FROM c UNION ALL SELECT 1
SELECT pint FROM c UNION ALL SELECT big FROM c
SELECT big FROM c UNION ALL SELECT num FROM c
SELECT big FROM c UNION ALL SELECT pr4 FROM c
SELECT day FROM c UNION ALL SELECT NULL::timestamptz
SELECT ts FROM c UNION ALL SELECT day FROM c
WITH RECURSIVE r(n, v) AS (SELECT 1, pf8 FROM c WHERE id = 1 UNION ALL SELECT n + 1, num FROM r JOIN c ON c.id = n WHERE n < 3) SELECT * FROM r
WITH RECURSIVE r(n, v) AS (SELECT 1, pts FROM c WHERE id = 1 UNION ALL SELECT n + 1, day FROM r JOIN c ON c.id = n WHERE n < 3) SELECT * FROM r
SELECT ARRAY[num, pf8] FROM c
SELECT GREATEST(num, pf8) FROM c
SELECT (SELECT num FROM c d WHERE d.id = c.id) FROM c
SELECT id, NULLIF(num, 1) FROM c
SELECT ROW(num, pf8) FROM c
SELECT id, COALESCE(num, (SELECT pf8 FROM c d WHERE d.id = c.id)) FROM c
SELECT x.a FROM (SELECT num AS a FROM c UNION ALL SELECT pf8 FROM c) x
-- order, rows
SELECT id FROM c ORDER BY ssn
SELECT id FROM c ORDER BY ssn IS NULL
SELECT DISTINCT ssn IS NULL FROM c
SELECT DISTINCT ON (grp) id, ssn FROM c ORDER BY grp, id
SELECT DISTINCT ON (grp) id FROM c ORDER BY grp, num
SELECT id, rank() OVER (ORDER BY num) FROM c
SELECT id, row_number() OVER (PARTITION BY flag ORDER BY id) FROM c
SELECT id, row_number() OVER (PARTITION BY grp ORDER BY id) FROM c
SELECT id, lag(name) OVER (ORDER BY id), ssn FROM c
SELECT id, ssn FROM c ORDER BY 1
SELECT ssn, id FROM c ORDER BY 1
SELECT ssn AS id, id AS x FROM c ORDER BY id
SELECT id AS ssn, ssn AS x FROM c ORDER BY ssn
SELECT id AS k, ssn FROM c GROUP BY k, ssn
SELECT id, ssn FROM c GROUP BY id
SELECT name, ssn FROM c GROUP BY 1, ssn
SELECT id, ssn FROM c GROUP BY GROUPING SETS ((id))
SELECT id, ssn, GROUPING(id) FROM c GROUP BY ROLLUP (id)
SELECT grp, GROUPING(grp) FROM c GROUP BY CUBE (grp)
SELECT id, ssn FROM c GROUP BY id ORDER BY ssn
SELECT count(*) FROM c GROUP BY ssn
SELECT grp, count(*) FILTER (WHERE flag) FROM c GROUP BY grp
SELECT grp, count(ssn) FROM c GROUP BY grp
SELECT grp, array_agg(id ORDER BY ssn) FROM c GROUP BY grp
SELECT grp, array_agg(ssn ORDER BY id) FROM c GROUP BY grp
SELECT grp, min(id) FROM c GROUP BY grp HAVING bool_and(flag)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY f8) FROM c
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY id) FROM c
SELECT mode() WITHIN GROUP (ORDER BY ssn) FROM c
SELECT rank(3) WITHIN GROUP (ORDER BY num) FROM c
SELECT id FROM c ORDER BY id FETCH FIRST 3 ROWS WITH TIES
SELECT id FROM c ORDER BY flag FETCH FIRST 3 ROWS WITH TIES
SELECT id FROM c LIMIT (SELECT count(*) FROM c WHERE flag)
SELECT id FROM c LIMIT (SELECT id FROM c ORDER BY ssn LIMIT 1)
SELECT id FROM c OFFSET (SELECT CASE WHEN ssn IS NULL THEN 1 ELSE 2 END FROM c WHERE id = 3)
SELECT ssn FROM c UNION SELECT ssn FROM c
SELECT ssn FROM c EXCEPT ALL SELECT name FROM c
SELECT name FROM c INTERSECT SELECT ssn FROM c
SELECT id, ssn IS NULL FROM c UNION SELECT id, false FROM c
(SELECT id, ssn FROM c ORDER BY ssn LIMIT 2) UNION ALL SELECT id, name FROM c
SELECT id, ssn FROM c UNION ALL SELECT id, name FROM c ORDER BY 2
SELECT id, ssn FROM c UNION ALL SELECT id, name FROM c ORDER BY id
SELECT c.id, o.note FROM c JOIN o ON c.ssn = o.note
SELECT c.id, o.note FROM c LEFT JOIN o ON o.cid = c.id AND c.flag
SELECT c.id, o.note FROM c LEFT JOIN o ON c.ssn IS NULL
SELECT c.id FROM c, o WHERE c.id = o.cid AND EXISTS (SELECT 1 FROM c d WHERE d.ssn IS NULL AND d.id = o.id)
SELECT EXISTS (SELECT 1 FROM c WHERE flag)
SELECT EXISTS (SELECT ssn FROM c WHERE id = 1)
SELECT id, EXISTS (SELECT FROM c d WHERE d.ssn IS NULL AND d.id = c.id) FROM c
SELECT id IN (SELECT id FROM c d WHERE d.flag) FROM c
SELECT ARRAY(SELECT id FROM c ORDER BY ssn)
SELECT ARRAY(SELECT ssn FROM c ORDER BY id)
SELECT id, (SELECT name FROM c d WHERE d.ssn IS NULL) FROM c
SELECT id FROM c WHERE flag IS NOT NULL
SELECT id FROM vord
SELECT id FROM vlim
SELECT * FROM vcase
SELECT name FROM vcase
SELECT * FROM vlen
SELECT id FROM vlen
SELECT isn FROM vlen
SELECT * FROM vsb
SELECT * FROM mv
SELECT * FROM mvr
SELECT count(*) FROM mvr
SELECT * FROM vctid
SELECT id FROM vctid
SELECT ctid FROM c
SELECT ctid, id FROM o
SELECT c.ctid FROM c JOIN o ON true LIMIT 1
SELECT id FROM c WHERE ctid = '(0,1)'
SELECT x FROM (SELECT ctid AS x FROM c) y
SELECT id FROM c ORDER BY ctid
SELECT tableoid::regclass, id FROM par
SELECT id FROM c TABLESAMPLE SYSTEM (100)
SELECT id FROM c TABLESAMPLE BERNOULLI (50) REPEATABLE (1)
SELECT id FROM c TABLESAMPLE SYSTEM (50) REPEATABLE (1)
SELECT id FROM o FOR UPDATE SKIP LOCKED
SELECT id FROM c FOR UPDATE
SELECT id, ssn FROM c FOR SHARE OF c NOWAIT
SELECT id FROM c WHERE id IN (SELECT cid FROM o) FOR UPDATE
-- stars
SELECT * FROM c
SELECT c.* FROM c
SELECT public.c.* FROM public.c
SELECT *, ssn IS NULL FROM c
SELECT *, * FROM c
SELECT 1, *, flag IS TRUE FROM c x(a, b)
SELECT x.* , x.b, x.a, x.ssn FROM c x(a, b)
SELECT *, num IS NULL AS z FROM v
SELECT *, t IS NULL FROM vu
SELECT * FROM vj
SELECT vj.*, ssn IS NULL FROM vj
SELECT *, c.ssn IS NULL FROM c JOIN o USING (id)
SELECT *, c.ssn IS NULL FROM c NATURAL JOIN o
SELECT *, c.ssn IS NULL FROM o NATURAL LEFT JOIN c
SELECT *, c.ssn IS NULL FROM o NATURAL FULL JOIN c
SELECT *, c.ssn IS NULL FROM o RIGHT JOIN c USING (id)
SELECT j.*, j.ssn IS NULL FROM (o JOIN c USING (id)) AS j
SELECT j.*, j.q2 IS NULL FROM (o JOIN c USING (id)) AS j(q1, q2, q3, q4, q5, q6)
SELECT u.*, c.ssn IS NULL FROM o JOIN c USING (id) AS u
SELECT u.*, c.*, o.* , c.ssn IS NULL FROM o JOIN c USING (id) AS u
SELECT *, ssn IS NULL FROM o JOIN c USING (id) AS u
SELECT *, c.ssn IS NULL FROM (o JOIN c USING (id)) JOIN tk USING (id)
SELECT *, c.ssn IS NULL FROM o JOIN (c JOIN tk USING (id)) USING (id)
SELECT *, c.ssn IS NULL FROM o JOIN (c JOIN tk USING (id)) AS j(a) ON a = o.id
SELECT *, j.ssn IS NULL FROM o JOIN (c JOIN tk USING (id)) AS j(a) ON a = o.id
SELECT *, ssn IS NULL FROM (c CROSS JOIN o) AS j
SELECT *, j.b IS NULL FROM (o CROSS JOIN v) AS j(a, c, b, d, e, f, g)
SELECT *, x.s IS NULL FROM tab() x
SELECT x.*, s IS NULL FROM tab() WITH ORDINALITY x
SELECT x.*, x.b IS NULL FROM tab() WITH ORDINALITY x(a, b, c, d)
SELECT *, r.s IS NULL FROM ROWS FROM (tab(), generate_series(1, 3)) WITH ORDINALITY r
SELECT *, r.s IS NULL FROM ROWS FROM (generate_series(1, 3), tab()) WITH ORDINALITY r(g)
SELECT *, ssn IS NULL FROM rowsof()
SELECT (rowof(1)).*
SELECT (rowof(1)).ssn
SELECT (rowof(id)).* FROM o
SELECT (r).* FROM vrow
SELECT (r).*, (r).ssn IS NULL, id FROM vrow
SELECT (r).name FROM vrow
SELECT r FROM vrow
SELECT (c).* FROM c
SELECT (x).* FROM (SELECT c AS x FROM c) y
SELECT (x).*, (x).ssn IS NULL FROM (SELECT c AS x FROM c OFFSET 0) y
SELECT (x).f1, (x).f2 FROM (SELECT ROW(id, ssn) AS x FROM c) y
SELECT (ROW(c.*)).* FROM c
SELECT ROW(c.*) FROM c
SELECT (ROW(c.*)).f3 FROM c
SELECT (ROW(id, c.*)).f4, (ROW(id, c.*)).f3 FROM c
SELECT (home).* FROM c
SELECT (home).n, id FROM c
SELECT (c.home).street FROM c
SELECT home, (home).street FROM c
SELECT (outp(1)).*
SELECT (outp(id)).* FROM o
SELECT o.id, (outp(1)).b FROM o
SELECT * FROM outp(1)
SELECT * FROM outset()
SELECT * FROM plainset()
SELECT *, x.name IS NULL FROM plainset() x
SELECT plainset() FROM o
SELECT (plainset()).* FROM o
SELECT *, secret IS NULL FROM par
SELECT *, secret IS NULL FROM chi
SELECT *, secret IS NULL FROM ONLY par
SELECT *, secret IS NULL FROM part
SELECT * FROM part_b
SELECT *, secret IS NULL FROM part_b
SELECT part_b FROM part_b
SELECT *, secret IS NULL FROM gen
SELECT len FROM gen
SELECT vir FROM gen
SELECT id, pub FROM gen
SELECT len IS NULL FROM gen
SELECT *, name IS NULL FROM drp
SELECT drp.*, c.*, drp.id IS NULL FROM drp JOIN c USING (id)
SELECT (d).*, ssn IS NULL FROM (SELECT drp AS d, ssn FROM drp JOIN c USING (id)) x
SELECT FROM c
SELECT FROM c WHERE flag
SELECT DISTINCT FROM c WHERE flag IS NULL
TABLE c
TABLE v
SELECT * FROM (TABLE c) x
SELECT * FROM (VALUES (1, 'a')) x, LATERAL (SELECT *, ssn IS NULL FROM c) y
SELECT * FROM c a, c b, LATERAL (SELECT a.*, b.ssn IS NULL) z LIMIT 3
SELECT (a).*, b.* FROM c a, c b WHERE a.id = b.id
SELECT count(*), ssn IS NULL FROM c GROUP BY id
SELECT c FROM c
SELECT c IS NULL FROM c
SELECT c IS NOT NULL FROM c
SELECT ROW(ssn, num) IS NULL FROM c
SELECT c.c FROM c
SELECT c.ssn2 FROM c
SELECT ssn2(c) FROM c
SELECT c::text FROM c
SELECT c.name FROM c
SELECT c.text FROM c
SELECT name(c) FROM c
SELECT ssn(c) FROM c
SELECT (c).ssn2 FROM c
SELECT x.ssn2 FROM (SELECT * FROM c) x
SELECT r.ssn2 FROM vrow
SELECT (r).ssn2 FROM vrow
SELECT row_to_json(c) FROM c
SELECT to_jsonb(c) - 'ssn' FROM c
SELECT to_jsonb(c)->'name' FROM c
SELECT ident(ssn) FROM c
SELECT ident(c) FROM c
SELECT (ident(c)).name FROM c
SELECT withrec(c) FROM c
SELECT c = c FROM c
SELECT c.id FROM c JOIN c d ON c = d
SELECT a.id FROM c a WHERE a < (SELECT b FROM c b WHERE id = 2)
-- json keys
SELECT payload->>'topic' FROM tk
SELECT id FROM tk WHERE payload->>'topic' = 't1'
SELECT id, payload->>'ssn' FROM tk
SELECT id, payload->'ssn'->>'topic' FROM tk
SELECT id, payload->'ssn'->'a' FROM tk
SELECT id FROM tk WHERE payload->>'ssn' IS NULL
SELECT id FROM tk ORDER BY payload->'ssn'
SELECT id FROM tk ORDER BY payload->'topic'
SELECT payload FROM tk
SELECT payload, payload->>'topic', payload->'list'->0 FROM tk
SELECT payload#>>'{ssn}' FROM tk
SELECT payload#>>'{topic}' FROM tk
SELECT payload->0 FROM tk
SELECT payload->'0' FROM tk
SELECT payload->-1 FROM tk
SELECT payload->('s'||'sn') FROM tk
SELECT payload->('ssn'::text) FROM tk
SELECT payload->(E'ss\x6e') FROM tk
SELECT payload->U&'ss\006e' FROM tk
SELECT payload->$$ssn$$ FROM tk
SELECT payload['ssn'] FROM tk
SELECT payload['topic'] FROM tk
SELECT payload OPERATOR(pg_catalog.->>) 'topic' FROM tk
SELECT payload OPERATOR(pg_catalog.->>) 'ssn' FROM tk
SELECT payload ->>> 'topic' FROM tk
SELECT jsonb_path_query(payload, '$.topic') FROM tk
SELECT jsonb_path_query(payload, '$.ssn') FROM tk
SELECT payload ? 'ssn' FROM tk
SELECT payload @> '{"topic": "t1"}' FROM tk
SELECT payload - 'ssn' FROM tk
SELECT payload->>'topic' FROM tj
SELECT id FROM tj WHERE payload->>'topic' = 't'
SELECT payload->'topic' FROM tj
SELECT json_typeof(payload->'topic') FROM tj
SELECT payload->'b' FROM tn
SELECT payload->'a'->'x' FROM tn
SELECT payload->'a' FROM tn
SELECT id FROM tn WHERE payload->'a' IS NOT NULL
SELECT payload->'b' IS NULL FROM tn
SELECT p->>'topic' FROM vpay
SELECT payload->>'topic' FROM vpay
SELECT payload->>'a' FROM vpay
SELECT p->>'ssn' FROM vpay
SELECT x.p->>'topic' FROM (SELECT payload->'ssn' AS p FROM tk) x
SELECT x.p->>'topic' FROM (SELECT payload AS p FROM tk) x
SELECT x.p->>'topic' FROM (SELECT payload AS p FROM tk UNION ALL SELECT payload FROM tk) x
SELECT x.p->>'topic' FROM (SELECT payload->'ssn' AS p FROM tk UNION ALL SELECT payload FROM tk) x
SELECT COALESCE(payload, '{}')->>'topic' FROM tk
SELECT COALESCE(payload->'ssn', payload)->>'topic' FROM tk
SELECT (CASE WHEN id = 1 THEN payload->'ssn' ELSE payload END)->>'topic' FROM tk
WITH x AS (SELECT payload->'ssn' AS payload FROM tk) SELECT payload->>'topic' FROM x
WITH x(payload) AS (SELECT payload->'ssn' FROM tk) SELECT payload->>'topic' FROM x
SELECT (payload->>'topic')::int FROM tk
SELECT payload->>'topic', count(*) FROM tk GROUP BY payload->>'topic'
SELECT payload->>'topic', count(*) FROM tk GROUP BY 1
SELECT DISTINCT payload->>'topic' FROM tk
SELECT DISTINCT payload FROM tk
SELECT id, (SELECT payload)->>'topic' FROM tk
SELECT id, (tk.payload)->>'topic' FROM tk
SELECT id, (tk).payload->>'topic' FROM tk
SELECT id, payload(tk)->>'ssn' FROM tk
SELECT j.* FROM tk, JSON_TABLE(payload, '$' COLUMNS (t text PATH '$.topic', s text PATH '$.ssn')) j
SELECT j.*, j.s IS NULL FROM tk LEFT JOIN JSON_TABLE('{"a":[1,2]}'::jsonb, '$' COLUMNS (o FOR ORDINALITY, NESTED PATH '$.a[*]' COLUMNS (s text PATH '$'), z text PATH '$.z')) j ON true
SELECT j.*, payload IS NULL FROM tk, JSON_TABLE('[{"a":[1,2]},{"a":[3]}]', '$[*]' COLUMNS (o FOR ORDINALITY, NESTED PATH '$.a[*]' COLUMNS (s int PATH '$'), z text PATH '$.z')) j
SELECT x.*, payload IS NULL FROM tk, XMLTABLE('/r/a' PASSING '<r><a>1</a><a>2</a></r>'::xml COLUMNS n FOR ORDINALITY, v text PATH '.') x
SELECT JSON_EXISTS(payload, '$.ssn') FROM tk
SELECT JSON_VALUE(payload, '$.topic') FROM tk
SELECT JSON_VALUE('{"a":1}', '$.a' RETURNING int DEFAULT 1 ON ERROR), payload IS NULL FROM tk
SELECT payload IS JSON FROM tj
SELECT payload IS JSON OBJECT WITH UNIQUE KEYS FROM tj
SELECT k FROM tk, jsonb_object_keys(payload) k
SELECT k FROM tk, jsonb_each(payload->'list') k
SELECT v FROM tk, jsonb_array_elements(payload->'list') v
SELECT v FROM tk, jsonb_array_elements(payload->'topic') v
-- functions and casts
SELECT withdef(1)
SELECT withdefp(1)
SELECT withdefp(id) FROM o
SELECT withdef(1, 'x')
SELECT noisy(1)
SELECT noisy2(1)
SELECT noisy3(1)
SELECT noisy4(1)
SELECT noisy5(1)
SELECT caught(1)
SELECT viat('x')
SELECT viarow(1)
SELECT overl(1)
SELECT overl('n1')
SELECT overl(id) FROM o
SELECT leakagg(note) FROM o
SELECT id |*| 1 FROM o
SELECT pubname(1)
SELECT id, pubname(id) FROM o
SELECT id, plus1(id) FROM c
SELECT id, plus1(pint), ssn FROM c
SELECT plus1(num::int) FROM c
SELECT vari('a', 'b')
SELECT vari(ssn) FROM c
SELECT vari(VARIADIC tags) FROM c
SELECT * FROM vf
SELECT id FROM vf
SELECT id, readssn(id) FROM o
SELECT id, CASE WHEN id > 100 THEN readssn(id) END FROM o
SELECT CASE WHEN ssn IS NULL THEN 1/0 END FROM c
SELECT ssn IS NULL AND 1/0 = 1 FROM c
SELECT ssn IS NULL OR (1/(id-1)) = 1 FROM c WHERE id > 1
SELECT COALESCE(ssn, (1/0)::text) FROM c
SELECT CASE WHEN flag THEN (SELECT d.name FROM c d) END FROM c
SELECT CASE WHEN flag THEN x.v END FROM c JOIN (SELECT id, 1/(id - 3) AS v FROM c) x USING (id)
SELECT CASE WHEN flag THEN generate_series(1, 2) END FROM c
SELECT CASE WHEN flag THEN pg_sleep(0.1) END FROM c
SELECT generate_series(1, 2), ssn FROM c WHERE id < 3
SELECT unnest(tags) FROM c
SELECT unnest(ARRAY[ssn]) FROM c
SELECT x FROM c, unnest(tags) x
SELECT x FROM c, unnest(ARRAY[ssn, name]) WITH ORDINALITY x
SELECT generate_series(1, pint), flag FROM c WHERE id < 3
SELECT tags[1] FROM c
SELECT tags[1:2] FROM c
SELECT tags FROM c
SELECT dom FROM c
SELECT dom::text FROM c
SELECT en FROM c ORDER BY en
SELECT id, (SELECT ssn) FROM c
SELECT id, (SELECT ssn WHERE flag) FROM c
SELECT id, (SELECT x FROM (VALUES (ssn), (name)) v(x) LIMIT 1) FROM c
SELECT id, (SELECT x FROM (VALUES (ssn), (name)) v(x)) FROM c
SELECT id, x.* FROM c, LATERAL (SELECT ssn, name) x
SELECT id, x.* FROM c, LATERAL (SELECT ssn LIMIT 1) x
SELECT id, x.* FROM c, LATERAL (SELECT d.id AS did FROM c d WHERE d.ssn = c.ssn) x
SELECT id, x.* FROM c LEFT JOIN LATERAL (SELECT o.note FROM o WHERE o.cid = c.id AND c.flag LIMIT 1) x ON true
SELECT (SELECT max(o.amount) FROM o WHERE o.cid = c.id), ssn FROM c
SELECT (SELECT max(o.amount) FROM o WHERE c.flag), id FROM c
SELECT (SELECT sum(c.id) FROM o LIMIT 1) FROM c
SELECT (SELECT count(c.ssn) FROM o LIMIT 1) FROM c
WITH x AS (SELECT id, ssn FROM c) SELECT id, ssn IS NULL FROM x
WITH x AS MATERIALIZED (SELECT id, ssn FROM c) SELECT y.id, x.ssn FROM x JOIN x y ON y.id = x.id
WITH RECURSIVE r AS (SELECT id, ssn FROM c WHERE id = 1 UNION ALL SELECT c.id, c.ssn FROM r JOIN c ON c.id = r.id + 1) SELECT * FROM r
WITH RECURSIVE r AS (SELECT id, ssn FROM c WHERE id = 1 UNION SELECT c.id, c.ssn FROM r JOIN c ON c.id = r.id + 1) SELECT id FROM r
WITH RECURSIVE r AS (SELECT id, ssn FROM c WHERE id = 1 UNION ALL SELECT c.id, c.ssn FROM r JOIN c ON c.id = r.id + 1) SEARCH DEPTH FIRST BY ssn SET ord SELECT id, ssn FROM r
WITH RECURSIVE r AS (SELECT id, ssn FROM c WHERE id = 1 UNION ALL SELECT c.id, c.ssn FROM r JOIN c ON c.id = r.id + 1) SEARCH DEPTH FIRST BY ssn SET ord SELECT * FROM r
WITH RECURSIVE r AS (SELECT id, ssn FROM c WHERE id = 1 UNION ALL SELECT c.id, c.ssn FROM r JOIN c ON c.id = r.id + 1) SEARCH BREADTH FIRST BY id SET ord SELECT *, ssn IS NULL FROM r
WITH RECURSIVE r AS (SELECT id, ssn FROM c WHERE id = 1 UNION ALL SELECT c.id, c.ssn FROM r JOIN c ON c.id = r.id + 1) SEARCH BREADTH FIRST BY id SET ord CYCLE id SET cyc USING pth SELECT *, ssn IS NULL FROM r
WITH RECURSIVE r AS (SELECT id, ssn FROM c WHERE id = 1 UNION ALL SELECT c.id, c.ssn FROM r JOIN c ON c.id = r.id + 1) CYCLE id, ssn SET cyc USING pth SELECT id FROM r
WITH RECURSIVE r AS (SELECT id, ssn FROM c WHERE id = 1 UNION ALL SELECT c.id, c.ssn FROM r JOIN c ON c.id = r.id + 1) CYCLE id SET cyc TO 'y' DEFAULT 'n' USING pth SELECT *, ssn IS NULL FROM r
WITH RECURSIVE r(a, b) AS (SELECT id, ssn FROM c WHERE id = 1 UNION ALL SELECT b2, a2 FROM (SELECT r.a + 1 AS b2, 'x' AS a2 FROM r WHERE a < 4) z) SELECT * FROM r
WITH RECURSIVE r(a, b, n) AS (SELECT name, ssn, 1 FROM c WHERE id = 1 UNION ALL SELECT b, a, n + 1 FROM r WHERE n < 4) SELECT a, n FROM r
WITH RECURSIVE r(a, b, n) AS (SELECT name, ssn, 1 FROM c WHERE id = 1 UNION ALL SELECT b, a, n + 1 FROM r WHERE n < 4) SELECT b FROM r WHERE n = 2
WITH c AS (SELECT id, name AS ssn FROM public.c) SELECT ssn FROM c
WITH c AS (SELECT id, ssn AS name FROM public.c) SELECT name FROM c
WITH c AS (SELECT id, ssn AS name FROM c) SELECT name, id FROM c
WITH o AS (SELECT * FROM c), x AS (SELECT * FROM o) SELECT x.*, o.note FROM x, public.o o LIMIT 1
WITH a AS (WITH c AS (SELECT id, ssn AS name FROM public.c) SELECT * FROM c) SELECT * FROM a, c LIMIT 2
-- explain
EXPLAIN (COSTS OFF) SELECT id FROM c
EXPLAIN (COSTS OFF) SELECT id, ssn FROM c
EXPLAIN (COSTS OFF) SELECT id FROM c WHERE flag
EXPLAIN (COSTS OFF, VERBOSE) SELECT id, ssn IS NULL FROM c
EXPLAIN (COSTS OFF) SELECT name FROM vord
EXPLAIN (COSTS OFF) SELECT id, readssn(1) FROM o
EXPLAIN (COSTS OFF, VERBOSE) SELECT id, withdef(1) FROM o
EXPLAIN (COSTS OFF) SELECT id FROM c ORDER BY id
EXPLAIN (COSTS OFF, BUFFERS OFF) SELECT id FROM mvr
EXPLAIN (COSTS OFF, MEMORY) SELECT id FROM c
EXPLAIN (COSTS OFF, SERIALIZE) SELECT id FROM c
EXPLAIN (COSTS OFF, SUMMARY) SELECT id FROM c
EXPLAIN (COSTS OFF) DELETE FROM c WHERE id = 1
EXPLAIN (COSTS OFF, VERBOSE) INSERT INTO o (note) SELECT ssn FROM c
EXPLAIN (COSTS OFF, ANALYZE OFF) SELECT id FROM c
EXPLAIN (COSTS OFF, ANALYZE OFF, ANALYZE) SELECT id FROM c WHERE flag
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT id FROM c
EXPLAIN (COSTS OFF, COSTS) SELECT id FROM c
-- misc
SELECT pg_typeof(ssn) FROM c
SELECT pg_column_size(ssn) FROM c
SELECT pg_collation_for(ssn) FROM c
SELECT GROUPING(ssn) FROM c GROUP BY ssn
SELECT ssn COLLATE "C" FROM c
SELECT ssn IS DISTINCT FROM name FROM c
SELECT NOT flag FROM c
SELECT flag AND true, flag OR id = 1 FROM c
SELECT flag IS UNKNOWN FROM c
SELECT CASE WHEN flag THEN 'a' ELSE 'b' END FROM c
SELECT CASE WHEN flag THEN id ELSE pf8 END FROM c
SELECT CASE flag WHEN true THEN 1 END FROM c
SELECT CASE WHEN home IS NULL THEN ssn ELSE 'x' END AS name FROM c
SELECT name, CASE WHEN ssn IS NULL THEN name ELSE extra END FROM c
SELECT ROW(id, CASE WHEN flag THEN 1 END) FROM c
SELECT home IS NULL, home IS NOT NULL FROM c
SELECT (SELECT c.flag) IS TRUE FROM c
SELECT iv FROM c
SELECT day, ts, iv, en, big, f8 FROM c
SELECT day AT TIME ZONE 'UTC' FROM c
SELECT (VALUES (ssn)) FROM c
SELECT x.* FROM c, LATERAL (VALUES (ssn, 1), (name, 2)) x
SELECT x.column2 FROM c, LATERAL (VALUES (ssn, 1), (name, 2)) x
SELECT * FROM (SELECT ssn, id FROM c UNION ALL SELECT name, id FROM c) x ORDER BY id
SELECT * FROM (SELECT id, ssn FROM c ORDER BY id LIMIT 3) x UNION ALL SELECT id, name FROM c
SELECT name FROM c UNION ALL (SELECT ssn FROM c EXCEPT ALL SELECT name FROM c)
SELECT a.id FROM c a NATURAL JOIN c b
SELECT a.id FROM c a NATURAL JOIN (SELECT id, name FROM c) b
SELECT * FROM c a NATURAL JOIN (SELECT name, id FROM c) b
SELECT id FROM par WHERE secret IS NULL
SELECT p.*, p.secret IS NULL FROM (SELECT * FROM chi) p
SELECT par FROM par
SELECT chi::par FROM chi
SELECT (chi::par).secret FROM chi
SELECT row_number() OVER () , ssn FROM c
SELECT row_number() OVER w, ssn FROM c WINDOW w AS (ORDER BY flag)
SELECT first_value(ssn) OVER (ORDER BY id) FROM c
SELECT count(*) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND CURRENT ROW), ssn FROM c
SELECT count(*) OVER (PARTITION BY ssn IS NULL) FROM c
SELECT id FROM c GROUP BY id HAVING min(pint) > 1 AND id IS NOT NULL
SELECT id FROM c GROUP BY id HAVING c.flag
SELECT name FROM c WHERE id = ANY (SELECT pint FROM c WHERE flag)
SELECT array(SELECT name FROM c WHERE flag)
SELECT name, o.* FROM c LEFT JOIN o ON o.cid = c.id ORDER BY c.id, o.id
SELECT id FROM c TABLESAMPLE SYSTEM (50)
SELECT count(*) FROM c TABLESAMPLE SYSTEM (100)
SELECT grp, count(ssn), count(DISTINCT ssn) FROM c GROUP BY grp
SELECT grp, max(ssn), min(num), max(f8), max(day) FROM c GROUP BY grp
SELECT grp, bool_or(flag) FROM c GROUP BY grp
SELECT length(ssn), upper(ssn), md5(ssn), left(ssn, 3), ssn || 'x' FROM c
SELECT lower(ssn), btrim(ssn), reverse(ssn), concat(ssn, num) FROM c
SELECT num = 1, num > 3, big = 3, big + 1 FROM c
SELECT f8 = num FROM c
SELECT day = ts, day < pts FROM c
SELECT big = poid, big = preg FROM c
SELECT day + 1 FROM c
SELECT day - date '2020-01-01' FROM c
SELECT ts::date, day::timestamp FROM c
SELECT ts::text, day::text, num::text, f8::text, iv::text, big::text FROM c
SELECT num::float8 FROM c
SELECT num::numeric(5,2) FROM c
SELECT ssn::varchar(3), ssn::char(2), ssn::name FROM c
SELECT big::numeric(10,2) FROM c
SELECT ts::timestamptz(0), day::timestamptz FROM c
SELECT ssn LIKE 'S%', ssn ILIKE 's%', ssn ~ 'S', ssn LIKE name FROM c
SELECT ssn LIKE 'S\' FROM c
SELECT ssn SIMILAR TO 'x' FROM c
SELECT ssn IN ('a', 'b'), ssn = ANY (ARRAY['x', name]) FROM c
SELECT num IN (1, 2.5, pf8) FROM c
SELECT num BETWEEN 1 AND pf8 FROM c
SELECT NULLIF(ssn, name), NULLIF(num, pf8) FROM c
SELECT NULLIF(num, 1), NULLIF(ssn, 'x') FROM c
SELECT GREATEST(ssn, name), LEAST(num, 4), GREATEST(num, pf8) FROM c
SELECT to_json(ssn), to_jsonb(num), to_jsonb(f8), json_build_object(ssn, 1) FROM c
SELECT jsonb_build_object('a', ssn), json_build_array(ssn), jsonb_build_object(ssn, 1) FROM c
SELECT row_to_json(c), to_jsonb(c) FROM c
SELECT array_length(tags, 1), cardinality(tags), tags || 'x', tags[1], array_to_string(tags, ',') FROM c
SELECT iv + interval '1 day', -iv, iv > interval '1 day' FROM c
SELECT abs(num), abs(big), -big, -num, sign(num) FROM c
SELECT abs(f8), f8 * 2, round(num), ceil(f8), trunc(num, 2) FROM c
SELECT extract(year FROM day), date_part('year', day), date_trunc('month', ts) FROM c
SELECT to_char(day, 'YYYY'), to_char(num, '999') FROM c
SELECT rank() OVER (PARTITION BY grp ORDER BY id), count(ssn) OVER (), max(ssn) OVER (PARTITION BY grp) FROM c
SELECT sum(num), avg(num), sum(big), avg(f8) FROM c
SELECT string_agg(ssn, ',' ORDER BY id), array_agg(ssn), jsonb_agg(ssn) FROM c
SELECT count(*) FILTER (WHERE flag), max(id) FILTER (WHERE ssn IS NULL) FROM c
SELECT encode(convert_to(ssn, 'LATIN1'), 'hex') FROM c
SELECT quote_literal(ssn), quote_ident(ssn), starts_with(ssn, 'S'), position('S' IN ssn), strpos(ssn, name) FROM c
SELECT replace(ssn, 'S', repeat('x', 1000)), repeat(ssn, 2), lpad(ssn, 10), split_part(ssn, 'S', 0) FROM c
SELECT translate(ssn, 'S', 'x'), ascii(ssn), chr(pint), substr(ssn, 1, 2), substring(ssn FROM 2) FROM c
SELECT substr(ssn, 1, -1) FROM c
SELECT hashtext(ssn), hash_numeric(num) FROM c
SELECT ssn COLLATE "C" < name FROM c
SELECT ssn < name, ssn || name FROM c
SELECT CASE ssn WHEN 'SECRET1' THEN 1 END, CASE num WHEN 1 THEN 2 END FROM c
SELECT CASE num WHEN pf8 THEN 1 END FROM c
SELECT ssn = dom, dom = 'x', en = 'sad', en > 'ok' FROM c
SELECT en::text, dom::text, home::text FROM c
SELECT home = ROW('a', 1)::addr, home < home FROM c
SELECT ROW(num) = ROW(pf8) FROM c
SELECT (num, id) < (3, 4), (ssn, name) = ('a', 'b') FROM c
SELECT (id, num) = (1, pf8) FROM c
SELECT num = ANY (ARRAY[pf8]), num = ANY (SELECT pf8 FROM c) FROM c
SELECT num IN (SELECT pf8 FROM c) FROM c
SELECT id, num IN (SELECT num FROM c) FROM c
SELECT pf8 IN (SELECT num FROM c) FROM c
SELECT id, ssn IN (SELECT name FROM c) FROM c
SELECT id, (SELECT max(num) FROM c) FROM c
SELECT id, (SELECT max(d.ssn) FROM c d WHERE d.grp = c.grp) FROM c
SELECT ARRAY[ssn, name], ARRAY[tags, tags] FROM c
SELECT ARRAY[num, pf8] FROM c
SELECT day = '2020-01-01', day > now(), ts > now() FROM c
SELECT ts = day, ts > current_date FROM c
SELECT (payload->>'ssn') || 'x', length(payload->>'ssn') FROM tk
SELECT payload ? 'ssn', payload @> '{"ssn": "x"}', payload = '{}' FROM tk
SELECT payload->'ssn'->>'a', payload#>'{ssn,a}', payload - 'topic' FROM tk
SELECT payload->'topic' || (payload->'ssn') FROM tk
SELECT payload->>'ssn', payload->'ssn', payload::text FROM tj
SELECT count(payload->>'ssn'), count(payload->>'topic') FROM tj
SELECT jsonb_typeof(payload->'ssn'), jsonb_array_length(payload->'ssn') FROM tk
SELECT pg_size_pretty(big), width_bucket(num, 1, 10, 3), to_hex(big) FROM c
SELECT gcd(big, 2), mod(big, 3), big % 3, div(num, 2), power(num, 2), num ^ 2 FROM c
SELECT big | 1, big << 3, ~big, big # 3 FROM c
SELECT flag::int, flag::text, flag = true, flag <> (id = 1) FROM c
SELECT age(ts), isfinite(day), ts - now() FROM c
SELECT ts - ts, day - day, ts < day FROM c
SELECT unnest(tags), id FROM c
SELECT string_to_array(ssn, 'E'), regexp_replace(ssn, 'S', 'x') FROM c
SELECT generate_subscripts(tags, 1), id FROM c
SELECT format('%s', ssn), format(ssn) FROM c
SELECT overlay(ssn PLACING 'x' FROM 2), normalize(ssn), to_ascii(ssn), initcap(ssn) FROM c
SELECT bit_length(ssn), octet_length(ssn), char_length(ssn) FROM c
SELECT sha256(ssn::bytea), decode(ssn, 'hex') FROM c
SELECT lag(ssn, pint) OVER (ORDER BY id), nth_value(ssn, 2) OVER (ORDER BY id) FROM c
SELECT ntile(pint) OVER (ORDER BY id), ssn FROM c
-- collations
SELECT id, CASE WHEN secret = 'SECRET' THEN plain = other END FROM co
SELECT id, CASE WHEN secret = 'SECRET' THEN plain LIKE 'p%' END FROM co
SELECT id, CASE WHEN secret = 'SECRET' THEN position('l' IN plain) END FROM co
SELECT id, secret = 'SECRET' AND plain < other FROM co
SELECT id, CASE WHEN length(secret) = 6 THEN x.y < x.z END FROM (SELECT id, secret, plain AS y, other AS z FROM co) x
SELECT id, CASE WHEN secret = 'SECRET' THEN greatest(plain, other) END FROM co
SELECT id, secret, plain, other FROM co ORDER BY plain
SELECT id, upper(secret), upper(plain) FROM co
-- where rows are kept
SELECT id, name FROM band_low ORDER BY id
SELECT count(*) FROM band_low
SELECT id FROM ONLY band_rest ORDER BY id
SELECT id FROM band_low_0 ORDER BY id
SELECT id FROM hash_7 ORDER BY id
SELECT secret FROM hash_7
SELECT id FROM vband ORDER BY id
SELECT countband()
SELECT id, countband() FROM o ORDER BY id
SELECT o.id FROM o WHERE EXISTS (SELECT FROM band_low b WHERE b.id = o.id) ORDER BY id
SELECT o.id, b.name FROM o LEFT JOIN band_low b ON b.id = o.id ORDER BY o.id
SELECT o.id, (SELECT b.name FROM band_rest b WHERE b.id = o.id) FROM o ORDER BY o.id
WITH b AS (SELECT * FROM band_low) SELECT count(*) FROM b
SELECT id FROM band_low UNION ALL SELECT id FROM band_rest
COPY band_low (id) TO STDOUT
COPY (SELECT id FROM band_low) TO STDOUT
SELECT id, tableoid FROM band ORDER BY id
SELECT id, tableoid::regclass FROM band ORDER BY id
SELECT id, tableoid::text FROM band ORDER BY id
SELECT id, x.tableoid IS NULL, tableoid = 0 FROM band x ORDER BY id
SELECT id, tableoid FROM hash ORDER BY id
SELECT id, tableoid FROM band_low ORDER BY id
SELECT b.id, b.tableoid FROM band b JOIN o ON o.id = b.id ORDER BY b.id
SELECT id FROM band WHERE tableoid = 'band_low_0'::regclass ORDER BY id
SELECT id FROM band ORDER BY tableoid, id
SELECT tableoid, count(*) FROM band GROUP BY tableoid
SELECT (SELECT tableoid FROM band WHERE id = 1)
SELECT max(tableoid) FROM band
SELECT y.t FROM (SELECT id, tableoid AS t FROM band) y ORDER BY y.id
COPY (SELECT id, tableoid FROM band ORDER BY id) TO STDOUT
SELECT id, name, secret FROM band ORDER BY id
SELECT id, tableoid, secret FROM part ORDER BY id
SELECT id FROM part_a ORDER BY id
