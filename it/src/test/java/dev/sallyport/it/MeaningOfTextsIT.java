package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text means depends on settings: none of them may be other than what the gateway reads by, at no time. */
@ExtendWith(House.Keeper.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeaningOfTextsIT {
    /** One statement as the gateway reads it; three under backslash escapes, of which the second is forbidden. */
    private static final String TWO_FACED = "SELECT 'a\\' AS b, '; TRUNCATE two_faced; --'";

    private final House house;
    private SallyportProcess unmasked;

    MeaningOfTextsIT(House house) {
        this.house = house;
    }

    @BeforeAll
    void start() throws Exception {
        String configuration = Settings.shop(house.postgres, house.issuer);
        int masks = configuration.indexOf("masks:");
        unmasked = SallyportProcess.start(
                house.newDirectory("unmasked"),
                configuration.substring(0, masks) + configuration.substring(configuration.indexOf("access:")));
    }

    @AfterAll
    void stop() {
        unmasked.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "standard_conforming_strings | off",
                "Standard_Conforming_Strings | off",
                "client_encoding | SJIS",
                "client_encoding | BIG5",
                "client_encoding | no_such_encoding",
                "options | -c standard_conforming_strings=off",
                "options | -cstandard_conforming_strings=off",
                "options | --standard-conforming-strings=off",
                "options | -c client_encoding=GBK",
                "options | -c\\ client_encoding=GBK",
                "options | -c standard_conforming_strings\\=off",
                "options | -c backslash_quote=on",
                "options | -c search_path=evil",
                "options | -c role=postgres",
                "options | -c session_authorization=postgres",
                "options | -c session_replication_role=replica",
                "options | -c work_mem=1GB",
                "options | -B 100",
                "options | -W 10",
                "search_path | evil",
                "role | postgres",
                "session_authorization | postgres",
                "replication | true",
                "replication | database",
                "Replication | on",
                "work_mem | 1GB",
                "no_such_parameter | 1",
            })
    void whatAStartUpPacketMayNotSayIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> Wire.login(house.gateway.port(), house.agent(), Map.of(name, value))
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessageMatching("(0A000|42601) .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET standard_conforming_strings = off",
                "SET SESSION standard_conforming_strings TO off",
                "BEGIN; SET LOCAL standard_conforming_strings = 'off'",
                "SET standard_conforming_strings TO DEFAULT",
                "SELECT set_config('standard_conforming_strings', 'off', false)",
                "SELECT pg_catalog.set_config('standard_conforming_' || 'strings', 'off', true)",
                "SELECT set_config(name, 'off', false) FROM pg_settings WHERE name = 'standard_conforming_strings'",
                "UPDATE pg_settings SET setting = 'off' WHERE name = 'standard_conforming_strings'",
                "SET client_encoding = 'SJIS'",
                "SET NAMES 'BIG5'",
                "SET NAMES DEFAULT",
                "SET client_encoding TO uhc",
                "SELECT set_config('client_encoding', 'GB18030', false)",
                "SET backslash_quote = on",
                "ALTER ROLE app SET standard_conforming_strings = off",
                "ALTER ROLE ALL SET client_encoding = 'SJIS'",
                "ALTER DATABASE shop SET standard_conforming_strings = off",
                "ALTER ROLE app IN DATABASE shop SET client_encoding = 'SJIS'",
                "ALTER SYSTEM SET standard_conforming_strings = off",
                "SET ROLE postgres",
                "SET SESSION AUTHORIZATION postgres",
            })
    void aStatementThatWouldChangeWhatTextsMeanIsRefused(String sql) throws IOException {
        for (int port : new int[] {house.gateway.port(), unmasked.port()}) {
            try (Wire wire = Wire.login(port, house.agent(), Map.of())) {
                List<Wire.Frame> answer = wire.ask(sql);
                Wire.Frame error = answer.get(answer.size() - 2);
                assertThat(error.type()).as(error.toString()).isEqualTo('E');
                assertThat(error.field('C')).isEqualTo("42501");
                assertThat(error.field('R')).isEqualTo("sallyport");
                wire.ask("ROLLBACK");
                assertThat(wire.ask("SHOW standard_conforming_strings").get(1).toString())
                        .contains("on");
                assertThat(wire.ask("SHOW client_encoding").get(1).toString()).contains("UTF8");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET standard_conforming_strings = on",
                "SET client_encoding = 'utf-8'",
                "SET NAMES 'UTF8'",
                "RESET standard_conforming_strings",
                "RESET client_encoding",
                "RESET ALL",
                "DISCARD ALL",
            })
    void aStatementThatLeavesThemAsTheyAreRuns(String sql) throws IOException {
        try (Wire wire = Wire.login(unmasked.port(), house.agent(), Map.of())) {
            assertThat(wire.ask(sql).stream().map(Wire.Frame::type)).doesNotContain('E');
            assertThat(wire.ask("SHOW standard_conforming_strings").get(1).toString())
                    .contains("on");
            assertThat(wire.ask("SHOW client_encoding").get(1).toString()).contains("UTF8");
        }
    }

    /** A session's defaults are those of its start, whatever is made of them meanwhile. */
    @Test
    void aDefaultThatWasSpoiledMeanwhileIsNotGoneBackTo() throws Exception {
        try (Wire wire = Wire.login(unmasked.port(), house.agent(), Map.of())) {
            house.postgres.execute("postgres", "ALTER ROLE app SET standard_conforming_strings = off");
            try {
                for (String reset : List.of("RESET ALL", "RESET standard_conforming_strings", "DISCARD ALL")) {
                    wire.ask(reset);
                    assertThat(wire.ask("SHOW standard_conforming_strings")
                                    .get(1)
                                    .toString())
                            .contains("on");
                }
                assertThatThrownBy(() -> Wire.login(unmasked.port(), house.agent(), Map.of())
                                .close())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("08006")
                        .hasMessageContaining("standard_conforming_strings");
            } finally {
                house.postgres.execute("postgres", "ALTER ROLE app RESET standard_conforming_strings");
            }
        }
    }

    /** Inside of what can't be read a setting can be changed unseen; the server tells, and nothing more is read by it. */
    @ParameterizedTest
    @ValueSource(strings = {"standard_conforming_strings', 'off", "client_encoding', 'SJIS"})
    void aChangeThatNoTextShowsEndsTheSession(String change) throws Exception {
        house.postgres.execute(
                "shop",
                "CREATE OR REPLACE FUNCTION public.innocent() RETURNS text LANGUAGE plpgsql AS"
                        + " $$ BEGIN RETURN set_config('" + change + "', false); END $$");
        try (Wire wire = Wire.login(unmasked.port(), house.agent(), Map.of())) {
            wire.send(Wire.query("SELECT public.innocent()"));
            Wire.Frame last = wire.readToEnd().getLast();
            assertThat(last.field('S')).isEqualTo("FATAL");
            assertThat(last.field('C')).isEqualTo("0A000");
        }
    }

    /** A text that is one string as the gateway reads it, and calls a function under backslash escapes; and one that is another's letters. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "standard_conforming_strings', 'off | SELECT 'a\\'', setval($$two_faced_sequence$$, 42) --'",
                "client_encoding', 'SJIS | SELECT 'é', setval('two_faced_sequence', 42)",
            })
    void whatIsSentInOneBreathWithSuchAChangeIsNotReadUnderIt(String change, String text) throws Exception {
        house.postgres.execute("shop", "DROP SEQUENCE IF EXISTS public.two_faced_sequence");
        house.postgres.execute("shop", "CREATE SEQUENCE public.two_faced_sequence");
        house.postgres.execute("shop", "GRANT ALL ON SEQUENCE public.two_faced_sequence TO PUBLIC");
        house.postgres.execute(
                "shop",
                "CREATE OR REPLACE FUNCTION public.innocent() RETURNS text LANGUAGE plpgsql AS"
                        + " $$ BEGIN RETURN set_config('" + change + "', false); END $$");
        byte[] call =
                Wire.join(Wire.parse("", "SELECT public.innocent()"), Wire.bind("", "", false), Wire.execute("", 0));
        byte[] next = Wire.join(Wire.parse("", text), Wire.bind("", "", false), Wire.execute("", 0), Wire.sync());
        for (byte[] flight : List.of(
                Wire.join(Wire.query("SELECT public.innocent()"), Wire.query(text)),
                Wire.join(call, Wire.sync(), next))) {
            try (Wire wire = Wire.login(unmasked.port(), house.agent(), Map.of())) {
                wire.send(flight);
                Wire.Frame last = wire.readToEnd().getLast();
                assertThat(last.field('S')).isEqualTo("FATAL");
                assertThat(last.field('C')).isEqualTo("0A000");
            }
            assertThat(house.postgres.value("SELECT is_called FROM two_faced_sequence"))
                    .isEqualTo("f");
        }
        // The error of an extended query takes the change back.
        for (byte[] flight : List.of(
                Wire.join(call, next),
                Wire.join(call, Wire.query(text), Wire.sync()),
                Wire.join(call, Wire.flush(), next))) {
            try (Wire wire = Wire.login(unmasked.port(), house.agent(), Map.of())) {
                wire.send(flight);
                List<Wire.Frame> answer = wire.readThrough('Z');
                Wire.Frame error = answer.get(answer.size() - 2);
                assertThat(error.field('S')).isEqualTo("ERROR");
                assertThat(error.field('C')).isEqualTo("0A000");
                assertThat(wire.ask("SHOW standard_conforming_strings").get(1).toString())
                        .contains("on");
                assertThat(wire.ask("SHOW client_encoding").get(1).toString()).contains("UTF8");
            }
            assertThat(house.postgres.value("SELECT is_called FROM two_faced_sequence"))
                    .isEqualTo("f");
        }
    }

    @Test
    void psqlSpeaksTheEncodingOfItsEnvironment() {
        Map<String, String> environment = new HashMap<>(Psql.environment(house.agent(), "require"));
        environment.put("PGCLIENTENCODING", "LATIN1");
        // Of this script's two bytes each is a character, and psql writes them as they come.
        Program.Outcome outcome = Program.run(Psql.command(house.gateway.port(), "shop"), environment, """
            SELECT 'é', length('é'), 'é' = U&'\\00c3\\00a9';
            \\encoding UTF8
            SELECT 'é', length('é'), 'é' = U&'\\00e9';
            \\encoding WIN1252
            SELECT length('é'), ssn FROM customers;
            """);
        assertThat(outcome.out().lines()).containsExactly("é|2|t", "é|1|t");
        assertThat(outcome.err()).contains("client_encoding is WIN1252").contains("SET client_encoding = 'UTF8'");
    }

    @Test
    void textsThatDependOnTheSettingsAreReadAsEverInOneExtendedQuery() throws IOException {
        try (Wire wire = Wire.login(unmasked.port(), house.agent(), Map.of())) {
            byte[] flight = new byte[0];
            for (int i = 0; i < 3; i++) {
                flight = Wire.join(
                        flight,
                        Wire.parse("é" + i, "SELECT 'é\\'"),
                        Wire.bind("", "é" + i, false),
                        Wire.execute("", 0));
            }
            wire.send(Wire.join(flight, Wire.sync()));
            List<Wire.Frame> answer = wire.readThrough('Z');
            assertThat(answer.stream().map(Wire.Frame::type))
                    .containsExactly('1', '2', 'D', 'C', '1', '2', 'D', 'C', '1', '2', 'D', 'C', 'Z');
        }
    }

    /** Where columns are masked, nothing runs that can't be read. */
    @Test
    void whereColumnsAreMaskedTheChangeItselfIsRefused() throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            List<Wire.Frame> answer =
                    wire.ask("DO $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); END $$");
            assertThat(answer.getFirst().field('C')).isEqualTo("42501");
            assertThat(wire.ask(TWO_FACED.replace("two_faced", "products")).stream()
                            .map(Wire.Frame::type))
                    .containsExactly('T', 'D', 'C', 'Z');
            assertThat(house.postgres.value("SELECT count(*) FROM products")).isNotEqualTo("0");
        }
    }
}
