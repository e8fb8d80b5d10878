--!! path: warehouse

-- Pricing summary
SELECT returned, state, sum(quantity), sum(price), sum(price * (1 - discount)), sum(price * (1 - discount) * (1 + tax)), avg(quantity), avg(discount), count(*)
FROM purchase_line WHERE shipped_on <= date '1996-12-01' - interval '90 days' GROUP BY returned, state ORDER BY returned, state;

-- Cheapest vendor
SELECT v.balance, v.vendor_name, n.nation_name, a.article_id, a.maker, v.street, v.phone, v.remarks
FROM article a, vendor v, offer o, nation n, continent c
WHERE a.article_id = o.article_id AND v.vendor_id = o.vendor_id AND a.extent < 4 AND a.kind LIKE '%STEEL' AND v.nation_id = n.nation_id
  AND n.continent_id = c.continent_id AND c.continent_name = 'SOUTH'
  AND o.cost = (SELECT min(o2.cost) FROM offer o2, vendor v2, nation n2, continent c2 WHERE a.article_id = o2.article_id AND v2.vendor_id = o2.vendor_id
      AND v2.nation_id = n2.nation_id AND n2.continent_id = c2.continent_id AND c2.continent_name = 'SOUTH')
ORDER BY v.balance DESC, n.nation_name, v.vendor_name, a.article_id LIMIT 100;

-- Open purchases of most value
SELECT l.purchase_id, sum(l.price * (1 - l.discount)) AS revenue, p.ordered_on, p.priority
FROM client c, purchase p, purchase_line l
WHERE c.segment = 'BUILDING' AND c.client_id = p.client_id AND l.purchase_id = p.purchase_id AND p.ordered_on < date '1996-03-15' AND l.shipped_on > date '1995-01-15'
GROUP BY l.purchase_id, p.ordered_on, p.priority ORDER BY revenue DESC, p.ordered_on LIMIT 10;

-- Late lines by priority
SELECT priority, count(*) FROM purchase p WHERE ordered_on >= date '1995-01-01' AND ordered_on < date '1995-01-01' + interval '18 months'
  AND EXISTS (SELECT * FROM purchase_line l WHERE l.purchase_id = p.purchase_id AND l.promised_on < l.received_on)
GROUP BY priority ORDER BY priority;

-- Volume of local vendors
SELECT n.nation_name, sum(l.price * (1 - l.discount)) AS revenue
FROM client c, purchase p, purchase_line l, vendor v, nation n, continent t
WHERE c.client_id = p.client_id AND l.purchase_id = p.purchase_id AND l.vendor_id = v.vendor_id AND v.nation_id = n.nation_id AND n.continent_id = t.continent_id
  AND t.continent_name <> 'EAST' AND p.ordered_on >= date '1995-01-01'
GROUP BY n.nation_name ORDER BY revenue DESC;

-- What a change of discounts would bring
SELECT sum(price * discount) AS revenue FROM purchase_line WHERE shipped_on >= date '1995-01-01' AND discount BETWEEN 0.02 AND 0.06 AND quantity < 30;

-- Trade between nations
SELECT vendor_nation, client_nation, year_shipped, sum(volume)
FROM (SELECT n1.nation_name AS vendor_nation, n2.nation_name AS client_nation, extract(year FROM l.shipped_on) AS year_shipped, l.price * (1 - l.discount) AS volume
      FROM vendor v, purchase_line l, purchase p, client c, nation n1, nation n2
      WHERE v.vendor_id = l.vendor_id AND p.purchase_id = l.purchase_id AND c.client_id = p.client_id AND v.nation_id = n1.nation_id AND c.nation_id = n2.nation_id
        AND (n1.nation_name < 'NATION D' OR n2.nation_name = 'NATION B')) AS shipping
GROUP BY vendor_nation, client_nation, year_shipped ORDER BY 1, 2, 3;

