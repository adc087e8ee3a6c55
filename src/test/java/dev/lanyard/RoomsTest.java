package dev.lanyard;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.lanyard.demo.DevDatabase;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.StreamingClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rooms of docs/architecture.md, and rules of CONTRIBUTING.md that no compiler sees. */
@AnalyzeClasses(packages = "dev.lanyard", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");

    /** A row of the rooms' table: the room, its promise, the rooms that it may call. */
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z./]+)` \\| [^|]+ \\| ([^|]*) \\|");

    private static final int MOST_CLASSES = 25;

    private static final SliceAssignment ONE_SLICE_FOR_EACH_PACKAGE =
            new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().startsWith("dev.lanyard")
                            ? SliceIdentifier.of(room(type))
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "rooms";
                }
            };

    @ArchTest
    static final ArchRule noRoomCallsOneThatCallsIt =
            slices().assignedFrom(ONE_SLICE_FOR_EACH_PACKAGE).should().beFreeOfCycles();

    @ArchTest
    static void roomsCallOnlyTheRoomsThatTheArchitectureLists(JavaClasses classes)
            throws IOException {
        Map<String, Set<String>> listed = listed();

        assertThat(called(classes))
                .allSatisfy(
                        (room, others) ->
                                assertThat(listed.get(room)).as(room).containsAll(others));
        assertThat(listed.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        classes.stream().map(RoomsTest::room).collect(toSet()));
    }

    @ArchTest
    static void noRoomIsTooFullToBeSeenAtOnce(JavaClasses classes) {
        assertThat(
                        classes.stream()
                                .filter(type -> type.getSource().isPresent())
                                .filter(JavaClass::isTopLevelClass)
                                .filter(type -> !type.getSimpleName().equals("package-info"))
                                .filter(type -> !room(type).equals("sandbox"))
                                .collect(groupingBy(RoomsTest::room, counting())))
                .allSatisfy(
                        (room, size) ->
                                assertThat(size).as(room).isLessThanOrEqualTo(MOST_CLASSES));
    }

    /** What a stack trace or a log line shows is enough to know which type it is. */
    @ArchTest
    static void aNameTakenByOneRoomIsTakenForAll(JavaClasses classes) {
        Map<String, Set<String>> named = new TreeMap<>();
        classes.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getName().contains("$$"))
                .forEach(
                        type ->
                                named.computeIfAbsent(type.getSimpleName(), n -> new TreeSet<>())
                                        .add(type.getName()));
        named.values().removeIf(types -> types.size() == 1);

        assertThat(named).isEmpty();
    }

    /** The rooms that each room calls, by their packages. */
    private static Map<String, Set<String>> called(JavaClasses classes) {
        Map<String, Set<String>> called = new TreeMap<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith("dev.lanyard")
                        && !room(target).equals(room(type))) {
                    called.computeIfAbsent(room(type), none -> new TreeSet<>()).add(room(target));
                }
            }
        }
        return called;
    }

    private static Map<String, Set<String>> listed() throws IOException {
        Map<String, Set<String>> listed = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(ARCHITECTURE));
        while (row.find()) {
            listed.put(row.group(1), Set.of(row.group(2).replace("`", "").split(", ")));
        }
        return listed;
    }

    /** As the table names it: {@code connection/grant}; the root is {@code .}. */
    private static String room(JavaClass type) {
        String below = type.getPackageName().substring("dev.lanyard".length());
        return below.isEmpty() ? "." : below.substring(1).replace('.', '/');
    }

    /** What stands at the edge of the reactive world, each for its reason. */
    private static final Set<String> SUBSCRIBERS =
            Set.of(
                    "runtime.RecentCache", // those who ask for one value share one reading
                    "connection.pace.ProfileQueue", // starts a refresh that outlives the request
                    // which
                    // asked
                    "runtime.SingleFlight", // callers share one refresh
                    "notify.delivery.WebhookDispatcher", // starts deliveries that its tick does not
                    // wait for
                    "sandbox.SandboxRoutes", // Vert.x routes, not REST resources
                    "tenant.access.ApiKeyFilter"); // suspends the request; joins only what is done

    private static final Set<String> WAITERS =
            Set.of(
                    "connection.accesstoken.TokenReadAudit", // at the end, after the last request
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
                    .doNotBelongToAnyOf(OutboundClient.class, StreamingClient.class)
                    .and()
                    .doNotHaveFullyQualifiedName("dev.lanyard.outbound.LoopClients") // its clients
                    .and()
                    .resideOutsideOfPackage("dev.lanyard.demo")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(".*\\.(HttpClient|WebClient|HttpURLConnection)")
                    .because(
                            "a deadline and a size limit hold for every call"
                                    + " (docs/architecture.md)");

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
            noClasses()
                    .that(areNot(Set.of("Main", "demo.WelcomeMessage")))
                    .should(ACCESS_STANDARD_STREAMS);

    @ArchTest static final ArchRule nothingLogsByTheJdk = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    /** Ids is initialized at run time (application.properties). */
    @ArchTest
    static final ArchRule noNativeExecutableIsBornWithItsRandomNumbers =
            fields().that()
                    .areDeclaredInClassesThat(areNot(Set.of("id.Ids")))
                    .and()
                    .areStatic()
                    .should()
                    .notHaveRawType(assignableTo(Random.class));

    /** Memory of the builder's is not to be had in the executable. */
    @ArchTest
    static final ArchRule noNativeExecutableIsBornWithBuffers =
            fields().that()
                    .areStatic()
                    .should()
                    .notHaveRawType(assignableTo(io.vertx.core.buffer.Buffer.class))
                    .andShould()
                    .notHaveRawType(assignableTo(io.vertx.mutiny.core.buffer.Buffer.class));

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
