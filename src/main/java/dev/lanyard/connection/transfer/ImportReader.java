package dev.lanyard.connection.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.lanyard.problem.JsonFailures;
import dev.lanyard.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.Objects;

/** Reads a line as JSON, or says what is wrong with it. */
@ApplicationScoped
class ImportReader {
    private final ObjectReader json;

    ImportReader(ObjectMapper json) {
        this.json = json.readerFor(ImportLine.class);
    }

    /**
     * A line whose fields are well-formed.
     *
     * @throws ProblemException {@code validation_failed}
     */
    ImportLine read(UploadedLine line) {
        ImportLine read = parse(Objects.requireNonNull(line.text()));
        if (read == null) {
            throw ProblemException.invalid("body", "must be a JSON object");
        }
        read.check();
        return read;
    }

    private ImportLine parse(byte[] text) {
        try {
            return json.readValue(text);
        } catch (JsonProcessingException e) {
            throw JsonFailures.problem(e);
        } catch (CharConversionException e) {
            throw ProblemException.invalid("body", "is not well-formed UTF-8");
        } catch (IOException e) {
            throw ProblemException.invalid("body", "is not well-formed JSON");
        }
    }
}
