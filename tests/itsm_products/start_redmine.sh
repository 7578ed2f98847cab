#!/bin/sh
# A Redmine 5 of its own for the tests: `start_redmine.sh FOLDER PORT`. Needs the packages of install.sh, touches nothing outside FOLDER.
# Writes FOLDER/env (NAME=value: URL, keys, ids of fields and people) when everything is set up, then becomes the server.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 port=$2

if [ "$(id -u)" = 0 ]; then as_web="setpriv --reuid=www-data --regid=www-data --init-groups"; else as_web=""; fi

mkdir -p "$folder/config" "$folder/log" "$folder/tmp/cache" "$folder/files" "$folder/public"
cp "$here/redmine_setup.rb" "$folder/"
printf 'production:\n  adapter: sqlite3\n  database: %s/redmine.db\n  encoding: utf8\n  timeout: 20000\n' "$folder" >"$folder/config/database.yml"
head -c 48 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$folder/config/secret_key.txt"
chmod 755 "$folder"
[ "$(id -u)" != 0 ] || chown -R www-data:www-data "$folder"
# Debian keeps each site below /var/lib/redmine; a name that climbs out of there is a site anywhere
export REDMINE_INSTANCE="../../../..$folder" RAILS_ENV=production REDMINE_LANG=en HOME="$folder" RAILS_LOG_TO_STDOUT= SCHEMA="$folder/schema.rb"
cd /usr/share/redmine
fail() { tail -20 "$folder/setup.log" >&2; exit 1; }
$as_web bundle exec rake db:migrate >"$folder/setup.log" 2>&1 || fail
$as_web bundle exec rails runner "$folder/redmine_setup.rb" >"$folder/env.new" 2>>"$folder/setup.log" || fail
echo "URL=http://127.0.0.1:$port" >>"$folder/env.new"
mv "$folder/env.new" "$folder/env"
exec $as_web puma -e production -b "tcp://127.0.0.1:$port" -t 4:4 --dir /usr/share/redmine
