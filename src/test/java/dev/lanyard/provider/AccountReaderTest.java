package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountReaderTest {
    private final Provider bitbucket = Catalogue.load(Optional.empty()).get("bitbucket");

    private Optional<Account> account(String json) {
        return AccountReader.account(bitbucket.account(), AccountReader.parse(json));
    }

    @Test
    void readsWhatBitbucketAnswers() {
        assertThat(
                        account(
                                """
                                {"type":"user","uuid":"{1-2}","account_id":"5:6","nickname":"ada","username":"old",
                                 "display_name":"Ada Lovelace","links":{"avatar":{"href":"https://a.example/x?d=https%3A%2F%2Fb"},
                                 "html":{"href":"https://bitbucket.org/{1-2}/"}}}
                                """))
                .contains(
                        new Account(
                                "{1-2}",
                                "Ada Lovelace",
                                "ada",
                                null,
                                "https://a.example/x?d=https%3A%2F%2Fb",
                                "https://bitbucket.org/%7B1-2%7D/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"uuid\":\"1\",\"display_name\":\"Ada\\tL\",\"x\":NaN}",
                "{\"uuid\":\"1\",\"display_name\":\"Ada\\\\'L\",}",
                "{\"uuid\":1,\"display_name\":\"Ada\",\"x\":007}"
            })
    void readsWhatAStrictReaderRefuses(String json) {
        assertThat(account(json.replace("\\t", "\t").replace("\\\\", "\\")))
                .map(Account::id)
                .contains("1");
    }

    @Test
    void takesANumberForAnId() {
        assertThat(account("{\"uuid\":583231}")).map(Account::id).contains("583231");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{",
                "{}",
                "{\"uuid\":null}",
                "{\"uuid\":\"\"}",
                "{\"uuid\":\" \"}",
                "{\"uuid\":true}",
                "{\"uuid\":1.5}",
                "{\"uuid\":{\"a\":1}}",
                "{\"uuid\":\"a\\u0000b\"}",
            })
    void findsNoAccountWithoutAUsableId(String json) {
        assertThat(account(json)).isEmpty();
    }

    @Test
    void neverCutsAnIdButRefusesAnAbsurdOne() {
        assertThat(account("{\"uuid\":\"" + "x".repeat(255) + "\"}")).isPresent();
        assertThat(account("{\"uuid\":\"" + "x".repeat(256) + "\"}")).isEmpty();
    }

    @Test
    void cutsNamesAndDropsControlCharacters() {
        Account account =
                account(
                                "{\"uuid\":\"1\",\"display_name\":\"A\\u0007\\u202e"
                                        + "d".repeat(500)
                                        + "\",\"nickname\":7}")
                        .orElseThrow();

        assertThat(account.name()).hasSize(200).startsWith("Add");
        assertThat(account.username()).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/x",
                "javascript:alert(1)",
                "//a.example/x",
                "data:image/png;base64,AAAA",
                "https://user:pw@a.example/x",
                "https://a.example/<script>",
                "https:///x",
                "x"
            })
    void dropsAddressesThatAreNoLinks(String url) {
        String json = "{\"uuid\":\"1\",\"links\":{\"avatar\":{\"href\":\"" + url + "\"}}}";

        assertThat(account(json)).hasValueSatisfying(it -> assertThat(it.avatarUrl()).isNull());
    }

    @Test
    void keepsPlainLinksOfAProviderThatIsAskedByHttp() {
        Provider.AccountSource source =
                new Provider.AccountSource(
                        URI.create("http://localhost:8080/user"),
                        "/id",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("/mail"),
                        Optional.of("/avatar"),
                        Optional.empty());
        String json = "{\"id\":1,\"avatar\":\"http://localhost/a\",\"mail\":\"a@b.example\"}";

        assertThat(AccountReader.account(source, AccountReader.parse(json)))
                .contains(new Account("1", null, null, "a@b.example", "http://localhost/a", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"values":[{"email":"a@x","is_primary":false,"is_confirmed":true},{"email":"b@x","is_primary":true,"is_confirmed":true}]} | b@x
                    {"values":[{"email":"a@x","is_primary":true,"is_confirmed":false}]} |
                    {"values":[{"email":"a@x","is_primary":true}]} |
                    {"values":[{"email":"no address","is_primary":true,"is_confirmed":true}]} |
                    {"values":[{"email":7,"is_primary":true,"is_confirmed":true}]} |
                    {"values":[]} |
                    {"values":{}} |
                    [] |
                    nonsense |
                    """)
    void takesThePrimaryConfirmedAddress(String json, String email) {
        Provider.EmailSource source = bitbucket.email().orElseThrow();

        assertThat(AccountReader.email(source, AccountReader.parse(json)))
                .isEqualTo(Optional.ofNullable(email));
    }

    @Test
    void takesTheFirstAddressOfABareListWithoutMarks() {
        Provider.EmailSource source =
                new Provider.EmailSource(
                        URI.create("https://a.example/emails"),
                        "",
                        "/email",
                        Optional.empty(),
                        Optional.empty());

        assertThat(
                        AccountReader.email(
                                source,
                                AccountReader.parse("[{\"email\":\"a@x\"},{\"email\":\"b@x\"}]")))
                .contains("a@x");
    }
}
