#!/usr/bin/env bash
# What becomes slower with the number of connections: fills a PostgreSQL of its own with 10 thousand, a million and ten million and a
# year of what they leave behind, and measures the application's own statements. docs/benchmarks.md, Growth, tells how to read it.
#   src/test/bench/growth.sh [connections …]      some 25 GB of disk and half an hour for ten million, on a quiet machine
# Needs PostgreSQL's server and pgbench (apt-get install postgresql postgresql-contrib) and compiled tests (./mvnw test-compile).
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=$PWD/target/growth
port=${PORT:-54329}
bin=${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin | tail -1)}
mkdir -p "$work"
[ "$(id -u)" = 0 ] && { chown postgres "$work"; server="runuser -u postgres --"; } || server=
export PGHOST=localhost PGPORT=$port PGUSER=postgres PGOPTIONS='-c jit=off -c client_min_messages=warning'

[ -d "$work/data" ] || $server "$bin/initdb" -D "$work/data" -U postgres -A trust -E UTF8 --locale=C -N > /dev/null
$server "$bin/pg_ctl" -D "$work/data" -w -l "$work/log" start -o "-p $port -k '' -c shared_buffers=${SHARED_BUFFERS:-4GB} \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=16GB \
  -c checkpoint_timeout=1h -c random_page_cost=1.1 -c autovacuum=off -c max_parallel_workers_per_gather=0 -c effective_cache_size=12GB" > /dev/null
trap '$server "$bin/pg_ctl" -D "$work/data" -m fast stop > /dev/null' EXIT

[ -f "$work/classpath" ] || ./mvnw -q dependency:build-classpath -Dmdep.outputFile="$work/classpath"
measured=()
for n in "${@:-10000 1000000 10000000}"; do measured+=($n); done

for n in "${measured[@]}"; do
  if ! psql -qAt -d "growth$n" -c 'SELECT 1' > /dev/null 2>&1; then
    df -h "$work" | tail -1
    createdb "growth$n"
    for v in $(ls src/main/resources/db/migration | grep -o '^V[0-9]*' | sort -V); do
      sed 's/${flyway:defaultSchema}/public/g' src/main/resources/db/migration/"$v"__*.sql
    done | psql -q -v ON_ERROR_STOP=1 -d "growth$n" > /dev/null
    time psql -q -v connections="$n" -d "growth$n" -f src/test/bench/growth.sql || { dropdb "growth$n"; exit 1; }
  fi
done
java -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
  dev.lanyard.scaling.GrowthFigures "jdbc:postgresql://localhost:$port/growth" "${measured[@]}" | tee "$work/report.md"
