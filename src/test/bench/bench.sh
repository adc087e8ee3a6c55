#!/usr/bin/env bash
# The whole benchmark beside its yardsticks: builds, loads, measures, writes target/bench/report.md with plots, cleans up.
#   src/test/bench/bench.sh [quick|full]     JAVA_OPTIONS=-Xmx256m, EXECUTABLE=target/lanyard-runner, BUILD=no for what is built
# quick takes some six minutes after the build, full some fifty. docs/benchmarks.md tells how to read the report.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=target/bench
mkdir -p "$work"
[ "${BUILD:-yes}" = no ] || ./mvnw -q package -DskipTests
[ -f "$work/classpath" ] || ./mvnw -q dependency:build-classpath -Dmdep.outputFile="$work/classpath"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -Drig.java="${JAVA_OPTIONS:--Xmx256m}" -Dlanyard.executable="${EXECUTABLE:-}" \
  -cp "target/test-classes:target/classes:$(cat "$work/classpath")" dev.lanyard.bench.Benchmark "${1:-quick}"
