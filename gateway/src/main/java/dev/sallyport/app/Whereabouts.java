package dev.sallyport.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The options of commands that ask a running gateway: where it is, and who asks. Given by options, else by the environment, else by
 * what a demo that runs on this machine has left for its own user.
 */
final class Whereabouts {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The gateway's HTTP interface. Default: SALLYPORT_URL, else the demo's.")
    private @Nullable URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with your OIDC token. Default: the token in SALLYPORT_TOKEN, else the demo's.")
    private @Nullable Path tokenFile;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    URI url() {
        if (url != null) {
            return url;
        }
        String text = System.getenv("SALLYPORT_URL");
        try {
            return URI.create(text == null ? demo("url") : text);
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(spec.commandLine(), "SALLYPORT_URL is not a URL", malformed);
        }
    }

    String token() {
        if (tokenFile != null) {
            try {
                return Files.readString(tokenFile).strip();
            } catch (IOException unreadable) {
                throw new ParameterException(spec.commandLine(), tokenFile + " can't be read", unreadable);
            }
        }
        String text = System.getenv("SALLYPORT_TOKEN");
        return text == null ? demo("token") : text;
    }

    private String demo(String field) {
        Path login = Home.demo().resolve("login.json");
        try {
            JsonNode node =
                    JsonMapper.shared().readTree(Files.readAllBytes(login)).path(field);
            if (node.isString()) {
                return node.stringValue();
            }
        } catch (IOException | JacksonException unreadable) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say where the gateway is and who you are: --url and --token-file, or SALLYPORT_URL and"
                            + " SALLYPORT_TOKEN (no demo has run here)",
                    unreadable);
        }
        throw new ParameterException(spec.commandLine(), login + " is not a demo's; run the demo again");
    }
}
