#!/usr/bin/env bash
# A node under load is killed with SIGKILL and started again: kill.sh [KILLS] [SEED]
set -euo pipefail
cd "$(dirname "$0")/../.."

mvn -B -pl core,persistence verify -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dparley.kills="${1:-1000}" -Dparley.kills.seed="${2:-$(date +%s)}" -Dmdep.analyze.skip=true
