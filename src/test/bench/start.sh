#!/usr/bin/env bash
# Measures the time from exec to ready on a migrated database, and the memory after one journey and a minute of rest.
#   src/test/bench/start.sh [rounds]    EXECUTABLE=target/lanyard-runner, or JAVA_OPTIONS=-Xmx256m for the packaged jar
# Needs a packaged application and compiled tests: ./mvnw package -DskipTests
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=target/bench
mkdir -p "$work"
[ -f "$work/classpath" ] || ./mvnw -q dependency:build-classpath -Dmdep.outputFile="$work/classpath"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -Dlanyard.executable="${EXECUTABLE:-}" -Drig.java="${JAVA_OPTIONS:--Xmx256m}" \
  -cp "target/test-classes:target/classes:$(cat "$work/classpath")" dev.lanyard.rig.StartTimes "${1:-10}"
