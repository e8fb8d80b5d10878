-- The demo's shop: some 80,000 rows of nobody, the same at every start. Names are common ones put together by chance, social security
-- numbers are of the range that is never issued, telephone numbers of the one for fiction, mail addresses of a reserved domain.

-- A number from 0 to below, always the same for a row and a purpose.
CREATE FUNCTION pg_temp.pick(id bigint, purpose bigint, below integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((hashint8extended(id, purpose) & 9223372036854775807) % below)::integer;

CREATE FUNCTION pg_temp.word(words text[], id bigint, purpose bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN words[1 + ((hashint8extended(id, purpose) & 9223372036854775807) % cardinality(words))::integer];

-- A card's number of 16 digits: 400000, nine of nobody's and the check digit that ISO/IEC 7812-1 asks for (Luhn: every other digit is
-- doubled, and 2 * d makes the digits (2 * d) % 10 and d / 5; the leading 4 makes 8).
CREATE FUNCTION pg_temp.card_number(nine integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN '400000' || lpad(nine::text, 9, '0') || (1000 - 8
        - nine % 10 * 2 % 10 - nine % 10 / 5 - nine / 10 % 10
        - nine / 100 % 10 * 2 % 10 - nine / 100 % 10 / 5 - nine / 1000 % 10
        - nine / 10000 % 10 * 2 % 10 - nine / 10000 % 10 / 5 - nine / 100000 % 10
        - nine / 1000000 % 10 * 2 % 10 - nine / 1000000 % 10 / 5 - nine / 10000000 % 10
        - nine / 100000000 % 10 * 2 % 10 - nine / 100000000 % 10 / 5) % 10;

-- The rows fit together as they are made: checking each of them again would take most of the time.
SET LOCAL session_replication_role = replica;

CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    ssn text NOT NULL,
    birth_date date NOT NULL,
    city text NOT NULL,
    joined_on date NOT NULL
);
COMMENT ON TABLE customers IS 'Who buys here.';
COMMENT ON COLUMN customers.ssn IS 'Social security number, asked for when buying by instalments.';

CREATE TABLE products (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    category text NOT NULL,
    price numeric(10, 2) NOT NULL CHECK (price >= 0),
    stock integer NOT NULL CHECK (stock >= 0)
);
COMMENT ON TABLE products IS 'What is sold.';

CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    placed_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('placed', 'paid', 'shipped', 'delivered', 'returned'))
);
COMMENT ON TABLE orders IS 'What was ordered, by whom and when; what of it is in order_items.';

CREATE TABLE order_items (
    order_id bigint NOT NULL REFERENCES orders,
    line smallint NOT NULL,
    product_id bigint NOT NULL REFERENCES products,
    quantity integer NOT NULL CHECK (quantity > 0),
    unit_price numeric(10, 2) NOT NULL,
    PRIMARY KEY (order_id, line)
);
COMMENT ON TABLE order_items IS 'The lines of orders, at the price of the day.';

CREATE TABLE payments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders,
    paid_at timestamptz NOT NULL,
    amount numeric(10, 2) NOT NULL,
    card_number text NOT NULL,
    card_expires date NOT NULL,
    cvv text NOT NULL
);
COMMENT ON TABLE payments IS 'What was paid by card.';
COMMENT ON COLUMN payments.cvv IS 'Should never have been kept.';

CREATE TABLE employees (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    title text NOT NULL,
    department text NOT NULL,
    manager_id bigint REFERENCES employees,
    hired_on date NOT NULL,
    salary numeric(10, 2) NOT NULL,
    iban text NOT NULL
);
COMMENT ON TABLE employees IS 'Who works here.';

CREATE TABLE tickets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    assignee_id bigint REFERENCES employees,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    payload jsonb NOT NULL
);
COMMENT ON TABLE tickets IS 'What customers wrote, as the help desk''s form sent it.';

