# shellcheck shell=bash
# The Redis of run.sh: one server, a cluster, or a master and its replica behind Sentinels. Sourced by it; it only
# defines. What it starts goes into the folder $data, and stays as it is when it is started again.
# shellcheck disable=SC2034,SC2154 # They share variables.

# Where the services find it, and how each says which part of it is its own. The two share one Redis here, and each has
# a database of its own in it. A cluster has but one, and needs no more: no key of one service is a key of the other.
address="" database=",defaultDatabase="

# The command that starts a server, who reaches it, and the network of those in Docker.
redis=() reach=(--bind 127.0.0.1) network=""

# ports COUNT: so many, from $redis_port on.
ports() { seq "$redis_port" $((redis_port + $1 - 1)); }

# server NAME PORT ARGUMENTS...: what Redis changes of its settings, as Sentinel makes it, it writes to its redis.conf.
server() {
  mkdir -p "$data/$1"
  touch "$data/$1/redis.conf"
  start "$1" "${redis[@]}" "$data/$1/redis.conf" --port "$2" "${reach[@]}" --dir "$data/$1" "${@:3}"
}

store() {
  server "$@" --appendonly yes --appendfsync always --save "" --maxmemory-policy noeviction \
    --repl-diskless-sync-delay 0 # not five seconds for replicas that might come too
}

# In Docker the servers share a network, as they call each other by 127.0.0.1. It is not this machine's own, which
# Docker Desktop keeps to itself, so its ports are published.
use_docker() {
  local range=$redis_port-$((redis_port + servers - 1))
  network=$(docker run --rm --detach --publish "127.0.0.1:$range:$range" --entrypoint sleep redis:8 infinity)
  redis=(docker run --rm --network "container:$network" --user "$(id -u):$(id -g)" --volume "$data:$data:z"
    --entrypoint redis-server redis:8)
  reach=(--protected-mode no)
}

# ask PORT COMMAND...: what a server answers, be it a line or a text of a given length.
ask() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" && printf '%s\r\n' "${*:2}" >&3 && IFS= read -rt 5 answer <&3 || return
  [[ ! $answer =~ ^\$([0-9]+) ]] || IFS= read -rd '' -n "${BASH_REMATCH[1]}" -t 5 answer <&3
  echo "$answer"
) 2>/dev/null

# says PORT TEXT COMMAND...: whether its answer contains a text.
says() { [[ $(ask "$1" "${@:3}") == *"$2"* ]]; }

is_paired() { says "$1" master_link_status:up INFO replication || says "$1" connected_slaves:1 INFO replication; }

start_single() {
  address=localhost:$redis_port
  store redis "$redis_port"
  echo "Redis on port $redis_port."
}

start_cluster() {
  local port
  database=""
  for port in $(ports 6); do
    address=$address${address:+,}127.0.0.1:$port
    store "redis-$port" "$port" --cluster-enabled yes --cluster-node-timeout 2000 --cluster-require-full-coverage no
  done
  for port in $(ports 6); do
    wait_until "redis-$port" says "$port" PONG PING
  done
  says "$redis_port" cluster_known_nodes:6 CLUSTER INFO || form_cluster
  for port in $(ports 6); do
    wait_until "redis-$port" says "$port" cluster_state:ok CLUSTER INFO
    wait_until "redis-$port" is_paired "$port"
  done
  echo "A Redis Cluster on ports $redis_port to $port: three masters and three replicas, for stores and streams."
}

# Gives the slots to the first three nodes, and each of them one of the others as its replica.
form_cluster() {
  local i port
  for i in 0 1 2; do
    port=$((redis_port + i))
    ask "$port" CLUSTER SET-CONFIG-EPOCH $((i + 1))
    ask "$port" CLUSTER ADDSLOTSRANGE $((16384 * i / 3)) $((16384 * (i + 1) / 3 - 1))
  done
  for port in $(ports 6); do
    ask "$redis_port" CLUSTER MEET 127.0.0.1 "$port"
  done
  for port in $(ports 6); do
    wait_until "redis-$port" says "$port" cluster_known_nodes:6 CLUSTER INFO
  done
  for port in $(ports 3); do
    ask $((port + 3)) CLUSTER REPLICATE "$(ask "$port" CLUSTER MYID)"
  done
} >/dev/null

# Neither of the two takes writes without the other: a master that was replaced and does not know it yet would
# acknowledge what is lost.
start_sentinel() {
  local port replica=$((redis_port + 1)) sentinels
  sentinels=$(ports 5 | tail -n 3 | paste -sd ' ' -)
  if [[ ! -e $data/redis-$replica ]]; then
    mkdir "$data/redis-$replica"
    echo "replicaof 127.0.0.1 $redis_port" >"$data/redis-$replica/redis.conf"
  fi
  for port in "$redis_port" "$replica"; do
    store "redis-$port" "$port" --min-replicas-to-write 1
  done
  for port in "$redis_port" "$replica"; do
    wait_until "redis-$port" is_paired "$port"
  done
  for port in $sentinels; do
    start_one_sentinel "$port"
    address=$address${address:+,}127.0.0.1:$port
  done
  for port in $sentinels; do
    wait_until "sentinel-$port" says "$port" "OK 3 usable" SENTINEL CKQUORUM mymaster
  done
  address=$address,serviceName=mymaster
  echo "A Redis master and its replica on ports $redis_port and $replica, and Sentinels on ports $sentinels."
}

start_one_sentinel() {
  local folder=$data/sentinel-$1
  if [[ ! -e $folder ]]; then
    mkdir "$folder"
    cat >"$folder/redis.conf" <<EOF
sentinel monitor mymaster 127.0.0.1 $redis_port 2
sentinel down-after-milliseconds mymaster 2000
sentinel failover-timeout mymaster 10000
EOF
  fi
  server "sentinel-$1" "$1" --sentinel
}
