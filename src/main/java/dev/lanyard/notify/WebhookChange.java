package dev.lanyard.notify;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /v1/webhooks/{id}}: what is left out stays, null is refused. No record,
 * since Jackson makes no difference between the two in a record's fields.
 */
public final class WebhookChange {
    /** Https, at a public address. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable String url;

    /** The types to listen to; an empty list: all. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable List<@Nullable String> events;

    /** {@code active} or {@code disabled}. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable String status;
}
