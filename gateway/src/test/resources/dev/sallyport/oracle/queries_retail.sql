--!! path: retail

WITH returns AS (SELECT shopper_id, shop_id, sum(amount) AS total FROM shop_return, day WHERE shop_return.day_id = day.day_id AND year_number >= 2001 GROUP BY shopper_id, shop_id)
SELECT s.first_name FROM returns r1, shop, shopper s WHERE r1.total >= (SELECT avg(total) * 0.9 FROM returns r2 WHERE r1.shop_id = r2.shop_id) AND shop.shop_id = r1.shop_id AND shop.state <> 'GA' AND r1.shopper_id = s.shopper_id ORDER BY s.first_name LIMIT 100;

WITH both_sales AS (SELECT day_id AS sold, paid FROM web_sale UNION ALL SELECT day_id, paid FROM shop_sale),
     weekly AS (SELECT d.week, sum(CASE WHEN d.weekday = 'Sunday' THEN paid END) AS sunday, sum(CASE WHEN d.weekday = 'Monday' THEN paid END) AS monday FROM both_sales, day d WHERE d.day_id = sold GROUP BY d.week)
SELECT y.week, round(y.sunday / NULLIF(z.sunday, 0), 2), y.monday FROM weekly y LEFT JOIN weekly z ON y.week = z.week - 9 ORDER BY y.week;

SELECT d.year_number, i.brand, sum(s.paid) AS total FROM day d, shop_sale s, item i WHERE d.day_id = s.day_id AND s.item_id = i.item_id AND i.manager = 1 GROUP BY d.year_number, i.brand ORDER BY d.year_number, total DESC, i.brand LIMIT 100;

WITH totals AS (
    SELECT c.shopper_id AS who, c.last_name, d.year_number AS y, sum(s.paid - s.discount) AS spent, 's' AS channel FROM shopper c, shop_sale s, day d WHERE c.shopper_id = s.shopper_id AND s.day_id = d.day_id GROUP BY c.shopper_id, c.last_name, d.year_number
    UNION ALL SELECT c.shopper_id, c.last_name, d.year_number, sum(w.paid), 'w' FROM shopper c, web_sale w, day d WHERE c.shopper_id = w.shopper_id AND w.day_id = d.day_id GROUP BY c.shopper_id, c.last_name, d.year_number)
SELECT a.who, a.last_name FROM totals a, totals b WHERE a.who = b.who AND a.channel = 's' AND b.channel = 'w' AND a.y = b.y AND b.spent > a.spent ORDER BY 1, 2;

SELECT channel, id, sum(sales) AS sales, sum(back) AS back FROM (
    SELECT 'shop' AS channel, shop_id AS id, sum(paid) AS sales, 0::numeric AS back FROM shop_sale GROUP BY shop_id
    UNION ALL SELECT 'shop', shop_id, 0, sum(amount) FROM shop_return GROUP BY shop_id
    UNION ALL SELECT 'web', page_id, sum(paid), 0 FROM web_sale GROUP BY page_id) x
GROUP BY ROLLUP (channel, id) ORDER BY channel, id;

SELECT p.state, count(*) FROM place p, shopper c, shop_sale s, day d, item i
WHERE p.place_id = c.place_id AND c.shopper_id = s.shopper_id AND s.day_id = d.day_id AND s.item_id = i.item_id AND i.current_price > 0.8 * (SELECT avg(j.current_price) FROM item j WHERE j.category = i.category)
GROUP BY p.state HAVING count(*) >= 1 ORDER BY 2, 1;

SELECT i.code, avg(s.quantity), avg(s.list_price), avg(s.discount) FROM shop_sale s, shopper c, day d, item i, offer o
WHERE s.day_id = d.day_id AND s.item_id = i.item_id AND s.shopper_id = c.shopper_id AND s.offer_id = o.offer_id AND c.education = 'College' AND (NOT o.by_mail OR NOT o.by_event) GROUP BY i.code ORDER BY i.code;

SELECT shop.shop_name, sum(s.profit) FROM shop_sale s, shop, (SELECT zip FROM place EXCEPT SELECT zip FROM place p JOIN shopper c USING (place_id) WHERE c.preferred) v
WHERE s.shop_id = shop.shop_id AND substr(v.zip, 1, 1) = '1' GROUP BY shop.shop_name ORDER BY 1;