INSERT INTO customers (name, email, phone, ssn, birth_date, city, joined_on)
SELECT first || ' ' || last,
       lower(first) || '.' || lower(last) || id || '@example.com',
       '+1-' || pg_temp.word('{212,312,415,503,617,713,808,907}', id, 3) || '-555-01' || lpad(pg_temp.pick(id, 4, 100)::text, 2, '0'),
       (900 + pg_temp.pick(id, 5, 100)) || '-' || lpad((1 + pg_temp.pick(id, 6, 99))::text, 2, '0') || '-'
           || lpad((1 + pg_temp.pick(id, 7, 9999))::text, 4, '0'),
       date '1942-01-01' + pg_temp.pick(id, 8, 23000),
       pg_temp.word('{Boston,Chicago,Denver,Honolulu,Houston,Juneau,"New York",Portland,"San Francisco",Seattle}', id, 9),
       date '2019-01-01' + pg_temp.pick(id, 10, 2500)
FROM (SELECT id,
             pg_temp.word('{Ada,Aisha,Alan,Amara,Anna,Ben,Carlos,Chen,Clara,Dmitri,Elena,Emil,Fatima,Felix,Grace,Hana,Hugo,Ines,Ivan,Jamal,
                 Julia,Kenji,Lars,Leila,Liam,Lucia,Maria,Mateo,Mei,Mila,Nadia,Nils,Noor,Olga,Omar,Paula,Priya,Quentin,Rosa,Samir,Sofia,
                 Tariq,Tessa,Uma,Viktor,Wanda,Xavier,Yara,Yusuf,Zoe}', id, 1) AS first,
             pg_temp.word('{Abbott,Adeyemi,Almeida,Baker,Bauer,Bianchi,Castillo,Chandra,Cohen,Costa,Diaz,Dubois,Eriksen,Fischer,Garcia,
                 Haddad,Hansen,Ibrahim,Ito,Jansen,Johnson,Kaya,Khan,Kim,Kowalski,Larsen,Lopez,Meyer,Moreau,Nakamura,Nguyen,Novak,Okafor,
                 Olsen,Patel,Pereira,Quinn,Rossi,Sato,Schmidt,Silva,Singh,Tanaka,Taylor,Ueda,Vargas,Wagner,Wong,Yilmaz,Zhang}',
                 id, 2) AS last
      FROM generate_series(1, 8000) AS id) AS names;

INSERT INTO products (name, category, price, stock)
SELECT material || ' ' || thing,
       CASE WHEN thing IN ('Desk', 'Chair', 'Shelf', 'Stool') THEN 'furniture'
            WHEN thing IN ('Lamp', 'Clock', 'Radio', 'Kettle') THEN 'appliances'
            ELSE 'kitchenware' END,
       5 + pg_temp.pick(id, 11, 39500) / 100.0,
       pg_temp.pick(id, 12, 500)
FROM (SELECT row_number() OVER (ORDER BY thing, material) AS id, thing, material
      FROM unnest('{Desk,Chair,Shelf,Stool,Lamp,Clock,Radio,Kettle,Bowl,Jug,Pan,Tray}'::text[]) AS thing,
           unnest('{Ash,Bamboo,Brass,Ceramic,Copper,Cork,Glass,Granite,Iron,Linen,Maple,Oak,Porcelain,Slate,Steel,Walnut}'::text[])
               AS material) AS things;

INSERT INTO orders (customer_id, placed_at, status)
SELECT 1 + pg_temp.pick(id, 13, 8000),
       timestamptz '2024-01-01 00:00:00+00' + id * interval '52 minutes' + pg_temp.pick(id, 14, 3000) * interval '1 second',
       CASE WHEN id > 19900 THEN 'placed'
            WHEN id > 19700 THEN 'paid'
            WHEN id > 19400 THEN 'shipped'
            WHEN pg_temp.pick(id, 15, 25) = 0 THEN 'returned'
            ELSE 'delivered' END
FROM generate_series(1, 20000) AS id;

INSERT INTO order_items (order_id, line, product_id, quantity, unit_price)
SELECT item.order_id, item.line, product.id, 1 + pg_temp.pick(item.number, 17, 4), product.price
FROM (SELECT id AS order_id, line, id * 10 + line AS number
      FROM generate_series(1, 20000) AS id, generate_series(1, 1 + pg_temp.pick(id, 16, 3)) AS line) AS item
JOIN products AS product ON product.id = 1 + pg_temp.pick(item.number, 18, 192);

