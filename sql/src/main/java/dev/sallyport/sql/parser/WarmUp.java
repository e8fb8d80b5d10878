package dev.sallyport.sql.parser;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Everyday statements for idle parser threads, until their number is used up. Thread-safe. */
final class WarmUp {
    private static final List<String> STATEMENTS = List.of(
            "SELECT 1",
            "BEGIN",
            "COMMIT",
            "SHOW server_version",
            "SET application_name = 'warm-up'",
            "SELECT id, name FROM customers WHERE id = $1",
            "SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.total > 10.5 ORDER BY 1 LIMIT 20",
            "SELECT count(*), max(created_at)::date FROM orders GROUP BY status HAVING count(*) > 1",
            "INSERT INTO orders (id, note) VALUES ($1, $2), (2, NULL) ON CONFLICT (id) DO NOTHING RETURNING id",
            "UPDATE orders SET status = 'paid', paid_at = now() WHERE id = 7 AND status <> 'paid'",
            "DELETE FROM tickets WHERE payload->>'kind' = 'spam' OR created_at < now() - interval '30 days'",
            "WITH recent AS (SELECT * FROM orders WHERE id IN (1, 2, 3)) SELECT r.id, CASE WHEN r.total IS NULL"
                    + " THEN 0 ELSE r.total END FROM recent r LEFT JOIN payments p USING (id) UNION ALL SELECT 1, 2",
            "SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC) FROM (SELECT a, b FROM t) s",
            "CREATE TABLE notes (id bigint PRIMARY KEY, body text NOT NULL DEFAULT '', CHECK (length(body) < 100))",
            "ALTER TABLE notes ADD COLUMN author text",
            "EXPLAIN SELECT EXISTS (SELECT 1 FROM notes WHERE body ILIKE '%x%' AND id BETWEEN 1 AND 9)",
            "SELEC 1");

    private final AtomicInteger remaining;

    WarmUp(int statements) {
        remaining = new AtomicInteger(statements);
    }

    boolean hasNext() {
        return remaining.get() > 0;
    }

    byte[] next() {
        int number = Math.max(0, remaining.getAndDecrement());
        return STATEMENTS.get(number % STATEMENTS.size()).getBytes(StandardCharsets.UTF_8);
    }

    void stop() {
        remaining.set(0);
    }
}
