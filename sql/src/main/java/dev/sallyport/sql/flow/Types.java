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
        List<String> name = typeName.names("names");
        List<NamedType> types = named(name);
        boolean array = typeName.has("arrayBounds");
        int element = builtin(name, types);
        int to = array ? BuiltinTypes.array(element) : element;
        // A string without a type becomes one before anything is evaluated; a domain is checked later.
        boolean literal = value.shape() instanceof Shape.Literal && ofTheSystem(types);
        boolean modified = typeName.has("typmods");
        if (!literal && (to == 0 || !BuiltinTypes.castable(builtin(value.shape()), to, modified))) {
            resolver.failures.operation(depends);
        }
        if (to != 0) {
            return Value.ofType(to, depends);
        }
        Value cast = made(depends, types);
        return array && !(cast.shape() instanceof Shape.Plain) ? Value.of(cast.dependsOn()) : cast;
    }

    /** The reviewed type that a name means; 0 if it is another, or may be. */
    private static int builtin(List<String> name, List<NamedType> types) {
        if (types.isEmpty()) {
            return name.isEmpty() ? 0 : BuiltinTypes.named(name.getLast());
        }
        NamedType type = types.getFirst();
        return types.size() == 1 && BuiltinTypes.isKnown(type.oid()) && !type.runsCode() ? type.oid() : 0;
    }

    private static boolean ofTheSystem(List<NamedType> types) {
        return types.stream().allMatch(type -> type.schema().equals("pg_catalog") && !type.runsCode());
    }

    /** Makes a value of one of some types, or of a plain type if there are none. */
    Value cast(Value value, List<NamedType> types) {
        resolver.failures.operation(value.dependsOn());
        return made(value.dependsOn(), types);
    }

    private Value made(Dependencies from, List<NamedType> types) {
        Dependencies depends = from.and(made(types));
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
            case Shape.Unknown(), Shape.Parameter() -> null;
            case Shape.Plain(), Shape.Literal() -> ListedColumns.NONE;
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

    /** The reviewed type of pg_catalog that a shape is of, or that a domain is over; 0 if it is none. */
    int builtin(Shape shape) {
        if (!(shape instanceof Shape.OfType(int oid))) {
            return 0;
        }
        if (BuiltinTypes.isKnown(oid)) {
            return oid;
        }
        // Arrays of the system's own types are known, so what is over one of those is a domain.
        Optional<? extends NamedType> type = resolver.names.type(oid);
        return type.isPresent()
                        && type.get().fields().isEmpty()
                        && BuiltinTypes.isKnown(type.get().base())
                ? type.get().base()
                : 0;
    }

    /** Whether taking an element never fails: what is out of bounds is NULL, but a number can be too large for a place. */
    boolean isSubscript(Shape container, Shape index) {
        int type = builtin(container);
        int by = builtin(index);
        boolean literal = index instanceof Shape.Literal;
        if (type == BuiltinTypes.JSONB) {
            return literal || by == BuiltinTypes.INTEGER || by == BuiltinTypes.TEXT;
        }
        return BuiltinTypes.element(type) != 0
                && (literal || by == BuiltinTypes.INTEGER || by == BuiltinTypes.SMALLINT);
    }

    /** Values are compared with one another: they are sorted, grouped or told apart. */
    void sorted(Value value) {
        if (!comparable(value.shape(), value.shape())) {
            resolver.failures.operation(value.dependsOn());
        }
    }

    /** Values are compared with others. */
    void compared(Value one, Value other) {
        if (!comparable(one.shape(), other.shape())) {
            resolver.failures.operation(one.dependsOn().and(other.dependsOn()));
        }
    }

    /** Whether comparing values of two shapes never fails. */
    boolean comparable(Shape one, Shape other) {
        if (one instanceof Shape.Literal || one instanceof Shape.Parameter) {
            return beside(one, other);
        } else if (other instanceof Shape.Literal || other instanceof Shape.Parameter) {
            return beside(other, one);
        }
        return builtin(one) != 0 && builtin(other) != 0 && BuiltinTypes.comparable(builtin(one), builtin(other));
    }

    private boolean beside(Shape untyped, Shape other) {
        if (other instanceof Shape.Literal) {
            return true;
        }
        return untyped instanceof Shape.Literal ? builtin(other) != 0 : BuiltinTypes.besideAParameter(builtin(other));
    }

    /**
     * The shape of a value that is one of several, which are made of one type.
     *
     * @param all what they depend on
     */
    Shape together(List<Shape> shapes, Dependencies all) {
        Shape common = common(shapes);
        if (common == null) {
            resolver.failures.operation(all);
            return shapes.stream().allMatch(this::isPlain) ? Shape.PLAIN : Shape.UNKNOWN;
        }
        return common;
    }

    /** Null if making them of one type can fail. */
    private @Nullable Shape common(List<Shape> shapes) {
        List<Shape> typed = shapes.stream()
                .filter(shape -> !(shape instanceof Shape.Literal))
                .toList();
        if (typed.isEmpty()) {
            return Shape.TEXT;
        }
        Shape first = typed.getFirst();
        if (typed.size() == 1
                || (first instanceof Shape.OfType && typed.stream().allMatch(first::equals))) {
            return first instanceof Shape.Row ? Shape.UNKNOWN : first;
        }
        int wide = 0;
        for (Shape shape : typed) {
            int type = builtin(shape);
            if (shape instanceof Shape.Parameter) {
                continue;
            } else if (type == 0 || (wide != 0 && !BuiltinTypes.convertible(wide, type))) {
                return null;
            }
            wide = wide == 0 ? type : BuiltinTypes.wider(wide, type);
        }
        boolean parameter = typed.contains(Shape.PARAMETER);
        return parameter && !BuiltinTypes.convertibleWithAParameter(wide) ? null : new Shape.OfType(wide);
    }

    /** What an element of an array has, or what a subscript gives. */
    Shape element(Shape array) {
        return switch (array) {
            case Shape.Unknown(), Shape.Parameter(), Shape.Literal() -> Shape.UNKNOWN;
            case Shape.Row(Columns columns) -> Shape.UNKNOWN;
            case Shape.Plain() -> Shape.PLAIN;
            case Shape.OfType(int oid) when oid == BuiltinTypes.JSONB -> array;
            case Shape.OfType(int oid)
            when BuiltinTypes.element(oid) != 0 -> new Shape.OfType(BuiltinTypes.element(oid));
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
