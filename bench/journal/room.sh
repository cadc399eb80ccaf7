#!/usr/bin/env bash
# What a long room costs, on the disk of a folder: room.sh [FOLDER] [EVENTS]
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(mktemp -d "${1:-/tmp}/parley-bench-XXXXXX")
trap 'rm -rf "$folder"' EXIT

JAVA_HOME=$(./parley --print-java-home)
export JAVA_HOME
mvn -q -B -pl core,rooms,persistence,http-edge test-compile dependency:build-classpath \
  -Dmdep.outputFile="$folder/classpath" -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders -Xss16m \
  -cp "http-edge/target/test-classes:http-edge/target/classes:$(cat "$folder/classpath")" \
  dev.parley.e2e.RoomFigures "$folder/data" "${2:-100000}"
