package dev.sallyport.role;

import dev.sallyport.sql.Effect;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the short-lived roles of an access entry's sessions may do. Either {@code memberOf} or {@code setRole} says whose rights they
 * have.
 *
 * @param access the entry's name
 * @param statements the effects that it covers
 * @param memberOf the roles whose rights they have, as pg_roles.rolname has them; empty if there is a {@code setRole}
 * @param setRole the role that sessions run as, to which belongs what they create; null if there is {@code memberOf}
 * @param maskedColumns whether they may read what is masked
 */
public record AccessRole(
        String access,
        Set<Effect> statements,
        List<String> memberOf,
        @Nullable String setRole,
        MaskedColumns maskedColumns) {

    /** The most roles that one may be a member of. */
    public static final int MOST_ROLES = 16;

    /** The longest name that PostgreSQL keeps whole, in bytes of UTF-8. */
    public static final int LONGEST_NAME = 63;

    public AccessRole {
        statements = Set.copyOf(statements);
        memberOf = List.copyOf(memberOf);
        if (memberOf.isEmpty() == (setRole == null)) {
            throw new IllegalArgumentException("either memberOf or setRole says whose rights a role has");
        }
        if (memberOf.size() > MOST_ROLES) {
            throw new IllegalArgumentException("a role is a member of at most " + MOST_ROLES);
        }
        if (setRole != null && maskedColumns == MaskedColumns.WITHHELD) {
            throw new IllegalArgumentException("who runs as another role has all of its rights");
        }
    }

    /** What becomes, in the database, of the right to read columns that masks cover. */
    public enum MaskedColumns {
        /** It is as the roles have it; the gateway masks them. */
        GRANTED,
        /** It is not given: the roles' other rights are granted one by one to a group that the session's role is a member of. */
        WITHHELD
    }

    /** The roles that it names. */
    List<String> named() {
        return setRole == null ? memberOf : List.of(setRole);
    }
}
