package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing runs unrecorded: where the journal can't be written, nothing is forwarded. */
@ExtendWith(House.Keeper.class)
class UnwritableJournalIT {
    /** Each statement takes so much of the journal that few of them fill it. */
    private static final String PADDING = "x".repeat(40_000);

    private static final int MOST_STATEMENTS = 200;

    private final House house;

    UnwritableJournalIT(House house) {
        this.house = house;
    }

    @Test
    void whenTheDiskIsFullStatementsStopAndNoneOfThemReachesTheServer() throws Exception {
        String application = "disk-full";
        // RLIMIT_FSIZE: what would grow a file beyond it fails as on a full disk does.
        List<String> launcher = List.of("bash", "-c", "ulimit -f 1024; exec \"$@\"", "limited");
        String configuration = Settings.shop(house.postgres, house.issuer)
                .replace("recording: { directory: recordings, limit: 64MiB }\n", "");
        try (SallyportProcess gateway =
                        SallyportProcess.start(house.newDirectory("disk-full"), configuration, launcher);
                Wire wire = Wire.login(gateway.port(), house.agent(), Map.of("application_name", application))) {
            List<String> answered = new ArrayList<>();
            Wire.Frame refusal = null;
            for (int i = 0; i < MOST_STATEMENTS && refusal == null; i++) {
                String sql = "SELECT " + i + " /* " + PADDING + " */";
                wire.send(Wire.query(sql));
                Wire.Frame first = wire.read();
                if (first.type() == 'E') {
                    refusal = first;
                } else {
                    wire.readThrough('Z');
                    answered.add(sql);
                }
            }
            assertThat(refusal).as("the journal never filled").isNotNull();
            assertThat(refusal == null ? "" : refusal.field('C')).isEqualTo("58030");
            assertThat(wire.readToEnd()).isEmpty();

            // Not even a statement that would fit, and nobody who would want to send one.
            assertThatThrownBy(() ->
                            Wire.login(gateway.port(), house.agent(), Map.of()).close())
                    .hasMessageContaining("58030");
            assertThat(answered).isNotEmpty();
            assertThat(house.postgres.logged(application)).containsExactlyElementsOf(answered);
            assertThat(Program.run(
                                    "audit",
                                    "verify",
                                    "--directory",
                                    gateway.audit().toString())
                            .exitCode())
                    .isZero();
        }
    }
}
