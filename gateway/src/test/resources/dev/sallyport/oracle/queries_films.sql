--!! path: films

SELECT min(fs.note), min(t.title), min(t.year_made) FROM studio_kind AS sk, fact_kind AS fk, film_studio AS fs, film_score AS sc, film AS t
WHERE sk.kind = 'production companies' AND fk.fact = 'rating' AND fs.note NOT LIKE '%(TV)%' AND sk.id = fs.studio_kind_id AND t.id = fs.film_id AND t.id = sc.film_id AND fs.film_id = sc.film_id AND fk.id = sc.fact_kind_id;

SELECT min(t.title) FROM studio AS s, keyword AS k, film_studio AS fs, film_keyword AS mk, film AS t
WHERE s.country = '[de]' AND k.keyword = 'sequel' AND s.id = fs.studio_id AND fs.film_id = t.id AND t.id = mk.film_id AND mk.keyword_id = k.id AND fs.film_id = mk.film_id;

SELECT min(t.title) FROM keyword AS k, film_fact AS mf, film_keyword AS mk, film AS t
WHERE k.keyword LIKE '%e%' AND mf.fact IN ('Horror', 'Germany', 'USA') AND t.year_made > 1990 AND t.id = mf.film_id AND t.id = mk.film_id AND mk.film_id = mf.film_id AND k.id = mk.keyword_id;

SELECT min(sc.fact), min(t.title) FROM fact_kind AS fk, keyword AS k, film_score AS sc, film_keyword AS mk, film AS t
WHERE fk.fact = 'rating' AND k.keyword LIKE '%o%' AND sc.fact > '1.0' AND t.year_made > 1991 AND t.id = sc.film_id AND t.id = mk.film_id AND mk.film_id = sc.film_id AND k.id = mk.keyword_id AND fk.id = sc.fact_kind_id;

SELECT min(t.title) FROM studio_kind AS sk, fact_kind AS fk, film_studio AS fs, film_fact AS mf, film AS t
WHERE sk.kind = 'production companies' AND fs.note LIKE '%co%' AND mf.fact IN ('Drama', 'USA') AND t.year_made > 1989 AND t.id = mf.film_id AND t.id = fs.film_id AND fs.film_id = mf.film_id AND sk.id = fs.studio_kind_id AND fk.id = mf.fact_kind_id;

SELECT min(k.keyword), min(p.name), min(t.title) FROM cast_entry AS ce, keyword AS k, film_keyword AS mk, person AS p, film AS t
WHERE k.keyword IN ('hero', 'sequel') AND p.name LIKE '%Downey%' AND t.year_made > 1988 AND k.id = mk.keyword_id AND t.id = mk.film_id AND t.id = ce.film_id AND ce.film_id = mk.film_id AND p.id = ce.person_id;

SELECT min(p.name), min(t.title) FROM other_name AS o, cast_entry AS ce, fact_kind AS fk, link_kind AS lk, film_link AS ml, person AS p, person_fact AS pf, film AS t
WHERE o.name LIKE '%a%' AND fk.fact = 'biography' AND lk.link = 'follows' AND p.phonetic BETWEEN 'B1' AND 'B9' AND pf.fact LIKE 'born%' AND t.year_made BETWEEN 1980 AND 2020
  AND p.id = o.person_id AND p.id = pf.person_id AND ce.person_id = p.id AND t.id = ce.film_id AND ml.film_id = t.id AND lk.id = ml.link_kind_id AND fk.id = pf.fact_kind_id AND pf.person_id = o.person_id AND pf.person_id = ce.person_id AND o.person_id = ce.person_id;

SELECT min(o.name), min(t.title) FROM other_name AS o, cast_entry AS ce, studio AS s, film_studio AS fs, person AS p, role_kind AS r, film AS t
WHERE ce.note = '(voice)' AND s.country <> '[gb]' AND fs.note LIKE '%co%' AND p.gender = 'f' AND r.role <> 'writer' AND o.person_id = p.id AND p.id = ce.person_id AND ce.film_id = t.id AND t.id = fs.film_id AND ce.film_id = fs.film_id AND fs.studio_id = s.id AND ce.role_id = r.id;

SELECT min(o.name), min(f.name), min(t.title) FROM other_name o, figure f, cast_entry ce, studio s, film_studio fs, person p, role_kind r, film t
WHERE ce.note IN ('(voice)', '(uncredited)') AND s.country = '[us]' AND p.name LIKE '%, %' AND t.year_made >= 1990 AND ce.film_id = t.id AND t.id = fs.film_id AND fs.studio_id = s.id AND ce.role_id = r.id AND p.id = ce.person_id AND f.id = ce.figure_id AND o.person_id = p.id;

SELECT min(f.name), min(t.title) FROM figure f, cast_entry ce, studio s, studio_kind sk, film_studio fs, role_kind r, film t
WHERE ce.note LIKE '%voice%' AND s.country IN ('[us]', '[de]') AND r.role = 'actor' AND t.year_made > 1989 AND t.id = fs.film_id AND t.id = ce.film_id AND ce.film_id = fs.film_id AND f.id = ce.figure_id AND r.id = ce.role_id AND s.id = fs.studio_id AND sk.id = fs.studio_kind_id;

