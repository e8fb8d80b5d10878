package dev.sallyport.it;

import static dev.sallyport.it.Wire.int2;
import static dev.sallyport.it.Wire.int4;
import static dev.sallyport.it.Wire.join;
import static dev.sallyport.it.Wire.query;
import static dev.sallyport.it.Wire.string;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is larger than the gateway's memory goes through it. */
@ExtendWith(House.Keeper.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeIT {
    /** Less than one of the values below, so that whoever held one would end. */
    private static final String MEMORY = "_JAVA_OPTIONS=-Xmx96m -XX:MaxDirectMemorySize=32m";

    private static final int LARGE = 100 << 20;
    private static final byte[] PIECE = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
    private static final int SLOW_CLIENTS = 6;
    /** Of 1,000 bytes each: more than all buffers on the way hold. */
    private static final int ROWS = 150_000;

    private final House house;
    private final SallyportProcess gateway;

    LargeIT(House house) throws IOException {
        this.house = house;
        gateway = SallyportProcess.start(
                house.newDirectory("large"),
                Settings.shop(house.postgres, house.issuer).replace("required: true", "required: false"),
                List.of("env", MEMORY));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private Wire login(String application) throws IOException {
        return Wire.unencrypted(gateway.port(), house.agent(), Map.of("application_name", application));
    }

    @Test
    void aLargeValueComesAsTheServerSendsItInEitherFormat() throws IOException {
        String value = "SELECT 1, repeat('0123456789abcdef', " + LARGE / 16 + ")::bytea, 'end'";
        for (boolean binary : List.of(false, true)) {
            byte[] messages = join(Wire.parse("", value), Wire.bind("", "", binary), Wire.execute("", 0), Wire.sync());
            List<Wire.Passed> direct;
            try (Wire wire = Wire.direct(house.postgres.port(), Map.of())) {
                wire.send(messages);
                direct = wire.passThrough('Z');
            }
            try (Wire wire = login("large")) {
                wire.send(messages);
                assertThat(wire.passThrough('Z')).isEqualTo(direct);
            }
            assertThat(direct.get(2).length()).isGreaterThan(binary ? LARGE : 2 * LARGE);
        }
    }

    @Test
    void aLargeParameterArrivesAndTheRecordingSaysWhatItLeavesOut() throws Exception {
        Set<Path> before = recordings();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (Wire wire = login("large")) {
            wire.send(Wire.parse("s", "SELECT encode(sha256($1::bytea), 'hex')"));
            int length = Integer.BYTES + 1 + 2 + 2 + 2 + 2 + Integer.BYTES + LARGE + 2;
            wire.send(join(
                    new byte[] {'B'}, int4(length), string(""), string("s"), int2(1), int2(1), int2(1), int4(LARGE)));
            for (int left = LARGE; left > 0; left -= PIECE.length) {
                wire.send(PIECE);
                sha256.update(PIECE);
            }
            wire.send(int2(0), Wire.execute("", 0), Wire.sync());
            List<Wire.Frame> answer = wire.readThrough('Z');
            assertThat(answer.stream().map(Wire.Frame::type)).containsExactly('1', '2', 'D', 'C', 'Z');
            assertThat(answer.get(2).toString()).contains(HexFormat.of().formatHex(sha256.digest()));
            assertThat(wire.ask("SELECT 7").get(1).toString()).contains("7");
        }
        String replayed = Await.value("the recording has an end", () -> {
            Set<Path> own = recordings();
            own.removeAll(before);
            String name = own.iterator().next().getFileName().toString();
            Program.Outcome outcome = Program.run(
                    "replay",
                    name.substring(0, name.lastIndexOf('.')),
                    "--no-wait",
                    "--config",
                    gateway.configuration().toString());
            return outcome.out().contains("The recording ends here.") ? outcome.out() : null;
        });
        assertThat(replayed)
                .contains("> bind \"s\": 1 parameters that take")
                .containsPattern("> left out of the recording: \\d+ bytes of parameters, SHA-256 [0-9a-f]{64}")
                .contains("SELECT 7");
    }

    private Set<Path> recordings() {
        try (var files = Files.list(gateway.recordings())) {
            return new HashSet<>(files.toList());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void aLargeCopyMessageGoesInBeforeTheServerAsksForItAndComesOut() throws IOException {
        try (Wire wire = login("large")) {
            wire.ask("BEGIN");
            wire.send(query("COPY notes FROM STDIN"));
            wire.send(join(
                    new byte[] {'d'}, int4(Integer.BYTES + 2 + LARGE + 1), "9\t".getBytes(StandardCharsets.US_ASCII)));
            for (int left = LARGE; left > 0; left -= PIECE.length) {
                wire.send(PIECE);
            }
            wire.send(new byte[] {'\n'}, Wire.copyDone());
            assertThat(wire.readThrough('Z').stream().map(Wire.Frame::type)).containsExactly('G', 'C', 'Z');
            wire.send(query("COPY (SELECT body FROM notes WHERE id = 9) TO STDOUT"));
            List<Wire.Passed> out = wire.passThrough('Z');
            assertThat(out.get(1).type()).isEqualTo('d');
            assertThat(out.get(1).length()).isEqualTo(Integer.BYTES + LARGE + 1);
            wire.ask("ROLLBACK");
        }
    }

    @Test
    void aRowIsMaskedBeforeALargeValueAndRefusedIfWhatIsMaskedComesBehind() throws IOException {
        String large = "repeat('x', " + LARGE + ")";
        try (Wire wire = login("large")) {
            wire.send(query("SELECT ssn, '', " + large + " FROM customers WHERE id = 1"));
            List<Wire.Passed> masked = wire.passThrough('Z');
            int row = Integer.BYTES + 2 + Integer.BYTES + "[redacted]".length() + Integer.BYTES + Integer.BYTES + LARGE;
            assertThat(masked.get(1).type()).isEqualTo('D');
            assertThat(masked.get(1).length()).isEqualTo(row);
            wire.send(query("SELECT " + large + ", ssn FROM customers WHERE id = 1"));
            List<Wire.Frame> refused = wire.readToEnd();
            assertThat(refused.getLast().field('S')).isEqualTo("FATAL");
            assertThat(refused.getLast().field('C')).isEqualTo("54000");
            assertThat(refused.getLast().field('H')).contains("masked columns before the large ones");
        }
    }

    @Test
    void clientsThatDoNotReadHoldTheirServersBackAndNobodyElse() throws IOException {
        List<Wire> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                Wire wire = Wire.login(gateway.port(), house.agent(), Map.of("application_name", "slow"));
                slow.add(wire);
                wire.send(query("SELECT repeat('y', 1000) FROM generate_series(1, " + ROWS + ")"));
            }
            Await.until(
                    "all their servers wait",
                    () -> house.postgres
                            .value("SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE application_name = 'slow' AND wait_event = 'ClientWrite'")
                            .equals(String.valueOf(SLOW_CLIENTS)));
            try (Wire other = login("other")) {
                for (int i = 0; i < 20; i++) {
                    assertThat(other.ask("SELECT " + i).get(1).toString()).contains(String.valueOf(i));
                }
            }
            // Whoever begins to read gets all that was held back.
            int rows = 0;
            for (Wire.Passed message = slow.getFirst().pass();
                    message.type() != 'Z';
                    message = slow.getFirst().pass()) {
                rows += message.type() == 'D' ? 1 : 0;
            }
            assertThat(rows).isEqualTo(ROWS);
        } finally {
            for (Wire wire : slow) {
                wire.close();
            }
        }
        Await.until(
                "nothing of them is left", () -> house.postgres.backends("slow").isEmpty());
    }

    /** A client that stops in the middle leaves neither a backend nor anything in the table. */
    @Test
    void aClientThatLeavesInTheMiddleOfALargeParameterTakesItsBackendWithIt() throws IOException {
        try (Wire wire = login("leaver")) {
            wire.send(Wire.parse("s", "SELECT length($1)"));
            wire.send(join(new byte[] {'B'}, int4(LARGE), string(""), string("s"), int2(0), int2(1), int4(LARGE / 2)));
            for (int i = 0; i < 400; i++) {
                wire.send(Arrays.copyOf(PIECE, PIECE.length));
            }
        }
        Await.until(
                "its backend is gone", () -> house.postgres.backends("leaver").isEmpty());
    }
}
