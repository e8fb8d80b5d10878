package dev.sallyport.policy;

import dev.sallyport.grant.Grant;
import dev.sallyport.sql.SettingUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TreeDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a grant under a manifest does not run: every statement that is not in its files, but for transaction control and what drivers send
 * of themselves, none of which changes what the reviewed statements mean.
 */
final class ManifestDenials {
    private static final Set<String> BESIDE =
            Set.of("SHOW", "DEALLOCATE", "DEALLOCATE ALL", "CLOSE CURSOR", "CLOSE CURSOR ALL");

    /** How long things may take, how a transaction is run, and what the session is called. */
    private static final Set<String> SETTINGS = Set.of(
            "application_name",
            "extra_float_digits",
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "client_min_messages",
            "transaction_isolation",
            "transaction_read_only",
            "transaction_deferrable",
            "default_transaction_isolation",
            "default_transaction_read_only",
            "default_transaction_deferrable");

    private ManifestDenials() {}

    /** @param manifest null if the entry has none any more */
    static List<Finding> of(Statement statement, Grant grant, @Nullable Manifest manifest) {
        if (isBeside(statement)) {
            return List.of();
        }
        Optional<Set<TreeDigest>> reviewed =
                Optional.ofNullable(manifest).flatMap(files -> selected(grant).flatMap(files::statements));
        if (reviewed.isEmpty()) {
            return List.of(finding(
                    grant, "the reviewed files that the session began with are no longer in force", "Connect again."));
        }
        if (reviewed.get().contains(statement.digest())) {
            return List.of();
        }
        return List.of(
                finding(
                        grant,
                        statement.kind() + " is not in the manifest",
                        "Only the reviewed statements run under this access. Have this one reviewed: add it to a file"
                                + " of the manifest as it is sent, its constants included."),
                finding(grant, "the digest of the statement is " + statement.digest(), ""));
    }

    private static Optional<TreeDigest> selected(Grant grant) {
        return Optional.ofNullable(grant.manifest()).flatMap(TreeDigest::parse);
    }

    private static Finding finding(Grant grant, String fact, String hint) {
        return new Finding(grant.access(), fact, hint, RuleSetting.Verdict.DENY);
    }

    private static boolean isBeside(Statement statement) {
        return switch (statement.effect()) {
            // When constraints are checked is a part of what was reviewed.
            case TRANSACTION -> !statement.kind().equals("SET CONSTRAINTS");
            case SESSION -> BESIDE.contains(statement.kind()) || setsHarmless(statement);
            case READ, WRITE, DDL, ADMIN -> false;
        };
    }

    private static boolean setsHarmless(Statement statement) {
        return Set.of("SET", "RESET").contains(statement.kind())
                && !statement.settings().isEmpty()
                && statement.settings().stream().map(SettingUse::name).allMatch(SETTINGS::contains);
    }
}
