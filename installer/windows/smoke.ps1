# smoke.ps1 SETUP.exe: install silently for this user, do the main job, verify, install once more over it, remove; the data stays.
$ErrorActionPreference = 'Stop'
$setup = $args[0]
$home_ = Join-Path $env:LOCALAPPDATA 'Programs\fieldapp'
$data = Join-Path $env:LOCALAPPDATA 'fieldapp'
$out = Join-Path ([IO.Path]::GetTempPath()) 'fieldapp-job'

function Run([string] $program, [string[]] $arguments) {
    $done = Start-Process -FilePath $program -ArgumentList $arguments -Wait -PassThru
    if ($done.ExitCode -ne 0) { throw "$program $arguments ended with $($done.ExitCode)" }
}
function Say([string[]] $arguments) {
    & (Join-Path $home_ 'fieldapp.exe') @arguments
    if ($LASTEXITCODE -ne 0) { throw "fieldapp $arguments ended with $LASTEXITCODE" }
}
function Need([bool] $so, [string] $words) { if (-not $so) { throw "not so: $words" } }

Run $setup @('/S')
Say @('--version')
Say @('demo', '--headless', '--out', $out)
Say @('verify', (Get-ChildItem (Join-Path $out 'WX-*.pdf')).FullName, '--trust', (Join-Path $out 'ca.pem'))
New-Item -ItemType Directory -Force $data | Out-Null
Set-Content -Path (Join-Path $data 'keep.txt') -Value 'mine'

Run $setup @('/S')
Say @('--version')
# the windowed program stays open, so it really shows a window; then it is closed again
$window = Start-Process -FilePath (Join-Path $home_ 'fieldappw.exe') -ArgumentList 'window' -PassThru
Start-Sleep -Seconds 15
Need (-not $window.HasExited) 'the window is open'
$refused = Start-Process -FilePath $setup -ArgumentList '/S' -Wait -PassThru
Need ($refused.ExitCode -eq 2) 'an upgrade while the program runs is refused with exit code 2'
Stop-Process -Id $window.Id

Start-Sleep -Seconds 2
Run (Join-Path $home_ 'uninstall.exe') @('/S', "_?=$home_")
Need (-not (Test-Path (Join-Path $home_ '_internal'))) 'the program is gone'
Need (Test-Path (Join-Path $data 'keep.txt')) 'the data folder is as it was'
Write-Output 'ok: installed, worked, upgraded, removed'
