package dev.sallyport.policy;

import java.util.List;
import java.util.Map;

/**
 * Everything of the configuration that decisions are made by, as configured and not yet checked.
 *
 * @param masks {@code masks}
 * @param access {@code access}
 * @param rules {@code rules}, packs already expanded
 * @param trustedFunctions by database, {@code databases.NAME.trustedFunctions}: functions outside pg_catalog that reveal nothing of
 *     sensitive columns, each {@code schema.name}; they are believed, not checked
 */
public record PolicySettings(
        List<MaskSetting> masks,
        List<AccessSetting> access,
        List<RuleSetting> rules,
        Map<String, List<String>> trustedFunctions) {

    public PolicySettings {
        masks = List.copyOf(masks);
        access = List.copyOf(access);
        rules = List.copyOf(rules);
        trustedFunctions = Map.copyOf(trustedFunctions);
    }
}
