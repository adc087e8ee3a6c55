package dev.lanyard.connection.transfer;

import dev.lanyard.connection.transfer.ImportedGrant.Owner;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.vault.DataKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides for each line of a batch which connection it is about, and whether its tokens are new: a
 * token that a connection ever had changes nothing, and tokens in use are replaced by none.
 */
final class ImportDecisions {
    /** So many connections of one end user on one profile are looked at. */
    static final int MOST_OF_ONE_USER = 100;

    private final DataKey key;
    private final Map<ByteBuffer, KnownConnection> byToken;
    private final Map<Owner, List<KnownConnection>> byOwner;

    /** New connections, by the id that each gets. */
    final Map<String, ImportedGrant> created = new LinkedHashMap<>();

    /** Connections that get other tokens, the last of their lines counting. */
    final Map<String, ReplacedGrant> replaced = new LinkedHashMap<>();

    /** Tokens that no import had brought so far, with the connection that has them. */
    final Map<ByteBuffer, String> learnt = new LinkedHashMap<>();

    /** Shadows that a line of this upload was about. */
    final Set<String> touched = new LinkedHashSet<>();

    /** Those whose line says that the former system has stopped. */
    final Map<String, ImportedGrant> activated = new LinkedHashMap<>();

    /** Other tokens for a connection, which stays a shadow or becomes one. */
    record ReplacedGrant(ImportedGrant grant, boolean shadow) {}

    ImportDecisions(
            DataKey key,
            Map<ByteBuffer, KnownConnection> byToken,
            Map<Owner, List<KnownConnection>> byOwner) {
        this.key = key;
        this.byToken = new HashMap<>(byToken);
        this.byOwner = byOwner;
    }

    /** Decides on the next line, and remembers it for those after it. */
    ImportResult decide(ImportedGrant grant) {
        KnownConnection had = byToken.get(grant.hash());
        if (had != null && !had.owner().equals(grant.owner())) {
            return grant.failed(conflict("This refresh token is another end user's already."));
        }
        List<KnownConnection> owned =
                byOwner.computeIfAbsent(grant.owner(), owner -> new ArrayList<>());
        if (owned.size() > MOST_OF_ONE_USER) {
            return grant.failed(
                    conflict(
                            "This end user has more than "
                                    + MOST_OF_ONE_USER
                                    + " connections on this profile."));
        }
        Optional<KnownConnection> holder =
                had != null
                        ? Optional.of(current(owned, had))
                        : only(owned, one -> one.holds(grant.refreshToken(), key));
        return holder.map(same -> same(grant, same, had == null))
                .orElseGet(() -> other(grant, owned));
    }

    private static KnownConnection current(List<KnownConnection> owned, KnownConnection had) {
        return only(owned, one -> one.id().equals(had.id())).orElse(had);
    }

    private static Optional<KnownConnection> only(
            List<KnownConnection> owned, Predicate<KnownConnection> condition) {
        return owned.stream().filter(condition).findFirst();
    }

    /** It has had this token: nothing changes. */
    private ImportResult same(ImportedGrant grant, KnownConnection same, boolean unknown) {
        if (unknown) {
            learnt.put(grant.hash(), same.id());
        }
        remember(grant, same.nowNamed());
        if (same.shadow()) {
            touched.add(same.id());
        }
        return activate(grant, same);
    }

    /** A token that nobody has had. */
    private ImportResult other(ImportedGrant grant, List<KnownConnection> owned) {
        String account = grant.line().accountId();
        Optional<KnownConnection> ofAccount =
                account == null
                        ? Optional.empty()
                        : only(owned, one -> account.equals(one.accountId()));
        if (ofAccount.isPresent()) {
            return replace(grant, ofAccount.get());
        }
        List<KnownConnection> shadows =
                owned.stream()
                        .filter(one -> one.shadow() && !one.named())
                        .filter(one -> account == null || one.accountId() == null)
                        .toList();
        if (shadows.size() > 1) {
            return grant.failed(
                    conflict(
                            "This end user has several imported connections on this profile: say"
                                    + " account_id, so that the right one gets this token."));
        }
        return shadows.isEmpty() ? create(grant) : replace(grant, shadows.get(0));
    }

    private ImportResult replace(ImportedGrant grant, KnownConnection former) {
        if (!former.shadow() && !former.dead()) {
            return grant.failed(
                    conflict(
                            "The connection "
                                    + former.id()
                                    + " is in use: an import does not replace its tokens. Send its"
                                    + " end user through a connect session, if they are wrong."));
        }
        boolean shadow = former.shadow() || grant.line().shadow();
        if (created.containsKey(former.id())) {
            return grant.failed(conflict("An earlier line of this upload is about this account."));
        }
        replaced.put(former.id(), new ReplacedGrant(grant, shadow));
        remember(grant, former.replaced(grant));
        return activate(grant, former.replaced(grant));
    }

    private ImportResult create(ImportedGrant grant) {
        String id = Ids.next("conn_");
        created.put(id, grant);
        remember(grant, KnownConnection.created(id, grant));
        return ImportResult.created(grant.number(), id);
    }

    private ImportResult activate(ImportedGrant grant, KnownConnection connection) {
        if (grant.line().activates() && connection.shadow()) {
            activated.put(connection.id(), grant);
        }
        return ImportResult.updated(grant.number(), connection.id());
    }

    private void remember(ImportedGrant grant, KnownConnection now) {
        byToken.put(grant.hash(), now);
        List<KnownConnection> owned =
                byOwner.computeIfAbsent(now.owner(), owner -> new ArrayList<>());
        owned.removeIf(one -> one.id().equals(now.id()));
        owned.add(now);
    }

    private static ProblemException conflict(String detail) {
        return ProblemException.of(ProblemCode.CONFLICT, detail);
    }
}
