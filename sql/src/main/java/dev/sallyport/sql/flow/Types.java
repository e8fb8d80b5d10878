package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What types do: their fields, and what making a value of them runs. */
final class Types {
    /** How many types may stand behind one another, a domain over a domain. */
    private static final int DOMAINS = 32;

    private final Resolver resolver;

    Types(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Makes a value of the type of a TypeName node. */
    Value cast(Value value, TreeNode typeName, Scope scope) {
        Dependencies depends = value.dependsOn();
        for (TreeNode modifier : typeName.nodes("typmods")) {
            depends = depends.and(resolver.expressions.value(modifier, scope).dependsOn());
        }
        Value cast = cast(Value.of(depends), named(typeName.names("names")));
        return typeName.has("arrayBounds") && !(cast.shape() instanceof Shape.Plain)
                ? Value.of(cast.dependsOn())
                : cast;
    }

    /** Makes a value of one of some types, or of a plain type if there are none. */
    Value cast(Value value, List<NamedType> types) {
        Dependencies depends = value.dependsOn().and(made(types));
        resolver.failures.operation(depends);
        if (types.isEmpty()) {
            return Value.plain(depends);
        }
        return new Value(
                depends,
                null,
                types.size() == 1 ? new Shape.OfType(types.getFirst().oid()) : Shape.UNKNOWN);
    }

    /** The types that a name means; a plain type of pg_catalog is none of them. */
    List<NamedType> named(List<String> name) {
        if (name.isEmpty()) {
            return List.of();
        }
        String schema = name.size() > 1 ? name.get(name.size() - 2) : null;
        return new ArrayList<>(resolver.names.types(schema, name.getLast()));
    }

    private Dependencies made(List<NamedType> types) {
        Dependencies code = Dependencies.NONE;
        for (NamedType type : types) {
            code = code.and(made(type));
        }
        return code;
    }

    /** What making a value of a type adds to what it is made of. */
    Dependencies made(NamedType type) {
        return type.runsCode()
                ? resolver.findings.unknown(
                        "making a value of " + type.schema() + "." + type.name() + " runs code that was not read")
                : Dependencies.NONE;
    }

    /**
     * The fields that values of a shape have.
     *
     * @return null if they can't be told; empty if there are none
     */
    @Nullable
    Columns fields(Shape shape, Dependencies value) {
        return switch (shape) {
            case Shape.Unknown() -> null;
            case Shape.Plain() -> ListedColumns.NONE;
            case Shape.Row(Columns columns) -> columns;
            case Shape.OfType(int oid) -> fields(oid, value);
        };
    }

    private Columns fields(int oid, Dependencies value) {
        List<Column> columns = new ArrayList<>();
        int at = oid;
        for (int i = 0; i < DOMAINS; i++) {
            Optional<? extends NamedType> type = resolver.names.type(at);
            if (type.isEmpty()) {
                break;
            }
            for (NamedType.Field field : type.get().fields()) {
                columns.add(Column.of(field.name(), new Value(value, null, new Shape.OfType(field.type()))));
            }
            if (!columns.isEmpty() || type.get().base() == 0) {
                break;
            }
            at = type.get().base();
        }
        // An array of rows looks the same as a domain over a row, and has one column in FROM.
        boolean told = columns.isEmpty() || at == oid;
        return new ListedColumns(columns, told ? null : "whether a type is a domain or an array can't be told");
    }

    /** What an element of an array has, or what a subscript gives. */
    Shape element(Shape array) {
        return switch (array) {
            case Shape.Unknown() -> Shape.UNKNOWN;
            case Shape.Row(Columns columns) -> Shape.UNKNOWN;
            case Shape.Plain() -> Shape.PLAIN;
            case Shape.OfType(int oid) -> {
                Optional<? extends NamedType> type = resolver.names.type(oid);
                yield type.isEmpty() ? Shape.PLAIN : new Shape.OfType(type.get().base());
            }
        };
    }

    /** Whether values of a shape surely have no fields. */
    boolean isPlain(Shape shape) {
        Columns fields = fields(shape, Dependencies.NONE);
        return fields != null && fields.open() == null && fields.all().isEmpty();
    }
}
