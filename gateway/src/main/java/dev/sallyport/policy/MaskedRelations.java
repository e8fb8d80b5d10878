package dev.sallyport.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the masks of an access entry cover in a database, column by column, for who takes the right to read it away there. */
public sealed interface MaskedRelations {

    /**
     * It is known.
     *
     * @param version different for each catalog and policy it was worked out by
     * @param relations every relation outside the system's schemas
     */
    record Known(String version, List<MaskedRelation> relations) implements MaskedRelations {
        public Known {
            relations = List.copyOf(relations);
        }
    }

    /**
     * It can't be told.
     *
     * @param reason a sentence fragment
     */
    record Unknown(String reason) implements MaskedRelations {}

    /**
     * What is masked in a relation.
     *
     * @param oid pg_class.oid, unsigned in an int
     * @param name its qualified name, for people
     * @param columns pg_attribute.attnum of those that are masked, or made of what is
     * @param closed why nothing of it may be read by who may not see what is masked; null if its other columns may be
     */
    record MaskedRelation(
            int oid,
            String name,
            Set<Short> columns,
            @Nullable String closed) {
        public MaskedRelation {
            columns = Set.copyOf(columns);
        }

        /** Whether masks leave it as it is. */
        public boolean isOpen() {
            return columns.isEmpty() && closed == null;
        }
    }
}
