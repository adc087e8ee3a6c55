package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A client that openapi-generator (target/tools, pom.xml) made of a Lanyard's document, with a few
 * lines that use it: {@code invite <profile> <return URL>} prints a session's id and its connect
 * URL, {@code read <session>} the access token.
 */
public final class GeneratedClient {
    private static final Path GENERATOR = Path.of("target", "tools", "openapi-generator-cli.jar");
    private static final Path PROGRAMS = Path.of("src", "test", "resources", "generated-client");

    private final Path folder;
    private final URI server;
    private final List<String> command;

    private GeneratedClient(String language, URI server, List<String> command) {
        this.folder = Path.of("target", "generated-client", language).toAbsolutePath();
        this.server = server;
        this.command = command;
    }

    public static GeneratedClient java(URI server) {
        String libraries =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        GeneratedClient client =
                new GeneratedClient(
                        "java", server, List.of("java", "-cp", "classes:" + libraries, "Drive"));
        client.generate(
                "-g",
                "java",
                "--library",
                "native",
                "-p",
                "openApiNullable=false,invokerPackage=client,apiPackage=client.api,modelPackage=client.model",
                "--global-property",
                "apiTests=false,modelTests=false");
        client.compile(libraries);
        return client;
    }

    public static GeneratedClient python(URI server) {
        GeneratedClient client =
                new GeneratedClient("python", server, List.of("python3", "drive.py"));
        client.generate("-g", "python", "--package-name", "lanyard_client");
        client.copy("drive.py");
        return client;
    }

    public static GeneratedClient typeScript(URI server) {
        GeneratedClient client =
                new GeneratedClient("typescript", server, List.of("node", "js/drive.js"));
        client.generate(
                "-g", "typescript-fetch", "--global-property", "apis,models,supportingFiles");
        client.copy("drive.ts");
        client.copy("tsconfig.json");
        return client;
    }

    private void generate(String... options) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("openapi.json"),
                    Http.send(HttpRequest.newBuilder(server.resolve("/docs/openapi.json")))
                            .expect(200)
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> line =
                new ArrayList<>(
                        List.of("java", "-jar", GENERATOR.toAbsolutePath().toString(), "generate"));
        line.addAll(List.of("-i", "openapi.json", "-o", "."));
        line.addAll(Arrays.asList(options));
        succeed(line);
    }

    private void compile(String libraries) {
        copy("Drive.java");
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "javac",
                                "-nowarn",
                                "-proc:none",
                                "-d",
                                "classes",
                                "-cp",
                                libraries));
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/src/test/"))
                    .forEach(file -> line.add(file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        succeed(line);
    }

    private void copy(String program) {
        try {
            Files.writeString(folder.resolve(program), Files.readString(PROGRAMS.resolve(program)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this machine has what the language needs. */
    public boolean canRun() {
        if (command.get(0).equals("python3")) {
            return ends(List.of("python3", "-c", "import pydantic, urllib3, dateutil")) == 0;
        }
        return ends(List.of("npm", "install", "--no-audit", "--no-fund", "typescript@5.9.3")) == 0
                && ends(List.of("node", "node_modules/typescript/bin/tsc", "-p", ".")) == 0;
    }

    /** What it prints. */
    public String run(String key, String... arguments) {
        List<String> line = new ArrayList<>(command);
        line.add(server.toString());
        line.add(key);
        line.addAll(Arrays.asList(arguments));
        return succeed(line).strip();
    }

    private String succeed(List<String> line) {
        int code = ends(line);
        String output = output();
        assertThat(code).as("%s: %s", line.get(0), output).isZero();
        return output;
    }

    private int ends(List<String> line) {
        try {
            Process process =
                    new ProcessBuilder(line)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output.txt").toFile())
                            .start();
            boolean ended = process.waitFor(180, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
