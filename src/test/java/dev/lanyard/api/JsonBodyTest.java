package dev.lanyard.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JsonBodyTest extends JsonBodyCases {

    private static ValidatableResponse echo(String body) {
        return given().accept(ContentType.JSON)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/connect/faults/echo")
                .then();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":1}                                  | text",
                "{\"text\":true}                               | text",
                "{\"text\":{}}                                 | text",
                "{\"text\":[\"a\"]}                            | text",
                "{\"number\":\"1\"}                            | number",
                "{\"number\":1.5}                              | number",
                "{\"number\":99999999999999999999}             | number",
                "{\"number\":\"\"}                             | number",
                "{\"colour\":\"BLUE\"}                         | colour",
                "{\"colour\":\"RED\"}                          | colour",
                "{\"colour\":0}                                | colour",
                "{\"colour\":\"\"}                             | colour",
                "{\"some_time\":\"tomorrow\"}                  | some_time",
                "{\"some_time\":1700000000}                    | some_time",
                "{\"some_time\":\"2026-01-01\"}                | some_time",
                "{\"some_time\":\"+99999-01-01T00:00:00Z\"}    | some_time",
                "{\"someTime\":null}                           | someTime",
                "{\"unknown\":1}                               | unknown",
                "{\"inners\":{}}                               | inners",
                "{\"inners\":[{\"some_text\":1}]}              | inners[0].some_text",
                "{\"inners\":[{},{\"count\":\"1\"}]}           | inners[1].count",
                "{\"inners\":[{\"flag\":\"true\"}]}            | inners[0].flag",
                "{\"inners\":[{\"flag\":1}]}                   | inners[0].flag",
                "{\"inners\":[{\"nope\":1}]}                   | inners[0].nope",
                "{\"text\":\"a\",\"text\":\"b\"}               | text",
                "{\"metadata\":{\"a\":1,\"a\":2}}              | metadata.a",
                "{\"metadata\":[]}                             | metadata",
                "{\"maybe\":1}                                 | maybe",
            })
    void namesTheFieldOfWhateverType(String body, String field) {
        echo(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("validation_failed"))
                .body("errors[0].field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "[1]",
                "1",
                "\"text\"",
                "true",
                "{",
                "{]",
                "{\"text\"}",
                "{\"text\":}",
                "{text:1}",
                "{'text':'a'}",
                "{} {}",
                "{},",
                "{}x",
                "\u0000",
                "{\"text\":\"a\nb\"}",
                "{\"text\":\"\\x\"}",
                "NaN",
                "{\"number\":NaN}",
                "{\"number\":0x10}",
                "{\"number\":01}",
                "// comment\n{}",
                "<xml/>",
                "text=a"
            })
    void refusesWhatIsNoJsonObject(String body) {
        echo(body).statusCode(400).body("errors[0].field", equalTo("body"));
    }

    @Test
    void quotesNoMoreOfAFieldsNameThanNeeded() {
        echo("{\"" + "x".repeat(5_000) + "\":1}")
                .statusCode(400)
                .body("errors[0].field", equalTo("x".repeat(200)));
    }

    @Test
    void readsAndWritesSnakeCaseLowerCaseEnumsAndTimesInUtc() {
        echo("""
        {"text":"ä","number":3,"colour":"dark_blue","some_time":"2026-01-31T13:00:00.5+01:00",
         "inners":[{"some_text":"x","count":1,"flag":true}],"metadata":{"camelCase":[1,null]},"maybe":null}
        """)
                .statusCode(200)
                .body("text", equalTo("ä"))
                .body("colour", equalTo("dark_blue"))
                .body("some_time", equalTo("2026-01-31T12:00:00.500Z"))
                .body("inners[0].some_text", equalTo("x"))
                .body("metadata.camelCase[0]", equalTo(1));
    }

    @Test
    void writesNullFields() {
        echo("{}").statusCode(200).body(containsString("\"some_time\":null"));
    }

    @Test
    void namesWhatAnEnumAllows() {
        echo("{\"colour\":\"green\"}")
                .body("errors[0].message", equalTo("must be one of red, dark_blue"));
    }
}
