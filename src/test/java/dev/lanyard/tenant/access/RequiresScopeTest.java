package dev.lanyard.tenant.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The start refuses a method without {@code @RequiresScope}; this says so before anybody starts.
 */
class RequiresScopeTest {

    @Test
    void everyMethodBelowV1NamesItsScopes() {
        List<JavaMethod> methods =
                new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("dev.lanyard")
                                .stream()
                                .filter(RequiresScopeTest::isBelowV1)
                                .flatMap(type -> type.getMethods().stream())
                                .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                                .toList();

        assertThat(methods).isNotEmpty();
        assertThat(methods)
                .filteredOn(method -> !method.isAnnotatedWith(CallerInBody.class))
                .allMatch(method -> ScopeFilters.allows(method.reflect()).isPresent());
    }

    /** Each such method is open to everybody until it has asked who calls. */
    @Test
    void theOneMethodWhoseCallerIsInItsBodyIsTheTokenExchange() {
        assertThat(
                        new ClassFileImporter()
                                        .withImportOption(
                                                ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                        .importPackages("dev.lanyard")
                                        .stream()
                                        .flatMap(type -> type.getMethods().stream())
                                        .filter(
                                                method ->
                                                        method.isAnnotatedWith(CallerInBody.class)))
                .extracting(JavaMethod::getFullName)
                .singleElement()
                .asString()
                .contains("TokenExchangeResource.exchange");
    }

    /** Doors without an annotation ask for the constant; these can but say what it is. */
    @Test
    void everyAnnotatedDoorOfATokenAsksForTheScopeOfTokenReads() {
        List<JavaMethod> doors =
                new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages(
                                        "dev.lanyard.connection.accesstoken",
                                        "dev.lanyard.connection.proxy")
                                .stream()
                                .flatMap(type -> type.getMethods().stream())
                                .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                                .filter(method -> !method.isAnnotatedWith(CallerInBody.class))
                                .toList();

        assertThat(doors)
                .extracting(method -> method.getOwner().getSimpleName())
                .contains("TokenResource", "GitCredentialResource", "ProxyResource");
        assertThat(doors)
                .allSatisfy(
                        method ->
                                assertThat(ScopeFilters.allows(method.reflect()))
                                        .hasValue(Set.of(Scope.OF_TOKEN_READS)));
    }

    private static boolean isBelowV1(JavaClass type) {
        return type.isAnnotatedWith(Path.class)
                && type.getAnnotationOfType(Path.class).value().startsWith("/v1");
    }
}
