package dev.sallyport.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** pgjdbc reads and writes large objects by the function call protocol, as libpq does. */
@ExtendWith(House.Keeper.class)
class LargeObjectsIT {
    private static final int MANY = 100_000;

    private final OpenGateway gateway;

    LargeObjectsIT(House house) {
        this.gateway = house.openGateway();
    }

    @Test
    void aLargeObjectIsWrittenReadCutAndRemoved() throws SQLException {
        try (Connection connection = connect(gateway.through(false))) {
            LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
            long oid = objects.createLO();
            byte[] written = "some words".repeat(MANY / 10).getBytes(US_ASCII);
            try (LargeObject object = objects.open(oid)) {
                object.write(written);
                assertThat(object.tell64()).isEqualTo(MANY);
                object.seek64(0, LargeObject.SEEK_SET);
                assertThat(object.read(MANY + 1)).isEqualTo(written);
                object.truncate64(4);
                assertThat(object.size64()).isEqualTo(4);
            }
            connection.commit();
            objects.delete(oid);
            assertThatThrownBy(() -> objects.open(oid))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("42704"));
            connection.rollback();
        }
    }

    @Test
    void aLargeObjectIsOutOfReachWhereMasksApply() throws SQLException {
        try (Connection connection = connect(gateway.guarded())) {
            LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
            assertThatThrownBy(objects::createLO)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("42501"));
            connection.rollback();
        }
    }

    private static Connection connect(Endpoint endpoint) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password());
        properties.setProperty("sslmode", endpoint.tls() ? "require" : "disable");
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://" + Endpoint.HOST + ":" + endpoint.port() + "/" + endpoint.database(), properties);
        connection.setAutoCommit(false);
        return connection;
    }
}
