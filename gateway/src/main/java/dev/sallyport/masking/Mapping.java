package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/** What a function makes of a value that was read. For one thread. */
interface Mapping<T> {

    /** The masked value, or null if it can't be masked so. */
    @Nullable
    T map(T value);
}
