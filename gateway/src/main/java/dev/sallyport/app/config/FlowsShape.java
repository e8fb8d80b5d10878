package dev.sallyport.app.config;

import static dev.sallyport.app.config.Shape.optional;
import static dev.sallyport.app.config.Shape.required;
import static dev.sallyport.app.config.Shape.section;

import dev.sallyport.policy.Flows;
import dev.sallyport.policy.Use;
import java.util.List;

/** What {@code flows} of a mask may be. */
final class FlowsShape {

    /** The key that answers for the uses that have none of their own. */
    static final String DEFAULT = "default";

    /** How large a group has to be for its aggregates to be let through. */
    static final String MINIMUM = "minimumGroupSize";

    private static final Shape.Choice CHOICE = new Shape.Choice(List.of("deny", "approve", "allow"));

    private static final Shape.Section SIZED = section(required(
            MINIMUM,
            new Shape.Whole(Flows.SMALLEST_GROUP, Flows.LARGEST_GROUP),
            "How many rows with a value the statement's HAVING has to ask of each group."));

    private static final Shape.Section USES = section(
            optional(DEFAULT, CHOICE, "The uses that are not named here; deny if absent."),
            optional(Use.OUTPUT.word(), CHOICE, "What is made of a column is shown; deny masks it."),
            optional(Use.PREDICATE.word(), CHOICE, "It decides which rows there are, their order, and what fails."),
            optional(
                    Use.EQUALITY.word(),
                    CHOICE,
                    "It decides that by = alone, IN and ANY with =, or a join; as predicate if absent."),
            optional(
                    Use.AGGREGATE.word(),
                    new Shape.ChoiceOr(CHOICE, SIZED),
                    "Sums, averages, counts and deviations over groups of a table's rows; as output if absent."),
            optional(Use.WRITE.word(), CHOICE, "It is written, or what is made of it is written elsewhere."));

    static final Shape.ChoiceOr FLOWS = new Shape.ChoiceOr(CHOICE, USES);

    private FlowsShape() {}
}
