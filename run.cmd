@echo off
rem The two commands on Windows: `run demo` and `run test`; `run fieldapp ...` for every other command of the program.
setlocal
cd /d "%~dp0"
set UV_VERSION=0.13.9
set UV_PYTHON_DOWNLOADS=never
set PYTHONDONTWRITEBYTECODE=

if "%~1"=="" goto usage

set PY=
for %%v in (3.11 3.12 3.13) do (
    if not defined PY (py -%%v -c "import sys" >nul 2>nul && set "PY=py -%%v")
)
if not defined PY (python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))" >nul 2>nul && set "PY=python")
if not defined PY (
    echo run: Python 3.11, 3.12 or 3.13 is needed and was not found 1>&2
    exit /b 2
)

set UV=uv
where uv >nul 2>nul && goto have_uv
set UV=.uv\Scripts\uv.exe
if exist %UV% goto have_uv
echo run: installing uv %UV_VERSION% into .uv 1>&2
%PY% -m venv .uv || exit /b 2
.uv\Scripts\python -m pip install -q --disable-pip-version-check uv==%UV_VERSION% || exit /b 2
:have_uv
for /f "delims=" %%p in ('%PY% -c "import sys; print(sys.executable)"') do set "UV_PYTHON=%%p"

set COMMAND=%~1
shift
set ARGS=
:collect
if "%~1"=="" goto collected
set ARGS=%ARGS% %1
shift
goto collect
:collected

if "%COMMAND%"=="demo" goto demo
if "%COMMAND%"=="fieldapp" goto fieldapp
if "%COMMAND%"=="test" goto test
if "%COMMAND%"=="check" goto check
if "%COMMAND%"=="simulate" goto simulate
if "%COMMAND%"=="contract" goto contract
if "%COMMAND%"=="package" goto package
goto usage

:demo
%UV% sync --frozen --quiet --no-dev --inexact || exit /b 2
.venv\Scripts\python main.py demo %ARGS%
exit /b %ERRORLEVEL%

:fieldapp
%UV% sync --frozen --quiet --no-dev --inexact || exit /b 2
.venv\Scripts\python main.py %ARGS%
exit /b %ERRORLEVEL%

:test
%UV% sync --frozen --quiet --all-groups || exit /b 2
.venv\Scripts\python tools\test.py %ARGS%
exit /b %ERRORLEVEL%

:check
%UV% sync --frozen --quiet --all-groups || exit /b 2
.venv\Scripts\python tools\check.py %ARGS%
exit /b %ERRORLEVEL%

:simulate
%UV% sync --frozen --quiet --all-groups || exit /b 2
.venv\Scripts\python tools\simulate.py %ARGS%
exit /b %ERRORLEVEL%

:contract
%UV% sync --frozen --quiet --all-groups || exit /b 2
.venv\Scripts\python tools\contract.py %ARGS%
exit /b %ERRORLEVEL%

:package
%UV% sync --frozen --quiet --no-dev --inexact --group package || exit /b 2
.venv\Scripts\python installer\build.py windows %ARGS%
exit /b %ERRORLEVEL%

:usage
echo usage: run demo [--headless] [--data DIR] [--out DIR]   the whole main job on the embedded endpoint 1>&2
echo        run test [pytest arguments]                      sets up and passes all tests 1>&2
echo        run check                                        formatting, lint, types, layers 1>&2
echo        run simulate [--seeds N] [--from S]              the sync simulation over more seeds 1>&2
echo        run contract [--examples N] [--seed N]           what schemathesis finds at the endpoint 1>&2
echo        run package                                      the installer, in dist ^(docs\install.md; needs NSIS 3^) 1>&2
echo        run fieldapp COMMAND ...                         any command of the program 1>&2
exit /b 2
