package dev.lanyard.scaling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many tenants' rows a statement reaches, by what it says of {@code tenant_id}: equalities of
 * columns, of columns and parameters, and what a subquery hands on, brought together as sets. A
 * reader of the SQL that src/main has (keywords in capitals), not of all SQL.
 */
final class TenantReach {
    /** Where the rows of a statement can be. */
    enum Reach {
        /** One tenant's: every table is bound to a parameter. */
        ROUTER,
        /** Of several tenants, each row joined to its own tenant's only. */
        CO_LOCATED,
        /** Rows of whatever tenant, by themselves; or no tenant's. */
        EVERYWHERE,
        /** Rows of one tenant beside those of another. */
        ACROSS
    }

    private static final Pattern NOISE =
            Pattern.compile("--[^\n]*|'(?:[^']|'')*'|::\\w+(?:\\[])?(?:\\s*\\[])?");
    private static final Pattern INNERMOST = Pattern.compile("\\(([^()]*)\\)");
    private static final Pattern QUERY =
            Pattern.compile(
                    "\\s*(?:SELECT|WITH|INSERT INTO|UPDATE|DELETE FROM|#\\d+#\\s*UNION)\\b.*");
    private static final Pattern WITH =
            Pattern.compile("\\b([a-z]\\w*) AS (?:NOT )?(?:MATERIALIZED )?#(\\d+)#");
    private static final Pattern NESTED = Pattern.compile("#(\\d+)#");
    private static final Pattern TARGET =
            Pattern.compile("\\b(?:UPDATE|INSERT INTO) ([a-z]\\w*)(?: AS)?(?: ([a-z]\\w*))?");
    private static final Pattern SOURCES =
            Pattern.compile(
                    "\\b(?:FROM|USING)\\b.*?(?=\\b(?:WHERE|ORDER|GROUP|RETURNING|LIMIT|FOR|SET|FROM"
                            + "|USING|SELECT)\\b|$)");
    private static final Pattern SOURCE =
            Pattern.compile(
                    "(?:\\b(?:FROM|JOIN|USING)|,) (?:ONLY |LATERAL )?(#\\d+#|[a-z]\\w*)"
                            + "( «[^»]*»)?(?: AS)?(?: ([a-z]\\w*))?(?: «([^»]*)»)?");
    private static final Pattern EQUAL =
            Pattern.compile(
                    "(?<![\\w.])(?:(\\w+)\\.)?tenant_id = (?:(\\$\\d+)|(?:(\\w+)\\.)?tenant_id\\b)");
    private static final Pattern AMONG = Pattern.compile("« ?tenant_id,[^»]*» IN #(\\d+)#");
    private static final Pattern SHARED = Pattern.compile("USING «[^»]*\\btenant_id\\b");
    private static final Pattern INSERTED =
            Pattern.compile(
                    "« ?tenant_id\\b[^»]*» (?:VALUES « ?|SELECT )(?:(\\$\\d+)|(?:(\\w+)\\.)?tenant_id\\b)");
    private static final Pattern GIVEN = Pattern.compile("(\\$\\d+) AS tenant_id");

    private final Set<String> tables;
    private final Map<Integer, String> queries = new LinkedHashMap<>();
    private final Map<String, String> named = new HashMap<>();
    private final Map<String, String> parents = new HashMap<>();
    private final List<String> placed = new ArrayList<>();
    private final List<List<String>> together = new ArrayList<>();

    private TenantReach(Set<String> tables) {
        this.tables = tables;
    }

    /**
     * The reach of a statement.
     *
     * @param tables those that have a {@code tenant_id}
     */
    static Reach of(String sql, Set<String> tables) {
        TenantReach reach = new TenantReach(tables);
        reach.read(reach.folded(NOISE.matcher(sql).replaceAll(" ")), "whole", Map.of());
        return reach.reach();
    }

    /**
     * The parameters that name the tenant of a statement of one tenant.
     *
     * @param tables those that have a {@code tenant_id}
     */
    static Set<String> parameters(String sql, Set<String> tables) {
        TenantReach reach = new TenantReach(tables);
        reach.read(reach.folded(NOISE.matcher(sql).replaceAll(" ")), "whole", Map.of());
        return reach.placed.stream().map(reach::root).collect(Collectors.toSet());
    }

    /** Subqueries become {@code #1#}, all other parentheses {@code « »}, one deep. */
    private String folded(String sql) {
        String text = sql.replaceAll("\\s+", " ");
        for (Matcher m = INNERMOST.matcher(text); m.find(); m = INNERMOST.matcher(text)) {
            String inner = m.group(1);
            // FROM in them is that of extract() or DISTINCT
            String placed = "«" + inner.replaceAll("[«»]", " ").replace("FROM", "of") + "»";
            if (QUERY.matcher(inner).matches()) {
                queries.put(queries.size() + 1, inner);
                placed = "#" + queries.size() + "#";
            }
            text = (text.substring(0, m.start()) + " " + placed + " " + text.substring(m.end()));
            text = text.replaceAll(" +", " ").replace(" ,", ",");
        }
        return text;
    }

