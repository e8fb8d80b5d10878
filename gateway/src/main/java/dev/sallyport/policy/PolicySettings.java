package dev.sallyport.policy;

import java.util.List;
import java.util.Map;

/**
 * Everything of the configuration that decisions are made by, as configured and not yet checked.
 *
 * @param masks {@code masks}
 * @param labels {@code labels}
 * @param access {@code access}
 * @param rules {@code rules}, packs already expanded
 * @param databases by name, what decisions depend on of {@code databases}
 */
public record PolicySettings(
        List<MaskSetting> masks,
        List<LabelSetting> labels,
        List<AccessSetting> access,
        List<RuleSetting> rules,
        Map<String, DatabaseSetting> databases) {

    public PolicySettings {
        masks = List.copyOf(masks);
        labels = List.copyOf(labels);
        access = List.copyOf(access);
        rules = List.copyOf(rules);
        databases = Map.copyOf(databases);
    }
}
