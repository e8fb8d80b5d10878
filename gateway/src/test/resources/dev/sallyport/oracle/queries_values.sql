--!! path: tricks, public

SELECT l FROM left_side l;

SELECT l.* FROM left_side l;

SELECT left_side FROM left_side;

SELECT to_jsonb(l) FROM left_side l;

SELECT row_to_json(l.*) FROM left_side l;

SELECT l::text FROM left_side l;

SELECT (l).shared FROM left_side l;

SELECT (l.*).only_left FROM left_side l;

SELECT count(l) FROM left_side l;

SELECT array_agg(l ORDER BY l.id) FROM left_side l;

SELECT l IS NULL FROM left_side l;

SELECT l.id FROM left_side l WHERE l IS NOT NULL;

SELECT l = ROW(1, 's1', 2, 'l1')::left_side FROM left_side l;

SELECT count(DISTINCT l) FROM left_side l;

SELECT label_of(l) FROM left_side l;

SELECT l.label_of FROM left_side l;

SELECT (l).label_of FROM left_side l;

SELECT label_of(l.*) FROM left_side l;

SELECT shared(l) FROM left_side l;

SELECT ROW(l.id, l.shared) FROM left_side l;

SELECT ROW(l.*) FROM left_side l;

SELECT ROW(l.*, 1) FROM left_side l;

SELECT (ROW(id, shared)) = (ROW(amount, only_left)) FROM left_side;

SELECT (id, amount) < (amount, id) FROM left_side;

SELECT (id, shared) IS DISTINCT FROM (amount, only_left) FROM left_side;

SELECT (home).street FROM composites;

SELECT (c.home).number FROM composites c;

SELECT (home).* FROM composites;

SELECT homes[1].street FROM composites;

SELECT (homes[2]).number, label FROM composites;

SELECT (whole).shared FROM composites;

SELECT (whole).* FROM composites;

SELECT (at).street FROM composites;

SELECT (c).home FROM composites c;

SELECT ((c).home).street FROM composites c;

SELECT (tricks.composites.home).street FROM tricks.composites;

SELECT temper, share FROM composites WHERE temper > 'sad';

SELECT temper::text, share::integer + 1, share::percent FROM composites;

SELECT lower(span), upper(span), span @> 3 FROM composites;

SELECT enum_range(temper), temper = ANY (enum_range(NULL::mood)) FROM composites;

SELECT ROW(id::text, id)::address FROM left_side;

SELECT (ROW(shared, id)::address).street FROM left_side;

SELECT (CASE WHEN id > 2 THEN home ELSE homes[1] END).street FROM composites;

SELECT numbers[2], numbers[1:2], words[id] FROM arrays;

SELECT grid[1][2], array_length(numbers, 1) FROM arrays;

SELECT id, unnest(words) FROM arrays;

SELECT a.id, w FROM arrays a, unnest(a.words) AS w;

SELECT a.id, w, o FROM arrays a, unnest(a.words) WITH ORDINALITY AS x(w, o);

SELECT x.ordinality FROM arrays a, unnest(a.numbers) WITH ORDINALITY AS x;

SELECT n, w FROM arrays, unnest(numbers, words) AS u(n, w);

SELECT * FROM arrays a, ROWS FROM (unnest(a.numbers), generate_series(1, a.id)) WITH ORDINALITY AS r(n, s, o);

--! unknown: what the function returns is told by the type of its argument alone
SELECT h.street, h.number FROM composites, unnest(homes) AS h;

SELECT (unnest(homes)).street FROM composites;

SELECT ARRAY[id, amount] FROM left_side;

SELECT id = ANY (numbers) FROM arrays;

SELECT numbers || id FROM arrays;

SELECT CASE WHEN amount > 2 THEN shared ELSE only_left END FROM left_side;

SELECT CASE shared WHEN 's1' THEN amount WHEN only_left THEN 1 END FROM left_side;

SELECT COALESCE(r.only_right, l.only_left) FROM left_side l LEFT JOIN right_side r ON l.id = r.id AND r.amount > 1;