-- Share of the market
SELECT year_ordered, sum(CASE WHEN nation = 'NATION B' THEN volume ELSE 0 END) / sum(volume) AS share
FROM (SELECT extract(year FROM p.ordered_on) AS year_ordered, l.price * (1 - l.discount) AS volume, n2.nation_name AS nation
      FROM article a, vendor v, purchase_line l, purchase p, client c, nation n1, nation n2, continent t
      WHERE a.article_id = l.article_id AND v.vendor_id = l.vendor_id AND l.purchase_id = p.purchase_id AND p.client_id = c.client_id
        AND c.nation_id = n1.nation_id AND n1.continent_id = t.continent_id AND v.nation_id = n2.nation_id AND a.kind <> 'SMALL BRASS') AS all_nations
GROUP BY year_ordered ORDER BY year_ordered;

-- Profit by nation and year
SELECT nation, year_ordered, sum(amount) AS profit
FROM (SELECT n.nation_name AS nation, extract(year FROM p.ordered_on) AS year_ordered, l.price * (1 - l.discount) - o.cost * l.quantity AS amount
      FROM article a, vendor v, purchase_line l, offer o, purchase p, nation n
      WHERE v.vendor_id = l.vendor_id AND o.article_id = l.article_id AND a.article_id = l.article_id AND p.purchase_id = l.purchase_id
        AND v.nation_id = n.nation_id AND a.article_name LIKE '%e%') AS profits
GROUP BY nation, year_ordered ORDER BY nation, year_ordered DESC;

-- Clients who send back
SELECT c.client_id, c.client_name, sum(l.price * (1 - l.discount)) AS revenue, c.balance, n.nation_name, c.street, c.phone
FROM client c, purchase p, purchase_line l, nation n
WHERE c.client_id = p.client_id AND l.purchase_id = p.purchase_id AND l.returned = 'R' AND c.nation_id = n.nation_id
GROUP BY c.client_id, c.client_name, c.balance, c.phone, n.nation_name, c.street ORDER BY revenue DESC LIMIT 20;

-- The most of the stock
SELECT o.article_id, sum(o.cost * o.available) AS value
FROM offer o, vendor v, nation n WHERE o.vendor_id = v.vendor_id AND v.nation_id = n.nation_id AND n.nation_name > 'NATION A'
GROUP BY o.article_id
HAVING sum(o.cost * o.available) > (SELECT sum(o.cost * o.available) * 0.05 FROM offer o, vendor v, nation n WHERE o.vendor_id = v.vendor_id AND v.nation_id = n.nation_id)
ORDER BY value DESC;

-- Priority by ship mode
SELECT l.ship_mode, sum(CASE WHEN p.priority = '1-URGENT' OR p.priority = '2-HIGH' THEN 1 ELSE 0 END), sum(CASE WHEN p.priority <> '1-URGENT' THEN 1 ELSE 0 END)
FROM purchase p, purchase_line l
WHERE p.purchase_id = l.purchase_id AND l.ship_mode IN ('MAIL', 'SHIP') AND l.promised_on > l.received_on AND l.shipped_on < l.promised_on
GROUP BY l.ship_mode ORDER BY l.ship_mode;

-- How many purchases clients make
SELECT purchases, count(*) AS clients
FROM (SELECT c.client_id, count(p.purchase_id) FROM client c LEFT OUTER JOIN purchase p ON c.client_id = p.client_id AND p.remarks NOT LIKE '%special%requests%'
      GROUP BY c.client_id) AS counted (client_id, purchases)
GROUP BY purchases ORDER BY clients DESC, purchases DESC;

-- What promotion brings
SELECT 100.00 * sum(CASE WHEN a.kind LIKE 'PROMO%' THEN l.price * (1 - l.discount) ELSE 0 END) / NULLIF(sum(l.price * (1 - l.discount)), 0) AS promoted
FROM purchase_line l, article a WHERE l.article_id = a.article_id AND l.shipped_on >= date '1995-02-01';

-- The best vendor
WITH revenue (vendor, total) AS (SELECT vendor_id, sum(price * (1 - discount)) FROM purchase_line WHERE shipped_on >= date '1995-01-01' GROUP BY vendor_id)
SELECT v.vendor_id, v.vendor_name, v.street, v.phone, r.total FROM vendor v, revenue r
WHERE v.vendor_id = r.vendor AND r.total = (SELECT max(total) FROM revenue) ORDER BY v.vendor_id;

