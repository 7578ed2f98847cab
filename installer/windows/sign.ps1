# sign.ps1 FILE…: Authenticode with the certificate of the environment (CERTIFICATE: PKCS#12 in base64, PASSWORD, TIMESTAMP_URL).
# Without one nothing is signed, and that is said: SmartScreen will warn then.
$ErrorActionPreference = 'Stop'
if (-not $env:CERTIFICATE) {
    Write-Output "no certificate given: not signed: $args"
    exit 0
}
$file = Join-Path ([IO.Path]::GetTempPath()) 'fieldapp-signing.pfx'
[IO.File]::WriteAllBytes($file, [Convert]::FromBase64String($env:CERTIFICATE))
try {
    $tool = Get-ChildItem 'C:\Program Files (x86)\Windows Kits\10\bin\*\x64\signtool.exe' | Sort-Object FullName | Select-Object -Last 1
    if (-not $tool) { throw 'signtool.exe was not found' }
    $stamp = if ($env:TIMESTAMP_URL) { @('/tr', $env:TIMESTAMP_URL, '/td', 'sha256') } else { @() }
    & $tool.FullName sign /fd sha256 /f $file /p $env:PASSWORD @stamp @args
    if ($LASTEXITCODE -ne 0) { throw "signtool ended with $LASTEXITCODE" }
} finally {
    Remove-Item $file -Force
}
