package dev.sallyport.masking;

import java.util.List;
import java.util.Optional;

/** The mask functions there are. A new one is one more entry here; configuration checks and documentation read the same list. */
public final class MaskFunctions {
    private static final MaskFunction NULL = new NullFunction();

    /** All of them, in the order in which documentation lists them. */
    public static final List<MaskFunction> ALL = List.of(new RedactFunction(), NULL);

    private MaskFunctions() {}

    /** The function of that name. */
    public static Optional<MaskFunction> named(String name) {
        return ALL.stream().filter(function -> function.name().equals(name)).findFirst();
    }

    /** The function of that name, or the one that leaves nothing: a misspelt name must not show a value. */
    static MaskFunction namedOrStrictest(String name) {
        return named(name).orElse(NULL);
    }
}
