package dev.sallyport.policy;

import dev.sallyport.catalog.Relation;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.Flow;
import java.util.List;
import java.util.Set;

/**
 * Whether the server's own answer to a cleared statement, before anything of it is masked, may be made of masked values. In an encoding
 * that lacks one of their characters it would be an error instead.
 */
final class TellingAnswers {
    /** They read, now or later, what another statement named. */
    private static final Set<String> OF_ANOTHER = Set.of("FETCH", "EXECUTE");

    private TellingAnswers() {}

    /**
     * @param texts which texts of the server can carry masked values
     * @param schemaIsKnown whether nothing before it can have made relations that the catalog does not have
     */
    static boolean tells(
            Statement statement,
            Sensitivity sensitivity,
            Hiding texts,
            Clearance.Findings findings,
            boolean schemaIsKnown) {
        if (OF_ANOTHER.contains(statement.kind()) || (texts.hides() && !HiddenTexts.runsWhatWasPutOff(statement))) {
            return true;
        }
        Outputs outputs = findings.outputs();
        CopyRules copy = findings.copy();
        if (outputs.count() > 0 || copy != null) {
            return outputs.mask() || (copy != null && copy.mask());
        }
        return mayAnswerByRows(statement)
                && statement.relations().stream().anyMatch(use -> mayBeSensitive(use, sensitivity, schemaIsKnown));
    }

    private static boolean mayAnswerByRows(Statement statement) {
        Flow flow = statement.flow();
        return statement.kind().equals("COPY")
                || !flow.outputs().isEmpty()
                || !flow.unknown().isEmpty();
    }

    private static boolean mayBeSensitive(RelationUse use, Sensitivity sensitivity, boolean schemaIsKnown) {
        List<Relation> meant = sensitivity.catalog().relations(use.schema(), use.name());
        return (meant.isEmpty() && !schemaIsKnown) || meant.stream().anyMatch(sensitivity::reaches);
    }
}
