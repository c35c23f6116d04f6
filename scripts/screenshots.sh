#!/usr/bin/env bash
# Makes docs/console.png and docs/lab.png anew, from the real services. Pictures of other widths and of the dark mode, to be looked at, go
# to TestResults/screenshots.
set -euo pipefail
CDPATH="" cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/redis.sh
source scripts/redis.sh

need_dotnet
need_redis || die "Install Redis 7 or newer and try again."
need_chromium || die "Install Chromium and try again."
export SCREENSHOTS=$PWD/TestResults/screenshots
mkdir -p "$SCREENSHOTS"
dotnet test tests/Browser.Tests -c Release --nologo --filter "LookTests|LabTests"
cp "$SCREENSHOTS/console-1280-light.png" docs/console.png
cp "$SCREENSHOTS/lab-story-light.png" docs/lab.png
