package dev.sallyport.bench;

import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What masking one column of four costs: the plan, made once for each description of rows, and each row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MaskPlanBenchmark {
    private final AnswerRules rules = new AnswerRules(
            Map.of(
                    new ColumnId(Rows.TABLE, Rows.SENSITIVE_ATTRIBUTE),
                    new MaskRule(
                            "pii",
                            "public.customers.email",
                            new MaskFunction.Redact(),
                            MaskSetting.Nulls.CONSTANT,
                            List.of())),
            false);
    private final Frame row = Frame.of(Rows.row(4_711));

    @SuppressWarnings("NullAway.Init")
    private MaskPlan plan;

    /** Plans once. */
    @Setup
    public void planOnce() throws MaskingFailure {
        plan = MaskPlan.of(Rows.description(), rules);
    }

    /** The plan. */
    @Benchmark
    public MaskPlan plan() throws MaskingFailure {
        return MaskPlan.of(Rows.description(), rules);
    }

    /** A row. */
    @Benchmark
    public Bytes row() throws MaskingFailure {
        return plan.mask(row);
    }
}
