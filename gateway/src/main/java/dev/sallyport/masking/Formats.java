package dev.sallyport.masking;

import dev.sallyport.wire.Format;
import java.util.List;

/** How values of one type stand in each of the two formats. */
record Formats<T>(Codec<T> text, Codec<T> binary) {

    Codec<T> in(Format format) {
        return switch (format) {
            case TEXT -> text;
            case BINARY -> binary;
        };
    }

    /** Those of the range type over a type. */
    static <T extends Comparable<T>> Formats<Span<T>> ranges(Formats<T> bounds) {
        return new Formats<>(new SpanText<>(bounds.text), new SpanBinary<>(bounds.binary));
    }

    /** Those of the multirange type over a type. */
    static <T extends Comparable<T>> Formats<List<Span<T>>> multiranges(Formats<T> bounds) {
        return new Formats<>(
                new SpansText<>(new SpanText<>(bounds.text)), new SpansBinary<>(new SpanBinary<>(bounds.binary)));
    }
}
