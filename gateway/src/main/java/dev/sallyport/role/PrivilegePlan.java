package dev.sallyport.role;

import dev.sallyport.policy.MaskedRelations.MaskedRelation;
import dev.sallyport.role.Securable.ColumnRights;
import dev.sallyport.role.Securable.Rights;
import dev.sallyport.sql.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a group has to be granted, and what taken, so that it has the rights of other roles but for reading what is masked. A role that
 * may read a table may read each of its columns, and no REVOKE takes one of them away: so the columns that are not masked are granted
 * one by one. Deterministic. For one use.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-grant.html">GRANT</a>
 */
final class PrivilegePlan {
    private static final String SELECT = "SELECT";

    /** The privileges that have columns, in the order in which they are written. */
    private static final List<String> BY_COLUMN = List.of(SELECT, "INSERT", "UPDATE");

    private final String group;
    private final Set<Effect> effects;
    private final Map<Integer, MaskedRelation> masked = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();

    private PrivilegePlan(String group, Set<Effect> effects, List<MaskedRelation> masked) {
        this.group = Sql.identifier(group);
        this.effects = effects;
        masked.forEach(relation -> this.masked.put(relation.oid(), relation));
    }

    /**
     * Makes the plan.
     *
     * @param group the group's name
     * @param effects what the access entry's statements may do; the rights that they need are granted, no others
     * @param masked what is masked; a relation that is not among these is left out
     */
    static List<Line> of(String group, Set<Effect> effects, SecurableReader.Found found, List<MaskedRelation> masked) {
        PrivilegePlan plan = new PrivilegePlan(group, effects, masked);
        found.securables().stream()
                .sorted(Comparator.comparing(Securable::target))
                .forEach(plan::decide);
        if (!found.ownersRights().isEmpty() && masked.stream().anyMatch(relation -> !relation.isOpen())) {
            plan.note("These functions run with the rights of their owners, and everybody may execute them. What they"
                    + " read is not withheld: " + String.join(", ", new TreeSet<>(found.ownersRights())) + ".");
        }
        return List.copyOf(plan.lines);
    }

    private void note(String text) {
        lines.add(new Line.Note(text));
    }

    private void decide(Securable one) {
        if (one.isRelation()) {
            relation(one);
        } else {
            whole(one, wanted(one));
        }
    }

    private void relation(Securable one) {
        MaskedRelation mask = masked.get(one.oid());
        Set<String> wanted = wanted(one);
        boolean any = !wanted.isEmpty()
                || one.columns().stream().anyMatch(column -> !wanted(column).isEmpty());
        if (mask == null) {
            leftOut(one, any, "what is masked in it is not known yet");
        } else if (mask.closed() != null) {
            leftOut(one, any, mask.closed());
            everybody(one, mask, reads(one.rights()) || readByEverybody(one, column -> true));
        } else if (one.guarded()) {
            leftOut(one, any, "row security has policies for roles by name, which would not apply");
        } else {
            byColumns(one, wanted, mask);
            everybody(one, mask, readByEverybody(one, column -> mask.columns().contains(column.attribute())));
        }
    }

    private static boolean reads(Rights rights) {
        return rights.everybodys().contains(SELECT);
    }

    private static boolean readByEverybody(Securable one, Predicate<ColumnRights> of) {
        return one.columns().stream().filter(of).anyMatch(column -> reads(column.rights()));
    }

    private void everybody(Securable one, MaskedRelation mask, boolean reads) {
        if (reads && !mask.isOpen()) {
            lines.add(new Line.Problem("PUBLIC may read what is masked in " + one.name()
                    + ", which can't be withheld from one role. Revoke it: REVOKE SELECT ON " + one.target()
                    + " FROM PUBLIC"));
        }
    }

    private void leftOut(Securable one, boolean any, String why) {
        if (any) {
            note(one.name() + " is left out: " + why + ".");
        }
        Set<String> revoked = whole(one, Set.of());
        columns(one, revoked, column -> Set.of());
    }

    /** Grants as a whole what may be, and by columns what may not. */
    private void byColumns(Securable one, Set<String> wanted, MaskedRelation mask) {
        Set<String> asWhole = new LinkedHashSet<>(wanted);
        if (!mask.columns().isEmpty()) {
            asWhole.remove(SELECT);
        }
        Set<String> revoked = whole(one, asWhole);
        columns(one, revoked, column -> {
            Set<String> ofColumn = new LinkedHashSet<>(wanted(column));
            ofColumn.removeAll(asWhole);
            if (mask.columns().contains(column.attribute())) {
                ofColumn.remove(SELECT);
            }
            return ofColumn;
        });
    }

