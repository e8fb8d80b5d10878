package dev.sallyport.sql;

import org.jspecify.annotations.Nullable;

/**
 * A configuration parameter that a statement sets or resets, by SET, RESET, SET LOCAL, ALTER ... SET or a call of set_config
 * with a constant name.
 *
 * @param name the parameter's name in lower case; {@code *} for RESET ALL and DISCARD ALL, and for set_config with a name that is
 *     not a constant
 * @param value the value as text when it is one constant; null for DEFAULT, RESET, or anything else
 */
public record SettingUse(String name, @Nullable String value) {}
