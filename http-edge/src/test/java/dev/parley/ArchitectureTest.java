package dev.parley;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.parley.core.engine.DeleteSet;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Transaction;
import dev.parley.core.engine.type.Dispatch;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.engine.type.Tidying;
import dev.parley.core.engine.type.Views;
import dev.parley.core.engine.update.BlockWriter;
import dev.parley.core.engine.update.StructStream;
import dev.parley.core.engine.update.UpdateReader;
import dev.parley.core.engine.update.UpdateWriter;
import dev.parley.core.engine.update.V1Reader;
import dev.parley.core.engine.update.V1Writer;
import dev.parley.core.engine.update.V2Reader;
import dev.parley.core.engine.update.V2Writer;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.BaseStream;

/** The arrows of the house: who may know whom, and what no part may do. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "dev.parley.core..";
    private static final String ENGINE = "dev.parley.core.engine..";
    private static final String ROOMS = "dev.parley.rooms..";
    private static final String PERSISTENCE = "dev.parley.persistence..";
    private static final String EDGE = "dev.parley.edge..";
    private static final String NODE = "dev.parley.node..";

    private static final Class<?>[] INSIDE_TYPES = {
        Views.class,
        Dispatch.class,
        Tidying.class,
        BlockWriter.class,
        StructStream.class,
        UpdateReader.class,
        V1Reader.class,
        V2Reader.class,
        UpdateWriter.class,
        V1Writer.class,
        V2Writer.class
    };

    private static final Map<Class<?>, Set<String>> INSIDE_METHODS = Map.of(
            SharedType.class, Set.of("branch"),
            Transaction.class, Set.of("ledger"),
            Doc.class, Set.of("in", "storedOptions"),
            DeleteSet.class, Set.of("write"));

    @ArchTest
    static final ArchRule core_knows_the_jdk_and_nothing_else = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE, "java..", "javax.crypto..", "org.jspecify.annotations"));

    @ArchTest
    static final ArchRule the_engine_does_not_even_know_the_rest_of_core = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat(resideInAPackage(CORE).and(not(resideInAPackage(ENGINE))));

    /** Types and methods that are public only because the engine has several packages. */
    @ArchTest
    static final ArchRule nobody_else_touches_the_inside_of_the_engine = noClasses()
            .that()
            .resideOutsideOfPackage(ENGINE)
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.parley.core.engine.struct..").or(belongToAnyOf(INSIDE_TYPES)))
            .orShould()
            .accessTargetWhere(describe("the target is a method for the engine itself", ArchitectureTest::isInside));

    @ArchTest
    static final ArchRule rooms_know_core_and_akka = classes()
            .that()
            .resideInAPackage(ROOMS)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    ROOMS,
                    CORE,
                    "java..",
                    "org.jspecify.annotations",
                    "org.slf4j..",
                    "com.typesafe.config",
                    "akka",
                    "akka.actor..",
                    "akka.cluster..",
                    "akka.persistence.typed..",
                    "scala.."));

    /** The connections of Akka's plugin are known by a typed actor system: one class may turn ours into one. */
    @ArchTest
    static final ArchRule persistence_knows_core_and_never_an_actor_of_rooms = noClasses()
            .that(resideInAPackage(PERSISTENCE)
                    .and(describe(
                            "are not Pool", type -> !type.getName().equals("dev.parley.persistence.postgres.Pool"))))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage(ROOMS, EDGE, NODE, "akka.actor.typed..", "akka.cluster..", "akka.http.."));

    @ArchTest
    static final ArchRule only_the_node_knows_all_parts =
            noClasses().that().resideOutsideOfPackage(NODE).should().dependOnClassesThat(resideInAPackage(NODE));

    @ArchTest
    static final ArchRule the_edge_does_not_know_where_events_live = noClasses()
            .that()
            .resideInAPackage(EDGE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(PERSISTENCE, "akka.persistence.."));

    @ArchTest
    static final ArchRule a_lobby_does_not_know_connections = noClasses()
            .that()
            .resideInAPackage("dev.parley.rooms.room")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.parley.rooms.connection"));

    @ArchTest
    static final ArchRule one_class_alone_uses_the_inside_of_akka_http = noClasses()
            .that(describe(
                    "are not of SocketStage", type -> !type.getName().startsWith("dev.parley.edge.socket.SocketStage")))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("akka.http.impl..", "akka.stream.impl..", "akka.actor.typed.internal.."));

    @ArchTest
    static final ArchRule packages_form_no_cycles =
            slices().assignedFrom(new Packages()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule core_and_rooms_are_told_the_time_and_their_chances =
            classes().that(resideInAnyPackage(CORE, ROOMS)).should(new UseNeitherClockNorChance());

    /** In the bytes, a method belongs to whatever type it was called on. */
    private static boolean isInside(JavaAccess<?> access) {
        return INSIDE_METHODS.entrySet().stream()
                .anyMatch(inside -> access.getTargetOwner().isAssignableTo(inside.getKey())
                        && inside.getValue().contains(access.getTarget().getName()));
    }

    /** Each package is a slice; the engine, with all that is in it, is one. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(
                    resideInAPackage(ENGINE).test(type) ? "dev.parley.core.engine" : type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    /** So that a simulation with the same seed runs the same way again. */
    private static final class UseNeitherClockNorChance extends ArchCondition<JavaClass> {
        private static final Set<Class<?>> CHANCE =
                Set.of(Random.class, SplittableRandom.class, ThreadLocalRandom.class, java.security.SecureRandom.class);

        private static final Map<Class<?>, Set<String>> CLOCKS = Map.of(
                System.class, Set.of("currentTimeMillis", "nanoTime"),
                Math.class, Set.of("random"),
                UUID.class, Set.of("randomUUID"),
                Clock.class, Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds"),
                InstantSource.class, Set.of("system"),
                BaseStream.class, Set.of("parallel"));

        private static final Set<Class<?>> DATES = Set.of(
                Instant.class,
                LocalDate.class,
                LocalTime.class,
                LocalDateTime.class,
                OffsetDateTime.class,
                ZonedDateTime.class);

        UseNeitherClockNorChance() {
            super("use neither the wall clock nor unseeded randomness");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            for (var access : type.getAccessesFromSelf()) {
                if (isForbidden(access)) {
                    events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                }
            }
        }

        private static boolean isSeeded(JavaAccess<?> access) {
            return access.getTarget() instanceof AccessTarget.ConstructorCallTarget constructor
                    && !constructor.getRawParameterTypes().isEmpty();
        }

        private static boolean isForbidden(JavaAccess<?> access) {
            var owner = access.getTargetOwner();
            var name = access.getTarget().getName();
            return (CHANCE.stream().anyMatch(owner::isEquivalentTo) && !isSeeded(access))
                    || (name.equals("now") && DATES.stream().anyMatch(owner::isEquivalentTo))
                    || name.equals("parallelStream")
                    || CLOCKS.entrySet().stream()
                            .anyMatch(clock -> owner.isEquivalentTo(clock.getKey())
                                    && clock.getValue().contains(name));
        }
    }
}
