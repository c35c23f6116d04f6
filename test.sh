#!/usr/bin/env bash
# Runs all tests: the .NET tests on Redis servers of their own, the Postman collection against the whole system, and a
# linter on the documents of the services and the streams.
set -euo pipefail
CDPATH="" cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/redis.sh
source scripts/redis.sh

# The settings of services are those that the tests give.
# shellcheck disable=SC2046
unset $(compgen -e | grep -iE '__|^(ASPNETCORE|OTEL)_|^DOTNET_ENVIRONMENT$')

# Hundreds of processes live for seconds: what is compiled to be fast for hours takes them more than half their time.
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=100

case ${1:-} in
  '' | --containers) ;;
  --help)
    cat <<'EOF'
Usage: ./test.sh [--containers]

Builds the solution, runs its tests and the Postman collection, lints the API documents, and ends with "N passed, N failed".
  --containers   try the containers too, with Docker
Needs the .NET 10 SDK; Redis, Node and Chromium are installed if they are missing. Results are in TestResults/.
EOF
    exit ;;
  *) die "Unknown: $1. Try ./test.sh --help." ;;
esac

spectral=@stoplight/spectral-cli@6.16.3
results=$PWD/TestResults
passed=0 failed=0 skipped=0
failures=()

count() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

# The failures again, as what was said about them may be far above.
finish() {
  echo
  ((${#failures[@]} == 0)) || printf 'Failed: %s\n' "${failures[@]}"
  echo "$passed passed, $failed failed$( ((skipped == 0)) || echo ", $skipped skipped")"
  ((passed > 0 && failed == 0)) || exit 1
  exit 0
}

build() {
  echo "Building ..."
  dotnet build Microservices.sln -c Release -v quiet -clp:NoSummary >"$results/build.log" 2>&1 && return
  cat "$results/build.log"
  count 0 1 0
  finish
}

# dotnet_tests NAME...: one project after the other.
dotnet_tests() {
  local name
  for name in "$@"; do
    dotnet_test "$name" "$name"
  done
}

# dotnet_test NAME PROJECT [OPTION...]: the results have that name. A status goes to a file, as this may run in the
# background.
dotnet_test() {
  local name=$1 project=$2 status=0
  shift 2
  dotnet test ./*/"$project" -c Release --no-build --nologo --results-directory "$results" "$@" \
    --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' \
    --blame-hang-timeout 3min --blame-hang-dump-type none |
    grep -vE '^(A total of|Data collector|Results File)' || status=$?
  echo "$status" >"$results/$name.status"
}

# Reads the counters of the results, and does not trust them alone: a test host that crashes leaves none, or only
# those of the tests that came before.
count_dotnet_tests() {
  local name=$1 failure counters total executed succeeded
  counters=$(grep -o '<Counters [^>]*' "$results/$name.trx" 2>/dev/null || true)
  counter() { [[ $counters =~ \ $1=\"([0-9]+)\" ]] && echo "${BASH_REMATCH[1]}" || echo 0; }
  total=$(counter total) executed=$(counter executed) succeeded=$(counter passed)
  count "$succeeded" $((executed - succeeded)) $((total - executed))
  while IFS= read -r failure; do failures+=("$failure"); done < <(
    sed -nE 's/.*<UnitTestResult .* testName="([^"]*)".* outcome="Failed".*/\1/p' "$results/$name.trx" 2>/dev/null | sed "s/&quot;/\"/g")
  if [[ $(cat "$results/$name.status" 2>/dev/null) != 0 ]] && ((executed == succeeded)); then
    echo "$name failed outside its tests."
    count 0 1 0
  fi
}

free_port() {
  local port=$((20000 + RANDOM % 10000))
  while is_taken "$port"; do port=$((port + 1)); done
  echo "$port"
}

postman() {
  local inventory payment redis report=$results/newman.json
  inventory=$(free_port) payment=$(free_port) redis=$(free_port)
  Authentication__Required=false ./run.sh --fresh --inventory-port "$inventory" --payment-port "$payment" --redis-port "$redis" -- \
    npx --yes "$newman" run postman/Microservices.postman_collection.json \
    --environment postman/local.postman_environment.json \
    --env-var "inventoryUrl=http://localhost:$inventory" --env-var "paymentUrl=http://localhost:$payment" \
    --reporters cli,json --reporter-cli-no-success-assertions --color off --reporter-json-export "$report" || true
  rm -rf ".data/$redis"

  # A request without an answer is a failure that no assertion counts.
  # shellcheck disable=SC2046
  count $(node -p '
    const { stats: { assertions }, failures } = require(process.argv[1]).run;
    [assertions.total - assertions.failed - assertions.pending, failures.length, assertions.pending].join(" ")
  ' "$report" 2>/dev/null || echo 0 1 0)
}

lint() {
  local document
  for document in */openapi.json */asyncapi.yaml; do
    [[ -f $document ]] || continue
    echo "Linting $document"
    if npx --yes "$spectral" lint --ruleset .spectral.yaml --fail-severity warn --quiet "$document"; then
      count 1 0 0
    else
      count 0 1 0
    fi
  done
}

# What stands beside the solution, as its package is not to be had everywhere. Where Docker has a Redis with the query
# engine, it is tried on that too.
extras() {
  local name=Inventory.Search.RedisOm.Tests log=$results/extras.log engine="" port
  if dotnet build "extras/$name" -c Release -v quiet -clp:NoSummary >"$log" 2>&1; then
    port=$(free_port)
    ! has docker || engine=$(docker run --rm --detach --publish "127.0.0.1:$port:6379" redis:8 2>/dev/null) || true
    SEARCH_STORE=${engine:+localhost:$port} dotnet_tests "$name"
    [[ -z $engine ]] || docker rm --force "$engine" >/dev/null
    count_dotnet_tests "$name"
  elif grep -qE 'error NU1(101|102|301)' "$log"; then
    echo "The search with Redis.OM is skipped: its package is not to be had from the package registry."
    count 0 0 1
  else
    cat "$log"
    count 0 1 0
  fi
}

# Names the lines of C# over 120 columns, save doc comments: a line break in one would be one in openapi.json. Outside of
# a checkout git cannot tell, and the check is skipped.
columns() {
  local long
  echo "Looking for lines of C# over 120 columns"
  if ! git ls-files --error-unmatch test.sh >/dev/null 2>&1; then
    count 0 0 1
  elif long=$(LC_ALL=C.UTF-8 git --no-pager grep -nE '.{121}' -- '*.cs' | grep -vE '^[^:]+:[0-9]+: *///'); then
    echo "$long"
    count 0 1 0
  else
    count 1 0 0
  fi
}

containers() {
  local report=$results/containers.log
  scripts/smoke.sh | tee "$report" || true
  # A run that breaks off has no last line, and fails.
  # shellcheck disable=SC2046
  count $(sed -nE '$s/^([0-9]+) passed, ([0-9]+) failed$/\1 \2 0/p' "$report" | grep . || echo 0 1 0)
}

need_dotnet
need_redis || die "The tests start and kill Redis servers of their own. Install Redis 7 or newer and try again."
has curl || install curl curl curl curl || true # runs the examples of docs/api.md
need_chromium || echo "The console is not tried in a browser: it needs Chromium."
has npx || install npm npm npm node || true # the third service in Node, Postman, the linter
rm -rf "$results"
mkdir -p "$results"

build
# In two lanes that take about as long as each other.
projects=(tests/*.Tests)
projects=("${projects[@]#tests/}")
other_lane=(Payment.Api.Tests Shared.Redis.Tests Simulation.Tests Fuzz.Tests)
{
  dotnet_test EndToEnd.Tests.Tools EndToEnd.Tests --filter 'FullyQualifiedName~.Tools.|FullyQualifiedName~.Topology.'
  dotnet_tests "${other_lane[@]}"
} &
dotnet_test EndToEnd.Tests EndToEnd.Tests --filter 'FullyQualifiedName!~.Tools.&FullyQualifiedName!~.Topology.'
# shellcheck disable=SC2046
dotnet_tests $(printf '%s\n' "${projects[@]}" | grep -vxF -e EndToEnd.Tests "${other_lane[@]/#/-e}")
wait
for name in "${projects[@]}" EndToEnd.Tests.Tools; do
  count_dotnet_tests "$name"
done
extras

if npx --yes "$newman" --version >/dev/null 2>&1; then
  postman
else
  echo "The Postman collection is skipped: it needs Node, and newman from the npm registry."
  count 0 0 1
fi
columns
if npx --yes "$spectral" --version >/dev/null 2>&1; then
  lint
else
  echo "The OpenAPI and AsyncAPI documents are not linted: it needs Node, and spectral from the npm registry."
  count 0 0 1
fi

[[ ${1:-} != --containers ]] || containers
finish