    /** Those that are held by the roles, needed for the effects, and not everybody's anyway. */
    private Set<String> wanted(Securable one) {
        Set<String> needed = new LinkedHashSet<>();
        needed.addAll(one.target().startsWith("SCHEMA ") ? ofSchema() : ofOthers());
        needed.retainAll(one.rights().held());
        needed.removeAll(one.rights().everybodys());
        return needed;
    }

    private Set<String> wanted(ColumnRights column) {
        Set<String> needed = ofOthers();
        needed.retainAll(column.rights().held());
        needed.removeAll(column.rights().everybodys());
        return needed;
    }

    private Set<String> ofSchema() {
        return effects.contains(Effect.DDL) ? Set.of("USAGE", "CREATE") : Set.of("USAGE");
    }

    private Set<String> ofOthers() {
        Set<String> needed = new LinkedHashSet<>(List.of("CONNECT", "TEMPORARY", "EXECUTE"));
        if (effects.contains(Effect.READ)) {
            needed.add(SELECT);
        }
        if (effects.contains(Effect.WRITE)) {
            needed.addAll(List.of("INSERT", "UPDATE", "DELETE", "USAGE"));
        }
        if (effects.contains(Effect.DDL)) {
            needed.add("TRUNCATE");
        }
        return needed;
    }

    /** Brings what is granted as a whole to what is wanted; gives what was revoked, with which it goes from all columns too. */
    private Set<String> whole(Securable one, Set<String> wanted) {
        Rights rights = one.rights();
        Set<String> revoked = without(rights.present(), wanted);
        for (String privilege : revoked) {
            lines.add(new Line.Statement("REVOKE " + privilege + " ON " + one.target() + " FROM " + group));
        }
        for (String privilege : ordered(wanted)) {
            String grant = "GRANT " + privilege + " ON " + one.target() + " TO " + group;
            if (rights.present().contains(privilege)) {
                lines.add(new Line.InForce(grant));
            } else if (rights.grantable().contains(privilege)) {
                lines.add(new Line.Statement(grant));
            } else {
                notGrantable(privilege, one);
            }
        }
        return revoked;
    }

    private void notGrantable(String privilege, Securable one) {
        note(privilege + " on " + one.name() + " is left out: the gateway's role may not grant it.");
    }

    /** What a column is to be granted. */
    private interface Wanted {
        Set<String> of(ColumnRights column);
    }

    private void columns(Securable one, Set<String> revoked, Wanted wanted) {
        for (String privilege : BY_COLUMN) {
            List<ColumnRights> wants = one.columns().stream()
                    .filter(column -> wanted.of(column).contains(privilege))
                    .toList();
            Predicate<ColumnRights> has = column ->
                    !revoked.contains(privilege) && column.rights().present().contains(privilege);
            statement(
                    "REVOKE ",
                    privilege,
                    one,
                    " FROM ",
                    one.columns().stream()
                            .filter(column -> has.test(column) && !wants.contains(column))
                            .toList());
            List<ColumnRights> inForce = wants.stream().filter(has).toList();
            if (!inForce.isEmpty()) {
                lines.add(new Line.InForce(text("GRANT ", privilege, one, " TO ", inForce)));
            }
            List<ColumnRights> missing = wants.stream().filter(has.negate()).toList();
            statement(
                    "GRANT ",
                    privilege,
                    one,
                    " TO ",
                    missing.stream()
                            .filter(column -> column.rights().grantable().contains(privilege))
                            .toList());
            if (missing.stream().anyMatch(column -> !column.rights().grantable().contains(privilege))) {
                notGrantable(privilege, one);
            }
        }
    }

    private void statement(String what, String privilege, Securable one, String whom, List<ColumnRights> columns) {
        if (!columns.isEmpty()) {
            lines.add(new Line.Statement(text(what, privilege, one, whom, columns)));
        }
    }

    private String text(String what, String privilege, Securable one, String whom, List<ColumnRights> columns) {
        String names =
                columns.stream().map(column -> Sql.identifier(column.name())).collect(Collectors.joining(", "));
        return what + privilege + " (" + names + ") ON " + one.target() + whom + group;
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }

    private static Set<String> ordered(Set<String> privileges) {
        return new TreeSet<>(privileges);
    }
}
