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

differing() { # two files of sums: the names whose sums differ
  { diff "$1" "$2" || true; } | sed -n 's/^[<>] [0-9a-f]*  //p' | sort -u
}

build first
build second
echo "files: $(wc -l < "$work/first.sums")"
if cmp -s "$work/first.sums" "$work/second.sums"; then
  echo "the same bytes twice"
  exit 0
fi
files=$(differing "$work/first.sums" "$work/second.sums")
echo "differ:"
echo "$files"
if grep -qxF "$known" <<< "$files"; then
  entries first
  entries second
  echo "classes in $known: $(wc -l < "$work/first.entries"), of which differ:"
  differing "$work/first.entries" "$work/second.entries"
fi
[ "$files" = "$known" ]
