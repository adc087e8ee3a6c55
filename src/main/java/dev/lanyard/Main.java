package dev.lanyard;

import dev.lanyard.problem.Intake;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/** Where the process begins: configuration is checked before anything else runs. */
@QuarkusMain
public class Main {
    private Main() {}

    /**
     * Starts the service and stays until it is stopped.
     *
     * @param args none, or {@code migrate}: migrates the database and ends
     */
    public static void main(String... args) {
        Arrays.stream(args)
                .filter(argument -> !argument.equals(Preparation.MIGRATE))
                .findFirst()
                .ifPresent(argument -> refuse("the one command is \"migrate\", not " + argument));
        if (DevDatabase.isWanted()) {
            DevDatabase.start();
        } else {
            Preflight.check().ifPresent(Main::refuse);
        }
        Intake.enable();
        Quarkus.run(args);
    }

    static void refuse(String why) {
        System.err.println("Lanyard cannot start: " + why);
        System.exit(1);
    }
}
