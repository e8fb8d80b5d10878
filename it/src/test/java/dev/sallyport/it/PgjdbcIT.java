package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** pgjdbc in each of its modes sees the same as without the gateway. */
@ExtendWith(House.Keeper.class)
class PgjdbcIT {
    private final OpenGateway gateway;

    PgjdbcIT(House house) {
        this.gateway = house.openGateway();
    }

    /** From texts alone to prepared statements and binary values at their first use. */
    static Stream<Map<String, String>> modes() {
        return Stream.of(
                Map.of("preferQueryMode", "simple"),
                Map.of("preferQueryMode", "extendedForPrepared"),
                Map.of("prepareThreshold", "5", "reWriteBatchedInserts", "true"),
                Map.of("prepareThreshold", "1", "sslNegotiation", "direct"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modes")
    void pgjdbcSeesWhatItSeesWithoutTheGateway(Map<String, String> options) throws Exception {
        List<String> direct = PgjdbcSession.everyday(gateway.direct(), options);

        assertThat(direct).contains("SELECT 'goes on': goes on").last().isEqualTo("SELECT 'after that': after that");
        assertThat(PgjdbcSession.everyday(gateway.through(true), options)).isEqualTo(direct);
    }
}
