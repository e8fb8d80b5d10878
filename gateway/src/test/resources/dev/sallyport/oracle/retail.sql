-- A retailer's three channels: the shape of a benchmark of reports over a star schema, with a dozen rows in each table.
CREATE SCHEMA retail;
SET search_path = retail;
CREATE TABLE day (day_id integer PRIMARY KEY, full_date date, year_number integer, quarter integer, month_number integer, week integer, weekday text);
CREATE TABLE item (item_id integer PRIMARY KEY, code text, brand text, class text, category text, manager integer, current_price numeric);
CREATE TABLE place (place_id integer PRIMARY KEY, city text, county text, state text, zip text, zone numeric);
CREATE TABLE shopper (
    shopper_id integer PRIMARY KEY, first_name text, last_name text, birth_year integer, place_id integer, education text, preferred boolean
);
CREATE TABLE shop (shop_id integer PRIMARY KEY, shop_name text, state text, county text, floor_space integer);
CREATE TABLE offer (offer_id integer PRIMARY KEY, by_mail boolean, by_event boolean);
CREATE TABLE shop_sale (
    day_id integer, item_id integer, shopper_id integer, shop_id integer, offer_id integer, ticket integer, quantity integer,
    list_price numeric, paid numeric, discount numeric, profit numeric
);
CREATE TABLE shop_return (day_id integer, item_id integer, shopper_id integer, shop_id integer, ticket integer, quantity integer, amount numeric);
CREATE TABLE web_sale (
    day_id integer, item_id integer, shopper_id integer, page_id integer, order_number integer, quantity integer, paid numeric,
    shipping numeric, profit numeric
);
CREATE TABLE web_return (day_id integer, item_id integer, order_number integer, quantity integer, amount numeric);
CREATE TABLE page (page_id integer PRIMARY KEY, kind text, letters integer);
CREATE TABLE stock (day_id integer, item_id integer, warehouse text, on_hand integer);
INSERT INTO day SELECT i, date '2001-01-01' + i * 61, 2001 + i / 6, 1 + i / 2 % 4, 1 + i * 2 % 12, i * 9, ('{Monday,Friday,Sunday}'::text[])[1 + i % 3]
    FROM generate_series(1, 12) AS i;
INSERT INTO item SELECT i, 'CODE' || i, 'brand ' || i % 3, ('{shirts,novels,pots}'::text[])[1 + i % 3], ('{Clothes,Books,Home}'::text[])[1 + i % 3],
    i % 4, 3 + i * 7 % 11 FROM generate_series(1, 9) AS i;
INSERT INTO place SELECT i, 'City ' || i % 4, 'County ' || i % 3, ('{TN,OH,GA}'::text[])[1 + i % 3], (10000 + i * 1234)::text, -5 - i % 2
    FROM generate_series(1, 7) AS i;
INSERT INTO shopper SELECT i, 'First' || i, 'Last' || i % 5, 1950 + i * 7 % 40, 1 + i % 7, ('{College,Primary}'::text[])[1 + i % 2], i % 3 = 0
    FROM generate_series(1, 9) AS i;
INSERT INTO shop SELECT i, 'Shop ' || i, ('{TN,OH,GA}'::text[])[1 + i % 3], 'County ' || i % 3, i * 100 FROM generate_series(1, 4) AS i;
INSERT INTO offer SELECT i, i % 2 = 0, i % 3 = 0 FROM generate_series(1, 4) AS i;
INSERT INTO shop_sale SELECT 1 + i * 5 % 12, 1 + i * 2 % 9, 1 + i % 9, 1 + i % 4, 1 + i * 3 % 4, i / 2, 1 + i * 7 % 10, 10 + i % 5, 8 + i * 3 % 7,
    i % 4, i * 11 % 9 - 3 FROM generate_series(1, 24) AS i;
INSERT INTO shop_return SELECT 1 + i * 7 % 12, 1 + i * 2 % 9, 1 + i % 9, 1 + i % 4, i / 2, 1 + i % 3, 2 + i % 5 FROM generate_series(2, 20, 3) AS i;
INSERT INTO web_sale SELECT 1 + i * 7 % 12, 1 + i * 4 % 9, 1 + i * 2 % 9, 1 + i % 3, i / 2, 1 + i * 3 % 8, 6 + i * 5 % 9, i % 3, i * 13 % 7 - 2
    FROM generate_series(1, 20) AS i;
INSERT INTO web_return SELECT 1 + i * 5 % 12, 1 + i * 4 % 9, i / 2, 1 + i % 2, 1 + i % 4 FROM generate_series(1, 18, 4) AS i;
INSERT INTO page SELECT i, ('{order,welcome,review}'::text[])[i], 1000 + i FROM generate_series(1, 3) AS i;
INSERT INTO stock SELECT 1 + i % 12, 1 + i % 9, ('{Hall A,Hall B}'::text[])[1 + i % 2], i * 17 % 60 FROM generate_series(1, 20) AS i;
RESET search_path;
