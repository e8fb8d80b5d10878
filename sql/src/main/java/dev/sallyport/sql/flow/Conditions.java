package dev.sallyport.sql.flow;

import java.util.ArrayList;
import java.util.List;

/** Gathers what decides which rows there are. For one thread. */
final class Conditions {
    private final List<Dependencies> gathered = new ArrayList<>();

    void add(Dependencies dependencies) {
        if (!dependencies.isNone()) {
            gathered.add(dependencies.asCondition());
        }
    }

    Dependencies all() {
        return switch (gathered.size()) {
            case 0 -> Dependencies.NONE;
            case 1 -> gathered.getFirst();
            default -> Dependencies.all(gathered);
        };
    }
}
