#!/usr/bin/env bash
# Tries the containers for real: brings them up, plays orders, kills, scales and upgrades parts, and takes them down.
# Beside an installation that is already up, as project and ports are its own. Ends with "N passed, N failed".
set -euo pipefail
CDPATH="" cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/redis.sh
source scripts/redis.sh

engine=(docker compose)
docker compose version >/dev/null 2>&1 || engine=(docker-compose)
docker info >/dev/null 2>&1 || die "No container engine answers. Start Docker and try again."
has curl || die "curl is missing. Install it and try again."

# Said here, whatever .env says.
export INVENTORY_PORT=18000 PAYMENT_PORT=18001 SECRETS=${SECRETS:-./secrets}
engine+=(-p smoke -f docker-compose.yml)
compose() { "${engine[@]}" "$@" >>"$log" 2>&1; }
container() { "${engine[@]}" ps -q ${1:+"$1"}; }

log=$(mktemp)
passed=0 failed=0

# check NAME COMMAND...
check() {
  local name=$1
  shift
  if "$@" >>"$log" 2>&1; then
    echo "passed: $name" && passed=$((passed + 1))
  else
    echo "FAILED: $name" && failed=$((failed + 1))
  fi
}

# must NAME COMMAND...: without it there is nothing to try.
must() {
  check "$@"
  ((failed == 0)) || exit 1
}

# eventually COMMAND...: within a minute
eventually() {
  local deadline=$((SECONDS + 60))
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

finish() {
  ((failed == 0)) || { "${engine[@]}" logs --no-color --tail 20; tail -n 40 "$log" | cut -c 1-200; }
  compose down --volumes --remove-orphans
  rm -f "$log"
  echo "$passed passed, $failed failed"
  ((passed > 0 && failed == 0)) || exit 1
}
trap finish EXIT

INVENTORY=http://localhost:$INVENTORY_PORT
PAYMENT=http://localhost:$PAYMENT_PORT

get() { curl -sf --max-time 5 "$@"; }
post() { get -H 'Content-Type: application/json' --data "$2" "$1"; }
field() { sed -E "s/.*\"$1\":\"?([^\",}]+).*/\1/"; }

# Ready, and the broker is there too.
healthy() {
  local service
  for service in "$INVENTORY" "$PAYMENT"; do
    get "$service/health/ready" | grep -q '"status":"Healthy"' || return 1
  done
}
product() { post "$INVENTORY/products" '{"name": "Lamp", "price": 19.99, "quantity": 1000}' | field id; }
stock() { get "$INVENTORY/products/$1" | field quantity; }
order() { post "$PAYMENT/orders" "{\"productId\": \"$1\", \"quantity\": 1, \"price\": 19.99}" >/dev/null; }
has_stock() { [[ $(stock "$1") == "$2" ]]; }

# orders_flow N: each takes its unit.
orders_flow() {
  local id before
  id=$(product) before=$(stock "$id")
  for _ in $(seq "$1"); do order "$id"; done
  eventually has_stock "$id" $((before - $1))
}

postman() {
  npx --yes "$newman" run postman/Microservices.postman_collection.json -e postman/local.postman_environment.json \
    --env-var "inventoryUrl=$INVENTORY" --env-var "paymentUrl=$PAYMENT" --color off
}

# Without Payment or its store nobody can order; while another part is away, an order only has to wait for it.
survives_kill_of() {
  local id
  id=$(product)
  docker kill "$(container "$1")"
  [[ $1 == payment* ]] || order "$id"
  compose start "$1"
  eventually healthy
  order "$id"
  if [[ $1 == payment* ]]; then eventually has_stock "$id" 999; else eventually has_stock "$id" 998; fi
}

state() { docker inspect --format '{{.Id}} {{.State.StartedAt}} {{.RestartCount}}' "$(container "$1")"; }

scales() {
  local first second url id
  INVENTORY_PORT=18010-18019 compose up --detach --no-deps --scale inventory-api=2 inventory-api
  eventually two_are_healthy || return 1
  read -rd '' first second < <(container inventory-api) || true
  url=http://$(docker port "$second" 8000)
  id=$(INVENTORY=$url product)
  for _ in {1..20}; do order "$id"; done
  eventually both_were_given_some || return 1
  docker stop -t 15 "$first"
  order "$id"
  INVENTORY=$url eventually has_stock "$id" 979
}

operator() { # operator SERVER COMMAND...
  REDISCLI_AUTH=$(cat "$SECRETS/passwords/$1-operator") docker exec -e REDISCLI_AUTH "$(container "$1")" \
    redis-cli --user operator "${@:2}"
}

two_are_healthy() {
  [[ $(container inventory-api | xargs docker inspect --format '{{.State.Health.Status}}' | xargs) == "healthy healthy" ]]
}

both_were_given_some() {
  local instance
  for instance in $(container inventory-api); do
    operator broker XINFO CONSUMERS order_completed inventory-group | grep -q "${instance:0:12}" || return 1
  done
}

# Payment takes orders all the while, and is neither stopped nor made anew.
upgrades_alone() {
  local id before placed=0
  id=$(product) before=$(state payment-api)
  compose build --build-arg VERSION=2.0.0 inventory-api
  compose up --detach --no-deps inventory-api &
  while kill -0 $! 2>/dev/null; do
    order "$id" || return 1
    placed=$((placed + 1))
  done
  eventually healthy
  [[ $(state payment-api) == "$before" ]] &&
    [[ $(docker inspect --format '{{index .Config.Labels "org.opencontainers.image.version"}}' "$(container inventory-api)") == 2.0.0 ]] &&
    eventually has_stock "$id" $((1000 - placed))
}

is_hardened() {
  local part
  for part in inventory-api payment-api inventory-store payment-store broker; do
    [[ $(docker inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.Config.User}}' \
      "$(container "$part")") =~ ^true\ \[ALL\]\ \[no-new-privileges:true\]\ (1654|redis)$ ]] || return 1
  done
}

# is_apart SERVICE SERVER: in the network of the service the broker is found, and the server is not.
is_apart() {
  docker run --rm --network "smoke_$1" redis:8 redis-cli -h broker ping &&
    ! docker run --rm --network "smoke_$1" redis:8 redis-cli -h "$2" ping
}

tells_no_password() {
  local told
  told=$("${engine[@]}" logs --no-color && container "" | xargs docker inspect) &&
    ! grep -F -f <(cat "$SECRETS"/passwords/*) <<<"$told"
}

# Redis remembers whom it refused what.
refused_nothing() {
  local server refusals
  for server in inventory-store payment-store broker; do
    refusals=$(operator "$server" ACL LOG) && [[ -z $refusals ]] || return 1
  done
}

scripts/secrets.sh
compose down --volumes --remove-orphans
must "the images build" compose build
must "everything starts" compose up --detach
must "both services are healthy" eventually healthy
! has npx || check "the Postman collection passes" postman
check "orders flow" orders_flow 10
check "Redis refused the services nothing" refused_nothing
for part in broker inventory-store payment-store inventory-api payment-api; do
  check "an order survives a killed $part" survives_kill_of "$part"
done
check "Inventory is upgraded and Payment does not notice" upgrades_alone
check "nothing is writable, nobody is root, no capability is left" is_hardened
check "Payment does not reach Inventory's store" is_apart payment inventory-store
check "Inventory does not reach Payment's store" is_apart inventory payment-store
check "two Inventories share the work, and one of them may go" scales
check "no password is in the logs or the environment" tells_no_password
