package dev.sallyport.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads single values; null for what is not of the asked form. */
final class Value {

    private Value() {}

    static @Nullable String text(@Nullable Node node) {
        return (node instanceof Node.Scalar scalar
                        && (scalar.kind() == Node.Kind.TEXT || scalar.kind() == Node.Kind.NUMBER)
                        && !scalar.text().isBlank())
                ? scalar.text()
                : null;
    }

    static boolean isName(Node node) {
        String text = text(node);
        return text != null && ShapeCheck.NAME.matcher(text).matches();
    }

    static @Nullable Duration time(@Nullable Node node) {
        return node instanceof Node.Scalar scalar ? Quantities.time(scalar.text()) : null;
    }

    static @Nullable Long size(@Nullable Node node) {
        return node instanceof Node.Scalar scalar ? Quantities.size(scalar.text()) : null;
    }

    static @Nullable Boolean flag(@Nullable Node node) {
        return (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.BOOLEAN)
                ? Boolean.valueOf(scalar.text())
                : null;
    }
}
