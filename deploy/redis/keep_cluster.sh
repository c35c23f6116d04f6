#!/bin/sh
# Keeps these nodes one Redis Cluster: makes it of them when all are new, half of them replicas, and later introduces
# those to each other again that have lost each other. They know each other by address, and after a restart of all of
# them no address may be right.
#   keep_cluster.sh NODE...
set -eu

REDISCLI_AUTH=$(sed -n 's/^masterauth //p' /run/secrets/cluster.conf)
export REDISCLI_AUTH

# ask NODE COMMAND...
ask() { timeout 2 redis-cli --user cluster -h "$@" 2>&1; }

# address NODE: nothing for one that does not run.
address() { getent hosts "$1" | cut -d ' ' -f 1; }

all_are_new() {
  for node; do
    ask "$node" CLUSTER INFO | grep -q '^cluster_known_nodes:1\b' || return 1
    ask "$node" CLUSTER INFO | grep -q '^cluster_slots_assigned:0\b' || return 1
  done
}

make_cluster() {
  # shellcheck disable=SC2046 # Each node is a word.
  timeout 60 redis-cli --user cluster --cluster create $(for node; do echo "$(address "$node"):6379"; done) \
    --cluster-replicas 1 --cluster-yes
}

introduce() {
  for node; do
    ask "$node" CLUSTER NODES | grep -qE 'fail|noaddr|disconnected' || continue
    for other; do
      address=$(address "$other")
      [ "$other" = "$node" ] || [ -z "$address" ] || ask "$node" CLUSTER MEET "$address" 6379 >/dev/null
    done
  done
}

while :; do
  if all_are_new "$@"; then make_cluster "$@"; else introduce "$@"; fi
  sleep 2
done
