package dev.lanyard;

import dev.lanyard.connection.transfer.OpenExport;
import dev.lanyard.demo.DevDatabase;
import dev.lanyard.ingress.ConnectionGuard;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.Optional;

/** The start of the process: configuration is checked before anything else runs. */
@QuarkusMain
public class Main {
    /**
     * A constant, so that it is settled when a native executable is built: the libraries of {@link
     * DevDatabase} are not there to be compiled into it.
     */
    private static final boolean WITH_DEV_DATABASE = DevDatabase.isWanted();

    Main() {}

    /**
     * Starts the service and stays until it is stopped.
     *
     * @param args none; {@code migrate}: migrates the database and ends; {@code check-providers},
     *     and a folder: checks its entries and ends; {@code open-export}: opens an export, without
     *     database and configuration, and ends
     */
    public static void main(String... args) {
        if (args.length > 0 && args[0].equals(OpenExport.NAME)) {
            String[] rest = Arrays.copyOfRange(args, 1, args.length);
            System.exit(OpenExport.run(rest, System.in, System.out, System.err));
        }
        if (args.length > 0 && args[0].equals(ProviderCheck.COMMAND)) {
            checkProviders(args);
        }
        Arrays.stream(args)
                .filter(argument -> !argument.equals(DatabaseStartup.MIGRATE))
                .findFirst()
                .ifPresent(Main::refuseCommand);
        if (WITH_DEV_DATABASE) {
            DevDatabase.start();
        } else {
            Preflight.check().ifPresent(Main::refuse);
        }
        if (args.length == 0) { // "migrate" serves nobody
            UsedPorts.complaint().ifPresent(Main::refuse);
        }
        ConnectionGuard.enable();
        Quarkus.run(args);
    }

    private static void refuseCommand(String argument) {
        refuse(
                "the commands are \""
                        + DatabaseStartup.MIGRATE
                        + "\", \""
                        + ProviderCheck.COMMAND
                        + "\" and \""
                        + OpenExport.NAME
                        + "\", not "
                        + argument);
    }

    private static void checkProviders(String... args) {
        Optional<String> dir =
                args.length > 1
                        ? Optional.of(args[1])
                        : Optional.ofNullable(System.getenv("LANYARD_PROVIDERS_DIR"));
        ProviderCheck.CheckedEntries checked = ProviderCheck.of(dir);
        checked.lines().forEach(System.err::println);
        System.exit(checked.good() ? 0 : 1);
    }

    static void refuse(String why) {
        System.err.println("Lanyard cannot start: " + why);
        System.exit(1);
    }
}