    private void read(String query, String node, Map<String, String> around) {
        WITH.matcher(query).results().forEach(m -> named.put(m.group(1), "#" + m.group(2) + "#"));
        String[] branches = query.split("\\bUNION(?: ALL)?\\b");
        for (String branch : branches) {
            readBranch(branch, node, around);
        }
    }

    private void readBranch(String branch, String node, Map<String, String> around) {
        Map<String, String> own = new LinkedHashMap<>();
        String text = WITH.matcher(branch).replaceAll(" ");
        references(text, own);
        Map<String, String> visible = new HashMap<>(around);
        visible.putAll(own);
        NESTED.matcher(branch)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .forEach(n -> read(queries.get(n), "#" + n + "#", visible));
        equalities(text, own, visible);
        own.values().stream().findFirst().ifPresent(first -> unite(node, first));
        NESTED.matcher(text.strip())
                .results()
                .limit(own.isEmpty() ? 1 : 0)
                .forEach(found -> unite(node, found.group()));
        GIVEN.matcher(text).results().forEach(found -> unite(node, found.group(1)));
        together.add(List.copyOf(own.values()));
    }

    private void references(String text, Map<String, String> own) {
        TARGET.matcher(text).results().forEach(m -> reference(m.group(1), m.group(2), own));
        SOURCES.matcher(text)
                .results()
                .flatMap(region -> SOURCE.matcher(region.group()).results())
                .forEach(
                        m -> {
                            if (m.group(2) == null || m.group(4) == null) {
                                reference(m.group(1), m.group(3), own);
                            } else if (m.group(4).contains("tenant_id")) {
                                own.put(m.group(3), "values " + m.group(3));
                            }
                        });
    }

    private void reference(String name, @Nullable String alias, Map<String, String> own) {
        String as = alias == null ? name : alias;
        if (named.containsKey(name)) {
            own.put(as, named.get(name));
        } else if (name.startsWith("#")) {
            own.put(as, name);
        } else if (tables.contains(name)) {
            own.put(as, name + " " + placed.size());
            placed.add(own.get(as));
        }
    }

    private void equalities(String text, Map<String, String> own, Map<String, String> visible) {
        EQUAL.matcher(text)
                .results()
                .forEach(
                        m ->
                                unite(
                                        column(m.group(1), own, visible),
                                        m.group(2) == null
                                                ? column(m.group(3), own, visible)
                                                : m.group(2)));
        AMONG.matcher(text)
                .results()
                .forEach(m -> unite(column(null, own, visible), "#" + m.group(1) + "#"));
        INSERTED.matcher(text)
                .results()
                .forEach(
                        m ->
                                unite(
                                        column(null, own, visible),
                                        m.group(1) == null ? source(m.group(2), own) : m.group(1)));
        if (SHARED.matcher(text).find()) {
            own.values().forEach(each -> unite(each, own.values().iterator().next()));
        }
    }

    private static String column(
            @Nullable String alias, Map<String, String> own, Map<String, String> visible) {
        if (alias != null) {
            return visible.getOrDefault(alias, "unknown " + alias);
        }
        return own.values().stream().findFirst().orElse("unknown");
    }

    /** What is inserted, where no alias says whence: the first after the target. */
    private static String source(@Nullable String alias, Map<String, String> own) {
        return alias == null
                ? own.values().stream().skip(1).findFirst().orElse("unknown")
                : own.getOrDefault(alias, "unknown " + alias);
    }

    private void unite(String one, String other) {
        String first = root(one);
        String second = root(other);
        if (!first.equals(second)) {
            // a parameter stays the root
            parents.put(
                    first.startsWith("$") ? second : first, first.startsWith("$") ? first : second);
        }
    }

    private String root(String node) {
        String parent = parents.get(node);
        return parent == null ? node : root(parent);
    }

    private Reach reach() {
        List<String> roots = placed.stream().map(this::root).distinct().toList();
        if (roots.isEmpty()) {
            return Reach.EVERYWHERE;
        }
        if (roots.stream().allMatch(root -> root.startsWith("$"))) {
            return Reach.ROUTER;
        }
        if (together.stream().anyMatch(each -> placedRoots(each, roots) > 1)) {
            return Reach.ACROSS;
        }
        return roots.size() == 1 && placed.size() > 1 ? Reach.CO_LOCATED : Reach.EVERYWHERE;
    }

    private long placedRoots(List<String> nodes, List<String> roots) {
        return nodes.stream().map(this::root).filter(roots::contains).distinct().count();
    }
}
