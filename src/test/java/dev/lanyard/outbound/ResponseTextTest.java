package dev.lanyard.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which charset others write. */
class ResponseTextTest {
    private static final String NAME = "{\"name\":\"José\"}";

    @ParameterizedTest
    @CsvSource({
        "UTF-8, application/json",
        "UTF-8, application/json; charset=ISO-8859-1",
        "ISO-8859-1, application/json; charset=ISO-8859-1",
        "ISO-8859-1, 'text/html;CHARSET=\"iso-8859-1\"'",
        "windows-1252, application/json;charset=windows-1252"
    })
    void isReadWhateverTheHeaderSays(String charset, String contentType) {
        byte[] body = NAME.getBytes(java.nio.charset.Charset.forName(charset));

        assertThat(ResponseText.read(Map.of("content-type", contentType), body, 1000))
                .isEqualTo(NAME);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json",
        "application/json; charset=nonsense",
        "application/json; charset="
    })
    void isReadAsFarAsItGoesInAnUnknownOne(String contentType) {
        byte[] body = NAME.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ResponseText.read(Map.of("content-type", contentType), body, 1000))
                .isEqualTo("{\"name\":\"Jos\ufffd\"}");
    }
}
