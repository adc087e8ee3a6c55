#!/usr/bin/env bash
# Measures the proxy against the API itself and against nginx as a reverse proxy; docs/benchmarks.md.
#   src/test/bench/proxy.sh          ROUNDS=3 SECONDS_EACH=8 WARM_UP=20 CONNECTIONS=32 JAVA_OPTIONS=-Xmx256m
# Needs a packaged application and compiled tests: ./mvnw package -DskipTests
set -euo pipefail
cd "$(dirname "$0")/../../.."

rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-8}
connections=${CONNECTIONS:-32}
java_options=${JAVA_OPTIONS:--Xmx256m}
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
work=$PWD/target/bench
api=${API_PORT:-18081}
reverse=${REVERSE_PORT:-18082}
mkdir -p "$work"

for tool in wrk nginx curl; do
  command -v "$tool" > /dev/null || {
    echo "$tool is missing: apt-get install wrk nginx-light curl" >&2
    exit 1
  }
done
[ -f "$work/classpath" ] || ./mvnw -q dependency:build-classpath -Dmdep.outputFile="$work/classpath"
classpath="target/test-classes:target/classes:$(cat "$work/classpath")"

# The API: a kilobyte of JSON. Beside it, the same nginx as a reverse proxy that keeps its connections.
body=$(printf 'x%.0s' $(seq 1000))
cat > "$work/nginx.conf" << EOF
worker_processes 2;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 100000000;
  upstream api { server 127.0.0.1:$api; keepalive 64; keepalive_requests 100000000; }
  server { listen 127.0.0.1:$api; default_type application/json; location / { return 200 '{"a":"$body"}'; } }
  server {
    listen 127.0.0.1:$reverse;
    location / { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Authorization "Bearer x"; }
  }
}
EOF

cleanup() {
  [ ! -f "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")" 2> /dev/null || true
  exec 9>&- || true # the stage ends with its standard input
  [ -z "${stage:-}" ] || wait "$stage" 2> /dev/null || true
  rm -f "$work/stdin"
}
trap cleanup EXIT
nginx -c "$work/nginx.conf"

rm -f "$work/stdin" "$work/stage"
mkfifo "$work/stdin"
"$java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Drig.java="$java_options" -Dlanyard.executable="${EXECUTABLE:-}" -cp "$classpath" dev.lanyard.rig.ProxyStage "$api" < "$work/stdin" > "$work/stage" &
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

load() { # url, seconds
  wrk -t1 -c"$connections" -d"$2s" --latency -H "Authorization: Bearer $API_KEY" "$1"
}
measure() { # name, url
  load "$2" "$seconds" > "$work/wrk"
  grep -q 'Non-2xx' "$work/wrk" && {
    cat "$work/wrk" >&2
    exit 1
  }
  awk -v name="$1" '/Requests\/sec/ { rate = $2 } $1 == "50%" { p50 = $2 } $1 == "99%" { p99 = $2 }
    END { printf "%-10s %9.0f requests/s   p50 %8s   p99 %8s\n", name, rate, p50, p99 }' "$work/wrk" | tee -a "$work/results"
}

: > "$work/results"
load "$LANYARD_URL" "${WARM_UP:-20}" > /dev/null
for ((round = 1; round <= rounds; round++)); do
  measure direct "http://127.0.0.1:$api/2.0/user"
  measure nginx "http://127.0.0.1:$reverse/2.0/user"
  measure lanyard "$LANYARD_URL"
done
awk '{ sum[$1] += $2 } END { printf "ratio to nginx %.2f\n", sum["lanyard"] / sum["nginx"] }' "$work/results"
