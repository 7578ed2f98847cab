#!/bin/sh
# A Request Tracker 5 of its own for the tests: `start_rt.sh FOLDER PORT`. Needs the packages of install.sh, touches nothing outside FOLDER.
# Writes FOLDER/env (NAME=value: URL and tokens) when everything is set up, then becomes the server.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 port=$2

as_web() {  # the server does not run as root
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=www-data --regid=www-data --init-groups "$@"; else "$@"; fi
}

cp "$here/RT_SiteConfig.pm" "$here/rt_setup.pl" "$folder/"
mkdir -p "$folder/conf.d"
chmod 755 "$folder"
[ "$(id -u)" != 0 ] || chown -R www-data:www-data "$folder"
export RT_SITE_CONFIG="$folder/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$folder/conf.d" RT_FOLDER="$folder" RT_PORT="$port" HOME="$folder"
cd "$folder"
as_web rt-setup-database-5 --action init >"$folder/setup.log" 2>&1 || { tail -20 "$folder/setup.log" >&2; exit 1; }
as_web perl "$folder/rt_setup.pl" >"$folder/env.new" 2>"$folder/perl.log" || { tail -20 "$folder/perl.log" >&2; exit 1; }
echo "URL=http://127.0.0.1:$port/REST/2.0" >>"$folder/env.new"
mv "$folder/env.new" "$folder/env"
if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid=www-data --regid=www-data --init-groups /usr/share/request-tracker5/libexec/rt-server \
        --server Starlet --host 127.0.0.1 --port "$port" --max-workers 2
fi
exec /usr/share/request-tracker5/libexec/rt-server --server Starlet --host 127.0.0.1 --port "$port" --max-workers 2
