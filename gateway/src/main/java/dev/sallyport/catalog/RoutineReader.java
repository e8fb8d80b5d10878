package dev.sallyport.catalog;

import dev.sallyport.sql.Effect;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.NamedFunction.Body;
import dev.sallyport.sql.flow.NamedFunction.Volatility;
import dev.sallyport.sql.flow.NamedType.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads functions, aggregates, window functions and procedures; not the bodies of those that users wrote. */
final class RoutineReader {
    /** The first oid of what is no part of the system: FirstNormalObjectId. */
    static final int FIRST_OF_USERS = 16_384;

    private final Rows rows;
    private final OidIndex<Relation> rowTypes;
    private final OidIndex<Type> types;

    private final CodeOfTypes code;
    private final KnownExtensions extensions;

    RoutineReader(Rows rows, List<Relation> relations, TypeReader.Read types, KnownExtensions extensions) {
        this.rows = rows;
        this.code = types.code();
        this.extensions = extensions;
        this.rowTypes = new OidIndex<>(relations, Relation::rowType);
        this.types = new OidIndex<>(types.types(), Type::oid);
    }

    List<Routine> routines() throws SQLException {
        List<Routine> routines = new ArrayList<>();
        rows.each(CatalogQueries.FUNCTIONS, row -> routines.add(routine(row)));
        return routines;
    }

    private Routine routine(ResultSet row) throws SQLException {
        int oid = Rows.oid(row, 1);
        String schema = rows.name(row, 2);
        String name = rows.name(row, 3);
        int arguments = row.getInt(5);
        boolean variadic = row.getBoolean(6);
        Volatility volatility = volatility(row.getString(7));
        String language = rows.name(row, 8);
        boolean securityDefiner = row.getBoolean(9);
        int result = Rows.oid(row, 10);
        List<Field> out = outputs(row);
        String extension = row.getString(14);
        return new Routine(
                oid,
                schema,
                name,
                row.getInt(4),
                variadic ? Integer.MAX_VALUE : arguments,
                volatility,
                language,
                securityDefiner,
                out.isEmpty() ? fields(result) : out,
                row.getBoolean(15),
                result,
                body(row),
                types(result, out, Rows.numbers(row.getArray(16))),
                extension,
                extensions.typesOf(extension));
    }

    /** Of the types of its arguments and results those that have code. */
    private Set<Integer> types(int result, List<Field> outputs, List<Number> arguments) {
        Set<Integer> types = new HashSet<>();
        types.add(result);
        outputs.forEach(output -> types.add(output.type()));
        arguments.forEach(argument -> types.add((int) argument.longValue()));
        types.removeIf(type -> !code.has(type));
        return types;
    }

    private Body body(ResultSet row) throws SQLException {
        if (extensions.functionsOf(row.getString(14))) {
            return new Body.ArgumentsAlone();
        } else if (row.getBoolean(17) && !row.getBoolean(9)) {
            // It makes a range, by what comes with the range's type.
            return new Body.Read(Dependencies.NONE, false, Effect.READ);
        }
        return body(
                Rows.oid(row, 1),
                rows.name(row, 2),
                rows.name(row, 3),
                volatility(row.getString(7)),
                rows.name(row, 8),
                row.getBoolean(9));
    }

    private static Body body(
            int oid, String schema, String name, Volatility volatility, String language, boolean securityDefiner) {
        boolean systems = Integer.compareUnsigned(oid, FIRST_OF_USERS) < 0
                && (schema.equals(Catalog.SYSTEM_SCHEMA) || schema.equals(Catalog.INFORMATION_SCHEMA));
        if (systems) {
            return SystemBodies.of(name, volatility, language);
        } else if (securityDefiner) {
            return new Body.Unknown("it runs with its owner's privileges");
        }
        return new Body.Unknown(
                switch (language) {
                    case "c", "internal" -> "it is written in C";
                    case "sql", "plpgsql" -> "its body could not be read";
                    default -> "it is written in " + language;
                });
    }

    /** Parameters that are OUT, INOUT or of TABLE, in order. */
    private static List<Field> outputs(ResultSet row) throws SQLException {
        List<Number> types = Rows.numbers(row.getArray(11));
        List<String> modes = Rows.texts(row.getArray(12));
        List<String> names = Rows.texts(row.getArray(13));
        List<Field> outputs = new ArrayList<>();
        for (int i = 0; i < modes.size(); i++) {
            boolean output = switch (modes.get(i)) {
                case "o", "b", "t" -> true;
                default -> false;
            };
            if (output) {
                String name = i < names.size() ? names.get(i) : "";
                // As build_function_result_tupdesc_d names what has no name.
                outputs.add(new Field(name.isEmpty() ? "column" + (outputs.size() + 1) : name, (int)
                        types.get(i).longValue()));
            }
        }
        return outputs.size() == 1 && outputs.getFirst().name().equals("column1") ? List.of() : outputs;
    }

    /** The fields of a type that has some, or of the one that a domain is over. */
    private List<Field> fields(int oid) {
        Relation relation = rowTypes.get(oid);
        if (relation != null) {
            return Type.fieldsOf(relation);
        }
        Type type = types.get(oid);
        return type == null ? List.of() : type.domainOver() != 0 ? fields(type.domainOver()) : type.fields();
    }

    private static Volatility volatility(String provolatile) {
        return switch (provolatile) {
            case "i" -> Volatility.IMMUTABLE;
            case "s" -> Volatility.STABLE;
            default -> Volatility.VOLATILE;
        };
    }
}
