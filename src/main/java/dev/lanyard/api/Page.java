package dev.lanyard.api;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first.
 *
 * @param nextCursor asks for what follows; null at the end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    /** The most bytes of what tenants wrote that a page of large rows has. */
    public static final int MAX_BYTES = 1024 * 1024;

    /**
     * A page out of one more row than asked for.
     *
     * @param rows at most {@code limit + 1} rows, in order
     * @param position where a row stands in the list
     */
    public static <T> Page<T> of(
            List<T> rows, PageRequest request, Function<T, PageRequest.Position> position) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, request.limit());
        return new Page<>(items, position.apply(items.get(items.size() - 1)).cursor());
    }

    /**
     * A page out of rows of the database, one more than asked for.
     *
     * @param read makes an item of a row
     * @param position where an item stands in the list
     */
    public static <T> Page<T> of(
            RowSet<Row> rows,
            Function<Row, T> read,
            PageRequest request,
            Function<T, PageRequest.Position> position) {
        return of(rows.stream().map(read).toList(), request, position);
    }

    /**
     * The same page, shorter where its items have more than {@link #MAX_BYTES} in all; never empty
     * for that.
     *
     * @param bytes of an item that its tenant wrote
     * @param position where an item stands in the list
     */
    public Page<T> bounded(ToIntFunction<T> bytes, Function<T, PageRequest.Position> position) {
        long sum = 0;
        for (int i = 0; i < items.size(); i++) {
            sum += bytes.applyAsInt(items.get(i));
            if (sum > MAX_BYTES && i > 0) {
                return new Page<>(items.subList(0, i), position.apply(items.get(i - 1)).cursor());
            }
        }
        return this;
    }

    /** The same page with other items. */
    public <R> Page<R> map(Function<T, R> mapper) {
        return new Page<>(items.stream().map(mapper).toList(), nextCursor);
    }
}