SELECT CASE WHEN (SELECT count(*) FROM shop_sale WHERE quantity BETWEEN 1 AND 4) > 5 THEN (SELECT avg(discount) FROM shop_sale WHERE quantity BETWEEN 1 AND 4) ELSE (SELECT avg(paid) FROM shop_sale WHERE quantity BETWEEN 1 AND 4) END AS low,
       CASE WHEN (SELECT count(*) FROM shop_sale WHERE quantity > 4) > 50 THEN (SELECT avg(discount) FROM shop_sale WHERE quantity > 4) ELSE (SELECT avg(paid) FROM shop_sale WHERE quantity > 4) END AS high
FROM offer WHERE offer_id = 1;

SELECT c.education, c.birth_year, count(*) FROM shopper c, place p WHERE c.place_id = p.place_id AND p.county <> 'County 0'
  AND EXISTS (SELECT * FROM shop_sale s, day d WHERE c.shopper_id = s.shopper_id AND s.day_id = d.day_id AND d.month_number < 9)
  AND (EXISTS (SELECT * FROM web_sale w WHERE c.shopper_id = w.shopper_id) OR EXISTS (SELECT * FROM shop_return r WHERE r.shopper_id = c.shopper_id)) GROUP BY c.education, c.birth_year ORDER BY 1, 2;

SELECT i.code, i.class, sum(w.paid) AS revenue, sum(w.paid) * 100 / sum(sum(w.paid)) OVER (PARTITION BY i.class) AS ratio FROM web_sale w, item i, day d
WHERE w.item_id = i.item_id AND i.category IN ('Books', 'Home') AND w.day_id = d.day_id GROUP BY i.code, i.class ORDER BY i.class, i.code;

SELECT avg(s.quantity), sum(s.profit) FROM shop_sale s, shop, place p, shopper c, day d WHERE shop.shop_id = s.shop_id AND s.day_id = d.day_id AND s.shopper_id = c.shopper_id AND c.place_id = p.place_id
  AND (c.education = 'College' AND s.paid BETWEEN 8 AND 12 OR c.preferred AND s.paid > 9) AND (p.state IN ('TN', 'OH') AND s.profit BETWEEN -2 AND 5);

WITH cross_items AS (SELECT i.item_id FROM item i, (SELECT brand, class FROM shop_sale JOIN item USING (item_id) INTERSECT SELECT brand, class FROM web_sale JOIN item USING (item_id)) x WHERE i.brand = x.brand AND i.class = x.class),
     average AS (SELECT avg(q) AS usual FROM (SELECT quantity * list_price AS q FROM shop_sale UNION ALL SELECT quantity * paid FROM web_sale) y)
SELECT i.brand, sum(s.quantity * s.list_price) FROM shop_sale s JOIN item i USING (item_id) WHERE s.item_id IN (SELECT item_id FROM cross_items) GROUP BY i.brand HAVING sum(s.quantity * s.list_price) > (SELECT usual FROM average) ORDER BY 1;

SELECT p.zip, sum(w.paid) FROM web_sale w, shopper c, place p, day d WHERE w.shopper_id = c.shopper_id AND c.place_id = p.place_id AND (substr(p.zip, 1, 2) IN ('11', '12') OR p.state = 'GA' OR w.paid > 12) AND w.day_id = d.day_id GROUP BY p.zip ORDER BY p.zip;

SELECT count(DISTINCT w1.order_number), sum(w1.shipping), sum(w1.profit) FROM web_sale w1, day d, page g WHERE w1.day_id = d.day_id AND w1.page_id = g.page_id
  AND EXISTS (SELECT * FROM web_sale w2 WHERE w1.order_number = w2.order_number AND w1.item_id <> w2.item_id) AND NOT EXISTS (SELECT * FROM web_return r WHERE w1.order_number = r.order_number);

