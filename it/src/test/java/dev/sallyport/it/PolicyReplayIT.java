package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was recorded is decided again under another configuration. */
@ExtendWith(House.Keeper.class)
class PolicyReplayIT {
    private static final String READ = "SELECT id FROM products WHERE id = 1";

    private final House house;

    PolicyReplayIT(House house) {
        this.house = house;
    }

    @Test
    void underTheSameConfigurationNothingChanges() throws IOException {
        Path journal = record(house.newDirectory("replay"));

        Program.Outcome outcome = replay(journal, house.gateway.configuration());

        assertThat(outcome.out()).isEqualTo("5 attempts decided again, 0 of them otherwise (0 different statements)\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void whatWouldChangeIsListedByStatementTheLoosenedFirst() throws IOException {
        Path directory = house.newDirectory("replay");
        Path journal = record(directory);
        Path changed = configuration(directory, changed());

        Program.Outcome outcome = replay(journal, changed);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out().lines().toList())
                .containsExactly(
                        "deny -> allow, 1 time, agent-7 on shop: DROP TABLE notes",
                        "    was no-drop, now agents: no rule speaks against it",
                        "allow -> deny, 3 times, agent-7 on shop: " + READ,
                        "    was agents, now no-products: SELECT on products",
                        "5 attempts decided again, 4 of them otherwise (2 different statements)");
        assertThat(replay(journal, changed, "--allow-changes").exitCode()).isZero();
    }

    @Test
    void aBaselineTakesThePlaceOfWhatIsRecorded() throws IOException {
        Path directory = house.newDirectory("replay");
        Path journal = record(directory);
        Path changed = configuration(directory, changed());

        assertThat(replay(journal, changed, "--baseline", changed.toString()).out())
                .contains("5 attempts decided again, 0 of them otherwise");
        assertThat(replay(
                                journal,
                                changed,
                                "--baseline",
                                house.gateway.configuration().toString())
                        .out())
                .contains("4 of them otherwise");
    }

    @Test
    void onlyAPartIsDecidedAgainAndTheRestIsCounted() throws IOException {
        Path journal = record(house.newDirectory("replay"));

        assertThat(replay(journal, house.gateway.configuration(), "--limit", "2")
                        .out())
                .contains("4 attempts decided again", "1 attempts not decided again: beyond --limit 2");
        assertThat(replay(journal, house.gateway.configuration(), "--until", "2001-01-01T00:00:00Z")
                        .out())
                .contains("0 attempts decided again");
    }

    @Test
    void whatTheJournalDoesNotHoldIsNeverGuessed() throws IOException {
        Path directory = house.newDirectory("replay");
        Path journal = record(directory);
        Path claims = configuration(
                directory,
                Settings.shop(house.postgres, house.issuer)
                        .replace(
                                "then: deny",
                                "then: deny\n  - { name: team, when: principal.claims.team == \"a\", then: deny }"));

        Program.Outcome outcome = replay(journal, claims);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("0 attempts decided again", "5 attempts not decided again: conditions ask for claims");
    }

    @Test
    void recordsOfAnOlderVersionAreDecidedByWhatTheyHold() throws IOException {
        Path directory = house.newDirectory("replay");
        Path journal = record(directory);
        Path segment = journal.resolve("00000000000000000001.jsonl");
        String older = Files.readString(segment)
                .replaceAll(",\"names\":\\{[^}]*}", "")
                .replaceAll(",\"ageSeconds\":\\d+", "")
                .replaceAll(",\"claims\":\\{},\"claimsNamed\":\\[]", "");
        assertThat(older).doesNotContain("names", "claims", "ageSeconds");
        Files.writeString(segment, older);
        Path session = configuration(
                directory,
                Settings.shop(house.postgres, house.issuer)
                        .replace(
                                "then: deny",
                                "then: deny\n  - { name: many, when: session.statements > 9, then: deny }"));

        assertThat(replay(journal, house.gateway.configuration(), "--unverified")
                        .out())
                .contains("5 attempts decided again, 0 of them otherwise", "5 of them without their search path");
        assertThat(replay(journal, session, "--unverified").out())
                .contains("0 attempts decided again", "5 attempts not decided again: conditions ask for what");
    }

    @Test
    void aBrokenJournalIsAnErrorUnlessToldOtherwise() throws IOException {
        Path journal = record(house.newDirectory("replay"));
        Path segment = journal.resolve("00000000000000000001.jsonl");
        Files.writeString(segment, Files.readString(segment).replace("DROP TABLE notes", "DROP TABLE nodes"));

        Program.Outcome outcome = replay(journal, house.gateway.configuration());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("the audit journal is broken at record");
        assertThat(outcome.out()).isEmpty();
        assertThat(replay(journal, house.gateway.configuration(), "--unverified")
                        .out())
                .contains("5 attempts decided again");
    }

    /** A journal of a gateway of its own, which has ended: one agent reads three times, drops a table in vain, and reads something strange. */
    private Path record(Path directory) throws IOException {
        Path audit;
        try (SallyportProcess gateway = SallyportProcess.start(
                        directory.resolve("gateway"), Settings.shop(house.postgres, house.issuer));
                Wire wire = Wire.login(gateway.port(), house.agent(), Map.of())) {
            audit = gateway.audit();
            wire.ask(READ);
            wire.ask(READ);
            wire.ask("DROP TABLE notes");
            wire.ask(READ);
            wire.ask("SELECT '\033[31mred'");
        }
        return audit;
    }

    private String changed() {
        return Settings.shop(house.postgres, house.issuer)
                .replace("\"DROP TABLE\", ", "")
                .replace(
                        "rules:\n",
                        "rules:\n"
                                + "  - { name: no-products, when: '\"public.products\" in statement.relations', then: deny"
                                + " }\n");
    }

    private static Path configuration(Path directory, String yaml) throws IOException {
        Path there = Files.createDirectories(directory.resolve("changed"));
        Certificate.write(there);
        return Files.writeString(there.resolve("sallyport.yaml"), yaml);
    }

    private static Program.Outcome replay(Path journal, Path configuration, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("policy", "replay", "--journal", journal.toString(), "--config", configuration.toString()));
        arguments.addAll(List.of(options));
        return Program.run(arguments.toArray(String[]::new));
    }
}
