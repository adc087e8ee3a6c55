package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

/**
 * Secrets that went through a cluster, what it showed, and the search for the ones in the other.
 */
public final class Evidence {
    private final Canaries canaries = new Canaries();

    /** Only the hosted page may name its own connect token. */
    private final Canaries onPages = new Canaries();

    private final List<String> pages = new ArrayList<>();

    /** May be nowhere, also not as a plain hash. */
    public void secret(String name, String value) {
        canaries.add(name, value);
        onPages.add(name, value);
    }

    /** May be in the database as its SHA-256. */
    public void hashed(String name, String value) {
        canaries.addHashed(name, value);
        onPages.addHashed(name, value);
    }

    public void onItsOwnPageOnly(String name, String value) {
        canaries.addHashed(name, value);
    }

    /** An answer in which no secret may be. */
    public Answer shown(Answer answer) {
        pages.add(answer.status() + " " + answer.body());
        return answer;
    }

    /**
     * Fails with every place where a secret is.
     *
     * @param known something that is in the database
     */
    public void search(Cluster cluster, String known) {
        SoftAssertions all = new SoftAssertions();
        for (int n = 1; n <= 2; n++) {
            Replica replica = cluster.replica(n);
            String log = replica.log();
            assertThat(log).as("the log is loud").contains("DEBUG");
            all.assertThat(canaries.in(log)).as("log of replica " + n).isEmpty();
            all.assertThat(canaries.in(WireDump.text(log)))
                    .as("wire log of replica " + n)
                    .isEmpty();
            all.assertThat(canaries.in(replica.metrics())).as("metrics of replica " + n).isEmpty();
        }
        String dump = DatabaseDump.of(cluster.database().getPostgresDatabase());
        assertThat(new Canaries().add("known", known).in(dump)).as("finds").isNotEmpty();
        all.assertThat(canaries.in(dump)).as("database").isEmpty();
        assertThat(pages).hasSizeGreaterThan(20);
        all.assertThat(onPages.in(String.join("\n", pages))).as("pages and errors").isEmpty();
        all.assertAll();
    }
}
