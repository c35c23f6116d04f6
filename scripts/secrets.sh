#!/usr/bin/env bash
# Makes the secrets of this installation in secrets/, which git ignores: a password for each user of each Redis, the
# access rules with their hashes, a connection string per service and server, and certificates for TLS.
# What is there already stays. To change a password or a certificate, delete its file and run this again.
# SECRETS names another folder.
set -euo pipefail
CDPATH="" cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/redis.sh
source scripts/redis.sh

has openssl || die "openssl is missing. Install it and try again."

secrets=${SECRETS:-secrets}
export MSYS2_ARG_CONV_EXCL=/CN= # A name, which Git Bash would take for a path.

# Nobody else on this machine gets into the folder.
mkdir -p "$secrets"/{passwords,tls}
chmod 700 "$secrets"{,/passwords,/tls}

# password SERVER USER
password() {
  local file=$secrets/passwords/$1-$2
  [[ -s $file ]] || openssl rand -hex 32 >"$file"
  cat "$file"
}

# rules SERVER: the rules of deploy/redis, each on one line and with the hash of the user's password.
rules() {
  local rule user
  sed '/^#/d' "deploy/redis/$1.acl" | awk '/^user/ && NR > 1 { print "" } { sub(/^ +/, " "); printf "%s", $0 } END { print "" }' |
    while read -r rule; do
      user=$(cut -d ' ' -f 2 <<<"$rule")
      [[ $rule != *"<$user>"* ]] ||
        rule=${rule/"<$user>"/$(printf %s "$(password "$1" "$user")" | openssl dgst -sha256 -r | cut -c 1-64)}
      echo "$rule"
    done
}

# cluster_settings SERVER: deploy/redis/cluster.conf with the password of its nodes.
cluster_settings() {
  local settings
  settings=$(sed '/^#/d' deploy/redis/cluster.conf)
  echo "${settings/"<cluster>"/$(password "$1" cluster)}"
}

# connection SERVER USER: nobody may ask these servers for their configuration.
connection() {
  echo "$1:6379,user=$2,password=$(password "$1" "$2"),\$CONFIG="
}

authority() {
  local tls=$secrets/tls
  [[ -s $tls/ca.crt ]] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj "/CN=Redis of this installation" -addext keyUsage=critical,keyCertSign -keyout "$tls/ca.key" -out "$tls/ca.crt"
}

# certificate SERVER: a new one when the old one ends within a month.
certificate() {
  local folder=$secrets/$1
  ! openssl x509 -noout -checkend $((30 * 24 * 3600)) -in "$folder/tls.crt" || return 0
  echo "subjectAltName=DNS:$1,DNS:localhost" >"$secrets/tls/$1.ext"
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout "$folder/tls.key" |
    openssl x509 -req -CA "$secrets/tls/ca.crt" -CAkey "$secrets/tls/ca.key" -CAcreateserial -days 365 \
      -extfile "$secrets/tls/$1.ext" -out "$folder/tls.crt"
}

authority 2>/dev/null || die "openssl cannot make a certificate."
for server in inventory-store payment-store broker; do
  mkdir -p "$secrets/$server"
  rules "$server" >"$secrets/$server/users.acl"
  [[ $server == broker ]] || cluster_settings "$server" >"$secrets/$server/cluster.conf"
  certificate "$server" >/dev/null 2>&1 || die "openssl cannot make a certificate."
  cp "$secrets/tls/ca.crt" "$secrets/$server/"
done

for service in inventory payment; do
  mkdir -p "$secrets/$service" "$secrets/$service-tls"
  for setting in "Store $service-store" "Broker broker"; do
    read -r name server <<<"$setting"
    connection "$server" "$service" >"$secrets/$service/Redis__$name"
    echo "$(connection "$server" "$service"),ssl=true" >"$secrets/$service-tls/Redis__$name"
  done
  cp "$secrets/tls/ca.crt" "$secrets/$service-tls/"
done

# Who reads these in a container is another user, whatever umask this script, or the checkout, was made with.
find deploy "$secrets"/{broker,{inventory,payment}{,-store,-tls}} ! -perm -go=r -exec chmod go+rX {} +

# How docker-compose.yml knows that this script has run.
if [[ -z ${SECRETS:-} ]] && ! grep -qs '^SECRETS=' .env; then
  [[ -z $(tail -c 1 .env 2>/dev/null) ]] || echo >>.env # Its last line had no end.
  echo 'SECRETS=./secrets' >>.env
fi
