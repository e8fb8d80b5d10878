package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session ends by itself, and its backend with it. */
@ExtendWith(House.Keeper.class)
class EndOfSessionIT {
    private final House house;

    EndOfSessionIT(House house) {
        this.house = house;
    }

    @Test
    void aSessionEndsWithItsGrantAndNoReconnectRestartsIt() throws Exception {
        String application = "brief-session";
        String token = house.issuer.token("brief-1", "brief");
        try (Wire wire = Wire.login(house.gateway.port(), token, Map.of("application_name", application))) {
            assertThat(wire.ask("SELECT 1").stream().map(Wire.Frame::type)).containsExactly('T', 'D', 'C', 'Z');
            assertThat(house.postgres.backends(application)).hasSize(1);

            List<Wire.Frame> last = wire.readToEnd();

            assertThat(last.getLast().type()).isEqualTo('E');
            assertThat(last.getLast().field('S')).isEqualTo("FATAL");
            assertThat(last.getLast().field('C')).isEqualTo("57P01");
        }
        Await.until(
                "the backend is gone",
                () -> house.postgres.backends(application).isEmpty());
        assertThatThrownBy(
                        () -> Wire.login(house.gateway.port(), token, Map.of()).close())
                .hasMessageContaining("28000")
                .hasMessageContaining("ended");
    }

    @Test
    void theEndOfAGrantEndsWhatIsRunning() throws Exception {
        String application = "brief-query";
        try (Wire wire = Wire.login(
                house.gateway.port(),
                house.issuer.token("brief-2", "brief"),
                Map.of("application_name", application))) {
            wire.send(Wire.query("SELECT pg_sleep(600)"));
            Await.until(
                    "the backend is there",
                    () -> !house.postgres.backends(application).isEmpty());

            assertThat(wire.readToEnd().getLast().field('C')).isEqualTo("57P01");
        }
        Await.until(
                "the backend is gone",
                () -> house.postgres.backends(application).isEmpty());
    }

    @Test
    void aSessionThatIsSilentForTooLongEnds() throws Exception {
        String application = "quiet-session";
        try (Wire wire = Wire.login(
                house.gateway.port(),
                house.issuer.token("quiet-1", "quiet"),
                Map.of("application_name", application))) {
            assertThat(wire.readToEnd().getLast().field('C')).isEqualTo("57P05");
        }
        Await.until(
                "the backend is gone",
                () -> house.postgres.backends(application).isEmpty());
    }
}