SELECT min(s.name), min(lk.link), min(t.title) FROM studio s, studio_kind sk, keyword k, link_kind lk, film_studio fs, film_keyword mk, film_link ml, film t
WHERE s.country <> '[pl]' AND (s.name LIKE '%Film%' OR s.name LIKE '%Warm%') AND sk.kind = 'production companies' AND k.keyword = 'sequel' AND lk.link LIKE '%follow%'
  AND lk.id = ml.link_kind_id AND ml.film_id = t.id AND t.id = mk.film_id AND mk.keyword_id = k.id AND t.id = fs.film_id AND fs.studio_kind_id = sk.id AND fs.studio_id = s.id;

SELECT min(s.name), min(sc.fact), min(t.title) FROM studio s, studio_kind sk, fact_kind fk1, fact_kind fk2, film_studio fs, film_fact mf, film_score sc, film t
WHERE fk1.fact = 'genres' AND fk2.fact = 'rating' AND mf.fact IN ('Drama', 'Horror') AND sc.fact > '2.0' AND t.id = mf.film_id AND t.id = sc.film_id AND mf.fact_kind_id = fk1.id AND sc.fact_kind_id = fk2.id AND t.id = fs.film_id AND sk.id = fs.studio_kind_id AND s.id = fs.studio_id;

SELECT min(mf.fact), min(sc.fact), min(t.title) FROM studio s, studio_kind sk, fact_kind fk, fact_kind fk2, film_kind kt, film_fact mf, film_score sc, film_studio fs, film t
WHERE s.country = '[de]' AND fk.fact = 'rating' AND kt.kind = 'movie' AND mf.film_id = t.id AND fk2.id = mf.fact_kind_id AND kt.id = t.kind_id AND fs.film_id = t.id AND s.id = fs.studio_id AND sk.id = fs.studio_kind_id AND sc.film_id = t.id AND fk.id = sc.fact_kind_id;

SELECT t.title, count(*) FROM film t JOIN cast_entry ce ON ce.film_id = t.id JOIN person p ON p.id = ce.person_id GROUP BY t.title ORDER BY count(*) DESC, t.title;

SELECT t.title, string_agg(DISTINCT k.keyword, ', ' ORDER BY k.keyword) FROM film t LEFT JOIN film_keyword mk ON mk.film_id = t.id LEFT JOIN keyword k ON k.id = mk.keyword_id GROUP BY t.id ORDER BY t.id;

SELECT p.name FROM person p WHERE p.id IN (SELECT ce.person_id FROM cast_entry ce JOIN film_keyword mk USING (film_id) JOIN keyword k ON k.id = mk.keyword_id WHERE k.keyword = 'hero') ORDER BY p.name;

SELECT e.title AS episode, s.title AS series FROM film e JOIN film s ON s.id = e.episode_of JOIN film_kind k ON k.id = e.kind_id WHERE k.kind <> 'short';

SELECT a.title, b.title, lk.link FROM film_link fl JOIN film a ON a.id = fl.film_id JOIN film b ON b.id = fl.other_film_id JOIN link_kind lk ON lk.id = fl.link_kind_id ORDER BY fl.id;

SELECT p.name, f.name FROM cast_entry ce JOIN person p ON p.id = ce.person_id LEFT JOIN figure f ON f.id = ce.figure_id AND f.name LIKE 'Tony%' WHERE ce.place = 1;

SELECT min(t.title) FROM film t, film_kind kt, film_fact a, film_fact b, fact_kind fa, fact_kind fb
WHERE a.film_id = t.id AND b.film_id = t.id AND fa.id = a.fact_kind_id AND fb.id = b.fact_kind_id AND fa.fact = 'genres' AND fb.fact = 'countries' AND kt.id = t.kind_id AND a.note IS NULL AND b.fact <> a.fact;

SELECT k.keyword, kt.kind, count(DISTINCT t.id), min(t.year_made) FROM keyword k CROSS JOIN film_kind kt LEFT JOIN (film_keyword mk JOIN film t ON t.id = mk.film_id) ON mk.keyword_id = k.id AND t.kind_id = kt.id GROUP BY k.keyword, kt.kind ORDER BY 1, 2;

SELECT s.name, s.country FROM studio s WHERE NOT EXISTS (SELECT 1 FROM film_studio fs, film t WHERE fs.studio_id = s.id AND t.id = fs.film_id AND t.year_made > 2010) ORDER BY s.id;

SELECT t.title, sc.fact FROM film t JOIN LATERAL (SELECT fact FROM film_score WHERE film_id = t.id ORDER BY fact DESC LIMIT 1) sc ON true ORDER BY t.id;

SELECT p1.name, p2.name FROM cast_entry c1 JOIN cast_entry c2 ON c1.film_id = c2.film_id AND c1.person_id < c2.person_id JOIN person p1 ON p1.id = c1.person_id JOIN person p2 ON p2.id = c2.person_id WHERE p1.gender <> p2.gender;