SELECT NULLIF(shared, only_left), GREATEST(id, amount), LEAST(id, 3) FROM left_side;

SELECT id BETWEEN amount AND 5, shared LIKE only_left || '%', shared SIMILAR TO 's%' FROM left_side;

SELECT id IN (amount, 1, 2), amount NOT IN (id) FROM left_side;

SELECT shared IS NULL, amount IS DISTINCT FROM id, flag IS TRUE FROM left_side JOIN third_side USING (id);

SELECT amount::text || '/' || CAST(id AS text), amount::numeric(5, 1), text 'x' FROM left_side;

SELECT extract(year FROM moment), day + 1, moment AT TIME ZONE 'UTC', day::timestamp - interval '1 day' FROM third_side;

SELECT moment AT LOCAL, (day, day + 2) OVERLAPS (moment::date, moment::date + 1) FROM third_side;

SELECT substring(only_left FROM 1 FOR 1), position('l' IN only_left), overlay(only_left PLACING shared FROM 1), trim(both 'l' FROM only_left) FROM left_side;

SELECT shared COLLATE "C" < only_left COLLATE "C" FROM left_side ORDER BY only_left COLLATE "C" DESC;

SELECT sum(amount), max(only_left) FROM left_side;

SELECT shared, sum(amount) FROM left_side GROUP BY shared ORDER BY shared;

SELECT count(*) FILTER (WHERE only_left < 'l4'), sum(id) FILTER (WHERE amount > 1) FROM left_side;

SELECT string_agg(only_left, ',' ORDER BY amount DESC, id) FROM left_side;

SELECT string_agg(DISTINCT shared, only_left) FROM (SELECT shared, ','::text AS only_left FROM left_side) x;

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount), mode() WITHIN GROUP (ORDER BY shared) FROM left_side;

SELECT rank(2) WITHIN GROUP (ORDER BY amount) FROM left_side;

--! unknown: it calls a function of users whose body may not be read
SELECT largest(amount) FROM left_side;

--! unknown: it calls a function of users whose body may not be read
SELECT largest(amount) OVER (ORDER BY id) FROM left_side;

SELECT shared, amount, count(*) FROM left_side GROUP BY ROLLUP (shared, amount) ORDER BY 1, 2;

SELECT shared, GROUPING(shared), count(*) FROM left_side GROUP BY CUBE (shared, (amount > 2)) ORDER BY 1, 2, 3;

SELECT shared, only_left, sum(id) FROM left_side GROUP BY GROUPING SETS ((shared), (only_left), ()) ORDER BY 1, 2;

SELECT GROUPING(amount), count(*) FROM left_side GROUP BY DISTINCT ROLLUP (shared), ROLLUP (amount) ORDER BY 1, 2;

SELECT id, only_left, count(*) FROM left_side GROUP BY id ORDER BY id;

SELECT DISTINCT shared FROM left_side;

SELECT DISTINCT ON (shared) shared, only_left FROM left_side ORDER BY shared, amount DESC;

SELECT DISTINCT ON (amount > 2) id FROM left_side ORDER BY amount > 2, id;

SELECT id, rank() OVER (ORDER BY amount) FROM left_side ORDER BY id;

SELECT id, row_number() OVER (PARTITION BY shared ORDER BY amount, id) FROM left_side;

SELECT id, sum(amount) OVER w, lag(only_left) OVER w FROM left_side WINDOW w AS (PARTITION BY shared ORDER BY id);

SELECT id, sum(amount) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM left_side WINDOW w AS (ORDER BY id), unused AS (ORDER BY only_left);

