package dev.sallyport.role;

import java.util.List;
import java.util.Set;

/**
 * Something that privileges are granted on, with who has which. Privileges are named as GRANT names them.
 *
 * @param oid of it, unsigned in an int
 * @param target what stands behind ON: its kind and its quoted name
 * @param name for people
 * @param rights what of it is granted as a whole
 * @param columns its columns, where they matter; in the order of their numbers
 * @param guarded whether row security has a policy for a role that the session's roles would have the rights of
 */
record Securable(int oid, String target, String name, Rights rights, List<ColumnRights> columns, boolean guarded) {
    Securable {
        columns = List.copyOf(columns);
    }

    /**
     * Who has which privileges on something.
     *
     * @param held by any of the roles whose rights are to be given
     * @param grantable those that the gateway's own role can grant
     * @param present those that the group has been granted
     * @param everybodys those of PUBLIC
     */
    record Rights(Set<String> held, Set<String> grantable, Set<String> present, Set<String> everybodys) {
        Rights {
            held = Set.copyOf(held);
            grantable = Set.copyOf(grantable);
            present = Set.copyOf(present);
            everybodys = Set.copyOf(everybodys);
        }
    }

    /** A column, and who has which privileges on it, be it by those on its table. */
    record ColumnRights(short attribute, String name, Rights rights) {}

    /** Whether it is a table, a view or something else with columns. */
    boolean isRelation() {
        return target.startsWith("TABLE ");
    }
}
