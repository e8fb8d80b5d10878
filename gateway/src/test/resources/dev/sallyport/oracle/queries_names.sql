-- Which object a name stands for.
--!! path: tricks, public

SELECT amount FROM left_side;

--! path: first_on_path, tricks, public
SELECT amount FROM left_side;

--! path: first_on_path, tricks, public
SELECT * FROM left_side;

--! path: first_on_path, tricks, public
SELECT * FROM tricks.left_side;

--! path: first_on_path, tricks, public
SELECT hidden, only_right FROM left_side JOIN right_side USING (id);

-- The system's schema comes first unless it is listed.
--! path: first_on_path, tricks
SELECT relname FROM pg_class WHERE relname = 'left_side' AND relnamespace = 'tricks'::regnamespace;

--! path: first_on_path, tricks
SELECT relkind FROM pg_class WHERE relname = 'left_side';

--! path: first_on_path, pg_catalog
SELECT relname, note FROM pg_class;

--! path: first_on_path, pg_catalog
SELECT c FROM pg_class c;

--! path: pg_catalog, first_on_path
SELECT count(relname) FROM pg_class WHERE relname = 'left_side';

--! path: public, pg_catalog
SELECT lower(name) FROM customers;

--! path: pg_catalog, public
SELECT lower(name) FROM customers;

--! path: public
SELECT lower(name) FROM customers;

--! path: public
SELECT public.lower(name) FROM customers;

--! path: public
SELECT id ~>> tier::text::char::text::"char"::integer FROM customers WHERE false;

--! path: public
SELECT id ~>> 1 FROM orders;

--! path: pg_catalog
SELECT id OPERATOR(public.~>>) 1 FROM public.orders;

--! path: "$user", public
SELECT ssn FROM customers;

--! path: nowhere, public
SELECT email FROM customers;

--! path: pg_temp, tricks
SELECT shared FROM left_side;

--! path: demo, public
SELECT ssn FROM customers;

--! path: public, demo
SELECT ssn FROM customers;

--! path: public, demo
SELECT amount FROM payments;

--! path: demo, public
SELECT c.name, o.status, p.amount FROM customers c JOIN orders o ON o.customer_id = c.id LEFT JOIN payments p ON p.order_id = o.id;

WITH left_side AS (SELECT id, only_right AS shared FROM right_side) SELECT shared FROM left_side;

WITH left_side AS (SELECT shared FROM left_side) SELECT shared FROM left_side;

WITH left_side AS (SELECT only_right FROM right_side) SELECT shared FROM tricks.left_side;

WITH x AS (SELECT id, shared FROM left_side), y AS (SELECT x.id FROM x JOIN right_side USING (shared)) SELECT * FROM y;

WITH x (a, b) AS (SELECT id, shared FROM left_side) SELECT b FROM x WHERE a > 2;

WITH x (a) AS (SELECT id, shared FROM left_side) SELECT a, shared FROM x;

WITH x AS MATERIALIZED (SELECT * FROM left_side) SELECT x FROM x;

WITH x AS (SELECT 1 AS id), unused AS (SELECT only_right FROM right_side) SELECT * FROM x;

WITH x AS (SELECT shared FROM left_side) SELECT (WITH x AS (SELECT only_right FROM right_side) SELECT max(only_right) FROM x), x.shared FROM x;

WITH a AS (SELECT id FROM left_side) SELECT * FROM (WITH b AS (SELECT id + 1 AS n FROM a) SELECT n FROM b) z;

WITH x AS (SELECT id FROM left_side) SELECT x.id FROM x, (SELECT shared AS x FROM right_side) y;

WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT sum(n) FROM t;

WITH RECURSIVE t AS (SELECT id, parent, label FROM tree WHERE parent IS NULL UNION ALL SELECT c.id, c.parent, t.label || '/' || c.label FROM tree c JOIN t ON c.parent = t.id) SELECT id, label FROM t;

WITH RECURSIVE t(id, total) AS (SELECT id, weight FROM tree WHERE id = 1 UNION SELECT c.id, t.total + c.weight FROM tree c, t WHERE c.parent = t.id) SELECT * FROM t ORDER BY id;

WITH RECURSIVE t AS (SELECT id, parent FROM tree WHERE id = 1 UNION ALL SELECT c.id, c.parent FROM tree c JOIN t ON c.parent = t.id) SEARCH DEPTH FIRST BY id SET position SELECT id, position FROM t ORDER BY position;

