package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.grant.Grant;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.SettingUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.ClientEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is denied whatever the rules say: what the grant doesn't cover, settings that change what a text means, and, unless the grant
 * covers administration and hides nothing, those that change who acts, which triggers run, or what the server writes into its log or
 * sends to the client.
 */
final class BuiltInDenials {
    private static final String ENCODING = "client_encoding";

    private static final String ENCODINGS =
            "Set it to UTF8 or to an encoding of single bytes, such as LATIN1, by a constant: in others"
                    + " a part of a character can be the byte of an ASCII character, and so end a literal.";

    /** A setting and the values it may have. */
    private record Fixed(String name, Predicate<String> values) {
        /** With the values listed, in lower case. */
        Fixed(String name, Set<String> values) {
            this(name, (Predicate<String>) value -> values.contains(value.toLowerCase(Locale.ROOT)));
        }
    }

    private static final List<Fixed> FIXED = List.of(
            new Fixed("standard_conforming_strings", Set.of("on", "true", "yes", "1")),
            new Fixed(ENCODING, value -> ClientEncoding.named(value).isPresent()),
            new Fixed("backslash_quote", Set.of("safe_encoding", "off")));

    /** Below NOTICE a client gets what the server logs: plans, the sizes of temporary files, where rows lie. */
    private static final Fixed MESSAGES = new Fixed("client_min_messages", Set.of("notice", "warning", "error"));

    private static final Set<String> CLOSED = Set.of(
            "role",
            "session_authorization",
            "session_replication_role",
            "session_preload_libraries",
            "local_preload_libraries",
            "dynamic_library_path",
            "event_triggers",
            "transaction_snapshot");

    private static final List<String> CLOSED_PREFIXES =
            List.of("log_", "debug_", "trace_", "auto_explain.", "pgaudit.", "pg_stat_statements.", "plpgsql.");

    /**
     * What pg_dump gives restrict_nonsystem_relation_kind, in a statement that looks the setting up first, so that older servers
     * don't refuse it. No encoding is called so, no list of libraries, no role that anybody has, and it is neither true nor false.
     */
    private static final String RELATION_KINDS = "view, foreign-table";

    private BuiltInDenials() {}

    /**
     * The first that applies, with what there is to say of it.
     *
     * @param masked whether a mask applies to the grant
     * @param catalog null if it could not be read, or is not asked
     */
    static List<Finding> of(Statement statement, Asked asked, boolean masked, @Nullable Catalog catalog) {
        Grant grant = asked.grant();
        // Empty if what the grant was given by is not in force any more.
        Optional<AccessEntry> entry = asked.policy().entryOf(grant);
        boolean open = !masked && grant.statements().contains(Effect.ADMIN);
        Optional<Finding> first = uncovered(statement, grant)
                .or(() -> closedSetting(statement, open))
                .or(() -> elsewhere(statement, asked, entry, catalog));
        return first.isPresent() ? List.of(first.get()) : unreviewed(statement, grant, entry);
    }

    private static Optional<Finding> elsewhere(
            Statement statement, Asked asked, Optional<AccessEntry> entry, @Nullable Catalog catalog) {
        Grant grant = asked.grant();
        if (statement.effect() == Effect.TRANSACTION) {
            return Optional.empty();
        }
        if (entry.isEmpty()) {
            return Optional.of(new Finding(
                    grant.access(),
                    "the access entry that the session began with is no longer in force",
                    "Connect again.",
                    RuleSetting.Verdict.DENY));
        }
        Territory territory = entry.get().territory();
        if (catalog != null) {
            return TerritoryDenials.of(statement, asked, territory, catalog);
        }
        return territory.isEverywhere()
                ? Optional.empty()
                : Optional.of(new Finding(
                        grant.access(),
                        "what the database holds could not be read",
                        "Try again; if it stays so, tell who runs the gateway.",
                        RuleSetting.Verdict.DENY));
    }

    private static List<Finding> unreviewed(Statement statement, Grant grant, Optional<AccessEntry> entry) {
        Manifest manifest = entry.map(AccessEntry::manifest).orElse(null);
        return manifest == null && grant.manifest() == null
                ? List.of()
                : ManifestDenials.of(statement, grant, manifest);
    }

    private static Optional<Finding> uncovered(Statement statement, Grant grant) {
        Effect effect = statement.effect();
        if (effect.compareTo(Effect.SESSION) <= 0 || grant.statements().contains(effect)) {
            return Optional.empty();
        }
        String word = effect.name().toLowerCase(Locale.ROOT);
        List<String> covered = new ArrayList<>();
        for (Effect one : Effect.values()) {
            if (grant.statements().contains(one)) {
                covered.add(one.name().toLowerCase(Locale.ROOT));
            }
        }
        String calls = statement.changes().acting().stream()
                .filter(call -> call.effect() == effect)
                .map(call -> " with a call of " + call.function())
                .findFirst()
                .orElse("");
        return Optional.of(new Finding(
                grant.access(),
                statement.kind() + calls + " needs " + word + ", and the grant covers "
                        + (covered.isEmpty() ? "neither reading nor writing" : String.join(", ", covered)),
                "Ask for access with " + word + " among its statements.",
                RuleSetting.Verdict.DENY));
    }

    /** @param open whether only what a text means must stay as it is: nothing is hidden from one who may do all that roles can */
    private static Optional<Finding> closedSetting(Statement statement, boolean open) {
        for (SettingUse setting : statement.settings()) {
            if (isFixedOtherwise(setting, statement, FIXED) || (!open && isClosed(setting, statement))) {
                String name = setting.name().equals("*") ? "a setting whose name is not constant" : setting.name();
                return Optional.of(new Finding(
                        "builtin/settings",
                        "changing " + name,
                        name.equals(ENCODING) ? ENCODINGS : "Leave the setting as it is: the gateway relies on it.",
                        RuleSetting.Verdict.DENY));
            }
        }
        return Optional.empty();
    }

    /** RESET ALL and DISCARD ALL go back to what the gateway itself asked for when it connected. */
    private static boolean isFixedOtherwise(SettingUse setting, Statement statement, List<Fixed> fixed) {
        String name = setting.name();
        if (name.equals("*")) {
            return !statement.kind().equals("RESET")
                    && !statement.kind().equals("DISCARD ALL")
                    && !RELATION_KINDS.equals(setting.value());
        }
        String value = setting.value();
        boolean resets = value == null && statement.kind().equals("RESET");
        return !resets
                && fixed.stream()
                        .filter(one -> one.name().equals(name))
                        .anyMatch(one -> value == null || !one.values().test(value));
    }

    private static boolean isClosed(SettingUse setting, Statement statement) {
        String name = setting.name();
        return isFixedOtherwise(setting, statement, List.of(MESSAGES))
                || CLOSED.contains(name)
                || CLOSED_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