SELECT i.code, shop.state, count(s.quantity), avg(s.quantity), stddev_samp(s.quantity), count(r.quantity) FROM shop_sale s JOIN shop_return r ON s.shopper_id = r.shopper_id AND s.item_id = r.item_id JOIN item i ON i.item_id = s.item_id JOIN shop ON shop.shop_id = s.shop_id GROUP BY i.code, shop.state ORDER BY 1, 2;

SELECT p.state, p.county, c.education, avg(s.quantity) FROM shop_sale s, shopper c, place p WHERE s.shopper_id = c.shopper_id AND c.place_id = p.place_id GROUP BY ROLLUP (p.state, p.county, c.education) ORDER BY 1, 2, 3;

SELECT i.brand, i.manager, sum(s.paid) FROM day d, shop_sale s, item i, shopper c, place p, shop WHERE d.day_id = s.day_id AND s.item_id = i.item_id AND s.shopper_id = c.shopper_id AND c.place_id = p.place_id AND substr(p.county, 1, 8) <> shop.county AND s.shop_id = shop.shop_id GROUP BY i.brand, i.manager ORDER BY 3 DESC, 1, 2;

SELECT * FROM (SELECT k.warehouse, i.code, sum(CASE WHEN d.full_date < date '2001-09-01' THEN k.on_hand ELSE 0 END) AS before, sum(CASE WHEN d.full_date >= date '2001-09-01' THEN k.on_hand ELSE 0 END) AS after FROM stock k, item i, day d WHERE i.item_id = k.item_id AND k.day_id = d.day_id GROUP BY k.warehouse, i.code) x WHERE before > 0 OR after > 20 ORDER BY warehouse, code;

SELECT i.category, i.brand, i.code, avg(k.on_hand) AS held FROM stock k, day d, item i WHERE k.day_id = d.day_id AND k.item_id = i.item_id AND d.month_number BETWEEN 1 AND 11 GROUP BY CUBE (i.category, i.brand), i.code ORDER BY held, 1, 2, 3;

WITH frequent AS (SELECT item_id, count(*) AS n FROM shop_sale GROUP BY item_id HAVING count(*) > 2), most AS (SELECT max(spent) AS most FROM (SELECT shopper_id, sum(quantity * paid) AS spent FROM shop_sale GROUP BY shopper_id) t),
     best AS (SELECT shopper_id FROM shop_sale GROUP BY shopper_id HAVING sum(quantity * paid) > 0.5 * (SELECT most FROM most))
SELECT sum(w.quantity * w.paid) FROM web_sale w WHERE w.item_id IN (SELECT item_id FROM frequent) AND w.shopper_id IN (SELECT shopper_id FROM best);

SELECT c.last_name, c.first_name, shop.shop_name, sum(s.paid) FROM shop_sale s JOIN shop_return r USING (ticket, item_id) JOIN shopper c ON c.shopper_id = s.shopper_id JOIN shop ON shop.shop_id = s.shop_id JOIN place p USING (place_id) WHERE p.state <> upper(c.education) GROUP BY 1, 2, 3 HAVING sum(s.paid) > (SELECT 0.05 * avg(paid) FROM shop_sale) ORDER BY 1, 2, 3;

SELECT i.code, shop.state, grouping(shop.state), avg(s.quantity) FROM shop_sale s, item i, shop WHERE s.item_id = i.item_id AND s.shop_id = shop.shop_id GROUP BY ROLLUP (i.code, shop.state) ORDER BY 1, 2;

SELECT * FROM (SELECT avg(list_price) AS a1, count(list_price) AS c1, count(DISTINCT list_price) AS d1 FROM shop_sale WHERE quantity BETWEEN 0 AND 5) b1, (SELECT avg(list_price) AS a2, count(list_price) AS c2 FROM shop_sale WHERE quantity > 5 AND profit > 0) b2;

WITH yearly AS (SELECT p.state, d.year_number, sum(r.amount) AS back FROM shop_return r, day d, shopper c, place p WHERE r.day_id = d.day_id AND r.shopper_id = c.shopper_id AND c.place_id = p.place_id GROUP BY p.state, d.year_number)
SELECT a.state, a.back FROM yearly a WHERE a.back > (SELECT avg(b.back) * 1.01 FROM yearly b WHERE b.state = a.state) ORDER BY 1, 2;

