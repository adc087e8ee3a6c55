#!/usr/bin/env bash
# Measures the token read against the yardstick; docs/benchmarks.md tells how to read the figures.
#   src/test/bench/run.sh            ROUNDS=3 SECONDS_EACH=10 CONNECTIONS=64 JAVA_OPTIONS=-Xmx256m EXECUTABLE=target/lanyard-runner
# LANYARD_TOKEN_CACHE=0 measures it without rows in memory, one SELECT each.
# Needs a packaged application and compiled tests: ./mvnw package -DskipTests
set -euo pipefail
cd "$(dirname "$0")/../../.."

rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-10}
connections=${CONNECTIONS:-64}
java_options=${JAVA_OPTIONS:--Xmx256m}
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
work=target/bench
mkdir -p "$work"

command -v wrk > /dev/null || {
  echo "wrk is missing: apt-get install wrk" >&2
  exit 1
}
[ -f "$work/classpath" ] || ./mvnw -q dependency:build-classpath -Dmdep.outputFile="$work/classpath"
classpath="target/test-classes:target/classes:$(cat "$work/classpath")"

cleanup() {
  [ -z "${yardstick:-}" ] || kill "$yardstick" 2> /dev/null || true
  exec 9>&- || true # the stage ends with its standard input
  [ -z "${stage:-}" ] || wait "$stage" 2> /dev/null || true
  rm -f "$work/stdin"
}
trap cleanup EXIT

rm -f "$work/stdin" "$work/stage"
mkfifo "$work/stdin"
"$java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Drig.java="$java_options" -Dlanyard.executable="${EXECUTABLE:-}" -cp "$classpath" dev.lanyard.rig.Stage < "$work/stdin" > "$work/stage" &
stage=$!
exec 9> "$work/stdin"
until grep -qs '^READY=' "$work/stage"; do
  kill -0 "$stage" 2> /dev/null || {
    cat "$work/stage" >&2
    exit 1
  }
  sleep 0.5
done
eval "$(grep -E '^[A-Z_]+=[A-Za-z0-9_.:/-]+$' "$work/stage")"

"$java" $java_options -cp "$classpath" dev.lanyard.bench.Yardstick \
  "$YARDSTICK_PORT" "$DATABASE_PORT" "$TENANT" "$CONNECTION" "$TOKEN_LENGTH" > "$work/yardstick.log" 2>&1 &
yardstick=$!
yardstick_url="http://localhost:$YARDSTICK_PORT/"
until curl -sf -o /dev/null "$yardstick_url"; do sleep 0.5; done

rss() { awk '/^VmRSS/ { printf "%d MiB", $2 / 1024 }' "/proc/$1/status"; }
load() { # url, seconds, bearer
  wrk -t2 -c"$connections" -d"$2s" --latency -H "Authorization: Bearer ${3:-$API_KEY}" "$1"
}
measure() { # name, url, bearer -> "rate p50 p99", and a line for people
  load "$2" "$seconds" "${3:-}" > "$work/wrk"
  grep -q 'Non-2xx' "$work/wrk" && {
    cat "$work/wrk" >&2
    exit 1
  }
  awk -v name="$1" '/Requests\/sec/ { rate = $2 } $1 == "50%" { p50 = $2 } $1 == "99%" { p99 = $2 }
    END { printf "%-10s %9.0f reads/s   p50 %8s   p99 %8s\n", name, rate, p50, p99 }' "$work/wrk" | tee -a "$work/results"
}

echo "answer: Lanyard $(curl -s -H "Authorization: Bearer $API_KEY" "$LANYARD_URL" | wc -c) bytes, yardstick $(curl -s "$yardstick_url" | wc -c) bytes"
echo "idle RSS: $(rss "$LANYARD_PID")   (java $java_options)"
: > "$work/results"
load "$LANYARD_URL" "${WARM_UP:-30}" > /dev/null
load "$LANYARD_URL" "${WARM_UP:-30}" "$WORKLOAD_TOKEN" > /dev/null
load "$yardstick_url" "${WARM_UP:-30}" > /dev/null
load "${yardstick_url}memory" "${WARM_UP:-30}" > /dev/null
for ((round = 1; round <= rounds; round++)); do
  measure lanyard "$LANYARD_URL"
  measure workload "$LANYARD_URL" "$WORKLOAD_TOKEN"
  measure yardstick "$yardstick_url"
  measure bare "${yardstick_url}memory"
done
awk '{ sum[$1] += $2 } END {
  printf "ratio      %9.2f\n", sum["lanyard"] / sum["yardstick"]
  printf "of bare HTTP without a database: %.2f\n", sum["lanyard"] / sum["bare"]
  printf "by workload token, of the rate by API key: %.2f\n", sum["workload"] / sum["lanyard"] }' "$work/results"
echo "RSS after load: $(rss "$LANYARD_PID")"
