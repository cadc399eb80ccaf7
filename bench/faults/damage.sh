#!/usr/bin/env bash
# Bits flip in a node's files, and its log is cut: damage.sh [FLIPS] [CUTS]
set -euo pipefail
cd "$(dirname "$0")/../.."

mvn -B -pl core,persistence verify -Dtest=FlipTest,DamageTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dparley.flips="${1:-10000}" -Dparley.cuts="${2:-65536}" -Dparley.flips.seed="${SEED:-$(date +%s)}" -Dmdep.analyze.skip=true