WITH by_county AS (SELECT p.county, d.quarter, d.year_number, sum(s.paid) AS sold FROM shop_sale s JOIN day d USING (day_id) JOIN shopper c USING (shopper_id) JOIN place p USING (place_id) GROUP BY 1, 2, 3)
SELECT a.county, b.sold / a.sold AS growth FROM by_county a, by_county b WHERE a.county = b.county AND a.year_number = b.year_number AND b.quarter = a.quarter + 1 ORDER BY 1, 2;

SELECT sum(w.paid) AS excess FROM web_sale w, item i, day d WHERE i.manager = 2 AND i.item_id = w.item_id AND d.day_id = w.day_id AND w.paid > (SELECT 0.7 * avg(paid) FROM web_sale v, day e WHERE v.item_id = i.item_id AND e.day_id = v.day_id AND e.year_number <= d.year_number);

SELECT c.last_name, c.first_name, x.n FROM (SELECT s.ticket, s.shopper_id, count(*) AS n FROM shop_sale s, day d, shop WHERE s.day_id = d.day_id AND s.shop_id = shop.shop_id AND d.weekday <> 'Monday' AND shop.floor_space > 150 GROUP BY s.ticket, s.shopper_id) x, shopper c WHERE x.shopper_id = c.shopper_id AND x.n BETWEEN 1 AND 3 ORDER BY 1, 2, 3;

SELECT sum(s.profit) / NULLIF(sum(s.paid), 0) AS margin, i.category, i.class, grouping(i.category) + grouping(i.class) AS level, rank() OVER (PARTITION BY grouping(i.category) + grouping(i.class), CASE WHEN grouping(i.class) = 0 THEN i.category END ORDER BY sum(s.profit) / NULLIF(sum(s.paid), 0)) AS place
FROM shop_sale s, item i, shop WHERE i.item_id = s.item_id AND shop.shop_id = s.shop_id GROUP BY ROLLUP (i.category, i.class) ORDER BY level DESC, i.category, place;

SELECT i.code, i.current_price FROM item i, stock k, day d, web_sale w WHERE i.current_price BETWEEN 3 AND 12 AND k.item_id = i.item_id AND d.day_id = k.day_id AND k.on_hand BETWEEN 5 AND 50 AND w.item_id = i.item_id GROUP BY i.code, i.current_price ORDER BY i.code;

SELECT count(*) FROM (SELECT DISTINCT c.last_name, d.full_date FROM shop_sale s, day d, shopper c WHERE s.day_id = d.day_id AND s.shopper_id = c.shopper_id INTERSECT SELECT DISTINCT c.last_name, d.full_date FROM web_sale w, day d, shopper c WHERE w.day_id = d.day_id AND w.shopper_id = c.shopper_id) hot;

WITH spread AS (SELECT k.warehouse, k.item_id, d.month_number, stddev_samp(k.on_hand) AS deviation, avg(k.on_hand) AS mean FROM stock k JOIN day d USING (day_id) GROUP BY 1, 2, 3)
SELECT a.warehouse, a.item_id, a.mean, b.mean FROM spread a JOIN spread b ON a.item_id = b.item_id AND a.warehouse <> b.warehouse WHERE CASE a.mean WHEN 0 THEN 0 ELSE COALESCE(a.deviation, 1) / a.mean END < 1 ORDER BY 1, 2, 3, 4;

SELECT worst.place, i1.code AS best_item, i2.code AS worst_item FROM (SELECT item_id, rank() OVER (ORDER BY avg(profit) DESC) AS place FROM shop_sale GROUP BY item_id) best, (SELECT item_id, rank() OVER (ORDER BY avg(profit)) AS place FROM shop_sale GROUP BY item_id) worst, item i1, item i2
WHERE best.place = worst.place AND i1.item_id = best.item_id AND i2.item_id = worst.item_id ORDER BY 1, 2, 3;

WITH monthly AS (SELECT i.category, i.brand, d.year_number, d.month_number, sum(s.paid) AS sold, avg(sum(s.paid)) OVER (PARTITION BY i.category, i.brand, d.year_number) AS mean, rank() OVER (PARTITION BY i.category, i.brand ORDER BY d.year_number, d.month_number) AS n
    FROM item i, shop_sale s, day d WHERE s.item_id = i.item_id AND s.day_id = d.day_id GROUP BY 1, 2, 3, 4)
