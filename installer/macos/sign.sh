#!/bin/sh
# sign.sh APP: signs the bundle with the certificate of the environment (CERTIFICATE: PKCS#12 in base64, PASSWORD, IDENTITY).
# It is not notarised, so it is for companies that hand their certificate to their own Macs.
# Without a certificate nothing is signed, and that is said: people have to open it with the right mouse button the first time.
set -eu
if [ -z "${CERTIFICATE:-}" ]; then
    echo "no certificate given: not signed: $1"
    exit 0
fi
folder=$(mktemp -d)
chain="$folder/signing.keychain-db"
trap 'security delete-keychain "$chain" || true; rm -rf "$folder"' EXIT
printf '%s' "$CERTIFICATE" | base64 --decode > "$folder/signing.p12"
secret=$(openssl rand -hex 16)
security create-keychain -p "$secret" "$chain"
security unlock-keychain -p "$secret" "$chain"
security import "$folder/signing.p12" -k "$chain" -P "$PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$chain" > /dev/null
security list-keychains -d user -s "$chain"
codesign --force --deep --timestamp --keychain "$chain" --sign "$IDENTITY" "$1"
codesign --verify --deep --strict "$1"
