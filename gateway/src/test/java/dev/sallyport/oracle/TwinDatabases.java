package dev.sallyport.oracle;

import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.masking.RawConnection;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Flows;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.upstream.TestServers;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.ProtocolViolation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Two databases that are to differ in masked values alone, and a policy that masks them: J. A. Goguen and J. Meseguer, "Security Policies
 * and Security Models", 1982, call it non-interference if their answers are the same. For one thread.
 */
final class TwinDatabases implements AutoCloseable {
    private static final String FIRST = "postgres";
    private static final String SECOND = "second";

    private final ShopDatabase shop;
    private final List<String> path;
    private final PolicyDecider decider;
    private final PolicyDecider strict;
    private final RawConnection first;
    private final RawConnection second;

    /** What came of a statement. */
    sealed interface Outcome {

        /** It is refused. */
        record Refused(boolean valid) implements Outcome {}

        /**
         * It passes.
         *
         * @param masks whether columns are masked by their places
         */
        record Passed(boolean masks, List<String> first, List<String> second) implements Outcome {
            boolean differs() {
                return !first.equals(second);
            }
        }
    }

    /**
     * Starts them.
     *
     * @param path the search path
     * @param schema a script that makes what both have
     * @param rows writes the same to both, but for what is masked, so that rows and versions of rows lie alike
     * @param masked the masked columns, as masks name them
     */
    static TwinDatabases start(List<String> path, String schema, Rows rows, List<String> masked)
            throws IOException, SQLException, ProtocolViolation {
        return start(path, schema, rows, masked, Flows.DENY);
    }

    /** @param flows what the masks let through */
    static TwinDatabases start(List<String> path, String schema, Rows rows, List<String> masked, Flows flows)
            throws IOException, SQLException, ProtocolViolation {
        ShopDatabase shop = ShopDatabase.start(TestServers.quiet()
                .setServerConfig("jit", "off")
                .setServerConfig("max_parallel_workers_per_gather", "0"));
        shop.execute("DROP SCHEMA hr CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        shop.execute(schema);
        shop.execute("ALTER ROLE postgres SET search_path = " + String.join(", ", path));
        execute(shop, "template1", "CREATE DATABASE " + SECOND + " TEMPLATE " + FIRST);
        execute(shop, FIRST, rows.script(false));
        execute(shop, SECOND, rows.script(true));
        return new TwinDatabases(
                shop,
                path,
                decider(shop, masked, flows),
                decider(shop, masked, Flows.DENY),
                new RawConnection(shop.port(), FIRST),
                new RawConnection(shop.port(), SECOND));
    }

    private static PolicyDecider decider(ShopDatabase shop, List<String> masked, Flows flows) {
        MaskSetting mask =
                new MaskSetting("secret", "shop", masked, new MaskFunction.Redact(), MaskSetting.Nulls.CONSTANT, flows);
        return shop.decider(ShopDatabase.policy(List.of(mask), List.of()));
    }

    private static void execute(ShopDatabase shop, String database, String script) throws SQLException {
        try (Connection connection = shop.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    /** Makes a script for one of the two. */
    @FunctionalInterface
    interface Rows {
        String script(boolean second);
    }

    private TwinDatabases(
            ShopDatabase shop,
            List<String> path,
            PolicyDecider decider,
            PolicyDecider strict,
            RawConnection first,
            RawConnection second) {
        this.shop = shop;
        this.path = path;
        this.decider = decider;
        this.strict = strict;
        this.first = first;
        this.second = second;
    }

    /** Asks both, if it may be asked. */
    Outcome ask(String sql, Format format) throws IOException, ProtocolViolation, MaskingFailure {
        Decision decision = decision(decider, sql);
        if (!(decision instanceof Decision.Allow allow)) {
            return new Outcome.Refused(first.ask(sql, format).error() == null);
        }
        AnswerRules rules = allow.answer();
        return new Outcome.Passed(
                rules.outputs().mask(), seen(first.ask(sql, format), rules), seen(second.ask(sql, format), rules));
    }

    /** Whether it would be refused if the masks let nothing through. */
    boolean isLetThroughByFlows(String sql) {
        return decision(decider, sql) instanceof Decision.Allow && decision(strict, sql) instanceof Decision.Deny;
    }

    private Decision decision(PolicyDecider by, String sql) {
        Situation situation = Situation.UNKNOWN.withSearchPath(new SearchPath.Known(path));
        return ShopDatabase.decided(by, ShopDatabase.everything(), situation, sql)
                .decision();
    }

    /** What each answers as it is, without a decision or a mask. */
    Outcome.Passed askUnmasked(String sql) throws IOException, ProtocolViolation, MaskingFailure {
        return new Outcome.Passed(
                false,
                seen(first.ask(sql, Format.TEXT), AnswerRules.UNCHANGED),
                seen(second.ask(sql, Format.TEXT), AnswerRules.UNCHANGED));
    }

    /** What a client sees of an answer. */
    private static List<String> seen(RawConnection.Answer answer, AnswerRules rules)
            throws MaskingFailure, ProtocolViolation {
        List<String> seen = new ArrayList<>();
        seen.add(answer.tag());
        if (rules.hidesTexts()) {
            seen.add(answer.texts().size() + " texts");
        } else {
            seen.addAll(answer.texts());
        }
        if (answer.error() == null) {
            seen.add(answer.description().toString());
            MaskPlan plan = MaskPlan.of(answer.description(), rules);
            for (Frame row : answer.rows()) {
                seen.add(HexFormat.of().formatHex(plan.mask(row).toByteArray()));
            }
        }
        return seen;
    }

    @Override
    public void close() throws IOException {
        try (shop;
                first) {
            second.close();
        }
    }
}