SELECT v.category, v.brand, v.year_number, v.sold, lag.sold AS before, lead.sold AS after FROM monthly v LEFT JOIN monthly lag ON v.category = lag.category AND v.brand = lag.brand AND v.n = lag.n + 1 LEFT JOIN monthly lead ON v.category = lead.category AND v.brand = lead.brand AND v.n = lead.n - 1 WHERE abs(v.sold - v.mean) >= 0 ORDER BY 1, 2, v.n;

SELECT 'web' AS channel, item, ratio, rank() OVER (ORDER BY ratio) FROM (SELECT w.item_id AS item, sum(COALESCE(r.quantity, 0))::numeric / sum(w.quantity) AS ratio FROM web_sale w LEFT JOIN web_return r ON w.order_number = r.order_number AND w.item_id = r.item_id GROUP BY w.item_id) x ORDER BY 4, 2;

WITH web AS (SELECT item_id, day_id, sum(sum(paid)) OVER (PARTITION BY item_id ORDER BY day_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS total FROM web_sale GROUP BY item_id, day_id), shop AS (SELECT item_id, day_id, sum(sum(paid)) OVER (PARTITION BY item_id ORDER BY day_id) AS total FROM shop_sale GROUP BY item_id, day_id)
SELECT item_id, day_id, web.total AS web_total, shop.total AS shop_total, max(web.total) OVER (PARTITION BY item_id ORDER BY day_id) FROM web FULL OUTER JOIN shop USING (item_id, day_id) ORDER BY item_id, day_id;

SELECT d.year_number, s.shop_id, s.sold, s.mean FROM (SELECT shop_id, day_id, sum(paid) AS sold, avg(sum(paid)) OVER (PARTITION BY shop_id) AS mean FROM shop_sale GROUP BY shop_id, day_id) s JOIN day d USING (day_id) WHERE s.sold > 0.9 * s.mean ORDER BY 1, 2, 3;

SELECT sum(CASE WHEN r.day_id - s.day_id <= 2 THEN 1 ELSE 0 END) AS soon, sum(CASE WHEN r.day_id - s.day_id > 2 THEN 1 ELSE 0 END) AS late, shop.shop_name, shop.county FROM shop_sale s, shop_return r, shop WHERE s.ticket = r.ticket AND s.item_id = r.item_id AND s.shop_id = shop.shop_id GROUP BY shop.shop_name, shop.county ORDER BY 3;

SELECT x.city, c.last_name, x.bought, p.city FROM (SELECT s.ticket, s.shopper_id, p.city, sum(s.profit) AS bought FROM shop_sale s JOIN shopper c USING (shopper_id) JOIN place p USING (place_id) GROUP BY s.ticket, s.shopper_id, p.city) x JOIN shopper c USING (shopper_id) JOIN place p ON p.place_id = c.place_id + 1 AND p.city <> x.city ORDER BY 2, 1, 3;

(SELECT 'top' AS which, item_id, sum(paid) FROM shop_sale GROUP BY item_id ORDER BY 3 DESC, 2 LIMIT 2) UNION ALL (SELECT 'web', item_id, sum(paid) FROM web_sale GROUP BY item_id ORDER BY 3, 2 LIMIT 2) ORDER BY 1, 3, 2;

SELECT DISTINCT i.brand FROM item i WHERE i.current_price > ALL (SELECT j.current_price FROM item j WHERE j.category = i.category AND j.item_id <> i.item_id) OR i.manager = ANY (SELECT quarter FROM day WHERE weekday = 'Friday') ORDER BY i.brand;

SELECT shopper_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY paid) AS middle, count(*) FILTER (WHERE profit < 0) AS losses FROM shop_sale GROUP BY shopper_id HAVING bool_or(profit < 0) ORDER BY shopper_id;

SELECT shopper_id FROM shop_sale EXCEPT SELECT shopper_id FROM web_sale EXCEPT SELECT shopper_id FROM shop_return WHERE amount > 3 ORDER BY 1;
