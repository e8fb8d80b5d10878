package dev.sallyport.it;

import java.util.List;

/** What is in the database, and which of it is sensitive. */
final class Shop {
    /** In every masked text. */
    static final String CANARY = "Qx7zCANARY";

    /** The masked numbers and dates. */
    static final int CANARY_NUMBER = 918_273_645;

    static final String CANARY_DATE = "1943-07-19";

    /** What must never be seen by a client that may not. */
    static final List<String> CANARIES = List.of(CANARY, Integer.toString(CANARY_NUMBER), CANARY_DATE);

    static final String SCHEMA = """
            CREATE TABLE customers (
                id int PRIMARY KEY, name text NOT NULL, ssn text, email varchar(80), birth_date date, visits int,
                tags text[], profile jsonb, city text);
            INSERT INTO customers SELECT i, 'customer ' || i, 'Qx7zCANARY-ssn-' || i, 'Qx7zCANARY' || i || '@mail.test',
                date '1943-07-19', 918273645, ARRAY['Qx7zCANARY', 'tag'], '{"note": "Qx7zCANARY"}',
                CASE WHEN i % 2 = 0 THEN 'Oslo' ELSE 'Bergen' END FROM generate_series(1, 50) i;
            CREATE TABLE tickets (id int PRIMARY KEY, customer_id int REFERENCES customers, payload jsonb);
            INSERT INTO tickets SELECT i, i, jsonb_build_object('subject', 'ticket ' || i, 'ssn', 'Qx7zCANARY-' || i)
                FROM generate_series(1, 20) i;
            CREATE TABLE products (
                id int PRIMARY KEY, title text NOT NULL, price numeric(10, 2) NOT NULL CHECK (price >= 0), stock int,
                added timestamptz, attributes jsonb, picture bytea, labels text[], ratio float8, available bool);
            INSERT INTO products SELECT i, 'product ' || i, i * 1.25, CASE WHEN i % 5 = 0 THEN NULL ELSE i END,
                timestamptz '2026-01-02 03:04:05.678+00' + i * interval '1 hour', jsonb_build_object('size', i),
                decode(lpad(to_hex(i), 8, '0'), 'hex'), ARRAY['a', NULL, 'c' || i], i / 3.0, i % 2 = 0
                FROM generate_series(1, 200) i;
            CREATE TABLE payments (id int PRIMARY KEY, amount numeric(10, 2) NOT NULL, note text);
            INSERT INTO payments SELECT i, i, 'payment ' || i FROM generate_series(1, 10) i;
            CREATE TABLE notes (id int PRIMARY KEY, body text NOT NULL);
            CREATE TABLE keepers (id int PRIMARY KEY);
            """;

    private Shop() {}
}
