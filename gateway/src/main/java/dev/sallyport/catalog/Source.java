package dev.sallyport.catalog;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A catalog of the server's of which what is known is made, other than by privileges. */
enum Source {
    PG_AMOP(null),
    PG_AMPROC(null),
    PG_ATTRDEF("adrelid"),
    PG_ATTRIBUTE("attrelid"),
    PG_CAST(null),
    PG_CLASS("oid"),
    PG_CONSTRAINT("conrelid"),
    PG_ENUM(null),
    PG_INDEX("indrelid"),
    PG_INHERITS("inhrelid"),
    PG_NAMESPACE(null),
    PG_OPCLASS(null),
    PG_OPERATOR(null),
    PG_PARTITIONED_TABLE("partrelid"),
    PG_POLICY("polrelid"),
    PG_PROC(null),
    PG_RANGE(null),
    PG_REWRITE("ev_class"),
    PG_STATISTIC_EXT("stxrelid"),
    PG_TRIGGER("tgrelid"),
    PG_TYPE("oid"),

    /** What belongs to an extension, which an index finds among all dependencies. */
    MEMBERS(null);

    /** Those whose rows belong to a relation. */
    static final Set<Source> OF_RELATIONS = EnumSet.of(
            PG_ATTRDEF,
            PG_ATTRIBUTE,
            PG_CLASS,
            PG_CONSTRAINT,
            PG_INDEX,
            PG_INHERITS,
            PG_PARTITIONED_TABLE,
            PG_POLICY,
            PG_REWRITE,
            PG_STATISTIC_EXT,
            PG_TRIGGER);

    private final @Nullable String owner;

    Source(@Nullable String owner) {
        this.owner = owner;
    }

    /** The catalogs that have statistics of their own. */
    static Iterable<String> tables() {
        return Arrays.stream(values())
                .filter(source -> source != MEMBERS)
                .map(Source::rows)
                .toList();
    }

    /** What stands after FROM. */
    String rows() {
        return this == MEMBERS
                ? "pg_depend WHERE refclassid = 'pg_extension'::regclass"
                : name().toLowerCase(Locale.ROOT);
    }

    /** The column with the oid of the relation or type that a row belongs to, or null if rows are not told apart by that. */
    @Nullable
    String owner() {
        return owner;
    }

    /**
     * Whether a row never goes without one of another source that counts its rows: those of pg_attribute go with their relation's row of
     * pg_class (DeleteAttributeTuples), and a relation that lacks one can't be opened. A column that is dropped keeps its row.
     */
    boolean goesWithOthers() {
        return this == PG_ATTRIBUTE;
    }
}
