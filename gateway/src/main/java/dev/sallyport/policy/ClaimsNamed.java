package dev.sallyport.policy;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Which of a token's claims the conditions of a policy can look at. */
public sealed interface ClaimsNamed {

    /** These alone, whether a token has them or not. */
    record These(Set<String> names) implements ClaimsNamed {
        public These {
            names = Set.copyOf(names);
        }
    }

    /** Any: a condition looks at all of them, or at one whose name it works out. */
    record Any() implements ClaimsNamed {}

    /** What both look at. */
    default ClaimsNamed and(ClaimsNamed other) {
        if (!(this instanceof These(var some)) || !(other instanceof These(var others))) {
            return new Any();
        }
        Set<String> names = new TreeSet<>(some);
        names.addAll(others);
        return new These(names);
    }

    /**
     * Reads what the paths of a condition name.
     *
     * @param claims how it writes the claims themselves: {@code principal.claims}
     */
    static ClaimsNamed in(Collection<String> paths, String claims) {
        Set<String> names = new TreeSet<>();
        for (String path : paths) {
            if (path.equals(claims) || claims.startsWith(path + ".")) {
                return new Any();
            } else if (path.startsWith(claims + ".")) {
                // A claim's own name may have dots, as URLs have: each beginning may be it.
                String name = path.substring(claims.length() + 1);
                for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                    names.add(name.substring(0, dot));
                }
                names.add(name);
            }
        }
        return new These(names);
    }
}
