#!/usr/bin/env bash
# Our journal against Akka's own, on the disk of a folder: run.sh [FOLDER] [SECONDS a measurement]
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(mktemp -d "${1:-/tmp}/parley-bench-XXXXXX")
trap 'rm -rf "$folder"' EXIT
seconds=${2:-5}

JAVA_HOME=$(./parley --print-java-home)
export JAVA_HOME
mvn -q -B -pl core,persistence test-compile dependency:build-classpath \
  -Dmdep.outputFile="$folder/classpath" -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders -Xss16m \
  -cp "persistence/target/test-classes:persistence/target/classes:core/target/classes:$(cat "$folder/classpath")" \
  dev.parley.persistence.leveldb.plugin.JournalBenchmark "$folder" "$seconds"
