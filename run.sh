#!/usr/bin/env bash
# Builds and starts the whole system on this machine: Redis, Inventory.Api and Payment.Api.
set -euo pipefail
CDPATH="" cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/redis.sh
source scripts/redis.sh
# shellcheck source=scripts/topology.sh
source scripts/topology.sh

usage() {
  cat <<'EOF'
Usage: ./run.sh [demo | lab] [options] [-- command]

Starts Redis, Inventory and Payment and stops them on Ctrl+C. Needs the .NET 10 SDK; Redis is installed if it is missing.

  demo                   play the life of an order, show what came of it, and stop
  lab                    with customers, and a page that breaks things and shows whether the ledger still adds up
  -- command             run a command once both services are ready, and stop

  --cluster              on a Redis Cluster: three masters, each with a replica
  --sentinel             on a master and its replica, behind three Sentinels
  --inventory-port N     default 8000
  --payment-port N       default 8001
  --lab-port N           default 8002
  --redis-port N         default 6380, and the next ones for more than one server; data and logs are in .data/N
  --fresh                begin with empty data
  --help                 show this
EOF
}

inventory_port=8000 payment_port=8001 lab_port=8002 redis_port=6380 topology=single demo="" lab="" fresh="" command=()

port() {
  [[ ${2:-} =~ ^[0-9]+$ ]] || die "$1 needs a number."
  echo "$2"
}

while (($#)); do
  case $1 in
    demo) demo=1 ;;
    lab) lab=1 ;;
    --inventory-port) inventory_port=$(port "$@"); shift ;;
    --payment-port) payment_port=$(port "$@"); shift ;;
    --lab-port) lab_port=$(port "$@"); shift ;;
    --redis-port) redis_port=$(port "$@"); shift ;;
    --cluster | --sentinel) topology=${1#--} ;;
    --fresh) fresh=1 ;;
    --help) usage; exit ;;
    --) shift; command=("$@"); break ;;
    *) usage >&2; die "Unknown: $1" ;;
  esac
  shift
done

inventory=http://localhost:$inventory_port
payment=http://localhost:$payment_port
data=$PWD/.data/$redis_port # by port, as two servers must never share a folder
case $topology in
  single) servers=1 ;;
  cluster) servers=6 data=$data/cluster ;;
  sentinel) servers=5 data=$data/sentinel ;;
esac

if [[ -n $demo ]]; then
  command=(dotnet run scripts/demo.cs "$inventory" "$payment")
  export Authentication__Required=false # The demo has no token, whatever this machine asks for.
fi

need_free() {
  ! is_taken "$1" || die "Port $1 is taken. Choose another one with $2."
}

need_dotnet
need_free "$inventory_port" --inventory-port
need_free "$payment_port" --payment-port

if [[ -n $lab ]]; then
  need_free "$lab_port" --lab-port
  need_redis || die "Redis is missing and could not be installed. Install Redis 7 or newer and try again."
  echo "Building ..."
  said=$(dotnet build tools/Lab -c Release -v quiet -clp:NoSummary 2>&1) || die "$said"
  echo "Starting ..."
  # It starts Redis and the services itself, as it kills them too, and nothing of them is left when it ends.
  export Authentication__Required=false # Neither the customers nor the page has a token.
  exec env -u ASPNETCORE_URLS -u ASPNETCORE_HTTP_PORTS -u ASPNETCORE_HTTPS_PORTS \
    dotnet tools/Lab/bin/Release/net10.0/Lab.dll --environment Development --Lab:Topology "$topology" \
    --Lab:Port "$lab_port" --Lab:InventoryPort "$inventory_port" --Lab:PaymentPort "$payment_port"
fi

for port in $(ports "$servers"); do
  need_free "$port" --redis-port
done

[[ -z $fresh ]] || rm -rf "$data"
mkdir -p "$data"

if need_redis; then
  redis=("$REDIS_SERVER")
elif has docker && docker info >/dev/null 2>&1; then
  docker image inspect redis:8 >/dev/null 2>&1 || docker pull -q redis:8 >/dev/null
