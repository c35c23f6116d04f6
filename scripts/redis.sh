# shellcheck shell=bash
# What run.sh, test.sh and their like need besides the .NET SDK: found, or installed by the machine's package manager.
# Sourced by them, and frees them of what in the environment changes the meaning of their commands.

unset GREP_OPTIONS POSIXLY_CORRECT

# What runs on this machine is reached without a proxy.
no_proxy=${no_proxy:-${NO_PROXY:-}}
export no_proxy=localhost,127.0.0.1${no_proxy:+,$no_proxy}
export NO_PROXY=$no_proxy

# What plays the Postman collection.
# shellcheck disable=SC2034
newman=newman@6.2.1

# Ends the script with a plain sentence.
die() {
  echo "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null; }

# Whether something listens on a local port.
is_taken() { (exec 3<>"/dev/tcp/localhost/$1") 2>/dev/null; }

as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif has sudo; then
    sudo "$@"
  else
    return 1
  fi
}

# install APT DNF APK BREW: installs one package, which each package manager may call differently.
install() {
  echo "$1 is missing; installing it ..."
  if has apt-get; then
    as_root apt-get update -qq &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"
  elif has dnf; then
    as_root dnf install -y -q "$2"
  elif has apk; then
    as_root apk add -q "$3"
  elif has brew; then
    brew install -q "$4"
  else
    return 1
  fi >/dev/null
}

# What Browser.Tests look for.
need_chromium() {
  has chromium || has chromium-browser || has google-chrome || install chromium chromium chromium chromium
}

need_dotnet() {
  # dotnet does nothing without a home that it can write to.
  export HOME=${HOME:-~}
  [[ -w $HOME ]] || HOME=$PWD/.data/home
  mkdir -p "$HOME"
  has dotnet || die "The .NET 10 SDK is missing. Install it, or add it to the PATH, and try again."
  # global.json says which SDK, so the answer differs from folder to folder.
  dotnet --version >/dev/null 2>&1 ||
    die "The .NET 10 SDK is missing. Found: $(dotnet --list-sdks | cut -d ' ' -f 1 | paste -sd ' ' -)"
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

# Sets REDIS_SERVER to an executable. Redis 7 is the first that knows the "#!lua" line of the scripts.
need_redis() {
  if [[ -z ${REDIS_SERVER:-} ]]; then
    has redis-server || install redis-server redis redis redis || true
    REDIS_SERVER=$(command -v redis-server) || return 1
  fi
  export REDIS_SERVER
  [[ $("$REDIS_SERVER" --version) =~ v=([0-9]+) ]] && ((BASH_REMATCH[1] >= 7))
}
