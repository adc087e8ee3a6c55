#!/usr/bin/env bash
# Builds the committed source twice, in two folders, and compares every file of the application by SHA-256.
#   src/test/reproducible.sh            MAVEN="./mvnw -q -o"
# Ends with 1 where a file differs that docs/release.md does not name.
set -euo pipefail
cd "$(dirname "$0")/../.."

maven=${MAVEN:-./mvnw -q}
known=./quarkus/generated-bytecode.jar
work=target/reproducible
rm -rf "$work"

build() {
  mkdir -p "$work/$1"
  git archive HEAD | tar -x -C "$work/$1"
  (cd "$work/$1" && $maven -B package -DskipTests)
  (cd "$work/$1/target/quarkus-app" && find . -type f -print0 | sort -z | xargs -0 sha256sum) > "$work/$1.sums"
}

entries() {
  mkdir -p "$work/$1.jar"
  (cd "$work/$1.jar" && unzip -qo "../$1/target/quarkus-app/$known" && find . -type f -print0 | sort -z | xargs -0 sha256sum) > "$work/$1.entries"
}

build first
build second
echo "files: $(wc -l < "$work/first.sums")"
if cmp -s "$work/first.sums" "$work/second.sums"; then
  echo "the same bytes twice"
  exit 0
fi
differing=$({ diff "$work/first.sums" "$work/second.sums" || true; } | sed -n 's/^[<>] [0-9a-f]*  //p' | sort -u)
echo "differ:"
echo "$differing"
if grep -qxF "$known" <<< "$differing"; then
  entries first
  entries second
  echo "classes in $known: $(wc -l < "$work/first.entries"), of which differ:"
  { diff "$work/first.entries" "$work/second.entries" || true; } | sed -n 's/^[<>] [0-9a-f]*  /  /p' | sort -u
fi
[ "$differing" = "$known" ]
