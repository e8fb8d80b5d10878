package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session is kept as its client saw it: without what was masked, and without what opened it. */
@ExtendWith(House.Keeper.class)
class RecordingIT {
    private final House house;

    RecordingIT(House house) {
        this.house = house;
    }

    @Test
    void replayShowsWhatTheClientSaw() throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of("application_name", "recorded"))) {
            wire.ask("SELECT id, ssn, city FROM customers WHERE id = 6");
            wire.send(
                    Wire.parse(
                            "",
                            "SELECT ssn, visits, title FROM customers, products WHERE customers.id = $1 AND"
                                    + " products.id = 7",
                            23),
                    Wire.bind("", "", true, "6"),
                    Wire.describePortal(""),
                    Wire.execute("", 0),
                    Wire.sync());
            wire.readThrough('Z');
            wire.ask("SELECT 1 / length(ssn) FROM customers");
        }
        String session = new Journal(house.gateway.audit())
                .ofSession("recorded")
                .getFirst()
                .path("session")
                .asString();

        Program.Outcome replay = Program.run(
                "replay",
                session,
                "--no-wait",
                "--config",
                house.gateway.configuration().toString());

        assertThat(replay.exitCode()).isZero();
        assertThat(replay.out())
                .contains(
                        "SELECT id, ssn, city FROM customers WHERE id = 6", "[redacted]", "Oslo", "product 7", "42501")
                .doesNotContain(Shop.CANARIES);
    }

    @Test
    void aSessionThatIsNotThereCannotBeReplayed() {
        Program.Outcome replay = Program.run(
                "replay",
                "../../etc/passwd",
                "--config",
                house.gateway.configuration().toString());

        assertThat(replay.exitCode()).isEqualTo(2);
        assertThat(replay.err()).contains("no recording");
    }

    @Test
    void nothingThatTheProgramKeepsHoldsATokenAPasswordOrAMaskedValue() throws IOException {
        String token = house.agent();
        Program.Outcome outcome = Psql.run(
                house.gateway.port(),
                token,
                "shop",
                "SELECT * FROM customers;\nSELECT 1 / length(email) FROM customers;\n");
        assertThat(outcome.out()).contains("[redacted]");
        List<String> secrets = new ArrayList<>(Shop.CANARIES);
        secrets.add(token.substring(token.lastIndexOf('.') + 1));
        secrets.add(token);
        secrets.add(new String(PostgresServer.PASSWORD.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

        Map<Path, String> kept = Await.value("all that is kept is read as it stands", this::kept);
        assertThat(kept).anySatisfy((file, _) -> assertThat(file).startsWith(house.gateway.recordings()));
        kept.forEach((file, bytes) -> {
            for (String secret : secrets) {
                assertThat(bytes.contains(secret))
                        .as("%s holds %s", file, secret)
                        .isFalse();
            }
        });
    }

    /** The files and what is in them; null if one was replaced meanwhile, as the journal's head is. */
    private @Nullable Map<Path, String> kept() {
        Map<Path, String> kept = new TreeMap<>();
        try (var files = Files.walk(house.gateway.audit().getParent())) {
            for (Path file : files.filter(Files::isRegularFile)
                    // The configuration is where the password belongs.
                    .filter(file -> !file.equals(house.gateway.configuration()))
                    .toList()) {
                kept.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return kept;
        } catch (NoSuchFileException replaced) {
            return null;
        } catch (UncheckedIOException failure) {
            if (failure.getCause() instanceof NoSuchFileException) {
                return null;
            }
            throw failure;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
