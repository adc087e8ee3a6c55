package dev.lanyard.chaos.rig;

import static dev.lanyard.sandbox.SandboxClient.fault;

import dev.lanyard.rig.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One fault after another, of all kinds, by the seed's choice. */
public final class Mischief {
    private final Arena arena;
    private final Tenant tenant;
    private final Random random = Seed.random("mischief");
    private final Map<String, Integer> done = new TreeMap<>();

    public Mischief(Arena arena, Tenant tenant) {
        this.arena = arena;
        this.tenant = tenant;
    }

    private record Trick(String name, Runnable work) {}

    private List<Trick> tricks() {
        return List.of(
                new Trick("kill a replica", this::killReplica),
                new Trick("stop a replica", this::stopReplica),
                new Trick("terminate backends", DatabaseServer.shared()::terminateBackends),
                new Trick("kill the database", this::killDatabase),
                new Trick("provider fails", () -> provider("error_5xx")),
                new Trick("provider limits", () -> provider("rate_limited")),
                new Trick("calls are refused", this::refuse));
    }

    /** One fault, and a moment of peace. */
    public void next() {
        Trick trick = tricks().get(random.nextInt(tricks().size()));
        trick.work().run();
        done.merge(trick.name(), 1, Integer::sum);
        Pause.of(upTo(2_000));
    }

    /** How often each. */
    public Map<String, Integer> done() {
        return done;
    }

    private void killReplica() {
        int victim = anyReplica();
        arena.replica(victim).kill();
        Pause.of(upTo(500));
        arena.replica(victim).restartInBackground();
    }

    private void stopReplica() {
        int victim = anyReplica();
        arena.replica(victim).pause();
        Pause.of(upTo((int) Sizes.chosen().stopped().toMillis() / 2));
        arena.replica(victim).resume();
    }

    private void killDatabase() {
        DatabaseServer.shared().kill();
        Pause.of(upTo(1_000));
        DatabaseServer.shared().start();
    }

    private void provider(String name) {
        arena.provider()
                .faults(
                        tenant.clientId(),
                        fault(name, "refresh")
                                .put("times", 1 + random.nextInt(10))
                                .put("retry_after", 1 + random.nextInt(3)));
    }

    private void refuse() {
        Proxy proxy = arena.proxy(anyReplica());
        proxy.refuse();
        Pause.of(upTo(500));
        proxy.admit();
    }

    /** The faults are over; waits until all is ready. */
    public void end() {
        arena.provider().faults(tenant.clientId());
        arena.calm();
    }

    private int anyReplica() {
        return 1 + random.nextInt(Arena.REPLICAS);
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(random.nextInt(millis));
    }
}
