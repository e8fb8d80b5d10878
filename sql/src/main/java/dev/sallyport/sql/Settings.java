package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Configuration parameters in SET, RESET, transaction modes and set_config. */
final class Settings {
    /** A change that may be of any parameter. */
    static final SettingUse ANY = new SettingUse("*", null);

    private Settings() {}

    /** What SET and RESET change, in all their forms. */
    static void ofSet(TreeNode set, Facts facts) {
        String name = set.text("name", "");
        List<TreeNode> arguments = set.nodes("args");
        switch (set.text("kind", "")) {
            case "VAR_SET_VALUE" ->
                given(use(name, arguments.size() == 1 ? constant(arguments.getFirst()) : null), facts);
            case "VAR_SET_CURRENT" -> given(use(name, null), facts);
            case "VAR_SET_DEFAULT", "VAR_RESET" -> {
                facts.setting(use(name, null));
                Roles.reset(name, facts);
            }
            case "VAR_RESET_ALL" -> facts.setting(ANY);
            case "VAR_SET_MULTI" -> ofModes(name, arguments, facts);
            default -> facts.refuse("the parse tree holds a SET of a kind that is not known");
        }
    }

    private static void given(SettingUse setting, Facts facts) {
        facts.setting(setting);
        Roles.set(setting, facts);
    }

    private static void ofModes(String form, List<TreeNode> arguments, Facts facts) {
        switch (form) {
            case "TRANSACTION" -> ofModes(arguments, "", facts);
            case "SESSION CHARACTERISTICS" -> ofModes(arguments, "default_", facts);
            case "TRANSACTION SNAPSHOT" ->
                facts.setting(use("transaction_snapshot", arguments.isEmpty() ? null : constant(arguments.getFirst())));
            default -> facts.refuse("the parse tree holds a SET of a form that is not known");
        }
    }

    /** Transaction modes, which BEGIN and SET TRANSACTION take: each sets the parameter it is named after. */
    static void ofModes(List<TreeNode> modes, String prefix, Facts facts) {
        for (TreeNode mode : modes) {
            TreeNode value = mode.node("arg");
            facts.setting(use(prefix + mode.text("defname", ""), value == null ? null : constant(value)));
        }
    }

    /** What a call of set_config changes. Its first argument may be given by name. */
    static void ofCall(List<TreeNode> arguments, Facts facts) {
        String name = null;
        String value = null;
        for (int i = 0; i < arguments.size(); i++) {
            TreeNode argument = arguments.get(i);
            TreeNode given = argument.is("NamedArgExpr") ? argument.node("arg") : argument;
            String parameter = argument.is("NamedArgExpr") ? argument.text("name", "") : i == 0 ? "setting_name" : "";
            if (given != null && parameter.equals("setting_name")) {
                name = constant(given);
            } else if (given != null && (parameter.equals("new_value") || (parameter.isEmpty() && i == 1))) {
                value = constant(given);
            }
        }
        given(name == null ? new SettingUse(ANY.name(), value) : use(name, value), facts);
    }

    private static SettingUse use(String name, @Nullable String value) {
        return new SettingUse(name.toLowerCase(Locale.ROOT), value);
    }

    /** The text of a bare constant, or null for anything else. */
    static @Nullable String constant(TreeNode node) {
        if (!node.is("A_Const")) {
            return null;
        }
        var body = node.body();
        if (body.has("sval")) {
            return body.get("sval").path("sval").asString("");
        } else if (body.has("ival")) {
            return Integer.toString(body.get("ival").path("ival").asInt(0));
        } else if (body.has("fval")) {
            return body.get("fval").path("fval").asString("");
        } else if (body.has("boolval")) {
            return Boolean.toString(body.get("boolval").path("boolval").asBoolean(false));
        }
        return null;
    }
}
