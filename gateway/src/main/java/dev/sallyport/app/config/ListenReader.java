package dev.sallyport.app.config;

import dev.sallyport.app.config.Configuration.Endpoint;
import dev.sallyport.app.config.Configuration.Listen;
import dev.sallyport.app.config.Configuration.Tls;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code listen}. */
final class ListenReader {

    private static final Pattern ENDPOINT = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([A-Za-z0-9.-]+)):([0-9]{1,5})");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|::1");

    private final Files files;
    private final Problems problems;

    ListenReader(Files files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    @Nullable
    Listen read(Section listen) {
        Endpoint postgres = endpoint(listen, "postgres");
        Endpoint http = endpoint(listen, "http");
        Tls tls = listen.has("tls") ? tls(listen.section("tls")) : null;
        if (postgres != null && !isLoopback(postgres)) {
            // The token is the password: whoever reads it on the way has what the agent has.
            if (!listen.has("tls")) {
                problems.add(listen.at("tls"), "is missing: without TLS only an address on this machine can be used");
            } else if (tls != null && !tls.required()) {
                problems.add(
                        listen.section("tls").at("required"),
                        "must be true: without TLS only an address on this machine can be used");
            }
        }
        return postgres == null ? null : new Listen(postgres, http, tls);
    }

    private @Nullable Endpoint endpoint(Section listen, String key) {
        String text = listen.text(key);
        if (text == null) {
            return null;
        }
        Matcher matcher = ENDPOINT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
            problems.add(listen.at(key), "must be an address and a port: 127.0.0.1:6432 or [::1]:6432");
            return null;
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new Endpoint(host, Integer.parseInt(matcher.group(3)));
    }

    private static boolean isLoopback(Endpoint endpoint) {
        return LOOPBACK.matcher(endpoint.host().toLowerCase(Locale.ROOT)).matches();
    }

    private @Nullable Tls tls(Section tls) {
        String certificate = tls.text("certificate");
        String key = tls.text("key");
        Path certificatePath = certificate == null ? null : files.readable(tls.at("certificate"), certificate);
        Path keyPath = key == null ? null : files.readable(tls.at("key"), key);
        return certificatePath == null || keyPath == null
                ? null
                : new Tls(certificatePath, keyPath, tls.flag("required", true));
    }
}