else
  die "Redis is missing and could not be installed. Install Redis 7 or newer, or Docker, and try again."
fi

echo "Building ..."
for project in Inventory.Api Payment.Api; do
  if ! dotnet build $project -c Release -v quiet -clp:NoSummary >"$data/build.log" 2>&1; then
    cat "$data/build.log" >&2
    die "$project does not build."
  fi
done

names=() pids=() followers=()

# start NAME COMMAND...: in a session of its own where possible, so that Ctrl+C reaches this script alone,
# which then stops everything in order.
start() {
  local name=$1 detach
  shift
  detach=$(command -v setsid || true)
  $detach "$@" </dev/null >"$data/$name.log" 2>&1 &
  names+=("$name") pids+=($!)
}

# service NAME PROJECT URL DATABASE PEER: the environment may hold settings too, but none of these. A console shows both
# services, so each lets the other one's page in, beside the origin of its appsettings.Development.json.
service() {
  start "$1" dotnet "$2/bin/Release/net10.0/$2.dll" --environment Development --contentRoot "$PWD/$2" \
    --urls "$3" --preferHostingUrls true --Consumer:Name "$1" \
    --Redis:Store "$address${database:+$database$4}" --Redis:Broker "$address" \
    --Console:Peer "$5" --Cors:Origins:1 "$5" \
    --Logging:Console:FormatterName simple --Logging:Console:FormatterOptions:SingleLine true
}

# follow NAME: shows its log as it grows, to the last line.
follow() {
  tail -n +1 -f "$data/$1.log" > >(
    trap '' INT TERM HUP
    while IFS= read -r line; do echo "[$1] $line"; done
  ) &
  followers+=($!)
}

end() {
  kill "$@" 2>/dev/null || true
  wait "$@" 2>/dev/null || true
}

# Ends the services first, as they need Redis to finish what they are at.
stop() {
  trap '' INT TERM HUP
  ((${#pids[@]} <= servers)) || end "${pids[@]:servers}"
  ((${#pids[@]} < 1)) || end "${pids[@]:0:servers}"
  [[ -z $network ]] || docker rm --force "$network" >/dev/null
  ((${#followers[@]} < 1)) || end "${followers[@]}"
}
trap stop EXIT
trap 'echo; exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

give_up() {
  echo "$1 The end of ${data#"$PWD/"}/$2.log:" >&2
  tail -n 20 "$data/$2.log" >&2
  exit 1
}

need_alive() {
  local i
  for i in "${!pids[@]}"; do
    kill -0 "${pids[i]}" 2>/dev/null || give_up "${names[i]} has ended." "${names[i]}"
  done
}

# A service is ready without its broker; here everything is to work.
is_healthy() (
  exec 3<>"/dev/tcp/localhost/$1" && printf 'GET /health/ready HTTP/1.0\r\n\r\n' >&3 || return
  IFS= read -rd '' -t 5 answer <&3 || true # It ends with the connection, not with a delimiter.
  [[ $answer == *'"status":"Healthy"'* ]]
) 2>/dev/null

# wait_until NAME COMMAND...: until the command succeeds, which tells whether what has that name is ready.
wait_until() {
  local name=$1 deadline=$((SECONDS + 60))
  shift
  until "$@"; do
    need_alive
    ((SECONDS < deadline)) || give_up "$name is not ready after a minute." "$name"
    sleep 0.1
  done
}

echo "Starting ..."
((${#redis[@]})) || use_docker
"start_$topology"
service inventory Inventory.Api "$inventory" 1 "$payment"
service payment Payment.Api "$payment" 2 "$inventory"
wait_until inventory is_healthy "$inventory_port"
wait_until payment is_healthy "$payment_port"

if ((${#command[@]})); then
  "${command[@]}"
  exit
fi

cat <<EOF

  Console    $payment/console  shows both services
  Inventory  $inventory  Swagger UI: $inventory/swagger
  Payment    $payment  Swagger UI: $payment/swagger
  Redis      $address  data and logs: ${data#"$PWD/"}

Ctrl+C stops everything.

EOF
follow inventory
follow payment
while sleep 0.5; do
  need_alive
done
