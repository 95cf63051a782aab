#!/bin/bash
# test.sh [ARGUMENTS OF dotnet test]: sets up what the tests need, builds, runs them, sums them up.
# On Debian missing tools are installed (apt-get, with sudo unless root). Elsewhere the tests that need a missing tool
# are skipped and say so. With CI=true nothing is skipped: that would be a failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
configuration=${CONFIGURATION:-Release}
results=TestResults
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PATH="$PATH:/usr/sbin:/sbin"
# To keep compiled code from being written to costs each start, and protects nobody here
export DOTNET_EnableWriteXorExecute=0
# A method is compiled again, optimised, after 0x400 calls instead of 30: most are not called often enough to repay it
export DOTNET_TC_CallCountThreshold=400
if [ "${CI:-}" = true ]; then
  # A build server left behind would keep the log open
  export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
fi

note() { echo "test.sh: $*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() {
  command -v postfix >/dev/null || echo postfix
  command -v dovecot >/dev/null || echo dovecot-core
  command -v curl >/dev/null || echo curl
  # Programs and libraries whose mail the console takes by SMTP
  command -v python3 >/dev/null || echo python3
  command -v msmtp >/dev/null || echo msmtp
  command -v swaks >/dev/null || echo swaks
  perl -MNet::SSLeay -e 1 2>/dev/null || echo libnet-ssleay-perl
  command -v node >/dev/null || echo nodejs
  [ -e /usr/share/nodejs/nodemailer ] || echo node-nodemailer
  command -v javac >/dev/null || echo default-jdk-headless
  [ -e /usr/share/java/javax.mail.jar ] || echo libmail-java
  # Libraries by which other platforms send: Debian's own, whatever else of these languages is on PATH
  [ -e /usr/bin/php ] || echo php-cli
  [ -e /usr/share/php/Symfony/Component/Mailer ] || echo php-symfony-mailer
  [ -e /usr/lib/python3/dist-packages/django ] || echo python3-django
  [ -e /usr/bin/ruby ] || echo ruby
  [ -e /usr/lib/ruby/vendor_ruby/mail.rb ] || echo ruby-mail
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || echo postgresql
  # The shell draws pages without the rest of a browser: about half the processor time
  command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo chromium-headless-shell
}

install() {
  echo 'postfix postfix/main_mailer_type select No configuration' | as_root debconf-set-selections
  # The tests start servers of their own; Debian's package would start one as well
  if [[ " $* " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  as_root env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get install -y -q --no-install-recommends "$@" >/dev/null
}

set_up() {
  local packages
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -gt 0 ] || return 0
  if ! grep -qE '^ID=debian$' /etc/os-release 2>/dev/null; then
    note "missing on this system, the tests that need them are skipped: ${packages[*]}"
  elif [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    note "missing, and installing them needs root or sudo: ${packages[*]}"
  else
    note "installing ${packages[*]}"
    install "${packages[@]}" 2>/dev/null || { as_root apt-get update -q >/dev/null && install "${packages[@]}"; }
  fi
}

# counter NAME: summed over the result files of this run
counter() {
  find "$results" -name '*.trx' -exec grep -ohE '<Counters [^>]*>' {} + 2>/dev/null |
    grep -oE " $1=\"[0-9]+\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }' || true
}

# finish STATUS: the closing line, whatever happened before
finish() {
  local total executed passed failed skipped status=$1
  total=$(counter total) executed=$(counter executed) passed=$(counter passed)
  failed=$((executed - passed)) skipped=$((total - executed))
  if [ "$executed" = 0 ]; then note "no test ran"; status=1; fi
  if [ "$failed" != 0 ]; then status=1; fi
  if [ "$skipped" != 0 ] && [ "${CI:-}" = true ]; then note "tests were skipped, which CI does not allow"; status=1; fi
  if [ "$skipped" = 0 ]; then echo "$passed passed, $failed failed"; else echo "$passed passed, $failed failed, $skipped skipped"; fi
  exit "$status"
}

# must WHAT COMMAND...: without it there is nothing to test
must() {
  local what=$1; shift
  "$@" || { note "$what"; finish 1; }
}

rm -rf "$results"
must "the tools could not be installed" set_up
must "the .NET SDK named in global.json is missing: https://dotnet.microsoft.com/download" dotnet --version
must "the restore failed" dotnet restore EmailConsole.sln --locked-mode -v q
must "the build failed" dotnet build EmailConsole.sln --no-restore -c "$configuration" -v q
status=0
# What analysers find the build has found (EnforceCodeStyleInBuild, warnings as errors), and a test looks at the order of usings
dotnet format whitespace EmailConsole.sln --verify-no-changes --no-restore || { note "run dotnet format"; status=1; }
dotnet test EmailConsole.sln --no-build -c "$configuration" --logger trx --logger 'console;verbosity=minimal' \
  --results-directory "$results" --blame-hang-timeout 5m --blame-hang-dump-type none "$@" || status=$?
finish "$status"
