package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: what it prints and with which code it ends. */
@ExtendWith(House.Keeper.class)
class CommandsIT {
    private final House house;

    CommandsIT(House house) {
        this.house = house;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "check",
                "requests",
                "approve",
                "deny",
                "audit",
                "audit verify",
                "audit search",
                "replay",
                "scan",
                "policy",
                "policy test",
                "policy explain",
                "policy replay",
                "manifest",
                "manifest digest"
            })
    void eachCommandTellsItsUsageAndItsVersion(String command) {
        Program.Outcome help = run(command, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage:").contains(command);
        assertThat(help.err()).isEmpty();

        Program.Outcome version = run(command, "--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).startsWith("sallyport ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-such-command",
                "serve",
                "serve --config no-such-file.yaml",
                "check --no-such-option",
                "audit",
                "policy",
                "policy test",
                "policy explain --config no-such-file.yaml --database shop --as {subject:a} SELECT"
            })
    void wrongUsageIsToldAndEndsWithTwo(String arguments) {
        Program.Outcome outcome = run(arguments);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out() + outcome.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void checkNamesEveryErrorAtOnceAndServeDoesNotStart() throws IOException {
        Path directory = house.newDirectory("bad");
        Certificate.write(directory);
        Path bad = Files.writeString(
                directory.resolve("sallyport.yaml"),
                Settings.shop(house.postgres, house.issuer)
                        .replace("  postgres: 127.0.0.1:0", "  postgres: nowhere")
                        .replace("durability: written", "durability: sometimes")
                        .replace("    with: redact", "    wiht: redact")
                        .replace("'\"ai-agents\" in groups'", "'\"ai-agents\" inn groups'")
                        .replace("then: deny", "then: perhaps"));

        Program.Outcome check = Program.run("check", "--config", bad.toString());
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out())
                .contains("listen.postgres", "audit.durability", "masks[0].wiht", "access[2].who", "rules[0].then");

        Program.Outcome serve = Program.run("serve", "--config", bad.toString());
        assertThat(serve.exitCode()).isEqualTo(2);
        assertThat(serve.err()).contains("listen.postgres", "rules[0].then");
        assertThat(serve.out()).doesNotContain("ready");
        assertThat(directory.resolve("audit")).doesNotExist();
    }

    @Test
    void checkFindsNothingWrongWithAGoodConfiguration() {
        Program.Outcome check =
                Program.run("check", "--config", house.gateway.configuration().toString());

        assertThat(check.exitCode()).isZero();
        assertThat(check.err()).isEmpty();
    }

    @Test
    void twoGatewaysDoNotShareAJournal() {
        Program.Outcome second =
                Program.run("serve", "--config", house.gateway.configuration().toString());

        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.out()).doesNotContain("ready");
        assertThat(second.err()).isNotBlank().doesNotContain("\tat ");
    }

    private static Program.Outcome run(String command, String... options) {
        List<String> arguments = new ArrayList<>();
        if (!command.isEmpty()) {
            arguments.addAll(List.of(command.split(" ")));
        }
        arguments.addAll(List.of(options));
        return Program.run(arguments.toArray(String[]::new));
    }
}
