package dev.lanyard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Processor time, as Linux counts it in {@code /proc}, in hundredths of a second.
 *
 * @param all of the machine: idle, busy and stolen
 * @param idle of the machine, waiting for disks included
 * @param stolen by other machines of the same host
 * @param service of the process that is measured
 * @param database of PostgreSQL and all its backends
 */
record ProcessorTime(long all, long idle, long stolen, long service, long database) {
    private static final Path PROC = Path.of("/proc");

    /** Of user and system mode, after the process's name, in {@code /proc/…/stat}. */
    private static final int USER = 11;

    private static final int PARENT = 1;

    static ProcessorTime now(long servicePid, long postmaster) {
        long[] machine =
                Arrays.stream(lines("stat").get(0).split(" +"))
                        .skip(1)
                        .mapToLong(Long::parseLong)
                        .toArray();
        return new ProcessorTime(
                LongStream.of(machine).limit(8).sum(),
                machine[3] + machine[4],
                machine[7],
                used(servicePid, 2),
                used(postmaster, 4) + children(postmaster).map(pid -> used(pid, 2)).sum());
    }

    ProcessorTime since(ProcessorTime before) {
        return new ProcessorTime(
                all - before.all,
                idle - before.idle,
                stolen - before.stolen,
                service - before.service,
                database - before.database);
    }

    double stolenShare() {
        return (double) stolen / all;
    }

    double busyShare() {
        return (double) (all - idle) / all;
    }

    /** Whose parent that process is. */
    static long parent(long pid) {
        return Long.parseLong(fields(pid)[PARENT]);
    }

    /** In MiB. */
    static long residentMemory(long pid) {
        return lines(pid + "/status").stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static LongStream children(long postmaster) {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .filter(pid -> isChild(pid, postmaster))
                    .boxed()
                    .toList()
                    .stream()
                    .mapToLong(Long::longValue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isChild(long pid, long postmaster) {
        try {
            return parent(pid) == postmaster;
        } catch (UncheckedIOException ended) {
            return false;
        }
    }

    /**
     * @param columns 2: its own; 4: and that of children that have ended
     */
    private static long used(long pid, int columns) {
        try {
            String[] fields = fields(pid);
            return LongStream.range(USER, USER + columns)
                    .map(at -> Long.parseLong(fields[(int) at]))
                    .sum();
        } catch (UncheckedIOException ended) {
            return 0;
        }
    }

    private static String[] fields(long pid) {
        String stat = lines(pid + "/stat").get(0);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(PROC.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
