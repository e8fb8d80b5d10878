-- A supplier's warehouse: the shape of a benchmark of ad-hoc questions to a normalized schema, with a dozen rows in each table.
CREATE SCHEMA warehouse;
SET search_path = warehouse;
CREATE TABLE continent (continent_id integer PRIMARY KEY, continent_name text);
CREATE TABLE nation (nation_id integer PRIMARY KEY, nation_name text, continent_id integer);
CREATE TABLE vendor (
    vendor_id integer PRIMARY KEY, vendor_name text, street text, nation_id integer, phone text, balance numeric, remarks text
);
CREATE TABLE article (
    article_id integer PRIMARY KEY, article_name text, maker text, brand text, kind text, extent integer, container text, list_price numeric
);
CREATE TABLE offer (article_id integer, vendor_id integer, available integer, cost numeric, PRIMARY KEY (article_id, vendor_id));
CREATE TABLE client (
    client_id integer PRIMARY KEY, client_name text, street text, nation_id integer, phone text, balance numeric, segment text
);
CREATE TABLE purchase (
    purchase_id integer PRIMARY KEY, client_id integer, state text, total numeric, ordered_on date, priority text, clerk text, remarks text
);
CREATE TABLE purchase_line (
    purchase_id integer, line integer, article_id integer, vendor_id integer, quantity numeric, price numeric, discount numeric,
    tax numeric, returned text, state text, shipped_on date, promised_on date, received_on date, ship_mode text, instructions text,
    PRIMARY KEY (purchase_id, line)
);
INSERT INTO continent SELECT i, ('{NORTH,SOUTH,EAST}'::text[])[i] FROM generate_series(1, 3) AS i;
INSERT INTO nation SELECT i, 'NATION ' || chr(64 + i), 1 + i % 3 FROM generate_series(1, 6) AS i;
INSERT INTO vendor SELECT i, 'Vendor ' || i, i || ' High Street', 1 + i % 6, (10 + i % 6) || '-555-01' || i, i * 37 % 11 * 100 - 300,
    CASE WHEN i % 4 = 0 THEN 'many Complaints came' ELSE 'nothing said' END FROM generate_series(1, 8) AS i;
INSERT INTO article SELECT i, ('{green,blue,red}'::text[])[1 + i % 3] || ' bolt ' || i, 'Maker ' || i % 3, 'Brand#' || i % 4,
    ('{PROMO STEEL,SMALL BRASS,LARGE STEEL}'::text[])[1 + i * 7 % 3], 1 + i % 5, ('{BOX,BAG,CASE}'::text[])[1 + i % 3], 10 + i * 3
    FROM generate_series(1, 10) AS i;
INSERT INTO offer SELECT a, v, 10 + a * v % 17, 1 + a * v % 7 FROM generate_series(1, 10) AS a, generate_series(1, 8) AS v WHERE (a + v) % 3 = 0;
INSERT INTO client SELECT i, 'Client ' || i, i || ' Low Street', 1 + i * 5 % 6, (10 + i % 6) || '-555-02' || i, i * 53 % 13 * 100 - 400,
    ('{BUILDING,MACHINERY}'::text[])[1 + i % 2] FROM generate_series(1, 9) AS i;
INSERT INTO purchase SELECT i, 1 + i * 3 % 8, ('{O,F,P}'::text[])[1 + i % 3], i * 91 % 23 * 10, date '1995-01-01' + i * 47,
    ('{1-URGENT,2-HIGH,3-LOW}'::text[])[1 + i * 5 % 3], 'Clerk ' || i % 3,
    CASE WHEN i % 5 = 0 THEN 'special requests' ELSE 'plain' END FROM generate_series(1, 14) AS i;
INSERT INTO purchase_line SELECT p, l, 1 + (p * 3 + l) % 10, 1 + (p + l * 5) % 8, 1 + p * l * 7 % 40, 20 + p * l % 9 * 11, (p + l) % 8 / 100.0,
    l / 100.0, ('{R,A,N}'::text[])[1 + (p + l) % 3], ('{O,F}'::text[])[1 + p % 2], date '1995-01-05' + p * 47 + l * 9,
    date '1995-01-20' + p * 47, date '1995-01-12' + p * 47 + l * 9, ('{MAIL,SHIP,AIR}'::text[])[1 + p * l % 3],
    ('{DELIVER IN PERSON,NONE}'::text[])[1 + l % 2] FROM generate_series(1, 14) AS p, generate_series(1, 2) AS l;
RESET search_path;
