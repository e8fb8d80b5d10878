package dev.sallyport.app.config;

import dev.sallyport.condition.ValueExpression;
import dev.sallyport.identity.IdentityLimits;
import dev.sallyport.identity.IssuerSettings;
import dev.sallyport.identity.KeySource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code identity}. */
final class IdentityReader {

    private static final String FILE = "file:";

    private final Files files;
    private final Problems problems;

    IdentityReader(Files files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    List<IssuerSettings> read(Section identity) {
        List<IssuerSettings> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : identity.sections("issuers")) {
            IssuerSettings settings = issuer(section, names);
            if (settings != null) {
                read.add(settings);
            }
        }
        if (identity.node("issuers") instanceof Node.Sequence sequence
                && sequence.elements().isEmpty()) {
            problems.add(identity.at("issuers"), "is empty: nobody could connect");
        }
        return read;
    }

    private @Nullable IssuerSettings issuer(Section section, Set<String> names) {
        String issuer = section.text("issuer");
        if (issuer != null && !names.add(issuer)) {
            problems.add(section.at("issuer"), "is configured twice");
        }
        Set<String> audiences = Set.copyOf(section.texts("audience"));
        if (section.node("audience") instanceof Node.Sequence && audiences.isEmpty()) {
            problems.add(section.at("audience"), "is empty");
        }
        KeySource keys = keys(section, issuer);
        ValueExpression groups = groups(section);
        Duration skew = section.time("clockSkew", IssuerSettings.DEFAULT_CLOCK_SKEW);
        if (skew.compareTo(IdentityLimits.CLOCK_SKEW) > 0) {
            problems.add(section.at("clockSkew"), "is longer than " + IdentityLimits.CLOCK_SKEW.toMinutes() + "m");
            return null;
        }
        return issuer == null || audiences.isEmpty() || keys == null || groups == null
                ? null
                : new IssuerSettings(issuer, audiences, keys, groups, skew);
    }

    private @Nullable KeySource keys(Section section, @Nullable String issuer) {
        String jwks = section.text("jwks");
        if (jwks == null) {
            return issuer == null || address(section.at("issuer"), issuer) == null ? null : new KeySource.Discovered();
        }
        if (jwks.startsWith(FILE) && !jwks.startsWith("file://")) {
            Path path = files.readable(section.at("jwks"), jwks.substring(FILE.length()));
            return path == null ? null : new KeySource.KeyFile(path);
        }
        URI address = address(section.at("jwks"), jwks);
        return address == null ? null : new KeySource.KeyAddress(address);
    }

    private @Nullable URI address(String at, String text) {
        try {
            URI address = new URI(text);
            String objection = KeySource.whyUntrustworthy(address);
            if (objection == null) {
                return address;
            }
            problems.add(at, objection);
        } catch (URISyntaxException e) {
            problems.add(at, "is not a URI");
        }
        return null;
    }

    private @Nullable ValueExpression groups(Section section) {
        String source = section.text("groups", IssuerSettings.DEFAULT_GROUPS);
        return switch (ValueExpression.compile(source, IssuerSettings.GROUP_VARIABLES)) {
            case ValueExpression.Compilation.Compiled compiled -> compiled.expression();
            case ValueExpression.Compilation.Invalid invalid -> {
                invalid.problems().forEach(problem -> problems.add(section.at("groups"), problem.toString()));
                yield null;
            }
        };
    }
}
