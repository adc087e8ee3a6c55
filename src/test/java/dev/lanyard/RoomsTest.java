package dev.lanyard;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Future;

/** The rooms of docs/architecture.md, and rules of CONTRIBUTING.md that no compiler sees. */
@AnalyzeClasses(packages = "dev.lanyard", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    /** What the rooms may see of the root package; the rest of it is the shell around them. */
    private static final DescribedPredicate<JavaClass> SHARED =
            belongToAnyOf(
                            Config.class,
                            Database.class,
                            Deadline.class,
                            FrequentQuery.class,
                            Ids.class,
                            LastWork.class,
                            LogFields.class,
                            NotReady.class,
                            NotSentException.class,
                            Observed.class,
                            Outbound.class,
                            OwnContext.class,
                            Page.class,
                            PageRequest.class,
                            Pipeline.class,
                            Recent.class,
                            Recurring.class,
                            RequestIds.class,
                            RetryAfter.class,
                            TenantToken.class,
                            TrustedAuthorities.class)
                    .or(resideInAPackage("dev.lanyard.http"));

    private static final DescribedPredicate<JavaClass> SHELL =
            resideInAPackage("dev.lanyard").and(not(SHARED));

    /**
     * Each room with the rooms it may call: always one further down in that table, so without
     * cycle.
     */
    @ArchTest
    static final ArchRule roomsCallOnlyTheRoomsBelowThem =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("shell")
                    .definedBy(SHELL)
                    .layer("shared")
                    .definedBy(SHARED)
                    .layer("dev")
                    .definedBy("dev.lanyard.dev")
                    .layer("authorize")
                    .definedBy("dev.lanyard.authorize")
                    .layer("console")
                    .definedBy("dev.lanyard.console")
                    .layer("connection")
                    .definedBy("dev.lanyard.connection")
                    .layer("provider")
                    .definedBy("dev.lanyard.provider")
                    .layer("notify")
                    .definedBy("dev.lanyard.notify")
                    .layer("token")
                    .definedBy("dev.lanyard.token")
                    .layer("tenant")
                    .definedBy("dev.lanyard.tenant")
                    .layer("vault")
                    .definedBy("dev.lanyard.vault")
                    .layer("problem")
                    .definedBy("dev.lanyard.problem")
                    .layer("sandbox")
                    .definedBy("dev.lanyard.sandbox")
                    .whereLayer("shell")
                    .mayOnlyAccessLayers("shared", "provider", "tenant", "vault", "problem")
                    .whereLayer("shared")
                    .mayOnlyAccessLayers("shell", "problem")
                    .whereLayer("dev")
                    .mayOnlyAccessLayers("shared")
                    .whereLayer("authorize")
                    .mayOnlyAccessLayers(
                            "shared",
                            "console",
                            "connection",
                            "provider",
                            "notify",
                            "token",
                            "tenant",
                            "vault",
                            "problem")
                    .whereLayer("console")
                    .mayOnlyAccessLayers("shared", "tenant", "problem")
                    .whereLayer("connection")
                    .mayOnlyAccessLayers(
                            "shared", "provider", "notify", "token", "tenant", "vault", "problem")
                    .whereLayer("provider")
                    .mayOnlyAccessLayers("shared", "notify", "token", "tenant", "vault", "problem")
                    .whereLayer("notify")
                    .mayOnlyAccessLayers("shared", "tenant", "vault", "problem")
                    .whereLayer("token")
                    .mayOnlyAccessLayers("shared", "problem")
                    .whereLayer("tenant")
                    .mayOnlyAccessLayers("shared", "vault", "problem")
                    .whereLayer("vault")
                    .mayOnlyAccessLayers("shared", "problem")
                    .whereLayer("problem")
                    .mayOnlyAccessLayers("shared")
                    .whereLayer("sandbox")
                    .mayOnlyAccessLayers("shared", "problem")
                    .ensureAllClassesAreContainedInArchitecture();

    /** What stands at the edge of the reactive world, each for its reason. */
    private static final Set<String> SUBSCRIBERS =
            Set.of(
                    "Recent", // those who ask for one value share one reading
                    "connection.Line", // starts a refresh that outlives the request which asked
                    "connection.Shared", // callers share one refresh
                    "notify.Courier", // starts deliveries that its tick does not wait for
                    "sandbox.Routes", // Vert.x routes, not REST resources
                    "tenant.ApiKeyFilter"); // suspends the request; joins only what is done

    private static final Set<String> WAITERS =
            Set.of(
                    "connection.TokenReads", // at the end, after the last request
                    "vault.VaultCheck"); // at start-up, before the first request

    @ArchTest
    static final ArchRule nothingSubscribesInMainCode =
            noClasses()
                    .that(areNot(SUBSCRIBERS))
                    .should()
                    .callMethodWhere(calls(Uni.class, "subscribe", "subscribeAsCompletionStage"))
                    .orShould()
                    .callMethodWhere(calls(Multi.class, "subscribe"));

    @ArchTest
    static final ArchRule nothingWaitsInMainCode =
            noClasses()
                    .that(areNot(WAITERS))
                    .should()
                    .callMethodWhere(calls(Uni.class, "await"))
                    .orShould()
                    .callMethodWhere(calls(Future.class, "get", "join"))
                    .orShould()
                    .callMethodWhere(calls(Thread.class, "sleep", "join"));

    @ArchTest
    static final ArchRule callsGoOutByOutboundOnly =
            noClasses()
                    .that()
                    .doNotBelongToAnyOf(Outbound.class)
                    .and()
                    .resideOutsideOfPackage("dev.lanyard.dev")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(".*\\.(HttpClient|WebClient|HttpURLConnection)")
                    .because(
                            "a deadline and a size limit hold for every call (docs/architecture.md)");

    @ArchTest
    static final ArchRule theEmbeddedDatabaseStaysOutOfThePackagedApplication =
            noClasses()
                    .that()
                    .doNotBelongToAnyOf(DevDatabase.class)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.zonky..");

    @ArchTest
    static final ArchRule restMethodsArePublic =
            methods()
                    .that()
                    .areMetaAnnotatedWith(HttpMethod.class)
                    .should()
                    .bePublic()
                    .because("Quarkus answers 404 for another, and says nothing");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses().should().haveNameMatching(".*(Impl|Manager|Utils?|Helper)(\\$.*)?");

    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses().that(areNot(Set.of("Main", "dev.Welcome"))).should(ACCESS_STANDARD_STREAMS);

    @ArchTest static final ArchRule nothingLogsByTheJdk = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static void everyRoomStatesItsPromise(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
                .isNotEmpty()
                .allSatisfy(
                        room ->
                                assertThat(Files.exists(promise(room)))
                                        .as(promise(room).toString())
                                        .isTrue());
    }

    private static Path promise(String room) {
        return Path.of("src/main/java", room.replace('.', '/'), "package-info.java");
    }

    /** Every class but these, named below {@code dev.lanyard}, and what is nested in them. */
    private static DescribedPredicate<JavaClass> areNot(Set<String> names) {
        return DescribedPredicate.describe(
                "are not one of " + names,
                type -> !names.contains(outermost(type).substring("dev.lanyard.".length())));
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String... methods) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + String.join("|", methods),
                call ->
                        call.getTargetOwner().isAssignableTo(owner)
                                && Set.of(methods).contains(call.getTarget().getName()));
    }
}
