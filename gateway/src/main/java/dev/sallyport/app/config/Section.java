package dev.sallyport.app.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose keys and values were checked against a shape. What is missing or was found bad reads as null: it is reported
 * already, and the rest is still worth reading for what is wrong with it.
 *
 * @param shape holds every key that may be asked for
 */
record Section(String path, Map<String, Node> entries, Shape.Section shape) {

    static Section of(String path, @Nullable Node node, Shape.Section shape) {
        return new Section(path, node instanceof Node.Mapping mapping ? mapping.entries() : Map.of(), shape);
    }

    String at(String key) {
        return Paths.child(path, key);
    }

    boolean has(String key) {
        return node(key) != null;
    }

    private Shape shapeOf(String key) {
        return shape.keys().stream()
                .filter(known -> known.name().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no shape has the key " + at(key)))
                .shape();
    }

    @Nullable
    Node node(String key) {
        shapeOf(key);
        return entries.get(key);
    }

    @Nullable
    String text(String key) {
        return Value.text(node(key));
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** A choice: unlike another text it may be the word {@code null}. */
    @Nullable
    String choice(String key) {
        Shape shape = shapeOf(key) instanceof Shape.ChoiceOr either ? either.choice() : shapeOf(key);
        return (shape instanceof Shape.Choice choice
                        && node(key) instanceof Node.Scalar scalar
                        && choice.choices().contains(scalar.text()))
                ? scalar.text()
                : null;
    }

    String choice(String key, String otherwise) {
        String chosen = choice(key);
        return chosen == null ? otherwise : chosen;
    }

    @Nullable
    Duration time(String key) {
        return Value.time(node(key));
    }

    Duration time(String key, Duration otherwise) {
        Duration time = time(key);
        return time == null ? otherwise : time;
    }

    long size(String key, long otherwise) {
        Long size = Value.size(node(key));
        return size == null ? otherwise : size;
    }

    boolean flag(String key, boolean otherwise) {
        Boolean flag = Value.flag(node(key));
        return flag == null ? otherwise : flag;
    }

    int whole(String key, int otherwise) {
        String text = text(key);
        return (text == null || !ShapeCheck.WHOLE.matcher(text).matches()) ? otherwise : Integer.parseInt(text);
    }

    /** One text or several; the bad ones are left out. */
    List<String> texts(String key) {
        return switch (node(key)) {
            case Node.Sequence sequence ->
                sequence.elements().stream()
                        .map(Value::text)
                        .<String>mapMulti((text, some) -> {
                            if (text != null) {
                                some.accept(text);
                            }
                        })
                        .toList();
            case Node.Scalar scalar -> {
                String text = Value.text(scalar);
                yield text == null ? List.of() : List.of(text);
            }
            case Node.Mapping mapping -> List.of();
            case null -> List.of();
        };
    }

    Section section(String key) {
        return of(
                at(key),
                node(key),
                shapeOf(key) instanceof Shape.ChoiceOr either ? either.section() : (Shape.Section) shapeOf(key));
    }

    /** The sections of a list. */
    List<Section> sections(String key) {
        Shape.Section element = (Shape.Section) ((Shape.ListOf) shapeOf(key)).element();
        return node(key) instanceof Node.Sequence sequence
                ? IntStream.range(0, sequence.elements().size())
                        .mapToObj(index -> of(
                                Paths.element(at(key), index),
                                sequence.elements().get(index),
                                element))
                        .toList()
                : List.of();
    }

    /** The sections of a mapping from names. */
    Map<String, Section> named(String key) {
        Shape.Section value = (Shape.Section) ((Shape.Named) shapeOf(key)).value();
        Map<String, Section> named = new LinkedHashMap<>();
        if (node(key) instanceof Node.Mapping mapping) {
            mapping.entries().forEach((name, node) -> named.put(name, of(Paths.child(at(key), name), node, value)));
        }
        return named;
    }
}
