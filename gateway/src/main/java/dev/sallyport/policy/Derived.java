package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.grant.Grant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What follows from a catalog and a policy alone, worked out once for as long as both stay. Thread-safe. */
final class Derived {

    /** How many combinations of catalog, policy and masks are remembered. */
    static final int CACHED = 16;

    private final Map<SensitivityKey, Sensitivity> sensitivities = latest();
    private final Map<LabelsKey, Labels> labels = latest();

    private record SensitivityKey(long catalog, long policy, String database, List<String> unmask) {}

    private record LabelsKey(long catalog, long policy, String database) {}

    private static <K, V> Map<K, V> latest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > CACHED;
            }
        };
    }

    /** @param masks those that apply to the grant, at least one */
    Sensitivity sensitivity(Catalog catalog, Policy policy, Grant grant, List<Mask> masks) {
        return sensitivity(catalog, policy, grant.database(), grant.unmask(), masks);
    }

    /** @param masks those of the database that are left without what is unmasked, at least one */
    Sensitivity sensitivity(Catalog catalog, Policy policy, String database, List<String> unmask, List<Mask> masks) {
        SensitivityKey key = new SensitivityKey(catalog.version(), policy.version(), database, unmask);
        synchronized (sensitivities) {
            return sensitivities.computeIfAbsent(
                    key, absent -> SensitivityBuilder.build(catalog, masks, policy.trustedFunctions(database)));
        }
    }

    Labels labels(Catalog catalog, Policy policy, Grant grant) {
        List<Label> declared = policy.labels(grant.database());
        if (declared.isEmpty()) {
            return Labels.NONE;
        }
        LabelsKey key = new LabelsKey(catalog.version(), policy.version(), grant.database());
        synchronized (labels) {
            return labels.computeIfAbsent(key, absent -> Labels.of(catalog, declared));
        }
    }
}