SELECT kind, title FROM (SELECT kt.kind, t.title, row_number() OVER (PARTITION BY kt.id ORDER BY t.year_made DESC) AS n FROM film t JOIN film_kind kt ON kt.id = t.kind_id) x WHERE n = 1 ORDER BY kind;

SELECT fs.note, s.name, sk.kind FROM film_studio fs NATURAL JOIN (SELECT id AS studio_id, name FROM studio) s NATURAL JOIN (SELECT id AS studio_kind_id, kind FROM studio_kind) sk ORDER BY fs.id;

SELECT DISTINCT p.name FROM person p, cast_entry ce, film t, film_studio fs, studio s WHERE p.id = ce.person_id AND ce.film_id = t.id AND fs.film_id = t.id AND s.id = fs.studio_id AND s.country = '[gb]';

SELECT min(p.name), max(p.name) FROM person p, person_fact pf, fact_kind fk WHERE pf.person_id = p.id AND fk.id = pf.fact_kind_id AND pf.fact > 'born in 1943';

SELECT r.role, p.gender, count(*) FROM cast_entry ce, role_kind r, person p WHERE ce.role_id = r.id AND p.id = ce.person_id GROUP BY GROUPING SETS ((r.role), (p.gender), ()) ORDER BY 1, 2;

WITH good AS (SELECT film_id FROM film_score WHERE fact >= '5') SELECT p.name, count(*) FROM person p, cast_entry ce, good g WHERE p.id = ce.person_id AND g.film_id = ce.film_id GROUP BY p.name HAVING count(*) > 1 ORDER BY p.name;

WITH RECURSIVE chain AS (SELECT film_id, other_film_id, 1 AS steps FROM film_link WHERE film_id = 2 UNION ALL SELECT c.film_id, l.other_film_id, c.steps + 1 FROM chain c JOIN film_link l ON l.film_id = c.other_film_id WHERE c.steps < 4) SELECT t.title, c.steps FROM chain c JOIN film t ON t.id = c.other_film_id ORDER BY c.steps, t.title;

SELECT min(t.title) FROM film t JOIN film_studio fs ON fs.film_id = t.id JOIN studio s ON s.id = fs.studio_id WHERE (s.country, fs.note) IN (SELECT s2.country, fs2.note FROM studio s2 JOIN film_studio fs2 ON fs2.studio_id = s2.id WHERE fs2.studio_kind_id = 1);

SELECT t.year_made / 10 * 10 AS decade, avg(sc.fact::numeric) FROM film t JOIN film_score sc ON sc.film_id = t.id JOIN fact_kind fk ON fk.id = sc.fact_kind_id AND fk.fact = 'rating' GROUP BY 1 ORDER BY 1;

SELECT title FROM film WHERE id IN (SELECT film_id FROM film_keyword) INTERSECT SELECT t.title FROM film t JOIN film_studio fs ON fs.film_id = t.id ORDER BY 1;

SELECT p.name FROM person p WHERE (SELECT count(*) FROM cast_entry ce WHERE ce.person_id = p.id AND ce.note = '(voice)') > (SELECT count(*) FROM other_name o WHERE o.person_id = p.id) ORDER BY 1;

SELECT t.title, array_agg(p.name ORDER BY ce.place, p.id) FROM film t JOIN cast_entry ce ON ce.film_id = t.id JOIN person p ON p.id = ce.person_id JOIN role_kind r ON r.id = ce.role_id AND r.role IN ('actor', 'actress') GROUP BY t.id, t.title ORDER BY t.id;

SELECT t.title FROM film t LEFT JOIN film_link l ON l.film_id = t.id LEFT JOIN film_link m ON m.other_film_id = t.id WHERE l.id IS NULL AND m.id IS NULL ORDER BY t.title;

SELECT t.id, t.title, CASE WHEN EXISTS (SELECT FROM film_link l WHERE l.film_id = t.id) THEN 'linked' ELSE (SELECT kind FROM film_kind k WHERE k.id = t.kind_id) END FROM film t ORDER BY t.id;

SELECT s.country, kt.kind, count(*) AS n, rank() OVER (PARTITION BY s.country ORDER BY count(*) DESC) FROM studio s JOIN film_studio fs ON fs.studio_id = s.id JOIN film t ON t.id = fs.film_id JOIN film_kind kt ON kt.id = t.kind_id GROUP BY s.country, kt.kind ORDER BY 1, 4, 2;

SELECT f.name, ce.note FROM figure f FULL JOIN cast_entry ce ON ce.figure_id = f.id AND ce.place > 2 WHERE f.name IS NULL OR ce.id IS NULL ORDER BY f.id, ce.id;

SELECT q.title, q.best FROM (SELECT t.title, max(sc.fact) FILTER (WHERE fk.fact = 'votes') AS best FROM film t, film_score sc, fact_kind fk WHERE sc.film_id = t.id AND fk.id = sc.fact_kind_id GROUP BY t.title) q WHERE q.best IS NOT NULL ORDER BY 2 DESC, 1;
