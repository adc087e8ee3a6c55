#!/usr/bin/env bash
# Takes one thing that a rule of docs/refresh.md says out of src/main at a time (a patch of this folder), and runs that
# rule's tests, of which an assertion has to fail. Works in a copy; the checkout is not touched.
#   src/test/mutants/run.sh                    all of them
#   src/test/mutants/run.sh rule09 rule14-a    those whose name begins so
# WORK=folder: works there, and leaves it for the next run. Prints `rule | taken out | test that fails`; exits 1 if a
# mutant survives.
set -euo pipefail
cd "$(dirname "$0")/../../.."

bin="${JAVA_HOME:+$JAVA_HOME/bin/}"
if [ -n "${WORK:-}" ]; then
  work=$WORK
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
rm -rf "$work/src" # what a stopped run left there
tar -c --exclude=./.git --exclude=./target . | tar -x -C "$work"
cd "$work"

patches=()
for wanted in "${@:-rule}"; do
  patches+=(src/test/mutants/"$wanted"*.patch)
done

# the classes that have tests of these rules; cases that several classes share count for each of them
classes() {
  grep -rlE "void ($1)_" src/test/java | while read -r file; do
    name=$(basename "$file" .java)
    case $name in
      *Test) echo "$file" ;;
      *) grep -rlE "extends $name\b" src/test/java --include='*Test.java' ;;
    esac
  done | sort -u | sed 's|^src/test/java/||; s|\.java$||; s|/|.|g'
}

tests() {
  # shellcheck disable=SC2046
  timeout "$2" "${bin}java" -cp "$classpath" -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    dev.lanyard.mutants.RuleTests "$1" $(classes "$1") > target/run.log 2>&1
}

# the wings that a patch touches, since constants are compiled into their users
compile() {
  # shellcheck disable=SC2046
  "${bin}javac" -nowarn -proc:none -parameters -d target/classes -cp "$classpath" --release 17 -encoding UTF-8 \
    $(sed -n 's|^+++ b/\(src/main/java/dev/lanyard/[a-z]*\)/.*|\1|p' "$1" | sort -u | xargs -I{} find {} -name '*.java') \
    > target/compile.log 2>&1
}

./mvnw -q process-test-classes -Dspotless.check.skip=true -Dmaven.compiler.useIncrementalCompilation=false
[ -f target/classpath ] || ./mvnw -q dependency:build-classpath -Dmdep.outputFile=target/classpath
classpath="target/test-classes:target/classes:$(cat target/classpath)"
rm -rf target/whole
cp -a target/classes target/whole

rules=$(printf '%s\n' "${patches[@]}" | sed 's|.*/\(rule[0-9]*\)-.*|\1|' | sort -u | paste -sd'|')
tests "$rules" 900 || {
  cat target/run.log
  echo "the tests fail as it is" >&2
  exit 1
}

survived=0
for patch in "${patches[@]}"; do
  name=$(basename "$patch" .patch)
  rule=${name%%-*}
  patch -p1 -s < "$patch"
  code=0
  if compile "$patch"; then
    tests "$rule" 300 || code=$?
  else
    code=1
    cp target/compile.log target/run.log
  fi
  killer=$(sed -n 's/^KILLED BY //p' target/run.log | head -1)
  if [ "$code" != 10 ]; then
    survived=1
    killer="nothing ($code)"
    cp target/run.log "target/$name.log"
  fi
  echo "$rule | ${name#*-} | $killer"
  patch -p1 -s -R < "$patch"
  rm -rf target/classes
  cp -a target/whole target/classes
done
exit "$survived"
