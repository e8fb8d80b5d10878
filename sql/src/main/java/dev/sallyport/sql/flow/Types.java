package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What types do: their fields, and what the server calls to make, use and show values of them. */
final class Types {
    /** How many domains may stand on one another. */
    private static final int DOMAINS = 32;

    private final Resolver resolver;
    private final Map<TypeCode, Optional<Dependencies>> known = new HashMap<>();

    Types(Resolver resolver) {
        this.resolver = resolver;
    }

    /** What the functions of users read that the server calls so, if there are any; they can fail. */
    private Dependencies code(TypeCode handling) {
        Optional<Dependencies> read = known.computeIfAbsent(handling, absent -> {
            List<? extends NamedFunction> functions = resolver.names.code(absent);
            return functions.isEmpty() ? Optional.empty() : Optional.of(resolver.functions.run(functions));
        });
        read.ifPresent(resolver.failures::operation);
        return read.orElse(Dependencies.NONE);
    }

    /** What a value depends on that is used for anything but being shown or handed on as it is. */
    Dependencies used(Value value) {
        if (value.dependsOn().isUnknown()) {
            return value.dependsOn();
        }
        Failures.Mark before = resolver.failures.mark();
        Dependencies code = using(value.shape());
        if (!resolver.failures.mark().equals(before)) {
            resolver.failures.operation(value.dependsOn());
        }
        return value.dependsOn().and(code);
    }

    /** What using a value of a shape adds to it. */
    Dependencies using(Shape shape) {
        return switch (shape) {
            case Shape.Unknown() -> code(new TypeCode.UsingAny());
            case Shape.Scalar() -> code(new TypeCode.UsingAny());
            case Shape.Plain() -> code(new TypeCode.UsingPlain());
            case Shape.Literal(), Shape.Parameter() -> Dependencies.NONE;
            case Shape.OfType(int oid) -> code(new TypeCode.Using(oid));
            case Shape.Row(Columns columns) -> {
                Dependencies all = Dependencies.NONE;
                for (Column column : columns.all()) {
                    all = all.and(using(column.value().shape()));
                }
                yield columns.open() == null ? all : all.and(code(new TypeCode.UsingAny()));
            }
        };
    }

    /** What a value depends on that is shown. */
    Dependencies shown(Value value) {
        return value.dependsOn().isUnknown()
                ? value.dependsOn()
                : value.dependsOn().and(showing(value.shape()));
    }

    /** What showing a value of a shape adds to it. */
    private Dependencies showing(Shape shape) {
        return switch (shape) {
            case Shape.Unknown() -> code(new TypeCode.ShowingAny());
            case Shape.Scalar() -> code(new TypeCode.ShowingAny());
            case Shape.Plain() -> Dependencies.NONE;
            case Shape.Literal(), Shape.Parameter() -> Dependencies.NONE;
            case Shape.OfType(int oid) -> code(new TypeCode.Showing(oid));
            case Shape.Row(Columns columns) -> {
                Dependencies all = Dependencies.NONE;
                for (Column column : columns.all()) {
                    all = all.and(showing(column.value().shape()));
                }
                yield columns.open() == null ? all : all.and(code(new TypeCode.ShowingAny()));
            }
        };
    }

    /** What making a value of a type adds to what it is made of. */
    Dependencies made(int type) {
        return code(new TypeCode.Making(type));
    }

    /** What making values of one type adds to them: nothing if they are of one already. */
    Dependencies unified(List<Shape> shapes) {
        Dependencies all = Dependencies.NONE;
        if (shapes.stream().distinct().count() > 1 || shapes.stream().anyMatch(Shape.Row.class::isInstance)) {
            for (Shape shape : shapes) {
                all = all.and(using(shape));
                if (shape instanceof Shape.OfType(int oid)) {
                    all = all.and(made(oid));
                }
            }
        }
        return all;
    }

