package dev.sallyport.catalog;

import dev.sallyport.sql.flow.NamedFunction;
import dev.sallyport.sql.flow.NamedType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function, aggregate, window function or procedure.
 *
 * @param oid pg_proc.oid, unsigned in an int
 * @param fewestArguments the fewest arguments that a call can have; of an ordered-set aggregate those of WITHIN GROUP count, too
 * @param mostArguments the most; {@link Integer#MAX_VALUE} if it is variadic
 * @param language the name of its language
 * @param columns its columns in FROM; empty for one without a name or with those that a call says
 * @param returnsSet whether it returns a set
 * @param resultType pg_type.oid, unsigned in an int
 * @param body what it reads and writes besides its arguments
 * @param types the types of users whose code can run when it is called, as pg_type.oid, unsigned in an int
 * @param extension the extension that it belongs to, or null
 * @param handlesAsBelieved whether it depends on its arguments alone where the server calls it of itself for values of a type
 */
public record Routine(
        int oid,
        String schema,
        String name,
        int fewestArguments,
        int mostArguments,
        Volatility volatility,
        String language,
        boolean securityDefiner,
        List<NamedType.Field> columns,
        boolean returnsSet,
        int resultType,
        Body body,
        Set<Integer> types,
        @Nullable String extension,
        boolean handlesAsBelieved)
        implements NamedFunction {

    public Routine {
        columns = List.copyOf(columns);
        types = Set.copyOf(types);
    }

    /** The same with another body. */
    Routine with(Body other) {
        return with(other, types);
    }

    /** The same with another body, which names types. */
    Routine with(Body other, Set<Integer> otherTypes) {
        return new Routine(
                oid,
                schema,
                name,
                fewestArguments,
                mostArguments,
                volatility,
                language,
                securityDefiner,
                columns,
                returnsSet,
                resultType,
                other,
                otherTypes,
                extension,
                handlesAsBelieved);
    }
}