WITH RECURSIVE t AS (SELECT id, parent, label FROM tree WHERE id = 1 UNION ALL SELECT c.id, c.parent, c.label FROM tree c JOIN t ON c.parent = t.id) SEARCH BREADTH FIRST BY label SET place SELECT id FROM t ORDER BY place;

WITH RECURSIVE t AS (SELECT id, parent FROM tree UNION ALL SELECT t.id, c.parent FROM tree c JOIN t ON c.id = t.parent) CYCLE id, parent SET looped USING path SELECT id, looped, path FROM t;

WITH RECURSIVE t AS (SELECT id, parent, label FROM tree WHERE id = 1 UNION ALL SELECT c.id, c.parent, c.label FROM tree c JOIN t ON c.parent = t.id) CYCLE label SET again TO 'Y' DEFAULT 'N' USING way SELECT id, again FROM t;

WITH RECURSIVE a AS (SELECT id FROM b), b AS (SELECT id FROM left_side) SELECT * FROM a;

WITH RECURSIVE pair(a, b) AS (SELECT id, amount FROM left_side WHERE id = 1 UNION SELECT p.b, p.a + 1 FROM pair p WHERE p.a < 4) SELECT a FROM pair;

WITH RECURSIVE chain(a, b, c) AS (SELECT id::text, shared, only_left FROM left_side WHERE id = 2 UNION SELECT b, c, a FROM chain) SELECT a FROM chain;

SELECT left_side.shared FROM right_side AS left_side;

SELECT a.shared FROM left_side a WHERE EXISTS (SELECT FROM right_side a WHERE a.only_right > 'r3');

SELECT shared FROM left_side WHERE EXISTS (SELECT FROM third_side WHERE shared = 's1');

SELECT id FROM left_side l WHERE amount IN (SELECT only_left::text::varchar::bpchar::text::"char"::integer FROM third_side WHERE false);

SELECT id FROM left_side WHERE only_left IN (SELECT only_left FROM right_side);

SELECT id, name FROM customer_directory;

SELECT contact FROM contact_names;

SELECT label FROM mailing_labels;

SELECT document FROM whole_rows;

SELECT handle FROM customer_search;

SELECT * FROM region_list;

SELECT ssn_last4 FROM customers;

SELECT safe_prefix FROM stores;

SELECT name, manager FROM vip_customers;

SELECT salary FROM hr.employees ORDER BY id;

SELECT name FROM hr.employees_1;

SELECT payload ->> 'ssn' FROM tickets;

SELECT asked FROM json_questions;

SELECT order_total(id) FROM orders;

SELECT customer_ssn(customer_id) FROM orders;

SELECT contact_line(c) FROM customers c;

SELECT c.contact_line FROM customers c;

SELECT 'x'::label, name::label FROM customers WHERE false;

SELECT renamed FROM simple_view;

SELECT more FROM nested_view;

SELECT a FROM third_view;

SELECT * FROM third_view;

SELECT v FROM third_view v;

SELECT shared FROM counted_view WHERE n > 1;

SELECT most FROM counted_view;

SELECT shared FROM union_view;

SELECT (whole).only_left FROM row_view;

SELECT id, place FROM windowed_view;

SELECT shared, only_right FROM kept;

SELECT renamed, n FROM kept_of_view;

SELECT n FROM over_kept;

SELECT sum FROM writable;

SELECT count(*) FROM simple_view;

SELECT 1 FROM third_view LIMIT 1;

SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relname = 'left_side' AND a.attnum > 0 ORDER BY a.attnum;

--! unknown: the view calls functions that read the catalog
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'tricks' ORDER BY 1, 2 LIMIT 5;

SELECT t.typname, t.typnamespace::regnamespace FROM pg_type t WHERE t.oid = 'mood'::regtype;

SELECT nspname FROM pg_namespace n WHERE n.oid = (SELECT relnamespace FROM pg_class WHERE oid = 'left_side'::regclass);

SELECT status, count(*) FROM demo.orders GROUP BY status;

SELECT t.status, t.total FROM demo.order_totals t;

SELECT e.name, m.name FROM demo.employees e LEFT JOIN demo.employees m ON m.id = e.manager_id;

SELECT payload #>> '{requester,ssn}' FROM demo.tickets;

SELECT name, city FROM demo.customer_directory;

SELECT order_id, sum(quantity * unit_price) AS amount FROM demo.order_items GROUP BY order_id HAVING sum(quantity) > 2;
