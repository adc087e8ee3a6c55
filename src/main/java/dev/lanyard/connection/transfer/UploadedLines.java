package dev.lanyard.connection.transfer;

import dev.lanyard.http.HalfClosedBodies;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a request's body as they come, in batches: what has come is handed on at once, and
 * what comes while a batch is at work is the next one. At most a few hundred lines wait here; the
 * rest waits with the client.
 */
final class UploadedLines {
    static final String CUT =
            "is not whole, as the body ended here. The lines before it are done; send the rest"
                    + " again, or all of it";

    private static final int MOST_LINES = 500;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int QUIET_MILLIS = 200;

    private final HttpServerRequest request;
    private final Context context = Vertx.currentContext();
    private final Deque<UploadedLine> waiting = new ArrayDeque<>();
    private final LineSplitter splitter = new LineSplitter(this::add);
    private @Nullable UniEmitter<? super List<UploadedLine>> reader;
    private long bytes;
    private boolean held;
    private boolean over;
    private long lastCame = System.nanoTime();

    private UploadedLines(HttpServerRequest request) {
        this.request = request;
    }

    /** Begins to read; the request has been held until now. */
    static UploadedLines of(HttpServerRequest request) {
        UploadedLines lines = new UploadedLines(request);
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        if (request.isEnded()) {
            lines.end();
            return lines;
        }
        HalfClosedBodies.tell(request, lines::clientEnded);
        request.exceptionHandler(failure -> lines.cut());
        request.endHandler(end -> lines.end());
        request.handler(lines::came);
        request.resume();
        return lines;
    }

    /** The next lines, at least one; none: it was the end. */
    Uni<List<UploadedLine>> next() {
        return Uni.createFrom().emitter(next -> read(next));
    }

    /** Nothing more is read; every line that was handed on last has failed. */
    synchronized List<ImportResult> abandon(List<UploadedLine> batch) {
        over = true;
        waiting.clear();
        request.handler(ignored -> {});
        request.resume();
        request.response().endHandler(sent -> request.connection().close());
        return batch.stream()
                .map(line -> ImportResult.failed(line.number(), ConnectionImport.unavailable()))
                .toList();
    }

    private synchronized void read(UniEmitter<? super List<UploadedLine>> next) {
        reader = next;
        handOn();
    }

    private synchronized void came(Buffer part) {
        lastCame = System.nanoTime();
        splitter.add(part.getBytes());
        handOn();
        hold();
    }

    private synchronized void end() {
        if (!over) {
            over = true;
            splitter.end();
            handOn();
        }
    }

    private synchronized void cut() {
        if (!over) {
            over = true;
            splitter.cut(CUT);
            request.response().endHandler(sent -> request.connection().close());
            handOn();
        }
    }

    /** What the client had sent before may still be on its way to here. */
    private void clientEnded() {
        context.runOnContext(soon -> context.owner().setTimer(QUIET_MILLIS, timer -> cutIfQuiet()));
    }

    private synchronized void cutIfQuiet() {
        if (over) {
            request.connection().close();
        } else if (held || System.nanoTime() - lastCame < QUIET_MILLIS * 1_000_000L) {
            clientEnded();
        } else {
            cut();
        }
    }

    private void add(UploadedLine line) {
        waiting.add(line);
        bytes += size(line);
    }

    private static int size(UploadedLine line) {
        return line.text() == null ? 0 : line.text().length;
    }

    private void hold() {
        if (!held && (waiting.size() >= MOST_LINES || bytes >= MOST_BYTES)) {
            held = true;
            request.pause();
        }
    }

    private void handOn() {
        if (reader == null || (waiting.isEmpty() && !over)) {
            return;
        }
        UniEmitter<? super List<UploadedLine>> next = reader;
        reader = null;
        next.complete(batch());
        if (held && waiting.isEmpty()) {
            held = false;
            request.resume();
        }
    }

    private List<UploadedLine> batch() {
        List<UploadedLine> batch = new ArrayList<>();
        int size = 0;
        while (!waiting.isEmpty() && batch.size() < MOST_LINES && size < MOST_BYTES) {
            UploadedLine line = waiting.remove();
            size += size(line);
            bytes -= size(line);
            batch.add(line);
        }
        return batch;
    }
}
