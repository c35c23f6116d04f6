#!/usr/bin/env bash
# Measures the system on this machine; ./bench.sh --help says what and how.
set -euo pipefail
CDPATH="" cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/redis.sh
source scripts/redis.sh

need_dotnet
need_redis || die "The benchmark starts Redis servers of its own. Install Redis 7 or newer and try again."
[[ " $* " == *" --help "* ]] || "$REDIS_SERVER" --version
exec dotnet run -c Release --project tools/Bench -- "$@"
