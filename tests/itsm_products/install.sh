#!/bin/sh
# Request Tracker 5 and Redmine 5 from Debian, unattended, as root. Nothing of them runs afterwards: the tests start their own.
# Does nothing where both are there.
set -eu
RT_SERVER=/usr/share/request-tracker5/libexec/rt-server
POLICY=/usr/sbin/policy-rc.d
AT_BOOT=/etc/systemd/system/multi-user.target.wants/request-tracker5.service

complete() { [ -x "$RT_SERVER" ] && [ -f /usr/share/redmine/config.ru ] && command -v puma >/dev/null && installed request-tracker5 redmine; }
installed() { [ "$(dpkg-query -W -f '${Status}\n' "$@" 2>/dev/null | sort -u)" = "install ok installed" ]; }

if complete; then exit 0; fi

# no daemon starts while packages are set up; a policy that is there already stays as it is
if [ ! -e "$POLICY" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
    trap 'rm -f "$POLICY"' EXIT
    trap 'exit 1' HUP INT TERM
fi
export DEBIAN_FRONTEND=noninteractive
debconf-set-selections <<'P'
request-tracker5 request-tracker5/rtname string fieldapp-test
request-tracker5 request-tracker5/organization string field.local
request-tracker5 request-tracker5/correspondaddress string rt@localhost
request-tracker5 request-tracker5/commentaddress string rt-comment@localhost
request-tracker5 request-tracker5/webbaseurl string http://127.0.0.1
request-tracker5 request-tracker5/webpath string /
request-tracker5 request-tracker5/handle-siteconfig-permissions boolean true
request-tracker5 request-tracker5/install-cronjobs boolean false
request-tracker5 request-tracker5/dbconfig-install boolean true
request-tracker5 request-tracker5/database-type select sqlite3
request-tracker5 request-tracker5/db/dbname string rtdb
redmine redmine/instances/default/dbconfig-install boolean true
redmine redmine/instances/default/database-type select sqlite3
redmine redmine/instances/default/default-language select en
P
apt="apt-get -o DPkg::Lock::Timeout=900 -qq"
$apt update || echo "install.sh: the package lists could not be refreshed; going on with the present ones" >&2
# msmtp-mta: a mail program that runs no daemon
$apt install -y --no-install-recommends msmtp-mta rt5-db-sqlite rt5-standalone request-tracker5 redmine-sqlite redmine puma
rm -f "$AT_BOOT"  # nor does it start with the machine
complete || { echo "install.sh: the packages are there but not whole" >&2; exit 1; }
