#!/usr/bin/env bash
# Measures all engines task by task, in turn, so that what else the machine does hits all of them alike.
#
#   ./run.sh [ROUNDS] [ENGINES]      appends to results/bench.jsonl; then: node table.mjs results/bench.jsonl
#
# PARLEY_BENCH   the command that measures parley; it gets the task as its last argument. Without it parley is left out.
# TASKS          only these ("b4:apply chat:diff100"); all that the table shows otherwise (node rows.mjs)
# COLD=1         only the first run in a fresh process; every command then gets --cold before the task
# LIMIT          how long one task of one engine may take, in seconds; 300 otherwise
#
# Paths in these are seen from this folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

rounds=${1:-3}
engines=${2:-yjs ywasm ${PARLEY_BENCH:+parley}}
tasks=${TASKS:-$(node rows.mjs)}
cold=${COLD:+--cold}
out=results/bench.jsonl

mkdir -p results
if [ ! -f "${INPUTS:-inputs}/index.json" ]; then node inputs.mjs ${INPUTS:+"$INPUTS"}; fi

# Arguments: engine, task. The command of parley is words on purpose, as are the options.
# shellcheck disable=SC2086
measure() {
  if [ "$1" = parley ]; then
    timeout "${LIMIT:-300}" $PARLEY_BENCH $cold "$2"
  else
    timeout "${LIMIT:-300}" node --expose-gc --max-old-space-size=4096 bench.mjs $cold "$1" "$2"
  fi
}

for round in $(seq "$rounds"); do
  for task in $tasks; do
    for engine in $engines; do
      printf 'round %s of %s: %s %s\n' "$round" "$rounds" "$task" "$engine" >&2
      measure "$engine" "$task" >>"$out" ||
        printf '{"engine":"%s","task":"%s","error":"failed or took too long"}\n' "$engine" "$task" >>"$out"
    done
  done
done
