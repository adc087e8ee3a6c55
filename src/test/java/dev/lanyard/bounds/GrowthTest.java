package dev.lanyard.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Owner;
import dev.lanyard.support.StatementCount;
import dev.lanyard.support.StatementCount.SentStatement;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.InjectableBean;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * No statement of the background work takes long, whatever has grown. Each scheduled method of the
 * application is called, those that come later too. {@code -Dlanyard.growth=full} has the sizes of
 * docs/operations.md, and a few minutes of work; alone, as it leaves its rows behind.
 */
@QuarkusTest
class GrowthTest {
    private static final boolean FULL = "full".equals(System.getProperty("lanyard.growth"));
    private static final int SESSIONS = FULL ? 100_000 : 1_000;
    private static final int AUDIT_ENTRIES = FULL ? 10_000_000 : 10_000;

    /** A second where others share the machine, and nothing has grown. */
    private static final long LONGEST_MILLIS = FULL ? 100 : 1_000;

    private static final int TIMES = 3;
    private static final List<String> TABLES =
            List.of(
                    "webhook_delivery",
                    "event",
                    "webhook",
                    "token_set",
                    "connection",
                    "connect_session",
                    "connector_profile",
                    "audit_log",
                    "audit_chain",
                    "tenant");

    @BeforeAll
    static void grow() throws IOException, SQLException {
        try (InputStream in = GrowthTest.class.getResourceAsStream("/growth.sql")) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            run(sql.formatted(SESSIONS, AUDIT_ENTRIES));
        }
    }

    @AfterAll
    static void shrink() throws SQLException {
        if (!FULL) {
            for (String table : TABLES) {
                run("DELETE FROM " + table + " WHERE tenant_id LIKE 'ten_grown%'");
            }
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = Owner.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void noStatementOfTheBackgroundWorkTakesLong() {
        Map<String, Long> fastest = new TreeMap<>();
        for (int time = 0; time < TIMES; time++) {
            jobs().forEach(
                            job ->
                                    slowest(job)
                                            .forEach(
                                                    (sql, ms) ->
                                                            fastest.merge(sql, ms, Math::min)));
        }

        fastest.forEach((sql, millis) -> System.out.printf("%5d ms %s%n", millis, sql));
        assertThat(fastest).hasSizeGreaterThan(15);
        assertThat(fastest.entrySet()).allMatch(each -> each.getValue() < LONGEST_MILLIS);
    }

    /** A scheduled method. */
    private record Job(Object bean, Method method) {
        Uni<?> start() {
            try {
                method.setAccessible(true);
                return method.invoke(bean) instanceof Uni<?> work
                        ? work
                        : Uni.createFrom().nullItem();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        String name() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName();
        }
    }

    private static List<Job> jobs() {
        return Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .filter(bean -> bean.getBeanClass().getName().startsWith("dev.lanyard."))
                .flatMap(bean -> jobs((InjectableBean<?>) bean))
                .toList();
    }

    private static Stream<Job> jobs(InjectableBean<?> bean) {
        return Arrays.stream(bean.getBeanClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Scheduled.class))
                .map(
                        method ->
                                new Job(
                                        ClientProxy.unwrap(Arc.container().instance(bean).get()),
                                        method));
    }

    /** The longest time of each of its statements. */
    private static Map<String, Long> slowest(Job job) {
        Map<String, Long> times = new TreeMap<>();
        for (SentStatement each : StatementCount.timed(job::start)) {
            String sql = job.name() + ": " + each.sql().replaceAll("\\s+", " ").strip();
            times.merge(sql.substring(0, Math.min(110, sql.length())), each.millis(), Math::max);
        }
        return times;
    }
}
