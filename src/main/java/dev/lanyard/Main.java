package dev.lanyard;

import dev.lanyard.connection.transfer.OpenExport;
import dev.lanyard.demo.DevDatabase;
import dev.lanyard.ingress.ConnectionGuard;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/** The start of the process: configuration is checked before anything else runs. */
@QuarkusMain
public class Main {
    /**
     * A constant, so that it is settled when a native executable is built: the libraries of {@link
     * DevDatabase} are not there to be compiled into it.
     */
    private static final boolean WITH_DEV_DATABASE = DevDatabase.isWanted();

    private Main() {}

    /**
     * Starts the service and stays until it is stopped.
     *
     * @param args none, or {@code migrate}: migrates the database and ends; {@code open-export}:
     *     opens an export, without database and configuration, and ends
     */
    public static void main(String... args) {
        if (args.length > 0 && args[0].equals(OpenExport.NAME)) {
            String[] rest = Arrays.copyOfRange(args, 1, args.length);
            System.exit(OpenExport.run(rest, System.in, System.out, System.err));
        }
        Arrays.stream(args)
                .filter(argument -> !argument.equals(DatabaseStartup.MIGRATE))
                .findFirst()
                .ifPresent(
                        argument ->
                                refuse(
                                        "the commands are \"migrate\" and \"open-export\", not "
                                                + argument));
        if (WITH_DEV_DATABASE) {
            DevDatabase.start();
        } else {
            Preflight.check().ifPresent(Main::refuse);
        }
        ConnectionGuard.enable();
        Quarkus.run(args);
    }

    static void refuse(String why) {
        System.err.println("Lanyard cannot start: " + why);
        System.exit(1);
    }
}
