--!! path: tricks, public

SELECT id, shared FROM left_side;

SELECT * FROM left_side NATURAL JOIN right_side;

SELECT only_left, only_right FROM left_side NATURAL JOIN right_side;

SELECT id, shared FROM left_side NATURAL LEFT JOIN right_side;

SELECT id FROM left_side NATURAL FULL JOIN right_side ORDER BY id;

SELECT * FROM left_side JOIN right_side USING (id);

SELECT id FROM left_side FULL JOIN right_side USING (id) ORDER BY 1;

SELECT l.id, r.id, id FROM left_side l FULL JOIN right_side r USING (id) ORDER BY 3;

SELECT id, shared, amount FROM left_side RIGHT JOIN right_side USING (id, shared, amount);

SELECT j.* FROM (left_side l JOIN right_side r ON l.id = r.id) AS j (a, b, c, d, e, f, g, h);

SELECT j.a, j.h FROM (left_side l JOIN right_side r ON l.id = r.id) AS j (a, b, c, d, e, f, g, h) WHERE j.c > 0;

SELECT j.id FROM left_side JOIN right_side USING (id) AS j;

SELECT j, only_left FROM left_side JOIN right_side USING (id) AS j;

SELECT j.* FROM left_side JOIN right_side USING (id, shared) AS j;

SELECT to_jsonb(j) FROM (left_side l JOIN third_side t ON l.id = t.id) AS j;

SELECT id, only_left, only_right, flag FROM left_side JOIN right_side USING (id) JOIN third_side USING (id);

SELECT id FROM left_side LEFT JOIN right_side USING (id) FULL JOIN third_side USING (id) ORDER BY id;

SELECT shared FROM left_side FULL JOIN (SELECT id, shared AS other FROM right_side) r USING (id) WHERE other IS NULL ORDER BY id;

SELECT count(*) FROM left_side NATURAL JOIN right_side;

SELECT 1 FROM left_side CROSS JOIN right_side;

SELECT l.only_left, x.only_right FROM left_side l, LATERAL (SELECT only_right FROM right_side r WHERE r.id = l.id) x;

SELECT l.only_left, x.most FROM left_side l LEFT JOIN LATERAL (SELECT max(amount) AS most FROM right_side r WHERE r.shared = l.shared) x ON true;

SELECT l.id, n FROM left_side l, LATERAL generate_series(1, l.amount) AS n;

SELECT l.id, g.n FROM left_side l, generate_series(1, l.amount) AS g(n);

SELECT x.a, y.b FROM left_side l CROSS JOIN LATERAL (SELECT l.shared AS a) x CROSS JOIN LATERAL (SELECT x.a || l.only_left AS b) y;

SELECT l.id FROM left_side l JOIN LATERAL (VALUES (l.amount), (l.id)) v(n) ON v.n > 2;

SELECT a.id, b.id FROM left_side a JOIN left_side b ON a.amount = b.amount AND a.id < b.id;

SELECT left_side.id FROM left_side, right_side left_hand WHERE left_side.id = left_hand.id;

SELECT tricks.left_side.id FROM tricks.left_side;

SELECT id FROM left_side JOIN (right_side r JOIN third_side t USING (id)) USING (id) WHERE flag;

SELECT l.id FROM left_side l WHERE EXISTS (SELECT 1 FROM right_side r WHERE r.id = l.id AND r.amount > 1);

SELECT l.id FROM left_side l WHERE EXISTS (SELECT * FROM right_side r WHERE r.id = l.id);

SELECT l.id FROM left_side l WHERE NOT EXISTS (SELECT FROM right_side);

SELECT id FROM left_side WHERE shared IN (SELECT shared FROM right_side);

SELECT id FROM left_side WHERE (id, shared) IN (SELECT id, shared FROM right_side);

SELECT id FROM left_side WHERE (id, shared) NOT IN (SELECT id, only_right FROM right_side WHERE id IS NOT NULL);

SELECT id FROM left_side WHERE amount > ALL (SELECT amount FROM right_side WHERE only_right LIKE 'r7%');

SELECT id FROM left_side WHERE amount = ANY (SELECT amount FROM right_side);

SELECT id FROM left_side WHERE amount = ANY (ARRAY(SELECT amount FROM right_side ORDER BY only_right));

SELECT (SELECT only_right FROM right_side r WHERE r.id = l.id LIMIT 1) FROM left_side l;

SELECT (SELECT max(r.amount + l.amount) FROM right_side r) FROM left_side l;

SELECT ARRAY(SELECT only_right FROM right_side r WHERE r.shared = l.shared ORDER BY r.id) FROM left_side l;

SELECT id, (SELECT count(*) FROM left_side i WHERE i.amount < o.amount) FROM left_side o;

SELECT (SELECT (SELECT l.only_left || r.only_right) FROM right_side r WHERE r.id = l.id) FROM left_side l;

SELECT id FROM left_side WHERE amount = (SELECT amount FROM third_side WHERE third_side.id = left_side.id);

SELECT id FROM left_side WHERE (amount, shared) = (SELECT amount, shared FROM right_side WHERE id = 3);

SELECT s.x FROM (SELECT id AS x, shared AS y FROM left_side) s WHERE s.y = 's1';

SELECT s.* FROM (SELECT l.id, r.only_right FROM left_side l JOIN right_side r ON l.id = r.id) s;

SELECT shared, s FROM (SELECT shared, amount FROM left_side) s;

SELECT x FROM (SELECT 1 AS x) s, left_side;

SELECT l.* FROM left_side l JOIN third_side t ON t.id = l.id AND t.flag WHERE t.day > '2020-01-03';

SELECT id AS amount FROM left_side ORDER BY amount;

SELECT id AS amount FROM left_side ORDER BY amount + 0;

SELECT id AS amount, count(*) FROM left_side GROUP BY id, amount ORDER BY 1;

SELECT amount AS shared, count(*) FROM left_side GROUP BY shared, amount ORDER BY count(*), 1;

SELECT shared AS s FROM left_side GROUP BY s HAVING max(amount) > 2;

SELECT a.shared FROM left_side a, (SELECT shared AS id FROM right_side) a2 WHERE a.shared = a2.id;

SELECT 1 AS one FROM left_side ORDER BY only_left;

SELECT id FROM left_side ORDER BY shared DESC NULLS LAST, id USING > LIMIT 3;

SELECT id FROM left_side ORDER BY id LIMIT (SELECT max(amount) FROM right_side);

SELECT id FROM left_side ORDER BY amount FETCH FIRST 2 ROWS WITH TIES;

SELECT id FROM left_side ORDER BY id OFFSET (SELECT min(amount) FROM right_side);

SELECT only_left FROM left_side FOR UPDATE;

SELECT l.only_left FROM left_side l JOIN right_side r ON l.id = r.id FOR UPDATE OF l;

TABLE left_side;

SELECT FROM left_side WHERE amount > 1;

--! unknown: it picks rows by chance
SELECT l.id FROM left_side l TABLESAMPLE SYSTEM (100) WHERE amount > 0;

SELECT a.id FROM left_side AS a (id2, id) WHERE a.id = 's1';

SELECT id2, amount FROM left_side AS a (id2);

SELECT x.y FROM left_side AS x (y, z);
