; The installer for Windows, per user: no administrator is asked, nothing outside the user's own folders and registry is touched.
; makensis -DVERSION=0.1.0 -DVERSION4=0.1.0.0 -DPAYLOAD=dist\fieldapp -DOUTPUT=dist\fieldapp-0.1.0-setup.exe installer\windows\fieldapp.nsi
; Silent: fieldapp-…-setup.exe /S [/D=C:\folder]      Uninstall silently: "…\uninstall.exe" /S
; Exit codes: 0 done, 2 the program is running or a file could not be replaced (what was installed before stays as it is).
Unicode true
!ifdef TARGET
    Target ${TARGET} ; Debian's NSIS has 64-bit installers, too (for wine64); the one for Windows has only the usual 32-bit ones
!endif
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user
Name "现场工单 fieldapp"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\fieldapp"
InstallDirRegKey HKCU "Software\fieldapp" "InstallDir"
ShowInstDetails nevershow
ShowUninstDetails nevershow

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\fieldapp"
!define CLASSES "Software\Classes"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\fieldappw.exe"
!define MUI_LANGDLL_ALLLANGUAGES
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString RUNNING ${LANG_SIMPCHINESE} "现场工单正在运行。请先关闭它的窗口，再点“重试”。数据不受影响。"
LangString RUNNING ${LANG_ENGLISH} "Field Orders is running. Close its window, then retry. No data is touched."
LangString NOT_OURS ${LANG_SIMPCHINESE} "这个文件夹里有别的文件。请选一个空文件夹。"
LangString NOT_OURS ${LANG_ENGLISH} "There are other files in this folder. Choose an empty one."
LangString DATA_STAYS ${LANG_SIMPCHINESE} "程序已卸载。您的工单数据保留在 $LOCALAPPDATA\fieldapp，如不再需要请自行删除。"
LangString DATA_STAYS ${LANG_ENGLISH} "The program is removed. Your orders stay in $LOCALAPPDATA\fieldapp; delete that folder yourself if it is no longer needed."
LangString MENU_MAIN ${LANG_SIMPCHINESE} "现场工单"
LangString MENU_MAIN ${LANG_ENGLISH} "Field Orders"
LangString MENU_VERIFY ${LANG_SIMPCHINESE} "工单验证与归档"
LangString MENU_VERIFY ${LANG_ENGLISH} "Verify Work Orders"

VIProductVersion "${VERSION4}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductName" "现场工单 fieldapp"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileDescription" "现场工单 安装程序"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "LegalCopyright" "fieldapp"

; A program that runs holds its own file: it cannot be opened for writing then. $0: 1 when it runs.
!macro StillRunning
    StrCpy $0 0
    ${If} ${FileExists} "$INSTDIR\fieldappw.exe"
        ClearErrors
        FileOpen $1 "$INSTDIR\fieldappw.exe" a
        ${If} ${Errors}
            StrCpy $0 1
        ${Else}
            FileClose $1
        ${EndIf}
    ${EndIf}
    ${If} $0 = 0
    ${AndIf} ${FileExists} "$INSTDIR\fieldapp.exe"
        ClearErrors
        FileOpen $1 "$INSTDIR\fieldapp.exe" a
        ${If} ${Errors}
            StrCpy $0 1
        ${Else}
            FileClose $1
        ${EndIf}
    ${EndIf}
!macroend

!macro RefuseWhileRunning
    ask:
    !insertmacro StillRunning
    ${If} $0 = 1
        IfSilent refused
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" IDRETRY ask
        refused:
        SetErrorLevel 2
        Quit
    ${EndIf}
!macroend

; What an installation brings, and nothing else; the folder of the data is another one.
!macro RemoveProgram
    RMDir /r "$INSTDIR\_internal"
    RMDir /r "$INSTDIR\licences"
    Delete "$INSTDIR\fieldapp.exe"
    Delete "$INSTDIR\fieldappw.exe"
!macroend

Function .onInit
    !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Section "fieldapp"
    !insertmacro RefuseWhileRunning
    ; never into a folder that is somebody else's: its contents would go with an uninstall
    ${If} ${FileExists} "$INSTDIR\*.*"
    ${AndIfNot} ${FileExists} "$INSTDIR\fieldapp.exe"
        Call FolderIsEmpty
        ${If} $0 = 0
            IfSilent +2
            MessageBox MB_OK|MB_ICONSTOP "$(NOT_OURS)"
            SetErrorLevel 2
            Quit
        ${EndIf}
    ${EndIf}
    !insertmacro RemoveProgram
    SetOutPath "$INSTDIR"
    ClearErrors
    File /r "${PAYLOAD}\*"
    ${If} ${Errors}
        SetErrorLevel 2
        Abort
    ${EndIf}
    WriteUninstaller "$INSTDIR\uninstall.exe"

    CreateDirectory "$SMPROGRAMS\fieldapp"
    CreateShortcut "$SMPROGRAMS\fieldapp\$(MENU_MAIN).lnk" "$INSTDIR\fieldappw.exe" "window"
    CreateShortcut "$SMPROGRAMS\fieldapp\$(MENU_VERIFY).lnk" "$INSTDIR\fieldappw.exe" "verify --window"

    ; offered under "Open with" for PDFs; the viewer that is the default stays it
    WriteRegStr HKCU "${CLASSES}\fieldapp.pdf" "" "PDF"
    WriteRegStr HKCU "${CLASSES}\fieldapp.pdf" "FriendlyTypeName" "PDF"
    WriteRegStr HKCU "${CLASSES}\fieldapp.pdf\shell\open" "FriendlyAppName" "$(MENU_VERIFY)"
    WriteRegStr HKCU "${CLASSES}\fieldapp.pdf\shell\open\command" "" '"$INSTDIR\fieldappw.exe" verify --window "%1"'
    WriteRegStr HKCU "${CLASSES}\.pdf\OpenWithProgids" "fieldapp.pdf" ""

    WriteRegStr HKCU "Software\fieldapp" "InstallDir" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "现场工单 fieldapp"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\fieldappw.exe"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

; $0: 1 when nothing is in $INSTDIR.
Function FolderIsEmpty
    StrCpy $0 1
    FindFirst $1 $2 "$INSTDIR\*.*"
    ${DoWhile} $2 != ""
        ${If} $2 != "."
        ${AndIf} $2 != ".."
            StrCpy $0 0
        ${EndIf}
        FindNext $1 $2
    ${Loop}
    FindClose $1
FunctionEnd

Function un.onInit
    !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section "Uninstall"
    !insertmacro RefuseWhileRunning
    !insertmacro RemoveProgram
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    RMDir /r "$SMPROGRAMS\fieldapp"
    DeleteRegKey HKCU "${UNINSTALL}"
    DeleteRegKey HKCU "${CLASSES}\fieldapp.pdf"
    DeleteRegValue HKCU "${CLASSES}\.pdf\OpenWithProgids" "fieldapp.pdf"
    DeleteRegKey HKCU "Software\fieldapp"
    IfSilent +2
    MessageBox MB_OK|MB_ICONINFORMATION "$(DATA_STAYS)"
SectionEnd
