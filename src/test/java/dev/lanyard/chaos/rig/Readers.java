package dev.lanyard.chaos.rig;

import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One reader for each connection, who reads its token again and again through one replica after
 * another, whatever the answers, until closed.
 */
public final class Readers implements AutoCloseable {
    /** What no reader may be told. */
    public static final String RECONNECT_REQUIRED = "409 reconnect_required";

    private static final int PAUSE_MILLIS = 300;

    private final Arena arena;
    private final Tenant tenant;
    private final Random replicas = Seed.random("readers");
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Readers(Arena arena, Tenant tenant, List<String> connections) {
        this.arena = arena;
        this.tenant = tenant;
        connections.forEach(this::read);
    }

    private void read(String connection) {
        if (!closed) {
            tenant.at(arena.replica(1 + replicas.nextInt(arena.size())))
                    .getAsync(Reading.token(connection))
                    .handle(Readers::outcome)
                    .thenAccept(outcome -> answers.merge(outcome, 1, Integer::sum))
                    .thenRunAsync(() -> read(connection), soon());
        }
    }

    private static String outcome(@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer == null) {
            return "no answer";
        }
        return answer.status() == 200 ? "token" : answer.status() + " " + answer.text("code");
    }

    private static Executor soon() {
        int millis = ThreadLocalRandom.current().nextInt(PAUSE_MILLIS);
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }

    /** How often each answer came: {@code token}, {@code no answer}, or status and code. */
    public Map<String, Integer> answers() {
        return answers;
    }

    @Override
    public void close() {
        closed = true;
    }
}
