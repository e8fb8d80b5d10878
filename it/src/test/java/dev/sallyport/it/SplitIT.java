package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.Arguments;

/** Networks cut what they carry anywhere: the client and the server see the same as without that. */
@ExtendWith(House.Keeper.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SplitIT {
    private static final long SEEDS = Long.getLong("sallyport.splits", 2);
    private static final Map<String, String> PARAMETERS = Map.of("application_name", "split");

    private final House house;
    private final Splitter beforeServer;
    private final SallyportProcess gateway;

    SplitIT(House house) throws IOException {
        this.house = house;
        beforeServer = Splitter.start(house.postgres.port(), 0);
        gateway = SallyportProcess.start(
                house.newDirectory("split"),
                Settings.shop(house.postgres, house.issuer)
                        .replace("required: true", "required: false")
                        .replace(":" + house.postgres.port() + "/shop", ":" + beforeServer.port() + "/shop"));
        beforeServer.split();
    }

    @AfterAll
    void stop() throws IOException {
        try (beforeServer) {
            gateway.close();
        }
    }

    @Test
    void answersAreTheServersOwnHoweverTheyAreCut() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            try (Splitter beforeGateway = Splitter.start(gateway.port(), seed).split()) {
                for (Arguments script :
                        UnchangedAnswersIT.anAnswerIsTheServersOwn().toList()) {
                    int cycles = (int) script.get()[1];
                    byte[] messages = (byte[]) script.get()[2];
                    List<String> direct;
                    try (Wire wire = Wire.direct(house.postgres.port(), PARAMETERS)) {
                        direct = UnchangedAnswersIT.answers(wire, cycles, messages);
                    }
                    try (Wire wire = Wire.unencrypted(beforeGateway.port(), house.agent(), PARAMETERS)) {
                        assertThat(UnchangedAnswersIT.answers(wire, cycles, messages))
                                .as("%s, seed %d", script.get()[0], seed)
                                .isEqualTo(direct);
                    }
                }
            }
        }
    }

    @Test
    void maskedAnswersAreTheSameHoweverTheyAreCut() throws IOException {
        byte[] messages = Wire.join(
                Wire.query("SELECT * FROM customers ORDER BY id; SELECT payload FROM tickets ORDER BY id"),
                Wire.parse("", "SELECT email, id FROM customers ORDER BY id"),
                Wire.bind("", "", true),
                Wire.execute("", 1),
                Wire.execute("", 0),
                Wire.sync());
        List<String> whole;
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), PARAMETERS)) {
            whole = UnchangedAnswersIT.answers(wire, 2, messages);
        }
        assertThat(whole.toString()).contains("[redacted]");
        for (long seed = 0; seed < 5 * SEEDS; seed++) {
            try (Splitter beforeGateway = Splitter.start(gateway.port(), seed).split();
                    Wire wire = Wire.unencrypted(beforeGateway.port(), house.agent(), PARAMETERS)) {
                assertThat(UnchangedAnswersIT.answers(wire, 2, messages))
                        .as("seed %d", seed)
                        .isEqualTo(whole);
            }
        }
    }

    /** The server takes what it is sent next for the rest of a message of which it has the beginning alone. */
    @Test
    void aCopyThatFailsInTheMiddleOfAMessageLeavesNothingToBeTakenForAnother() throws IOException {
        byte[] data = Wire.copyData("2\t" + "x".repeat(200) + "\n");
        List<String> answers = new ArrayList<>();
        try (Wire wire = Wire.unencrypted(gateway.port(), house.agent(), PARAMETERS)) {
            wire.send(Wire.query("COPY notes FROM STDIN"));
            assertThat(wire.read().type()).isEqualTo('G');
            wire.send(Wire.copyData("no number\tone\n"), Arrays.copyOf(data, 20));
            wire.readThrough('Z').forEach(frame -> answers.add(frame.toString()));
            wire.send(Arrays.copyOfRange(data, 20, data.length), Wire.copyDone());
            wire.send(Wire.query("SELECT 'what was decided' AS " + "x".repeat(300)));
            wire.readThrough('Z').forEach(frame -> answers.add(frame.toString()));
        }
        assertThat(answers).anyMatch(answer -> answer.startsWith("E ") && answer.contains("22P02"));
        assertThat(answers).anyMatch(answer -> answer.startsWith("D ") && answer.contains("what was decided"));
    }
}
