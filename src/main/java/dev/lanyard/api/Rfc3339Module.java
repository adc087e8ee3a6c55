package dev.lanyard.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as RFC 3339 texts, written in UTC; Jackson's own would read a number as a time. */
final class Rfc3339Module extends SimpleModule {
    private static final long serialVersionUID = 1;
    private static final OffsetDateTime MIN =
            OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final OffsetDateTime MAX =
            OffsetDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999, ZoneOffset.UTC);

    Rfc3339Module() {
        super("rfc3339");
        addSerializer(new TimeWriter());
        addDeserializer(OffsetDateTime.class, new TimeReader<>(OffsetDateTime.class));
        addDeserializer(Instant.class, new TimeReader<>(Instant.class));
    }

    private static final class TimeWriter extends StdSerializer<OffsetDateTime> {
        private static final long serialVersionUID = 1;

        TimeWriter() {
            super(OffsetDateTime.class);
        }

        @Override
        public void serialize(OffsetDateTime time, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeString(time.toInstant().toString());
        }
    }

    private static final class TimeReader<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;

        TimeReader(Class<T> type) {
            super(type);
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return type().cast(context.handleUnexpectedToken(_valueClass, json));
            }
            return type().cast(read(json.getText(), context));
        }

        private Object read(String text, DeserializationContext context) throws IOException {
            try {
                OffsetDateTime time = OffsetDateTime.parse(text);
                if (time.isAfter(MIN) && time.isBefore(MAX)) {
                    return _valueClass == Instant.class ? time.toInstant() : time;
                }
            } catch (DateTimeException e) {
                return context.handleWeirdStringValue(_valueClass, text, "not a time");
            }
            return context.handleWeirdStringValue(_valueClass, text, "not a time");
        }

        @SuppressWarnings("unchecked") // given with the constructor
        private Class<T> type() {
            return (Class<T>) _valueClass;
        }
    }
}
