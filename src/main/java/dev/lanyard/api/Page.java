package dev.lanyard.api;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
     * A page of large rows: shorter than asked for where its rows have more than {@link #MAX_BYTES}
     * in all. The statement leaves out what lies beyond that, but for the first row of it.
     *
     * @param rows each with {@code bytes}: its own and those of all before it
     */
    public static <T> Page<T> bounded(
            RowSet<Row> rows,
            Function<Row, T> read,
            PageRequest request,
            Function<T, PageRequest.Position> position) {
        List<T> items = new ArrayList<>();
        for (Row row : rows) {
            boolean full = items.size() == request.limit() || row.getLong("bytes") > MAX_BYTES;
            if (full && !items.isEmpty()) {
                return new Page<>(items, position.apply(items.get(items.size() - 1)).cursor());
            }
            items.add(read.apply(row));
        }
        return new Page<>(items, null);
    }

    /** The same page with other items. */
    public <R> Page<R> map(Function<T, R> mapper) {
        return new Page<>(items.stream().map(mapper).toList(), nextCursor);
    }
}