SELECT id, first_value(only_left) OVER (ORDER BY amount RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM left_side;

SELECT id, sum(amount) OVER (ORDER BY id ROWS BETWEEN (SELECT min(amount) FROM right_side) PRECEDING AND CURRENT ROW) FROM left_side;

SELECT id, count(*) FILTER (WHERE amount > 1) OVER (PARTITION BY shared) FROM left_side ORDER BY only_left;

SELECT shared, sum(sum(amount)) OVER (ORDER BY shared) FROM left_side GROUP BY shared;

SELECT id FROM left_side UNION SELECT amount FROM right_side ORDER BY 1;

SELECT id, shared FROM left_side UNION ALL SELECT id, only_right FROM right_side;

SELECT shared FROM left_side INTERSECT SELECT shared FROM right_side;

SELECT amount FROM left_side EXCEPT ALL SELECT amount FROM right_side;

SELECT amount FROM left_side INTERSECT ALL SELECT amount FROM right_side;

(SELECT id, only_left FROM left_side ORDER BY amount LIMIT 2) UNION ALL (SELECT id, shared FROM right_side ORDER BY only_right LIMIT 1) ORDER BY 1;

SELECT x FROM (SELECT shared AS x, id FROM left_side UNION ALL SELECT only_right, amount FROM right_side) u WHERE u.id > 2;

(SELECT id FROM left_side UNION SELECT id FROM right_side) EXCEPT SELECT id FROM third_side WHERE flag ORDER BY id;

SELECT id FROM left_side UNION (SELECT amount FROM right_side EXCEPT SELECT id FROM third_side) ORDER BY id;

VALUES (1, 'a'), (2, 'b');

VALUES ((SELECT max(amount) FROM left_side)), (1);

SELECT v.a, v.b, l.only_left FROM (VALUES (1, 'x'), (2, 'y')) AS v(a, b) JOIN left_side l ON l.id = v.a;

SELECT column1 FROM (VALUES ((SELECT shared FROM left_side WHERE id = 1))) v;

SELECT * FROM (VALUES (1), (2)) AS v(id) NATURAL JOIN left_side;

SELECT ctid, tableoid::regclass, id FROM left_side;

SELECT left_side.ctid FROM left_side WHERE left_side.amount > 1;

--! unsteady: transactions have other numbers
SELECT xmin, only_left FROM left_side;

SELECT 'left_side'::regclass::text, count(*) FROM left_side;

SELECT NULL::left_side, (NULL::left_side).shared;

SELECT (jsonb_populate_record(NULL::left_side, to_jsonb(r))).shared FROM right_side r;

SELECT x.id, x.shared FROM right_side r, jsonb_populate_record(NULL::left_side, to_jsonb(r)) x;

SELECT x.* FROM documents d, jsonb_to_record(d.body) AS x(name text, list jsonb);

SELECT body ->> 'name', body #>> '{inner,k}', body['list'][0], body ? 'name', body @> '{"name": "n1"}' FROM documents;

SELECT id, e FROM documents, jsonb_array_elements(body -> 'list') AS e;

SELECT id, k, v FROM documents, jsonb_each(body) AS x(k, v);

SELECT jsonb_path_query_array(body, '$.list[*] ? (@ > 1)'), body @? '$.name' FROM documents;

SELECT JSON_VALUE(body, '$.name'), JSON_QUERY(body, '$.list'), JSON_EXISTS(body, '$.inner') FROM documents;

SELECT JSON_VALUE(body, '$.list[0]' RETURNING integer DEFAULT 7 ON EMPTY ERROR ON ERROR) FROM documents;

SELECT JSON_QUERY(body, '$.list[*] ? (@ > $least)' PASSING id AS least WITH WRAPPER) FROM documents;

SELECT JSON_OBJECT('a': id, 'b': body), JSON_ARRAY(id, plain), body IS JSON OBJECT FROM (SELECT id, body, plain FROM documents) d;

SELECT JSON_OBJECTAGG(id: body), JSON_ARRAYAGG(plain ORDER BY id) FROM documents;

SELECT JSON_ARRAY(SELECT only_left FROM left_side ORDER BY id);

SELECT JSON_SERIALIZE(body), JSON_SCALAR(id), JSON(plain::text) FROM documents;

SELECT t.* FROM documents, JSON_TABLE(body, '$' COLUMNS (name text PATH '$.name', NESTED PATH '$.list[*]' COLUMNS (n integer PATH '$'))) AS t;

SELECT d.id, t.o, t.e FROM documents d, JSON_TABLE(d.body, '$.list[*]' PASSING d.id AS x COLUMNS (o FOR ORDINALITY, e boolean EXISTS PATH '$ ? (@ > $x)')) t;

SELECT x.* FROM documents, XMLTABLE('/page' PASSING page COLUMNS number integer PATH '@number', line text PATH 'line' DEFAULT id::text) x;

SELECT xmlelement(name thing, xmlattributes(shared AS s), only_left), xmlforest(id, amount AS a) FROM left_side;

SELECT xmlagg(xmlelement(name e, only_left) ORDER BY id), xmlconcat(xmlagg(page), NULL) IS DOCUMENT FROM left_side JOIN documents USING (id) GROUP BY shared

SELECT xmlserialize(CONTENT page AS text), xpath('/page/line/text()', page) FROM documents;

SELECT xmlexists('/page' PASSING page), xmlparse(CONTENT only_left), xmlpi(name x, only_left) FROM documents JOIN left_side USING (id);

SELECT twice, base FROM computed;

SELECT twice FROM computed WHERE twice > 6;

SELECT initial FROM computed;

SELECT c FROM computed c;

SELECT name FROM ancestor ORDER BY id;

SELECT * FROM ONLY ancestor;

SELECT name, own FROM descendant;

SELECT a.tableoid::regclass, a.extra FROM ancestor a;

SELECT name FROM ancestor* WHERE extra > 'e';

SELECT region, reading FROM measured ORDER BY id;

SELECT note FROM measured_north;

SELECT region, avg(reading) FROM measured GROUP BY region ORDER BY region;

SELECT "Mixed Case", "with ""quote""", "select" FROM "Quoted Table";

SELECT "größe" + 1, "名前" FROM "Quoted Table" WHERE "größe" > 2;

SELECT U&"\0067r\00f6\00dfe" FROM U&"Quoted \0054able";

SELECT "Quoted Table"."select" FROM "Quoted Table";

SELECT "c.d" FROM "Odd ""Schema"""."a.b";

SELECT "Odd ""Schema"""."a.b".e FROM "Odd ""Schema"""."a.b";

SELECT ID, ShAreD FROM LEFT_SIDE;

SELECT id, rest FROM dropped_first;

SELECT d FROM dropped_first d;

SELECT x.id FROM dropped_first x (id, other);

SELECT shared |+| only_left FROM left_side;

SELECT shared OPERATOR(tricks.|+|) only_left FROM left_side;

SELECT plain_sum(id, amount), plain_sum($$1$$, id) FROM left_side;

SELECT amount_of(id) FROM third_side;

SELECT amount_of(wanted => id) FROM third_side;

SELECT * FROM sides(2);

SELECT s.only_left FROM third_side t, sides(t.id) s;

SELECT only_left, o FROM sides(1) WITH ORDINALITY AS s(a, b, c, only_left, o);

SELECT a, b FROM pairs();

SELECT (pairs()).b;

SELECT (sides(id)).* FROM third_side;

SELECT id, label_of(sides(id)) FROM third_side;

SELECT format('%s-%s', id, shared), concat(only_left, amount), left(shared, amount), greatest(id, amount) FROM left_side;

SELECT md5(only_left), length(shared), upper(only_left), reverse(shared) FROM left_side;

SELECT generate_series(1, amount), id FROM left_side;

SELECT generate_series(1, (SELECT max(amount) FROM right_side)) FROM third_side WHERE flag;

SELECT CASE WHEN EXISTS (SELECT FROM right_side WHERE only_right = l.only_left) THEN 1 ELSE 0 END FROM left_side l;

SELECT 1 WHERE EXISTS (SELECT FROM left_side WHERE amount > 3);

SELECT 'no columns at all', 1 + 2, current_date > '2000-01-01';

SELECT current_user, current_schema;
