package dev.lanyard.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTypesDocumentTest {

    @Test
    void theOpenApiDocumentTellsOfEveryTypeThatIsSent() throws IOException {
        JsonNode words =
                new YAMLMapper().readTree(getClass().getResourceAsStream("/api-document.yaml"));

        List<String> told =
                words.path("events").properties().stream().map(Map.Entry::getKey).sorted().toList();

        assertThat(told).allMatch(EventTypes::isSent);
        assertThat("must be one of " + String.join(", ", told)).isEqualTo(EventTypes.EXPECTED);
    }
}