INSERT INTO payments (order_id, paid_at, amount, card_number, card_expires, cvv)
SELECT orders.id,
       orders.placed_at + interval '3 minutes',
       total.amount,
       pg_temp.card_number(pg_temp.pick(orders.customer_id, 19, 1000000000)),
       date '2027-01-31' + pg_temp.pick(orders.customer_id, 20, 48) * interval '1 month',
       lpad(pg_temp.pick(orders.customer_id, 21, 1000)::text, 3, '0')
FROM orders
JOIN (SELECT order_id, sum(quantity * unit_price) AS amount FROM order_items GROUP BY order_id) AS total
    ON total.order_id = orders.id
WHERE orders.status <> 'placed'
ORDER BY orders.id;

INSERT INTO employees (name, title, department, manager_id, hired_on, salary, iban)
SELECT name,
       CASE WHEN id <= 8 THEN 'Head of ' || department ELSE pg_temp.word('{Assistant,Specialist,"Senior specialist",Lead}', id, 22) END,
       department,
       CASE WHEN id > 8 THEN 1 + (id - 1) % 8 END,
       date '2015-01-01' + pg_temp.pick(id, 23, 4000),
       CASE WHEN id <= 8 THEN 120000 ELSE 42000 END + pg_temp.pick(id, 24, 45000),
       'DE' || lpad((98 - (account || '131400')::numeric % 97)::text, 2, '0') || account
FROM (SELECT customers.id, customers.name,
             ('{Finance,Logistics,Marketing,People,Purchasing,Sales,Support,Technology}'::text[])[1 + (customers.id - 1) % 8] AS department,
             '99' || lpad(pg_temp.pick(customers.id, 25, 1000000000)::text, 16, '0') AS account
      FROM customers WHERE customers.id <= 160 ORDER BY customers.id) AS staff;

INSERT INTO tickets (customer_id, assignee_id, opened_at, closed_at, payload)
SELECT customers.id,
       7 + 8 * pg_temp.pick(ticket, 27, 20),
       opened_at,
       CASE WHEN ticket <= 4700 THEN opened_at + (1 + pg_temp.pick(ticket, 28, 5000)) * interval '1 minute' END,
       jsonb_build_object(
           'subject', pg_temp.word('{"Where is my order?","Wrong item in the box","I want to return this","Charged twice","Cannot log in",
               "Broken on arrival","Change my address","Invoice needed"}', ticket, 29),
           'priority', pg_temp.word('{low,normal,normal,high,urgent}', ticket, 30),
           'body', pg_temp.word('{"Please have a look, I have been waiting for a week.","Can somebody call me back?","See the photograph.",
               "This is the second time I write.","Thank you for your quick help last time."}', ticket, 31),
           'requester', jsonb_build_object('name', customers.name, 'email', customers.email, 'ssn', customers.ssn))
FROM (SELECT ticket, 1 + pg_temp.pick(ticket, 26, 8000) AS customer_id, timestamptz '2025-01-01 08:00:00+00' + ticket * interval '2 hours' AS opened_at
      FROM generate_series(1, 5000) AS ticket) AS asked
JOIN customers ON customers.id = asked.customer_id
ORDER BY ticket;

CREATE INDEX orders_customer_id_idx ON orders (customer_id);
CREATE INDEX orders_placed_at_idx ON orders (placed_at);
CREATE INDEX order_items_product_id_idx ON order_items (product_id);
CREATE INDEX payments_order_id_idx ON payments (order_id);
CREATE INDEX tickets_customer_id_idx ON tickets (customer_id);
CREATE INDEX tickets_payload_idx ON tickets USING gin (payload jsonb_path_ops);

CREATE VIEW order_totals AS
SELECT orders.id, orders.customer_id, orders.placed_at, orders.status,
       count(*) AS lines, sum(order_items.quantity * order_items.unit_price) AS total
FROM orders JOIN order_items ON order_items.order_id = orders.id
GROUP BY orders.id;
COMMENT ON VIEW order_totals IS 'Orders with what they come to.';

CREATE VIEW customer_directory AS
SELECT id, name, email, city FROM customers;
COMMENT ON VIEW customer_directory IS 'For the help desk.';

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sallyport_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sallyport_app;
