package dev.sallyport.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One real server for all tests, in a directory with a space in its name. */
class DemoPostgresTest {
    @TempDir
    private static Path temporary;

    private static DemoDirectory directory;
    private static DemoPostgres postgres;
    private static String superuser;
    private static String password;

    @BeforeAll
    static void start() throws Exception {
        directory = DemoDirectory.open(temporary.resolve("a demo's"));
        superuser = directory.password("postgres.password", new SecureRandom());
        password = directory.password("shop.password", new SecureRandom());
        postgres = DemoPostgres.start(directory, directory.resolve("postgres.password"));
        ShopDatabase.prepare(postgres.port(), superuser, password);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
        assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
        directory.close();
    }

    @Test
    void theShopHoldsTensOfThousandsOfRowsThatFitTogether() throws SQLException {
        long rows = 0;
        for (String table :
                List.of("customers", "products", "orders", "order_items", "payments", "employees", "tickets")) {
            rows += Long.parseLong(one("SELECT count(*) FROM " + table));
        }
        assertThat(rows).isBetween(50_000L, 200_000L);
        // The foreign keys were not checked while the rows were made: each is now.
        assertThat(one("""
                SELECT count(*) FROM orders o LEFT JOIN customers c ON c.id = o.customer_id WHERE c.id IS NULL""")).isEqualTo("0");
        assertThat(one("""
                SELECT count(*) FROM order_items i LEFT JOIN orders o ON o.id = i.order_id
                LEFT JOIN products p ON p.id = i.product_id WHERE o.id IS NULL OR p.id IS NULL""")).isEqualTo("0");
        assertThat(one("""
                SELECT count(*) FROM payments y LEFT JOIN orders o ON o.id = y.order_id WHERE o.id IS NULL""")).isEqualTo("0");
        assertThat(one("""
                SELECT count(*) FROM employees e LEFT JOIN employees m ON m.id = e.manager_id
                WHERE m.id IS NULL AND e.manager_id IS NOT NULL""")).isEqualTo("0");
        assertThat(one("""
                SELECT count(*) FROM tickets t LEFT JOIN customers c ON c.id = t.customer_id
                LEFT JOIN employees e ON e.id = t.assignee_id WHERE c.id IS NULL OR e.id IS NULL""")).isEqualTo("0");
    }

    @Test
    void theShopIsTheSameAtEveryStart() throws SQLException {
        assertThat(one("SELECT name || ', ' || ssn || ', ' || city FROM customers WHERE id = 1"))
                .isEqualTo("Paula Almeida, 992-11-7272, Portland");
        assertThat(one("SELECT count(*) FROM order_items")).isEqualTo("39865");
    }

    @Test
    void everyCardNumberHasItsCheckDigit() throws SQLException {
        try (Connection connection = ShopDatabase.connect(postgres.port(), "shop", ShopDatabase.ROLE, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT card_number FROM payments")) {
            int cards = 0;
            while (rows.next()) {
                assertThat(rows.getString(1)).hasSize(16).matches(DemoPostgresTest::passesLuhn);
                cards++;
            }
            assertThat(cards).isGreaterThan(1_000);
        }
    }

    private static boolean passesLuhn(String digits) {
        int sum = 0;
        for (int place = 0; place < digits.length(); place++) {
            int digit = digits.charAt(digits.length() - 1 - place) - '0';
            int weighed = place % 2 == 0 ? digit : 2 * digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    @Test
    void everyIbanHasItsCheckDigits() throws SQLException {
        assertThat(one("""
                SELECT count(*) FROM employees
                WHERE (substr(iban, 5) || '1314' || substr(iban, 3, 2))::numeric % 97 <> 1""")).isEqualTo("0");
    }

    @Test
    void theGatewaysRoleOwnsNothingAndIsNoSuperuser() throws SQLException {
        assertThat(one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
        assertThat(one("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"))
                .isEqualTo("0");
    }

    @Test
    void nobodyComesInWithoutThePassword() {
        assertThatThrownBy(() -> ShopDatabase.connect(postgres.port(), "shop", "postgres", "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void preparingAgainChangesNothing() throws Exception {
        String before = one("SELECT oid FROM pg_database WHERE datname = 'shop'");
        ShopDatabase.prepare(postgres.port(), superuser, password);
        assertThat(one("SELECT oid FROM pg_database WHERE datname = 'shop'")).isEqualTo(before);
    }

    @Test
    void aServerThatAKilledDemoLeftIsStoppedAndItsDataServedAgain(@TempDir Path other) throws Exception {
        try (DemoDirectory place = DemoDirectory.open(other.resolve("demo"))) {
            place.password("postgres.password", new SecureRandom());
            Path passwordFile = place.resolve("postgres.password");
            DemoPostgres left = DemoPostgres.start(place, passwordFile);
            String leftPid =
                    Files.readAllLines(place.resolve("data/postmaster.pid")).getFirst();
            assertThat(left.port()).isPositive();
            try (DemoPostgres again = DemoPostgres.start(place, passwordFile)) {
                assertThat(ProcessHandle.of(Long.parseLong(leftPid))).isEmpty();
                assertThat(Files.readAllLines(place.resolve("data/postmaster.pid"))
                                .getFirst())
                        .isNotEqualTo(leftPid);
                ShopDatabase.connect(again.port(), "postgres", "postgres", Files.readString(passwordFile))
                        .close();
            }
        }
    }

    private static String one(String query) throws SQLException {
        try (Connection connection = ShopDatabase.connect(postgres.port(), "shop", ShopDatabase.ROLE, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
