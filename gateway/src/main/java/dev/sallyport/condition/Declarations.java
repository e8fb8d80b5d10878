package dev.sallyport.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables as CEL's type checker knows them. */
final class Declarations {

    private final Map<String, ValueType.Structure> declared = new HashMap<>();
    private final Map<String, StructType> structures = new HashMap<>();
    private final Map<String, CelType> byName = new HashMap<>();

    Declarations(Variables variables) {
        variables.types().forEach((name, type) -> byName.put(name, toCel(type)));
    }

    Map<String, CelType> byName() {
        return byName;
    }

    CelTypeProvider structures() {
        ImmutableMap<String, CelType> all = ImmutableMap.copyOf(structures);
        return new CelTypeProvider() {
            @Override
            public ImmutableCollection<CelType> types() {
                return all.values();
            }

            @Override
            public Optional<CelType> findType(String typeName) {
                return Optional.ofNullable(all.get(typeName));
            }
        };
    }

    private CelType toCel(ValueType type) {
        return switch (type) {
            case ValueType.Scalar scalar ->
                switch (scalar) {
                    case STRING -> SimpleType.STRING;
                    case BOOLEAN -> SimpleType.BOOL;
                    case INTEGER -> SimpleType.INT;
                    case TIMESTAMP -> SimpleType.TIMESTAMP;
                    case DURATION -> SimpleType.DURATION;
                    case ANY -> SimpleType.DYN;
                };
            case ValueType.ListOf list -> ListType.create(toCel(list.element()));
            case ValueType.MapOf map -> MapType.create(SimpleType.STRING, toCel(map.value()));
            case ValueType.Structure structure -> declare(structure);
        };
    }

    private CelType declare(ValueType.Structure structure) {
        ValueType.Structure other = declared.putIfAbsent(structure.name(), structure);
        if (other == null) {
            ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
            structure.fields().forEach((name, type) -> types.put(name, toCel(type)));
            ImmutableMap<String, CelType> fields = types.buildOrThrow();
            structures.put(
                    structure.name(),
                    StructType.create(
                            structure.name(), fields.keySet(), name -> Optional.ofNullable(fields.get(name))));
        } else if (!other.equals(structure)) {
            throw new IllegalArgumentException("two structures are named " + structure.name());
        }
        return StructTypeReference.create(structure.name());
    }
}
