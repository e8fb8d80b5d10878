package dev.sallyport.sql;

import dev.sallyport.sql.flow.NamedFunction;
import java.util.Optional;

/**
 * A call of a function that does more than read, or that may.
 *
 * @param function its qualified name; as written where nothing is known by that name
 * @param effect what it does, above {@link Effect#READ}
 */
public record ActingCall(String function, Effect effect) {

    /** What a call does if it is one of the system's own functions or of its extensions', which its text shows. */
    static Optional<ActingCall> written(FunctionUse use) {
        Effect effect = use.operator() ? null : ActingFunctions.of(use.schema(), use.name());
        if (effect == null) {
            return Optional.empty();
        }
        String schema =
                use.schema() == null && ActingFunctions.isOfTheSystem(use.name()) ? Facts.SYSTEM_SCHEMA : use.schema();
        return Optional.of(new ActingCall(schema == null ? use.name() : schema + "." + use.name(), effect));
    }

    /** What a call of a function does. */
    static Optional<ActingCall> of(NamedFunction function) {
        Effect effect = ActingFunctions.effect(function, function.body());
        return effect.compareTo(Effect.READ) <= 0
                ? Optional.empty()
                : Optional.of(new ActingCall(function.schema() + "." + function.name(), effect));
    }
}