    /** Makes a value of the type of a TypeName node. */
    Value cast(Value value, TreeNode typeName, Scope scope) {
        Dependencies depends = used(value);
        for (TreeNode modifier : typeName.nodes("typmods")) {
            depends = depends.and(resolver.expressions.dependsOn(modifier, scope));
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
    private int builtin(List<String> name, List<NamedType> types) {
        if (types.isEmpty()) {
            return name.isEmpty() ? 0 : BuiltinTypes.named(name.getLast());
        }
        NamedType type = types.getFirst();
        return types.size() == 1 && BuiltinTypes.isKnown(type.oid()) && isMadeWithoutCode(type) ? type.oid() : 0;
    }

    /** Whether a TypeName node means a reviewed type of pg_catalog, or an array of one, and can't mean another. */
    boolean isReviewed(TreeNode typeName) {
        List<String> name = typeName.names("names");
        return builtin(name, named(name)) != 0;
    }

    private boolean ofTheSystem(List<NamedType> types) {
        return types.stream().allMatch(type -> type.schema().equals("pg_catalog") && isMadeWithoutCode(type));
    }

    private boolean isMadeWithoutCode(NamedType type) {
        return resolver.names.code(new TypeCode.Making(type.oid())).isEmpty();
    }

    /** What values of the type of a TypeName node are. */
    Shape shape(@Nullable TreeNode typeName) {
        if (typeName == null) {
            return Shape.UNKNOWN;
        }
        List<NamedType> types = named(typeName.names("names"));
        if (types.isEmpty()) {
            return Shape.PLAIN;
        }
        return types.size() > 1 || typeName.has("arrayBounds")
                ? Shape.UNKNOWN
                : new Shape.OfType(types.getFirst().oid());
    }

    /** Makes a value of one of some types, or of a plain type if there are none. */
    Value cast(Value value, List<NamedType> types) {
        resolver.failures.operation(value.dependsOn());
        return made(used(value), types);
    }

    private Value made(Dependencies from, List<NamedType> types) {
        if (types.isEmpty()) {
            return Value.plain(from);
        }
        Dependencies depends = from;
        for (NamedType type : types) {
            depends = depends.and(made(type.oid()));
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

    /**
     * The fields that values of a shape have.
     *
     * @return null if they can't be told; empty if there are none
     */
    @Nullable
    Columns fields(Shape shape, Dependencies value) {
        return switch (shape) {
            case Shape.Unknown() -> null;
            case Shape.Scalar() -> ListedColumns.NONE;
            case Shape.Plain() -> ListedColumns.NONE;
            case Shape.Literal() -> ListedColumns.NONE;
            case Shape.Parameter() -> null;
            case Shape.Row(Columns columns) -> columns;
            case Shape.OfType(int oid) -> fields(oid, value);
        };
    }

    private Columns fields(int oid, Dependencies value) {
        List<Column> columns = new ArrayList<>();
        Optional<? extends NamedType> type = resolver.names.type(withoutDomains(oid));
        if (type.isPresent()) {
            for (NamedType.Field field : type.get().fields()) {
                columns.add(Column.of(field.name(), new Value(value, null, new Shape.OfType(field.type()))));
            }
        }
        return new ListedColumns(columns);
    }

    /** The type that a domain is over; any other type itself. */
    private int withoutDomains(int oid) {
        int at = oid;
        for (int i = 0; i < DOMAINS; i++) {
            int over = resolver.names.type(at).map(NamedType::domainOver).orElse(0);
            if (over == 0) {
                break;
            }
            at = over;
        }
        return at;
    }

    /** The reviewed type of pg_catalog that a shape is of, or that a domain is over; 0 if it is none. */
    int builtin(Shape shape) {
        if (!(shape instanceof Shape.OfType(int oid))) {
            return 0;
        }
        if (BuiltinTypes.isKnown(oid)) {
            return oid;
        }
        int over = withoutDomains(oid);
        return BuiltinTypes.isKnown(over) ? over : 0;
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
            return shapes.stream().reduce(this::either).orElse(Shape.UNKNOWN);
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
            case Shape.Unknown() -> Shape.UNKNOWN;
            case Shape.Scalar() -> Shape.UNKNOWN;
            case Shape.Row(Columns columns) -> Shape.UNKNOWN;
            case Shape.Plain() -> Shape.PLAIN;
            case Shape.Literal(), Shape.Parameter() -> Shape.UNKNOWN;
            case Shape.OfType(int oid) when oid == BuiltinTypes.JSONB -> array;
            case Shape.OfType(int oid)
            when BuiltinTypes.element(oid) != 0 -> new Shape.OfType(BuiltinTypes.element(oid));
            case Shape.OfType(int oid) -> {
                Optional<? extends NamedType> type = resolver.names.type(withoutDomains(oid));
                if (type.isEmpty()) {
                    yield Shape.PLAIN;
                }
                // What a subscript of another type gives is up to the type.
                yield type.get().element() == 0
                        ? Shape.UNKNOWN
                        : new Shape.OfType(type.get().element());
            }
        };
    }

    /** Whether a value becomes what is expected where it stands. */
    static boolean isUntyped(Shape shape) {
        return shape instanceof Shape.Literal || shape instanceof Shape.Parameter;
    }

    /** The shape of a value that is one of two, which are made to have one type. */
    Shape either(Shape one, Shape other) {
        if (isUntyped(one) || (one.equals(other) && !(one instanceof Shape.Row))) {
            return other;
        } else if (isUntyped(other)) {
            return one;
        } else if (isSystem(one) && isSystem(other)) {
            return Shape.PLAIN;
        }
        return isWithoutFields(one) && isWithoutFields(other) ? Shape.SCALAR : Shape.UNKNOWN;
    }

    /** Whether values of a shape surely have no fields. */
    boolean isWithoutFields(Shape shape) {
        Columns fields = fields(shape, Dependencies.NONE);
        return fields != null && fields.open() == null && fields.all().isEmpty();
    }

    /** Whether values of a shape surely have no fields, nor their elements if they are arrays. */
    boolean isMadeOfScalars(Shape shape) {
        return isWithoutFields(shape)
                && !(shape instanceof Shape.Scalar)
                && !(shape instanceof Shape.OfType(int oid)
                        && resolver.names
                                .type(withoutDomains(oid))
                                .filter(type -> type.element() != 0)
                                .filter(type -> !isWithoutFields(new Shape.OfType(type.element())))
                                .isPresent());
    }

    /** Whether values of a shape are surely of a plain type of pg_catalog, or become of one where nothing else is expected. */
    boolean isSystem(Shape shape) {
        return switch (shape) {
            case Shape.Plain() -> true;
            case Shape.Literal() -> true;
            case Shape.Parameter() -> false;
            case Shape.OfType(int oid) -> isSystem(withoutDomains(oid)) && isWithoutFields(shape);
            case Shape.Unknown() -> false;
            case Shape.Scalar() -> false;
            case Shape.Row(Columns columns) -> false;
        };
    }

    /** Whether values of a shape are surely made of no others. */
    boolean isScalar(Shape shape) {
        return isSystem(shape)
                || (shape instanceof Shape.OfType(int oid)
                        && resolver.names
                                .type(withoutDomains(oid))
                                .map(NamedType::isScalar)
                                .orElse(true));
    }

    private boolean isSystem(int oid) {
        return resolver.names.type(oid).map(NamedType::isSystem).orElse(true);
    }

    /** Whether a value of a shape can stand where one of a type is expected, without a cast being written. */
    boolean canBe(int type, Shape shape) {
        return isUntyped(shape)
                || !isSystem(shape)
                || isSystem(type)
                || resolver.names.type(type).map(NamedType::takesPlain).orElse(true);
    }
}