-- Vendors by kind of article
SELECT a.brand, a.kind, a.extent, count(DISTINCT o.vendor_id) AS vendors FROM offer o, article a
WHERE a.article_id = o.article_id AND a.brand <> 'Brand#3' AND a.kind NOT LIKE 'SMALL%' AND a.extent IN (1, 2, 3, 4)
  AND o.vendor_id NOT IN (SELECT vendor_id FROM vendor WHERE remarks LIKE '%Complaints%')
GROUP BY a.brand, a.kind, a.extent ORDER BY vendors DESC, a.brand, a.kind, a.extent;

-- Small orders
SELECT sum(l.price) / 7.0 AS yearly FROM purchase_line l, article a
WHERE a.article_id = l.article_id AND a.container <> 'BAG' AND l.quantity < (SELECT 1.2 * avg(quantity) FROM purchase_line WHERE article_id = a.article_id);

-- Large purchases
SELECT c.client_name, c.client_id, p.purchase_id, p.ordered_on, p.total, sum(l.quantity) FROM client c, purchase p, purchase_line l
WHERE p.purchase_id IN (SELECT purchase_id FROM purchase_line GROUP BY purchase_id HAVING sum(quantity) > 30)
  AND c.client_id = p.client_id AND p.purchase_id = l.purchase_id
GROUP BY c.client_name, c.client_id, p.purchase_id, p.ordered_on, p.total ORDER BY p.total DESC, p.ordered_on LIMIT 100;

-- Discounted revenue of three kinds
SELECT sum(l.price * (1 - l.discount)) AS revenue FROM purchase_line l, article a
WHERE a.article_id = l.article_id AND a.brand = 'Brand#1' AND a.container IN ('BOX', 'CASE') AND l.quantity BETWEEN 1 AND 31 AND l.ship_mode IN ('AIR', 'MAIL')
   OR a.article_id = l.article_id AND a.brand = 'Brand#2' AND a.extent BETWEEN 1 AND 5 AND l.instructions = 'DELIVER IN PERSON';

-- Vendors with too much in stock
SELECT v.vendor_name, v.street FROM vendor v, nation n
WHERE v.vendor_id IN (SELECT o.vendor_id FROM offer o WHERE o.article_id IN (SELECT a.article_id FROM article a WHERE a.article_name LIKE 'blue%' OR a.article_name LIKE 'red%')
    AND o.available > (SELECT 0.01 * sum(l.quantity) FROM purchase_line l WHERE l.article_id = o.article_id AND l.vendor_id <> o.vendor_id AND l.shipped_on >= date '1995-01-01'))
  AND v.nation_id = n.nation_id AND n.nation_name <> 'NATION A' ORDER BY v.vendor_name;

-- Vendors who kept purchases waiting
SELECT v.vendor_name, count(*) AS waits FROM vendor v, purchase_line l1, purchase p, nation n
WHERE v.vendor_id = l1.vendor_id AND p.purchase_id = l1.purchase_id AND p.state <> 'P' AND l1.received_on > l1.shipped_on
  AND EXISTS (SELECT * FROM purchase_line l2 WHERE l2.purchase_id = l1.purchase_id AND l2.vendor_id <> l1.vendor_id)
  AND NOT EXISTS (SELECT * FROM purchase_line l3 WHERE l3.purchase_id = l1.purchase_id AND l3.vendor_id <> l1.vendor_id AND l3.received_on > l3.promised_on)
  AND v.nation_id = n.nation_id GROUP BY v.vendor_name ORDER BY waits DESC, v.vendor_name LIMIT 100;

-- Clients who could buy
SELECT area, count(*), sum(balance) FROM (SELECT substring(phone FROM 1 FOR 2) AS area, balance FROM client c
  WHERE substring(phone FROM 1 FOR 2) IN ('11', '12', '13', '14') AND balance > (SELECT avg(balance) FROM client WHERE balance > 0.00)
    AND NOT EXISTS (SELECT * FROM purchase p WHERE p.client_id = c.client_id)) AS could GROUP BY area ORDER BY area;
