<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
  <context>
    <name>fieldapp</name>
    <message>
      <location filename="../../fieldapp/bootstrap/window_context.py" />
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>状态</source>
      <translation>Status</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/app.py" />
      <location filename="../../fieldapp/ui/main_window.py" />
      <location filename="../../fieldapp/ui/views/unlock.py" />
      <location filename="../../fieldapp/ui/widgets/first_look.py" />
      <source>现场工单</source>
      <translation>Field Orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/app.py" />
      <source>上次退出前签好的派工单已补做 PDF 封存：{numbers}</source>
      <translation>Signed before the program ended, sealed now: {numbers}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>字体</source>
      <translation>Fonts</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>密钥环</source>
      <translation>Keyring</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>磁盘</source>
      <translation>Disk</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>数据库</source>
      <translation>Database</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>备份</source>
      <translation>Backup</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>签章证书</source>
      <translation>Signing certificate</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>服务器</source>
      <translation>Server</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>安全连接</source>
      <translation>Secure connection</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>时钟</source>
      <translation>Clock</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>输入法</source>
      <translation>Input method</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>扫码</source>
      <translation>Codes</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>打印机</source>
      <translation>Printer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务端附件</source>
      <translation>Endpoint's files</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>程序出错</source>
      <translation>Crashes</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>本机还没有数据。</source>
      <translation>There is no data on this device yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>没有检查：打不开数据。</source>
      <translation>Not checked: the data cannot be opened.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>检查本身出错（{code}）。</source>
      <translation>The check itself failed ({code}).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <location filename="../../fieldapp/ui/messages.py" />
      <source>已保存的内容不受影响。</source>
      <translation>What is saved is not affected.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请保存诊断包交给管理员。</source>
      <translation>Please save a diagnostics bundle for the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>字体齐全，生僻字也能显示和打印。</source>
      <translation>All fonts are there; rare characters can be shown and printed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>已填内容不受影响；PDF 会用编码代替缺少的字。</source>
      <translation>What was filled in is not affected; the PDF gives the codes of missing characters.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>程序自带的字体不完整，缺 {n} 项。</source>
      <translation>
        <numerusform>The program's own fonts are incomplete: {n} item is missing.</numerusform>
        <numerusform>The program's own fonts are incomplete: {n} items are missing.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请重新安装程序。</source>
      <translation>Please install the program again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据仍然完好。</source>
      <translation>Your data is intact.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>系统密钥环可用，已试写试读。</source>
      <translation>The system's keyring works; writing and reading were tried.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>密钥由本机口令保护（不用系统密钥环）。</source>
      <translation>The key is protected by this device's passphrase (no system keyring).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>系统密钥环已锁定。</source>
      <translation>The system keyring is locked.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先解锁系统密钥环，再打开程序。</source>
      <translation>Unlock the keyring, then open the program again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>数据的密钥在系统密钥环里，而密钥环现在不可用。</source>
      <translation>The key of the data is in the system's keyring, which is not available now.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请用原来的系统账号登录桌面后再试。</source>
      <translation>Please log in to the desktop with the account used before, then try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>系统没有可用的密钥环。</source>
      <translation>This system has no usable keyring.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>首次使用时请设置本机口令来保护数据。</source>
      <translation>Please choose a passphrase at first use; it will guard the data.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>系统密钥环没有正常工作。</source>
      <translation>The system's keyring does not work properly.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请重新登录系统后再试。</source>
      <translation>Log out of the system, log in again and retry.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>剩余 {size}，可以写入。</source>
      <translation>{size} free, writing works.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>磁盘只剩 {size}。</source>
      <translation>Only {size} is left on the disk.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>现在还能保存。</source>
      <translation>Saving still works.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请清理磁盘，照片和备份需要空间。</source>
      <translation>Please make room: photos and backups need it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>磁盘快满了，只剩 {size}。</source>
      <translation>The disk is nearly full: {size} left.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>之前保存的内容完好。</source>
      <translation>Everything saved before is intact.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请马上清理磁盘。</source>
      <translation>Please make room at once.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据文件夹不能写入。</source>
      <translation>The data folder cannot be written to.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请检查文件夹权限、磁盘是否只读或配额是否用完。</source>
      <translation>Please check the folder's permissions, and whether the disk is read-only or a quota used up.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>每一页都核对过，完好。</source>
      <translation>Every page was checked and is sound.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>密钥与数据不符。</source>
      <translation>The key does not belong to the data.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据文件没有改动。</source>
      <translation>The data file was not changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请用原来的系统账号登录，或从完整备份恢复。</source>
      <translation>Please log in with the account used before, or restore a full backup.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>数据来自更新的程序版本。</source>
      <translation>The data comes from a newer version of the program.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请安装新版程序，或恢复升级前的备份。</source>
      <translation>Please install the newer version, or restore the backup made before the upgrade.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>数据库文件不见了。</source>
      <translation>The database file is gone.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>备份还在。</source>
      <translation>The backups are still there.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请不要重新登记；先用备份恢复（fieldapp restore）。</source>
      <translation>Please do not enrol again; restore a backup first (fieldapp restore).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>数据库损坏。</source>
      <translation>The database is damaged.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>备份没有改动。</source>
      <translation>The backups were not touched.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请不要继续填写；先保存诊断包，再从备份恢复（fieldapp restore）。</source>
      <translation>Please do not go on filling in; save a diagnostics bundle, then restore a backup (fieldapp restore).</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>最近的备份已试着恢复：{n} 张派工单，打得开。</source>
      <translation>
        <numerusform>The latest backup opens in a trial restore: {n} order.</numerusform>
        <numerusform>The latest backup opens in a trial restore: {n} orders.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>最近的备份打得开，但太旧了。</source>
      <translation>The latest backup opens, but is too old.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>当前数据不受影响。</source>
      <translation>The present data is not affected.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请在“存储与备份”里立即备份。</source>
      <translation>Please back up now under “Storage and backup”.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>备份打得开，但有 {n} 个附件在本机找不到。</source>
      <translation>
        <numerusform>The backup opens, but {n} file is not on this device.</numerusform>
        <numerusform>The backup opens, but {n} files are not on this device.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>文字内容完整；已同步的附件在服务器上。</source>
      <translation>The text is complete; files that were synced are at the server.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请联网同步，再检查一次。</source>
      <translation>Please sync while online, then check again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>还没有备份。</source>
      <translation>There is no backup yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>最近的备份恢复不了。</source>
      <translation>The latest backup cannot be restored.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请立即做一次新备份；若仍不行，请联系管理员。</source>
      <translation>Please make a new backup now; if that does not help, ask the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请联网同步一次，程序会自动换领。</source>
      <translation>Please sync once while online; the program gets a new one by itself.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>有效，还有 {n} 天。</source>
      <translation>
        <numerusform>Valid for {n} more day.</numerusform>
        <numerusform>Valid for {n} more days.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>即将到期（还有 {n} 天）。</source>
      <translation>
        <numerusform>Expires soon ({n} day left).</numerusform>
        <numerusform>Expires soon ({n} days left).</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>现在还能签章。</source>
      <translation>Sealing still works.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>不在有效期内，不能签章。</source>
      <translation>It is outside its validity period; nothing can be sealed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>已签章的文件仍然有效。</source>
      <translation>Files that were sealed stay valid.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>已被吊销，不能签章。</source>
      <translation>It was revoked; nothing can be sealed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>吊销前签章的文件不受影响。</source>
      <translation>Files sealed before that are not affected.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>还没有签章证书。</source>
      <translation>There is no signing certificate yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>可以填写，但不能签章。</source>
      <translation>Filling in works, sealing does not.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请联网登录一次，自动取得。</source>
      <translation>Please log in once while online; it comes by itself.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <location filename="../../fieldapp/ui/messages.py" />
      <location filename="../../fieldapp/ui/tls_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>工作可以离线继续，内容已保存在本机。</source>
      <translation>You can go on working offline; everything is saved on this device.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>连得上，登录有效（{n} 毫秒）。</source>
      <translation>
        <numerusform>Reachable, the login is valid ({n} ms).</numerusform>
        <numerusform>Reachable, the login is valid ({n} ms).</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>连得上（{n} 毫秒）；本机还没有登录。</source>
      <translation>
        <numerusform>Reachable ({n} ms); nobody is logged in here yet.</numerusform>
        <numerusform>Reachable ({n} ms); nobody is logged in here yet.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>连得上，但登录需要更新。</source>
      <translation>Reachable, but the login has to be renewed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>同步时会自动更新；不行时请重新登录。</source>
      <translation>Sync renews it by itself; if that fails, please log in again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>还没有设置服务器地址。</source>
      <translation>No server address is set yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请在首次登录时填写，或用 --url 指定。</source>
      <translation>Please give it at the first login, or with --url.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器地址不对。</source>
      <translation>The server address is not right.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>应以 https:// 开头，例如 https://itsm.example.cn。</source>
      <translation>It starts with https://, for example https://itsm.example.cn.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>这是另一台服务器，不是本机派工单所属的那台。</source>
      <translation>This is another server, not the one this device's orders belong to.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有发送任何内容。</source>
      <translation>Nothing was sent.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请核对服务器地址。</source>
      <translation>Please check the server's address.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务器要求更新的程序版本。</source>
      <translation>The server asks for a newer version of the program.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请安装新版程序后再同步。</source>
      <translation>Please install the newer version, then sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务器与本程序的单据版本不同。</source>
      <translation>Server and program speak different versions of the order document.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请联系管理员。</source>
      <translation>Please contact the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务器证书受系统信任。</source>
      <translation>The system trusts the server's certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务器证书受系统或指定的 CA 证书信任。</source>
      <translation>The server's certificate is trusted by the system or the chosen CA certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务器就在本机，不需要加密。</source>
      <translation>The server is this machine; no encryption is needed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务器证书受信任，密钥是管理员指定的。</source>
      <translation>The server's certificate is trusted, its key is one that the administrator set.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请管理员在 server_pins 里加上备用密钥，否则更换密钥时本机连不上。</source>
      <translation>Ask the administrator to add a backup key to server_pins; without one this computer cannot connect once the key changes.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>只指定了一个服务器密钥，没有备用的。</source>
      <translation>Only one server key is set, without a backup.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>CA 证书文件不能用。</source>
      <translation>The CA certificate file cannot be used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查设置的 CA 证书文件，或联系管理员。</source>
      <translation>Check the CA file that is set, or contact the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>网络需要先登录（例如酒店或访客 Wi-Fi）。</source>
      <translation>The network asks for a login first (hotel or guest Wi-Fi, for example).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请在浏览器中完成网络登录，再点“立即同步”。</source>
      <translation>Log in to the network in a browser, then press "Sync now".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>没有检查：连接不上服务器。</source>
      <translation>Not checked: the server cannot be reached.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>与服务器相差 {n} 秒。</source>
      <translation>
        <numerusform>{n} second off the server's.</numerusform>
        <numerusform>{n} seconds off the server's.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>本机时钟与服务器相差 {span}。</source>
      <translation>This device's clock is {span} off the server's.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>记录里同时存有对时结果，不会改写。</source>
      <translation>Records keep the comparison beside the time; nothing is rewritten.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请在系统设置里校正日期和时间。</source>
      <translation>Please set date and time right in the system's settings.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请在登录脚本里设置 QT_IM_MODULE={name}，再重新登录。</source>
      <translation>Please set QT_IM_MODULE={name} in the login script and log in again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>使用系统自带的输入法。</source>
      <translation>The system's own input method is used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>ibus 输入法可用。</source>
      <translation>The ibus input method can be used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>fcitx 输入法可用（经由 ibus 接口）。</source>
      <translation>The fcitx input method can be used (through the ibus interface).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>系统用 fcitx，但没有告诉本程序，可能打不出中文。</source>
      <translation>The system uses fcitx but does not tell this program; typing Chinese may not work.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>系统用 ibus，但没有告诉本程序，可能打不出中文。</source>
      <translation>The system uses ibus but does not tell this program; typing Chinese may not work.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>没有发现中文输入法。</source>
      <translation>No Chinese input method was found.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>程序缺少输入法插件，打不出中文。</source>
      <translation>The program lacks its input method plugin; Chinese cannot be typed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>可以粘贴文字。</source>
      <translation>Text can be pasted.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>条码和二维码都能读。</source>
      <translation>Barcodes and QR codes can be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>读不了条码和二维码。</source>
      <translation>Barcodes and QR codes cannot be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>序列号可以手工输入。</source>
      <translation>Serial numbers can be typed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>PDF 仍可保存、导出。</source>
      <translation>PDFs can still be saved and exported.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>找到 {n} 台打印机。</source>
      <translation>
        <numerusform>{n} printer found.</numerusform>
        <numerusform>{n} printers found.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>没有找到打印机。</source>
      <translation>No printer was found.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>需要打印时请在系统设置里添加打印机。</source>
      <translation>To print, please add a printer in the system's settings.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>系统缺少打印组件。</source>
      <translation>The system lacks its printing library.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>请管理员安装打印组件（Debian：libcups2）。</source>
      <translation>Please ask the administrator to install it (Debian: libcups2).</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务端附件齐全，核对了最新的 {n} 个。</source>
      <translation>
        <numerusform>The endpoint's files are all there; {n} was looked for, the newest.</numerusform>
        <numerusform>The endpoint's files are all there; the newest {n} were looked for.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>服务端缺 {missing} 个附件（核对了最新的 {n} 个）。</source>
      <translation>
        <numerusform>Files missing at the endpoint: {missing} ({n} was looked for, the newest).</numerusform>
        <numerusform>Files missing at the endpoint: {missing} (the newest {n} were looked for).</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>文字内容完整；仍有附件的设备下次同步时会补传。</source>
      <translation>All text is there; devices that still have a file bring it with their next sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>要知道缺哪些，请运行 `itsm files`。</source>
      <translation>To see which: run `itsm files`.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>没有出错记录。</source>
      <translation>No crash was recorded.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>记录留在本机，只有位置和版本，没有填写的内容。</source>
      <translation>The reports stay here; they hold places and versions, nothing that was filled in.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/doctor_words.py" />
      <source>程序出过错，留有 {n} 份记录。</source>
      <translation>
        <numerusform>The program has crashed; {n} report was kept.</numerusform>
        <numerusform>The program has crashed; {n} reports were kept.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/documents_pages.py" />
      <source>归档与验证 · 现场工单</source>
      <translation>Archive and verification · Field Orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>稍后会自动重试。</source>
      <translation>It will be tried again automatically.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <location filename="../../fieldapp/ui/messages.py" />
      <source>连接不上服务器。</source>
      <translation>The server cannot be reached.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查网络；恢复后会自动同步。</source>
      <translation>Check the network; sync resumes by itself.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器太久没有答复。</source>
      <translation>The server took too long to answer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器的安全证书不被信任。</source>
      <translation>The server's security certificate is not trusted.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请核对服务器地址，或请管理员提供 CA 证书。</source>
      <translation>Check the server address, or ask the administrator for the CA certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>应答的不是工单服务器。</source>
      <translation>What answered is not the work order server.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>可能是网络登录页或地址有误：请核对服务器地址。</source>
      <translation>It may be a network login page or a wrong address: check the server address.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>收到的数据不完整。</source>
      <translation>The data arrived incomplete.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器的答复过大，已停止接收。</source>
      <translation>The server's answer was too large and was cut off.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器内部出错。</source>
      <translation>The server had an internal error.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器正忙。</source>
      <translation>The server is busy.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>会按服务器要求的时间再试。</source>
      <translation>It is tried again at the time the server gives.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器没有接受文件上传。</source>
      <translation>The server did not accept the file.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件保留在本机。</source>
      <translation>The file is kept on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>离线填写和签字不受影响。</source>
      <translation>You can keep filling in and signing offline.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>用户名或密码不对。</source>
      <translation>The user name or password is wrong.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请核对后再试；注意大小写和输入法。</source>
      <translation>Check and try again; mind capitals and the keyboard language.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>登录已过期。</source>
      <translation>Your login has expired.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请重新登录后同步。</source>
      <translation>Log in again to sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>还没有登录。</source>
      <translation>You are not logged in yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请登录后同步。</source>
      <translation>Log in to sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器不允许当前账号做这件事。</source>
      <translation>The server does not allow this account to do that.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机内容保留。</source>
      <translation>Everything on this device is kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联系服务台核对权限。</source>
      <translation>Ask the service desk to check your permissions.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>登录的是另一个人。</source>
      <translation>That login belongs to somebody else.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机内容不变。</source>
      <translation>Nothing on this device has changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请用本机原来的账号登录。</source>
      <translation>Please log in with this device's own account.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机供工程师使用，这个账号不是工程师。</source>
      <translation>This device is for engineers; this account is not an engineer's.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请用工程师账号登录。</source>
      <translation>Log in with an engineer's account.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>PIN 要用 4 到 12 位数字。</source>
      <translation>A PIN has 4 to 12 digits.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请输入密码。</source>
      <translation>Enter the password.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>口令不对，打不开本机加密数据。</source>
      <translation>Wrong passphrase; the encrypted data cannot be opened.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请再输一次口令。</source>
      <translation>Enter the passphrase again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>需要本机口令才能打开数据。</source>
      <translation>The data can only be opened with this device's passphrase.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请输入口令。</source>
      <translation>Enter the passphrase.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机口令不能为空。</source>
      <translation>The passphrase cannot be empty.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机口令至少要 8 个字符。</source>
      <translation>The passphrase needs at least 8 characters.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请改用本机口令。</source>
      <translation>Use a passphrase instead.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>系统密钥环没有答复。</source>
      <translation>The system keyring does not answer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>找不到打开本机数据的密钥。</source>
      <translation>The key to this device's data cannot be found.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请用原来的系统账号登录，或联系管理员。</source>
      <translation>Log in to the system with the original account, or contact the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>密钥文件损坏。</source>
      <translation>The key file is damaged.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请从备份恢复密钥文件，或联系管理员。</source>
      <translation>Restore the key file from a backup, or contact the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>密钥没能保存。</source>
      <translation>The key could not be saved.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查磁盘空间和文件夹权限。</source>
      <translation>Check disk space and folder permissions.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据正被另一个窗口使用。</source>
      <translation>The data is in use by another window.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据完好。</source>
      <translation>Your data is intact.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请切换到已打开的窗口，或关闭它后重试。</source>
      <translation>Switch to the open window, or close it and try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>程序已经打开，但它的窗口没有应答。</source>
      <translation>The program is open already, but its window does not answer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请稍等片刻再试；仍没有应答时，结束该程序后重新打开。</source>
      <translation>Please wait a moment and try again. If it still does not answer, end that program and open it anew.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据正被别的程序占用。</source>
      <translation>Another program is using the data.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请稍等片刻再试。</source>
      <translation>Wait a moment and try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查文件夹权限。</source>
      <translation>Check the folder's permissions.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>磁盘读写失败。</source>
      <translation>Reading or writing the disk failed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查磁盘，尽快同步。</source>
      <translation>Check the disk and sync soon.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>找不到数据文件夹。</source>
      <translation>The data folder cannot be found.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查磁盘是否已连接。</source>
      <translation>Check that the disk is connected.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据文件不见了。</source>
      <translation>The data file is missing.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有新建空文件覆盖。</source>
      <translation>No empty file was put in its place.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>可从最近的备份恢复。</source>
      <translation>It can be restored from the latest backup.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机数据文件损坏。</source>
      <translation>The data file on this device is damaged.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>原文件已原样保留，没有覆盖。</source>
      <translation>The file was kept as it is; nothing was overwritten.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>可从最近的备份恢复，已同步的工单可重新获取。</source>
      <translation>Restore the latest backup; synced orders can be fetched again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>密钥与数据文件不符。</source>
      <translation>The key does not fit the data file.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据由更新版本的程序写成。</source>
      <translation>The data was written by a newer version of the program.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请升级程序。</source>
      <translation>Update the program.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件没能写到那里。</source>
      <translation>The file could not be written there.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机保存的原件完好。</source>
      <translation>The original on this device is intact.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查文件夹权限，或换一个文件夹。</source>
      <translation>Check the permissions of the folder, or choose another one.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>磁盘空间不足，未能保存这一步。</source>
      <translation>The disk is full; this step was not saved.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先腾出空间（至少 200 MB）再试。</source>
      <translation>Free some space (at least 200 MB) and try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>备份做好了却读不出来，已作废。</source>
      <translation>The backup could not be read back and was discarded.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据和较早的备份完好。</source>
      <translation>Your data and earlier backups are intact.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查磁盘后再备份一次。</source>
      <translation>Check the disk and back up again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>一个照片或文件已损坏。</source>
      <translation>A photo or file is damaged.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>其他内容完好。</source>
      <translation>Everything else is intact.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请重新添加该文件。</source>
      <translation>Add the file again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机没有这个文件。</source>
      <translation>This file is not on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联网同步后再看。</source>
      <translation>Sync online to see it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>设置文件读不懂。</source>
      <translation>The settings file cannot be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>工单数据不受影响。</source>
      <translation>Work orders are not affected.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请修正或移走 settings.json 后重开程序。</source>
      <translation>Correct or move settings.json, then open the program again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这是一条记录，不是派工单。</source>
      <translation>This is a record, not a work order.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请从关联的派工单或“同步”中打开它。</source>
      <translation>Please open it from its work order or from Sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机没有这张派工单。</source>
      <translation>This order is not on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>它可能已改派或取消，请同步后查看。</source>
      <translation>It may have been reassigned or cancelled; sync and look again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>此单已改派或取消，不能再修改。</source>
      <translation>This order was reassigned or cancelled and can no longer be changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已做的工作会作为补报送达服务台。</source>
      <translation>The work already done reaches the service desk as a late report.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>还有必填的内容没填，没有登记。</source>
      <translation>Something that is needed is not filled in; nothing was recorded.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已填的内容还在。</source>
      <translation>What was typed is still there.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请按右侧所列补齐。</source>
      <translation>Please fill in what is listed on the right.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>改动级别须写理由，没有登记。</source>
      <translation>Another priority needs a reason; nothing was recorded.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请写明理由。</source>
      <translation>Please give the reason.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这张派工单已经在本机。</source>
      <translation>This order is already on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>派工单的数据不完整，读不懂。</source>
      <translation>The order's data is incomplete and cannot be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>原数据保留。</source>
      <translation>The original data is kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联系服务台。</source>
      <translation>Contact the service desk.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>当前状态不能直接做这一步。</source>
      <translation>This step does not follow from the current state.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请按流程先完成前面的步骤。</source>
      <translation>Complete the earlier steps first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>现在还不能做这一步。</source>
      <translation>This step is not possible yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这个时间还没有记录，不能更正。</source>
      <translation>This time has not been recorded yet, so it cannot be corrected.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这条通报已经记录过，或已不需要。</source>
      <translation>This notice is already recorded or no longer needed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这项冲突已经处理过。</source>
      <translation>This conflict is already settled.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务台的状态已变，这一步不能再补。</source>
      <translation>The desk has moved on; this step can no longer be added.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>记录保留。</source>
      <translation>The record is kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请选择“我的”、“服务台”的值，或两个都留。</source>
      <translation>Choose yours, the desk's, or both.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>两个值不能合在一起。</source>
      <translation>The two values cannot be put together.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>两边都保留着。</source>
      <translation>Both are kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请选其中一个。</source>
      <translation>Please choose one of them.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这一项由服务台填写，不能在这里改。</source>
      <translation>The service desk fills this in; it cannot be changed here.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>如有错误，请联系服务台。</source>
      <translation>If it is wrong, contact the service desk.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这一项已经不在退回状态。</source>
      <translation>This item is no longer returned.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>此单已开始处理或已收回，不能再做这一步。</source>
      <translation>This order has been begun or withdrawn; this step is over.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>还没有接单。</source>
      <translation>The order has not been accepted yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先接单。</source>
      <translation>Accept the order first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这次服务不在现场，没有这一步。</source>
      <translation>This service is not on site; there is no such step.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>还没有到达现场。</source>
      <translation>You have not arrived on site yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先点“到达”。</source>
      <translation>Tap "Arrive" first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>此单不在处理中，不能做这一步。</source>
      <translation>The order is not in progress; this step is not possible.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>此单没有挂起。</source>
      <translation>The order is not on hold.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>处理还没有完成。</source>
      <translation>The work is not finished yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先完成处理。</source>
      <translation>Finish the work first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>客户还没有确认。</source>
      <translation>The customer has not confirmed yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先请客户签字，或记录不签的原因。</source>
      <translation>Let the customer sign first, or record why not.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>处理结果是“未解决”，不能完成处理。</source>
      <translation>The result is "not solved", so the work cannot be finished.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请继续处理、挂起，或改正处理结果。</source>
      <translation>Go on working, put it on hold, or correct the result.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这一级别必须先记录数据备份。</source>
      <translation>At this priority the data backup must be on record first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填写备份情况。</source>
      <translation>Fill in how the backup was made.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已经接单。</source>
      <translation>Accepted already.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已经记录过出发。</source>
      <translation>The departure is on record already.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已经记录过到达。</source>
      <translation>The arrival is on record already.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已经记录过离场。</source>
      <translation>Leaving is on record already.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>客户已经签过字。</source>
      <translation>The customer has signed already.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>PDF 已经封存。</source>
      <translation>The PDF is sealed already.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>客户签名已保存。</source>
      <translation>The customer's signature is saved.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>还没有签名。</source>
      <translation>There is no signature yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请在签名区手写签名。</source>
      <translation>Sign by hand in the signature area.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签名太小，无法作为凭据。</source>
      <translation>The signature is too small to serve as proof.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请写大一些，占到签名区的一半左右。</source>
      <translation>Write larger, about half of the area.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>一笔或一个勾不能作为签名。</source>
      <translation>A single line or tick is not a signature.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请手写姓名。</source>
      <translation>Please write your name by hand.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签名笔画太多。</source>
      <translation>The signature has too many strokes.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请清除后重写。</source>
      <translation>Clear it and sign again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签字期间内容有变化。</source>
      <translation>The content changed while it was being signed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请让客户看过新的内容后再签。</source>
      <translation>Let the customer read the new content before signing.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机还没有工程师证书，不能封存 PDF。</source>
      <translation>This device has no engineer certificate yet, so the PDF cannot be sealed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>联网同步一次即可取得证书，再点“归档”。</source>
      <translation>Sync once online to get it, then press "Archive".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>找不到本机的签章密钥。</source>
      <translation>This device's sealing key cannot be found.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联网重新登记设备。</source>
      <translation>Go online and register the device again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>客户还没有确认，不能封存。</source>
      <translation>The customer has not confirmed yet, so it cannot be sealed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先完成客户确认。</source>
      <translation>Get the customer's confirmation first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件已有最后一个签名，不能再会签。</source>
      <translation>The file has its last signature already; it cannot be countersigned.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>时间戳机构的地址不对。</source>
      <translation>The address of the timestamp authority is not right.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>应以 http:// 或 https:// 开头。</source>
      <translation>It should begin with http:// or https://.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>时间戳机构没有应答。</source>
      <translation>The timestamp authority did not answer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>时间戳机构拒绝了请求。</source>
      <translation>The timestamp authority refused the request.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>时间戳机构的答复不能用。</source>
      <translation>The timestamp authority's answer cannot be used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>吊销列表无法读取。</source>
      <translation>A revocation list cannot be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>封存后的自检没有通过，文件未采用。</source>
      <translation>The sealed file failed its check and was not used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请再试一次；若仍失败，请联系管理员。</source>
      <translation>Try again; if it still fails, contact the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请在“设置 › 签章证书”中查看。</source>
      <translation>See "Settings › Signing certificate".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签章密钥与证书不符。</source>
      <translation>The sealing key does not fit the certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联网重新登记设备，或在“设置 › 签章证书”中换一张证书。</source>
      <translation>Go online and register the device again, or choose another certificate in "Settings › Signing certificate".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签章证书已过期，现在不能签章。</source>
      <translation>The signing certificate has expired; nothing can be sealed now.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联网同步以更新证书，或在“设置 › 签章证书”中换一张证书。</source>
      <translation>Go online and sync to renew it, or choose another certificate in "Settings › Signing certificate".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签章证书已被吊销，现在不能签章。</source>
      <translation>The signing certificate was revoked; nothing can be sealed now.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联网同步以取得新证书；若仍不行，请联系管理员。</source>
      <translation>Go online and sync to get a new one; if that does not help, contact the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签章证书还未生效。</source>
      <translation>The signing certificate is not valid yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先核对本机时钟。</source>
      <translation>Check this device's clock first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这张证书不是用来签名的。</source>
      <translation>This certificate is not for signing.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请换一张用途含“数字签名”的证书。</source>
      <translation>Choose one whose key usage includes digital signature.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>证书不能用：读不出来，或密钥类型不支持。</source>
      <translation>The certificate cannot be used: it is unreadable, or its kind of key is not supported.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>支持 EC（P-256 等）和 RSA（2048 位以上）；国密 SM2 暂不支持。</source>
      <translation>Supported are EC (P-256 and the like) and RSA (2048 bits or more); SM2 is not supported yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机的签章密钥读不出来。</source>
      <translation>This device's signing key cannot be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>证书文件的口令不对，或文件已损坏。</source>
      <translation>The password of the certificate file is wrong, or the file is damaged.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这不是可用的证书文件（.p12 / .pfx），或其中没有私钥。</source>
      <translation>This is not a usable certificate file (.p12 / .pfx), or there is no private key in it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请换一个文件。</source>
      <translation>Choose another file.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>USB Key 的驱动（PKCS#11 模块）不能用。</source>
      <translation>The token's driver (PKCS#11 module) cannot be used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请核对驱动文件的路径，或重新安装驱动。</source>
      <translation>Check the path of the driver file, or install the driver again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有找到 USB Key。</source>
      <translation>The token was not found.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请插好 USB Key 再试。</source>
      <translation>Insert the token and try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>USB Key 的 PIN 不对。</source>
      <translation>The PIN of the token is wrong.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请重新输入；连续输错几次后 USB Key 会自己锁住，程序不会用错的 PIN 再试。</source>
      <translation>Enter it again; a token locks itself after a few wrong ones, and the program does not try a wrong PIN twice.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>USB Key 已经锁住。</source>
      <translation>The token has locked itself.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联系发放 USB Key 的机构解锁。</source>
      <translation>Ask whoever issued the token to unlock it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>USB Key 里没有所选的证书或它的私钥。</source>
      <translation>The token does not hold the chosen certificate with its private key.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请核对证书名称。</source>
      <translation>Check the certificate's name.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>有几个 USB Key 或几张证书可用，需要说明用哪一个。</source>
      <translation>Several tokens or certificates could be used; say which one.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填写 USB Key 或证书的名称。</source>
      <translation>Enter the name of the token or of the certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>USB Key 没有完成签名。</source>
      <translation>The token did not finish the signature.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请重新插拔 USB Key 再试。</source>
      <translation>Pull the token out, insert it and try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签章证书还没有解锁。</source>
      <translation>The signing certificate is not unlocked yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请在“设置 › 签章证书”中输入口令或 PIN。</source>
      <translation>Enter its password or PIN in "Settings › Signing certificate".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>读不出签章证书的文件。</source>
      <translation>The file of the signing certificate cannot be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>缺少签章证书上级的证书。</source>
      <translation>The certificates above the signing certificate are missing.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请在“上级证书文件”中给出 CA 的证书（PEM）。</source>
      <translation>Give the CA's certificates (PEM) in "Issuers' certificates".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>设置中的签章方式不认识。</source>
      <translation>The way of signing in the settings is not known.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>吊销列表读不出来。</source>
      <translation>The revocation list cannot be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>内容保留在本机。</source>
      <translation>It is kept on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务台同时改了这张单。</source>
      <translation>The service desk changed this order at the same time.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>两边的内容都保留。</source>
      <translation>Both versions are kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请在“同步”中逐项确认。</source>
      <translation>Settle each item under "Sync".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器没有接受这项修改。</source>
      <translation>The server did not accept this change.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请按提示改正。</source>
      <translation>Correct it as shown.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器说数据格式不对。</source>
      <translation>The server says the data has the wrong format.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器上没有这张单。</source>
      <translation>The server does not have this order.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>照片或文件还没传完。</source>
      <translation>Photos or files are still being sent.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>会自动续传。</source>
      <translation>Sending resumes by itself.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件传输中断。</source>
      <translation>Sending the file was interrupted.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件传输中出错。</source>
      <translation>The file was damaged on the way.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>会自动重新上传。</source>
      <translation>It is sent again automatically.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件超过服务器允许的大小。</source>
      <translation>The file is larger than the server allows.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请换用较小的文件。</source>
      <translation>Use a smaller file.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>程序版本太旧，服务器不再接受。</source>
      <translation>This version of the program is too old for the server.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机内容保留，可以继续填写。</source>
      <translation>Everything is kept on this device; you can go on filling in.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请升级程序后同步。</source>
      <translation>Update the program, then sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器与本程序的数据版本不合。</source>
      <translation>The server and this program use different data versions.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器要求重新核对全部工单。</source>
      <translation>The server asks to compare all orders again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>会自动进行，可能需要几分钟。</source>
      <translation>This happens by itself and may take a few minutes.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这不是原来的服务器。</source>
      <translation>This is not the server used before.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请核对服务器地址；如已更换服务器，请联系管理员。</source>
      <translation>Check the server address; if the server was replaced, contact the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器已不再询问这件事。</source>
      <translation>The server no longer asks about this.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机工单全部保留。</source>
      <translation>All orders on this device are kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器要移除大量工单，等你确认。</source>
      <translation>The server wants to take many orders away and waits for your word.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机工单全部保留，修改照常送出。</source>
      <translation>All orders stay on this computer; your changes are sent as usual.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请与服务台核实后再同意。</source>
      <translation>Ask the service desk before you agree.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已归档的文件和登记簿完好。</source>
      <translation>The archived files and the register are safe.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这个文件夹不是档案，里面有别的东西。</source>
      <translation>This folder is not an archive, and other things are in it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有改动任何文件。</source>
      <translation>No file was changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请选择档案文件夹，或一个空文件夹。</source>
      <translation>Choose the archive’s folder, or an empty one.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这个文件夹里没有 PDF。</source>
      <translation>There is no PDF in this folder.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请换一个文件夹。</source>
      <translation>Choose another folder.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>档案文件夹不能写入。</source>
      <translation>The archive’s folder cannot be written to.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查共享盘的权限。</source>
      <translation>Check the permissions of the share.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>档案所在的磁盘读写失败。</source>
      <translation>The archive’s disk cannot be read or written.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查磁盘或网络连接后再试。</source>
      <translation>Check the disk or the network connection, then try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>另一位档案员正在登记，一直没有结束。</source>
      <translation>Another archivist is registering files and has not finished.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请稍后再试。</source>
      <translation>Try again later.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这份文件的位置都被别的文件占着。</source>
      <translation>Every place for this file is taken by another one.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先检查档案，移走不认识的文件。</source>
      <translation>Check the archive first and move unknown files away.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>登记簿被改动过，链条断了。</source>
      <translation>The register was tampered with: its chain is broken.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有再往里添加任何内容。</source>
      <translation>Nothing was added to it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请运行检查，查明是哪一行，再从备份恢复登记簿。</source>
      <translation>Run a check to see which line it is, then restore the register from a backup.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>还没有写会签事由。</source>
      <translation>The countersignature has no reason yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请写明为什么会签，例如“归档复核”。</source>
      <translation>Say what it is for, such as "Reviewed for the archive".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机登记的证书要登录后才能用。</source>
      <translation>This device's own certificate can only be used after logging in.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请登录后在“归档与验证”中会签，或在设置中选用证书文件、USB Key。</source>
      <translation>Log in and countersign in "Archive &amp; verify", or choose a certificate file or USB token in the settings.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>吊销列表的地址不能用。</source>
      <translation>The address of the revocation list cannot be used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请把吊销列表作为文件交给命令行（--crl）。</source>
      <translation>Give the revocation list as a file on the command line (--crl).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>按现在的选择不允许向这个地址获取。</source>
      <translation>This address may not be asked, as things are set.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>若它在本单位内网，请选“也从内网获取”。</source>
      <translation>If it is in your own network, choose "From our own network, too".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这个地址上没有要找的文件。</source>
      <translation>The file is not at this address.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请稍后再试，或联系证书的签发机构。</source>
      <translation>Try again later, or ask the authority that issued the certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有可导出的文件。</source>
      <translation>There is nothing to export.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请放宽搜索条件。</source>
      <translation>Search less narrowly.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>选的文件夹不是空的。</source>
      <translation>The folder is not empty.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请新建一个空文件夹。</source>
      <translation>Make a new, empty folder.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>导出的位置在档案里面。</source>
      <translation>That place is inside the archive.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请选择档案以外的空文件夹。</source>
      <translation>Choose an empty folder outside of the archive.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有受信任的根证书，无法判断签章是谁的。</source>
      <translation>No root certificate is trusted, so it cannot be said whose seal this is.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先在“核验文件”中添加出具单位的根证书（PEM）。</source>
      <translation>Add the issuing company’s root certificate (PEM) under “Verify files” first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这个文件里没有能用的证书。</source>
      <translation>There is no usable certificate in this file.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请选择 PEM 格式的根证书。</source>
      <translation>Choose a root certificate in PEM format.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这一项不能为空。</source>
      <translation>This cannot be empty.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>填写的内容与这一项的类型不符。</source>
      <translation>This is not the kind of answer asked for.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请从选项中选择。</source>
      <translation>Choose one of the options.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>表单里没有这一项。</source>
      <translation>The form has no such field.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>填写的内容不符合规则。</source>
      <translation>The answer breaks a rule of the form.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>内容太长，请缩短。</source>
      <translation>This is too long; please shorten it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填数字，例如 12 或 12.5，并看看是否在允许的范围内。</source>
      <translation>Enter a number, such as 12 or 12.5, within the allowed range.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填金额，例如 128.50。</source>
      <translation>Enter an amount, such as 128.50.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填日期，例如 2026-11-22。</source>
      <translation>Enter a date, such as 2026-11-22.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填时间，例如 14:30。</source>
      <translation>Enter a time, such as 14:30.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填日期和时间，例如 2026-11-22 14:30。</source>
      <translation>Enter a date and time, such as 2026-11-22 14:30.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填时长：几小时几分钟。</source>
      <translation>Enter a duration in hours and minutes.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请填电话号码，只用数字、空格、加号和短横，可带分机。</source>
      <translation>Enter a phone number: digits, spaces, + and -, with an extension if needed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这一行读不懂，请重新填写。</source>
      <translation>This row cannot be read; please fill it in again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>行数太多，请分成几张单。</source>
      <translation>Too many rows; please split them over several orders.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这个文件读不懂，请重新添加。</source>
      <translation>This file cannot be read; please add it again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>签名读不懂，请重新签。</source>
      <translation>The signature cannot be read; please sign again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这一项由程序算出，不能填写。</source>
      <translation>This is computed by the program and cannot be filled in.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请从标签中选择。</source>
      <translation>Choose one of the tags.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这张照片已被移除，没有改动。</source>
      <translation>This photo has been removed; nothing was changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>如还需要，请重新添加。</source>
      <translation>Add it again if it is still needed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件是空的。</source>
      <translation>The file is empty.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这不是能识别的照片。</source>
      <translation>This is not a photo the program can read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请用 JPEG 或 PNG 格式。</source>
      <translation>Use JPEG or PNG.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这类文件可能是程序，不在这里打开。</source>
      <translation>This kind of file may be a program and is not opened from here.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件保存在本机。</source>
      <translation>The file is kept on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请在服务台的系统里查看。</source>
      <translation>Look at it in the service desk's system.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件读不出来。</source>
      <translation>The file cannot be read.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请检查文件后再试。</source>
      <translation>Check the file and try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件内容在保存时出错。</source>
      <translation>The file was damaged while being saved.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这张单现在没有这一项可移交，或已经移交。</source>
      <translation>There is nothing of this kind to hand over from this order now, or it has been done.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请看右侧“后续移交”。</source>
      <translation>Please look at “Hand-offs” on the right.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机还不认识这一类记录。</source>
      <translation>This device does not know this kind of record yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据保留。</source>
      <translation>The data is kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>记录类型的定义文件有错误。</source>
      <translation>The file that defines a kind of record has a mistake.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>您的岗位不能新建这一类记录。</source>
      <translation>Records of this kind are not yours to make.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这条记录已定稿，内容不能再改。</source>
      <translation>This record is final; its content cannot be changed any more.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已填写的内容没有丢失。</source>
      <translation>Nothing you typed is lost.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>如需修改，请联系服务台。</source>
      <translation>Please ask the service desk to change it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机没有这张单所用的表单版本。</source>
      <translation>The form version of this order is not on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这个文件夹里没有可统计的数据。</source>
      <translation>There is no data to report on in this folder.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请选择服务端或本程序的数据文件夹。</source>
      <translation>Choose the data folder of an endpoint or of this program.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>季度写得不对。</source>
      <translation>That is not a valid quarter.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请写成 2026Q3 这样。</source>
      <translation>Write it like 2026Q3.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>文件夹不能写入。</source>
      <translation>The folder cannot be written to.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>演示用的服务器没能启动。</source>
      <translation>The demo server could not be started.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>真实数据不受影响。</source>
      <translation>Real data is not affected.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请重新打开程序再试。</source>
      <translation>Open the program again and retry.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这里不能打开演示。</source>
      <translation>The demo cannot be opened here.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这张派工单的级别不能启动重大事件。</source>
      <translation>An order of this priority is not declared a major incident.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>先核定级别，或与服务台联系。</source>
      <translation>Settle its priority first, or ask the desk.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这张派工单已有重大事件在进行。</source>
      <translation>A major incident is under way for this order already.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请打开“重大事件”继续。</source>
      <translation>Please go on in “Major incidents”.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这一步的条件还没有齐。</source>
      <translation>What this step needs is not there yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>已填写的内容没有改动。</source>
      <translation>What was filled in is unchanged.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先完成页面上列出的各项。</source>
      <translation>Please finish what the page lists first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这一步由重大事件经理做。</source>
      <translation>This step is the major-incident manager's.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有改动。</source>
      <translation>Nothing was changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联系当班经理。</source>
      <translation>Please ask the manager on shift.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>计划与上一版相同，不用再发布。</source>
      <translation>The plan says what its last version says; nothing to issue.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这次通报已经发出，或已不需要。</source>
      <translation>This update was given already, or is not needed any more.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请看下一次到期的通报。</source>
      <translation>Please look at the next one that is due.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这次通报还没有得到同意，不能发出。</source>
      <translation>Nobody has approved this update yet; it cannot go out.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先请批准人同意通报内容。</source>
      <translation>Please have its approver approve the text first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这次通报由批准人或重大事件经理同意。</source>
      <translation>Only its approver or a major-incident manager can approve this update.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请联系批准人。</source>
      <translation>Please ask the approver.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机数据没有改动。</source>
      <translation>The data on this device was not touched.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>完整备份的口令至少要 8 个字符。</source>
      <translation>The passphrase of a full backup needs 8 characters at least.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请用只有您记得住、别人猜不到的口令。</source>
      <translation>Please choose one that only you remember and nobody guesses.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这不是本程序能恢复的备份。</source>
      <translation>This is not a backup that the program can restore.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请选择完整备份文件，或本机 backups 文件夹里的备份。</source>
      <translation>Please choose a full backup, or one from the folder “backups” on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>口令打不开这份备份。</source>
      <translation>The passphrase does not open this backup.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请用做备份时设置的口令再试。</source>
      <translation>Please try the passphrase chosen when it was made.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这份备份损坏或被改动过。</source>
      <translation>This backup is damaged or was changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请改用另一份备份。</source>
      <translation>Please use another backup.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>这份备份来自更新的程序版本。</source>
      <translation>This backup comes from a newer version of the program.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请先安装新版程序，再恢复。</source>
      <translation>Please install the newer version first, then restore.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据升级没有成功。</source>
      <translation>The data could not be upgraded.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>数据仍是升级前的样子，没有改动。</source>
      <translation>The data is as it was before; nothing was changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请装回原来的版本继续工作，并把诊断包交给管理员。</source>
      <translation>Please install the former version and go on working, and give a diagnostics bundle to the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>诊断包没能保存。</source>
      <translation>The diagnostics bundle could not be saved.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请换一个文件夹，或检查磁盘空间和权限。</source>
      <translation>Please choose another folder, or check room and permissions.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有下载或安装任何内容。</source>
      <translation>Nothing was downloaded or installed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请告诉管理员。</source>
      <translation>Please tell the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>更新信息的签名不对，不予采用。</source>
      <translation>The signature of the update's description is wrong; it is not used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>更新信息读不懂，不予采用。</source>
      <translation>The update's description cannot be read; it is not used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>更新信息已过期，不予采用。</source>
      <translation>The update's description has expired; it is not used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请管理员重新发布；也请核对本机时钟。</source>
      <translation>Please ask the administrator to publish it anew; please check this device's clock, too.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>更新信息比之前见过的更旧，不予采用。</source>
      <translation>The update's description is older than one seen before; it is not used.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>本机没有核对更新用的公钥。</source>
      <translation>This device has no public key to check updates with.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请由管理员提供安装包。</source>
      <translation>Please get the installer from the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>服务器现在没有提供更新。</source>
      <translation>The server offers no update at present.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有适合本机系统的安装包。</source>
      <translation>There is no installer for this system.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>下载的安装包与发布的不一致，已删除。</source>
      <translation>The installer that came is not the one that was published; it was deleted.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>没有安装任何内容。</source>
      <translation>Nothing was installed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/fault_words.py" />
      <source>请再下载一次；仍不行请告诉管理员。</source>
      <translation>Please download it again; if that fails, tell the administrator.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/herald.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>应通报 · {n}</source>
      <translation>
        <numerusform>Notices due · {n}</numerusform>
        <numerusform>Notices due · {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/herald.py" />
      <source>同步需要你处理</source>
      <translation>Sync needs you</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/i18n.py" />
      <source>、</source>
      <translation>, </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/i18n.py" />
      <source>{label}：{value}</source>
      <translation>{label}: {value}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/i18n.py" />
      <source>{text}（{note}）</source>
      <translation>{text} ({note})</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/i18n.py" />
      <source>{words} {n:,}</source>
      <translation>
        <numerusform>{words} ({n:,})</numerusform>
        <numerusform>{words} ({n:,})</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>程序内部出错（{kind}）。</source>
      <translation>Internal error ({kind}).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>请重试；若再次出现，请把刚才的操作告诉服务台。</source>
      <translation>Try again; if it happens again, tell the service desk what you just did.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>操作未完成（{code}）。</source>
      <translation>Not done ({code}).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>由服务台填写：{fields}</source>
      <translation>Only the service desk fills in: {fields}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>服务器答复：“{text}”</source>
      <translation>The server says: “{text}”</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>网络恢复后会自动同步。</source>
      <translation>Sync resumes when the network is back.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>现在不能这样做：{text}。</source>
      <translation>Not possible now: {text}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>填写的内容不能用：{text}。</source>
      <translation>This cannot be used: {text}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>本机环境有问题：{text}。</source>
      <translation>A problem on this device: {text}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>操作未完成：{text}。</source>
      <translation>Not done: {text}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>PIN 连续输错。</source>
      <translation>Wrong PIN too many times.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>本机内容安全。</source>
      <translation>Everything on this device is safe.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/messages.py" />
      <source>请在 {n} 秒后再试。</source>
      <translation>
        <numerusform>Try again in {n} second.</numerusform>
        <numerusform>Try again in {n} seconds.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>本机还有 {name} 未同步的工作。</source>
      <translation>This device holds work of {name} that is not synced.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>内容都保留着。</source>
      <translation>All of it is kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>请先用该账号登录同步，再换人使用。</source>
      <translation>Log in with that account and sync before someone else uses the device.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/messages.py" />
      <source>还缺 {n} 项必填内容。</source>
      <translation>
        <numerusform>{n} required answer is missing.</numerusform>
        <numerusform>{n} required answers are missing.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>已填内容已保存。</source>
      <translation>What you filled in is saved.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>请按“待填项”逐项补齐。</source>
      <translation>Fill in what the list of missing items shows.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/messages.py" />
      <source>有 {n} 处填写不合要求。</source>
      <translation>
        <numerusform>{n} answer breaks a rule of the form.</numerusform>
        <numerusform>{n} answers break a rule of the form.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <location filename="../../fieldapp/ui/viewmodels/order_page.py" />
      <source>请按红色提示逐处更正。</source>
      <translation>Please correct what is marked in red.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/messages.py" />
      <source>文件“{name}”太大。</source>
      <translation>The file "{name}" is too large.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/messages.py" />
      <source>每个文件不超过 {n} MB。</source>
      <translation>
        <numerusform>A file may have up to {n} MB.</numerusform>
        <numerusform>A file may have up to {n} MB.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/news.py" />
      <source>程序刚才出过错，已记录下来。</source>
      <translation>The program has just failed at something; it was recorded.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/news.py" />
      <source>程序上次运行时出过错，已记录下来。</source>
      <translation>The program crashed or failed last time; it was recorded.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/news.py" />
      <source>已保存的内容不受影响。记录只在本机，不含填写的内容；请在设置的“体检”里保存诊断包交给管理员。</source>
      <translation>What was saved is not affected. The report is only here and holds nothing that was filled in; please save a diagnostics bundle under “Check-up” in the settings for the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/news.py" />
      <source>打开设置</source>
      <translation>Open settings</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/news.py" />
      <source>有新版本 {version}。</source>
      <translation>Version {version} is available.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/news.py" />
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>服务器只接受新版本，安装前不能同步；离线工作不受影响，内容都保存在本机。</source>
      <translation>The server accepts only the newer version; until it is installed nothing can be synced. Work offline is not affected, everything is kept on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/news.py" />
      <source>可以在设置里查看和下载；不更新也能继续工作。</source>
      <translation>It can be looked at and downloaded in the settings; work goes on without it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/order_pages.py" />
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <location filename="../../fieldapp/ui/views/record_page.py" />
      <source>记录</source>
      <translation>Record</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/order_pages.py" />
      <location filename="../../fieldapp/ui/pilot/tour.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <location filename="../../fieldapp/ui/viewmodels/record_state.py" />
      <source>派工单</source>
      <comment>one</comment>
      <translation>Order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/order_pages.py" />
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>客户确认</source>
      <translation>Customer confirmation</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/order_pages.py" />
      <source>PDF</source>
      <translation>PDF</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/bad_days.py" />
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>登录</source>
      <translation>Log in</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/bad_days.py" />
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>刚收到的派工单还在查找…</source>
      <translation>Still looking through new orders…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/customer.py" />
      <location filename="../../fieldapp/ui/pilot/order_states.py" />
      <location filename="../../fieldapp/ui/pilot/tour.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <location filename="../../fieldapp/ui/views/full_backup_form.py" />
      <location filename="../../fieldapp/ui/views/order_panels.py" />
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <location filename="../../fieldapp/ui/views/scan_panel.py" />
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/unlock.py" />
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>取消</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/customer.py" />
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>工程师：输入 PIN 继续</source>
      <translation>Engineer: enter PIN to continue</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/customer.py" />
      <location filename="../../fieldapp/ui/pilot/form.py" />
      <location filename="../../fieldapp/ui/viewmodels/conflict_lines.py" />
      <location filename="../../fieldapp/ui/widgets/fields/choice.py" />
      <location filename="../../fieldapp/ui/widgets/fields/readonly.py" />
      <source>是</source>
      <translation>Yes</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/customer.py" />
      <location filename="../../fieldapp/ui/pilot/form.py" />
      <location filename="../../fieldapp/ui/viewmodels/conflict_lines.py" />
      <location filename="../../fieldapp/ui/widgets/fields/choice.py" />
      <location filename="../../fieldapp/ui/widgets/fields/readonly.py" />
      <source>否</source>
      <translation>No</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/documents.py" />
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>在这里新建档案</source>
      <translation>Start an archive here</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/form.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <location filename="../../fieldapp/ui/widgets/fields/moments.py" />
      <source>现在</source>
      <translation>Now</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/main_job.py" />
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <location filename="../../fieldapp/ui/widgets/shell.py" />
      <source>立即同步</source>
      <translation>Sync now</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/order_states.py" />
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>没有找到</source>
      <translation>Not found</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/order_states.py" />
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>保留这个值</source>
      <translation>Keep this value</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/tour.py" />
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>不拒绝了</source>
      <translation>Keep the order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/tour.py" />
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>处理中</source>
      <translation>In progress</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/pilot/tour.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>启动重大事件</source>
      <translation>Declare a major incident</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <source>记录与台账</source>
      <translation>Records</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>重大事件</source>
      <translation>Major incidents</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <source>重大事件</source>
      <comment>rail</comment>
      <translation>Major</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <location filename="../../fieldapp/ui/views/documents_page.py" />
      <source>归档与验证</source>
      <translation>Archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <source>报表</source>
      <translation>Report</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>知识库</source>
      <translation>Knowledge</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <source>今日</source>
      <translation>Today</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <location filename="../../fieldapp/ui/views/order_page.py" />
      <source>派工单</source>
      <translation>Orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>新建现场工单</source>
      <translation>New order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <source>同步</source>
      <translation>Sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/rail_pages.py" />
      <source>设置</source>
      <translation>Settings</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/shell.py" />
      <source>这一页还不能打开。</source>
      <translation>This page cannot be opened yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>不到 1 分钟</source>
      <translation>under 1 min</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>{m} 分钟</source>
      <translation>{m} min</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>{h} 时 {m} 分</source>
      <translation>{h} h {m} min</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>{h} 小时</source>
      <translation>{h} h</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>{d} 天 {h} 时</source>
      <translation>{d} d {h} h</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>{d} 天</source>
      <translation>{d} d</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>剩 {span}</source>
      <translation>{span} left</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>超时 {span}</source>
      <translation>{span} overdue</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>今天 {time}</source>
      <translation>today {time}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>刚刚</source>
      <translation>just now</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/timewords.py" />
      <source>{span}前</source>
      <translation>{span} ago</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>没有发送任何内容，工作可以离线继续。</source>
      <translation>Nothing was sent; work goes on offline.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请先核对本机的日期和时间；时间没错就请管理员更换服务器证书。</source>
      <translation>Check this computer's date and time first; if they are right, ask the administrator to replace the server's certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请管理员提供公司的 CA 证书；在别人的网络里，也可能是那里在拆看加密连接，请换一个网络。</source>
      <translation>Ask the administrator for the company's CA certificate; in somebody else's network it may be that encrypted connections are opened there: use another network.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请换一个网络再试；仍然这样就请管理员核对服务器密钥，并更新 settings.json 的 server_pins。</source>
      <translation>Try another network; if it stays like this, ask the administrator to check the server's key and to update server_pins in settings.json.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器的安全证书已过期。</source>
      <translation>The server's security certificate has expired.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器的安全证书还没有生效。</source>
      <translation>The server's security certificate is not valid yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器的安全证书是给别的地址的。</source>
      <translation>The server's security certificate is for another address.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请核对服务器地址；地址没错就请管理员更换服务器证书。</source>
      <translation>Check the server's address; if it is right, ask the administrator to replace the server's certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器的安全证书已被吊销。</source>
      <translation>The server's security certificate has been revoked.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器用的是自签名证书，没有机构为它担保。</source>
      <translation>The server's certificate is self-signed; no authority vouches for it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请核对服务器地址；地址没错就请管理员把这张证书作为 CA 证书提供给本机。</source>
      <translation>Check the server's address; if it is right, ask the administrator to give this computer that certificate as a CA certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>签发服务器证书的机构不被本机信任。</source>
      <translation>The authority that issued the server's certificate is not trusted here.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器没有发送完整的证书链，或签发机构不被本机信任。</source>
      <translation>The server does not send its whole certificate chain, or the issuing authority is not trusted here.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请管理员检查服务器是否发送中间证书，或提供公司的 CA 证书。</source>
      <translation>Ask the administrator to check that the server sends the intermediate certificates, or for the company's CA certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器只有过时的加密方式。</source>
      <translation>The server has only outdated encryption.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请管理员让服务器支持 TLS 1.2 或 1.3。</source>
      <translation>Ask the administrator to have the server support TLS 1.2 or 1.3.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器的这个端口不加密。</source>
      <translation>This port of the server is not encrypted.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请核对服务器地址和端口；程序从不改用不加密的连接。</source>
      <translation>Check the server's address and port; the program never falls back to an unencrypted connection.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>与服务器的安全连接中途断开。</source>
      <translation>The secure connection to the server was cut.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>稍后会自动重试；总是这样时，可能有防火墙在拦截，请联系管理员。</source>
      <translation>It is tried again by itself; if it is always so, a firewall may be in the way: tell the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>服务器的密钥不是管理员指定的那一个。</source>
      <translation>The server's key is not the one the administrator set.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>设置文件里指定的服务器密钥（server_pins）写法不对。</source>
      <translation>The server key in the settings file (server_pins) is not written correctly.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/tls_words.py" />
      <source>请管理员改正 settings.json。</source>
      <translation>Ask the administrator to correct settings.json.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_growing.py" />
      <source>做好的 {n} 份已经登记，其余没有改动；再做一次只处理剩下的。</source>
      <translation>
        <numerusform>The {n} finished file is registered, nothing else was changed. Doing it again takes only what is left.</numerusform>
        <numerusform>The {n} finished files are registered, nothing else was changed. Doing it again takes only what is left.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_growing.py" />
      <source>请检查时间戳机构的地址和网络，再做一次。</source>
      <translation>Check the authority's address and the network, and do it again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_growing.py" />
      <location filename="../../fieldapp/ui/viewmodels/archive_page.py" />
      <location filename="../../fieldapp/ui/viewmodels/report_page.py" />
      <source>已停止。</source>
      <translation>Stopped.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_growing.py" />
      <source>有 {n} 个地址没有取到吊销列表：{addresses}。</source>
      <translation>
        <numerusform>{n} address gave no revocation list: {addresses}.</numerusform>
        <numerusform>{n} addresses gave no revocation list: {addresses}.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_growing.py" />
      <source>有 {n} 份没有通过核验，没有改动。</source>
      <translation>
        <numerusform>{n} file did not verify and was left as it is.</numerusform>
        <numerusform>{n} files did not verify and were left as they are.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_growing.py" />
      <location filename="../../fieldapp/ui/viewmodels/archive_page.py" />
      <source>没有需要处理的文件。</source>
      <translation>There is nothing to do.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_growing.py" />
      <source>已写入 {n} 份接续的新文件，原件照旧保存。</source>
      <translation>
        <numerusform>{n} longer file was written; the original stays.</numerusform>
        <numerusform>{n} longer files were written; the originals stay.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_page.py" />
      <source>已导出 {n} 份到 {folder}。</source>
      <translation>
        <numerusform>{n} file was exported to {folder}.</numerusform>
        <numerusform>{n} files were exported to {folder}.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_page.py" />
      <source>请用浏览器打开其中的 index.html。</source>
      <translation>Open index.html in it with any browser.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_page.py" />
      <source>有 {n} 份缺失或已损坏，没有随附。</source>
      <translation>
        <numerusform>{n} file is missing or damaged and not enclosed.</numerusform>
        <numerusform>{n} files are missing or damaged and not enclosed.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_page.py" />
      <source>档案没有改动。</source>
      <translation>The archive was not changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_page.py" />
      <source>导出的文件夹不完整，可以删除。</source>
      <translation>The exported folder is not complete and can be deleted.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>有效版本</source>
      <translation>Current</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>已被接续</source>
      <translation>Extended</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>已被取代</source>
      <translation>Superseded</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>重复</source>
      <translation>Duplicate</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <location filename="../../fieldapp/ui/views/pdf_check_panel.py" />
      <source>{number} · 第 {n} 版</source>
      <translation>
        <numerusform>{number} · Version {n}</numerusform>
        <numerusform>{number} · Version {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>签章 {at}</source>
      <translation>Sealed {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>（未写客户）</source>
      <translation>(no customer)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>客户</source>
      <translation>Customer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>签章时间</source>
      <translation>Sealed at</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>归档时间</source>
      <translation>Archived at</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>归档人</source>
      <translation>Archived by</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>登记簿</source>
      <translation>Register</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>第 {n} 行</source>
      <translation>
        <numerusform>Row {n}</numerusform>
        <numerusform>Row {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>文件</source>
      <translation>File</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>大小</source>
      <translation>Size</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>工单标识</source>
      <translation>Order id</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>这一版已被第 {n} 版取代，仅供查阅；原件照旧保存。</source>
      <translation>
        <numerusform>Superseded by version {n}, for reference only; the original is kept as it is.</numerusform>
        <numerusform>Superseded by version {n}, for reference only; the original is kept as it is.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>更长的文件从它接续（时间戳、验证数据或会签）；原件照旧保存：{file}</source>
      <translation>A longer file goes on from it (timestamp, validation data or countersignature); the original is kept as it is: {file}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>同一版有多份有效的文件，都保存着：{files}</source>
      <translation>There are several valid files of this revision, all of them kept: {files}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>；</source>
      <translation>; </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>问题</source>
      <translation>Problem</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>提示</source>
      <translation>Note</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>只比较了文件是否在、大小是否对。</source>
      <translation>Only presence and size of every file were compared.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>重新读取了每个文件，并重新核验了每个签章。</source>
      <translation>Every file was read and every seal verified again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>重新读取了每个文件并与登记的 SHA-256 比较。</source>
      <translation>Every file was read again and compared with its registered SHA-256.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>共 {n:,} 份，{size}。</source>
      <translation>
        <numerusform>{n:,} file, {size}. </numerusform>
        <numerusform>{n:,} files, {size}. </numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>完好</source>
      <translation>In order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>档案完好</source>
      <translation>The archive is in order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>不完好</source>
      <translation>Not in order</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/archive_words.py" />
      <source>有 {n} 处问题，请逐项处理</source>
      <translation>
        <numerusform>{n} problem to be dealt with</numerusform>
        <numerusform>{n} problems to be dealt with</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>应在 {span}内</source>
      <translation>due in {span}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>已迟 {span}</source>
      <translation>{span} late</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>服务端没能发出短信，请用手机发送或打电话。</source>
      <translation>The endpoint could not send the text: send it with a telephone, or call.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>已错过 {n} 次；现在通报一次即可。</source>
      <translation>
        <numerusform>{n} was missed; one report now is enough.</numerusform>
        <numerusform>{n} were missed; one report now is enough.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>项目经理</source>
      <translation>Project manager</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>部门总监</source>
      <translation>Department director</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>公司领导</source>
      <translation>Company leaders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>短信</source>
      <translation>SMS</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>电话</source>
      <translation>Phone</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>事件发现</source>
      <translation>Discovery</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>定时通报</source>
      <translation>Periodic report</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>新进展</source>
      <translation>New development</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>超过目标时间</source>
      <translation>Target missed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>超时</source>
      <translation>Overdue</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/calls.py" />
      <source>事件解决</source>
      <translation>Resolution</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>历史工单</source>
      <translation>Past orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <location filename="../../fieldapp/ui/viewmodels/order_handoffs.py" />
      <location filename="../../fieldapp/ui/viewmodels/records_list.py" />
      <location filename="../../fieldapp/ui/views/orders.py" />
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>待同步</source>
      <translation>To sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>登录</source>
      <comment>noun</comment>
      <translation>Login</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>磁盘空间</source>
      <translation>Disk space</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>本机 {n} 张，离线可用</source>
      <translation>
        <numerusform>{n} on this device, usable offline</numerusform>
        <numerusform>{n} on this device, usable offline</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>本机没有派工单，出发前请同步</source>
      <translation>No orders on this device; sync before you leave</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>已关闭 {n} 张，离线可查</source>
      <translation>
        <numerusform>{n} closed, readable offline</numerusform>
        <numerusform>{n} closed, readable offline</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>还没有已关闭的派工单</source>
      <translation>No closed orders yet</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>{n} 条，离线可查</source>
      <translation>
        <numerusform>{n} article, readable offline</numerusform>
        <numerusform>{n} articles, readable offline</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>本机还没有知识条目</source>
      <translation>No articles on this device yet</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>{n} 项未送达，联网后会自动发送</source>
      <translation>
        <numerusform>{n} change not delivered; it is sent when you are online</numerusform>
        <numerusform>{n} changes not delivered; they are sent when you are online</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>全部已送达</source>
      <translation>Everything delivered</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>有效</source>
      <translation>Valid</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>已过期，请重新登录后同步</source>
      <translation>Expired; log in again to sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>还没有，联网同步一次即可取得</source>
      <translation>None yet; sync once online to get it</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>已被吊销，不能签章；请联网同步</source>
      <translation>Revoked, cannot seal; go online and sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>已过期，不能签章；请联网同步</source>
      <translation>Expired, cannot seal; go online and sync</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>即将到期（{n} 天），请联网更新</source>
      <translation>
        <numerusform>Expires in {n} day; go online to renew</numerusform>
        <numerusform>Expires in {n} days; go online to renew</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>还有 {n} 天有效</source>
      <translation>
        <numerusform>Valid for {n} more day</numerusform>
        <numerusform>Valid for {n} more days</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>还有 {n} 天有效，截至 {day} 未吊销</source>
      <translation>
        <numerusform>Valid for {n} more day, not revoked as of {day}</numerusform>
        <numerusform>Valid for {n} more days, not revoked as of {day}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>剩余 {size}</source>
      <translation>{size} free</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>还没有备份</source>
      <translation>No backup yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>尚未与服务器核对</source>
      <translation>Not compared with the server yet</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>与服务器相差 {n} 秒</source>
      <translation>
        <numerusform>{n} second off the server</numerusform>
        <numerusform>{n} seconds off the server</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>齐全</source>
      <translation>Complete</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/checks.py" />
      <source>缺少字体，生僻字可能显示不出</source>
      <translation>Fonts missing; rare characters may not show</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/coach.py" />
      <source>短信已交服务端，还没有发出的消息，且已过时限：请打电话。</source>
      <translation>The text is with the endpoint, which has not said that it went out, and its time is over: please call.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/coach.py" />
      <source>短信已交服务端，等待发送。</source>
      <translation>The text is with the endpoint, waiting to be sent.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/coach.py" />
      <source>下一次 {at}：{who}</source>
      <translation>Next {at}: {who}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/conflict_lines.py" />
      <source>{name} {at} 填写</source>
      <translation>written by {name}, {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/conflict_lines.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>（空）</source>
      <translation>(empty)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_state.py" />
      <source>工程师签名：{what}</source>
      <translation>Engineer's signature: {what}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_state.py" />
      <source>请清除后重签，或清除后不签。</source>
      <translation>Clear it and sign again, or leave it empty.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_view.py" />
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>正在准备…</source>
      <translation>Preparing…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_view.py" />
      <source>请回答</source>
      <translation>Please answer</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/customer_view.py" />
      <source>还有 {n} 处请您补充。</source>
      <translation>
        <numerusform>Please complete {n} more answer.</numerusform>
        <numerusform>Please complete {n} more answers.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_view.py" />
      <source>正在保存签名…</source>
      <translation>Saving the signature…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_view.py" />
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>正在保存…</source>
      <translation>Saving…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_view.py" />
      <location filename="../../fieldapp/ui/viewmodels/unlock.py" />
      <source>正在核对密码…</source>
      <translation>Checking the password…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_view.py" />
      <source>正在核对 PIN…</source>
      <translation>Checking the PIN…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/customer_view.py" />
      <source>PIN 不对，请再输一次。</source>
      <translation>Wrong PIN, please try again.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>{n} 项有问题</source>
      <translation>
        <numerusform>{n} problem</numerusform>
        <numerusform>{n} problems</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>{n} 项请留意</source>
      <translation>
        <numerusform>{n} to look at</numerusform>
        <numerusform>{n} to look at</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>一切正常</source>
      <translation>All is well</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>体检结果</source>
      <translation>what the checks found</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>程序、系统和数据结构的版本</source>
      <translation>versions of program, system and data</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>设置（不含地址、姓名和路径）</source>
      <translation>settings (no addresses, names or paths)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>同步状态（只有数量和代码）</source>
      <translation>state of sync (numbers and codes only)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>运行日志（只有代码和编号）</source>
      <translation>log (codes and ids only)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>出错记录（只有位置）</source>
      <translation>crash report (places only)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/diagnosis.py" />
      <source>诊断包已保存：{path}</source>
      <translation>Diagnostics bundle saved: {path}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/edited_page.py" />
      <source>还差 {n} 项，补齐后即可“{step}”。</source>
      <translation>
        <numerusform>{n} more answer is needed before "{step}".</numerusform>
        <numerusform>{n} more answers are needed before "{step}".</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/edited_page.py" />
      <source>已恢复上次没填完的内容：{fields}。</source>
      <translation>What was left unfinished last time is back: {fields}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/edited_page.py" />
      <source>请改成正确的格式，改好即自动保存。</source>
      <translation>Correct the format; it is saved as soon as it is right.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/form_state.py" />
      <source>由服务台填写</source>
      <translation>Filled in by the service desk</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/form_state.py" />
      <source>由流程记录</source>
      <translation>Recorded by the workflow</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/form_state.py" />
      <source>{label}（第 {n} 项）</source>
      <translation>
        <numerusform>{label} (no. {n})</numerusform>
        <numerusform>{label} (no. {n})</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/form_state.py" />
      <source>{table}第 {n} 行：{column}</source>
      <translation>
        <numerusform>{table}, row {n}: {column}</numerusform>
        <numerusform>{table}, row {n}: {column}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/form_state.py" />
      <source>{label}（至少 {n} 行）</source>
      <translation>
        <numerusform>{label} (at least {n} row)</numerusform>
        <numerusform>{label} (at least {n} rows)</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/full_backup.py" />
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>两次输入的口令不一样。</source>
      <translation>The two passphrases differ.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/full_backup.py" />
      <source>已停止，没有留下文件。</source>
      <translation>Stopped; no file was left behind.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/full_backup.py" />
      <source>完整备份已保存：{path}（{size}）</source>
      <translation>Full backup saved: {path} ({size})</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/full_backup.py" />
      <source>其中 {n} 个附件在本机已损坏，原样存入。</source>
      <translation>
        <numerusform>{n} file is damaged on this device and went in as it is.</numerusform>
        <numerusform>{n} files are damaged on this device and went in as they are.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/full_backup.py" />
      <source>请联网同步后再备份一次。</source>
      <translation>Please sync while online, then back up again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/full_backup.py" />
      <source>已重新打开核对过。</source>
      <translation>It was opened again and checked.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/full_backup.py" />
      <source>请记住口令：没有它谁也打不开。</source>
      <translation>Remember the passphrase: nobody can open it without.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>请检查网络和服务器地址后再试。</source>
      <translation>Check the network and the server address, then try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <location filename="../../fieldapp/ui/views/order_panels.py" />
      <source>请填写{label}</source>
      <translation>Please fill in: {label}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>PIN 不对。</source>
      <translation>Wrong PIN.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>请再输一次。</source>
      <translation>Try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>两次输入的 PIN 不一样。</source>
      <translation>The two PINs differ.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>请重新输入。</source>
      <translation>Enter them again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>连不上服务器，现在不能重设 PIN。</source>
      <translation>The server cannot be reached, so the PIN cannot be set anew now.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>已填内容都保存在本机。</source>
      <translation>Everything that was filled in is stored on this device.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>请连上网络后再试；想起 PIN 时随时可以输入。</source>
      <translation>Please try again with a network; if the PIN comes back to you, enter it at any time.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/gate_words.py" />
      <source>密码不对。</source>
      <translation>The password is wrong.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/intake.py" />
      <source>本机没有这个序列号的记录。</source>
      <translation>This serial number is not known on this computer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/intake.py" />
      <source>已找到：{name}</source>
      <translation>Found: {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/intake.py" />
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>改动级别的理由</source>
      <translation>Why another priority</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/intake.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>还差：{what}</source>
      <translation>Still needed: {what}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/intake.py" />
      <source>有填错的地方，已在该处标出。</source>
      <translation>Something is wrong; it is marked where it is.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/intake.py" />
      <source>{span}内恢复</source>
      <translation>To be restored within {span}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/knowledge.py" />
      <source>第 {number} 版 · {day} · {by}</source>
      <translation>Version {number} · {day} · {by}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/knowledge.py" />
      <source>尚未发布</source>
      <translation>Not published yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/knowledge.py" />
      <source>正在修订</source>
      <translation>under revision</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/knowledge.py" />
      <source>已解决 {n} 次</source>
      <translation>
        <numerusform>solved once</numerusform>
        <numerusform>solved {n} times</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/knowledge.py" />
      <source>已用于本单</source>
      <translation>used for this order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major.py" />
      <source>已启动重大事件</source>
      <translation>Major incident declared</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major.py" />
      <source>已记录：告知重大事件经理</source>
      <translation>Recorded: the manager was informed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major.py" />
      <source>新版已发布，同步后组员都能看到</source>
      <translation>Version issued; the members see it after the next sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major.py" />
      <source>已同意通报内容</source>
      <translation>The text is approved</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major.py" />
      <source>已记录：通报发出</source>
      <translation>Recorded: update given</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major.py" />
      <source>会议已记录</source>
      <translation>Review recorded</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major.py" />
      <source>状态已更新</source>
      <translation>State changed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_due.py" />
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>已过时限</source>
      <translation>not given in time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_due.py" />
      <source>即将到时</source>
      <translation>Due soon</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_due.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>上报重大事件经理</source>
      <translation>Inform the major-incident manager</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_due.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>恢复小组复查</source>
      <translation>Review of the recovery team</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_due.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>管理小组会议</source>
      <translation>Meeting of the management group</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_due.py" />
      <source>完成操作：{action}</source>
      <translation>Finish: {action}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_due.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>通报 {whom}</source>
      <translation>Update: {whom}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_due.py" />
      <source>通报 {whom}（待同意）</source>
      <translation>Update: {whom} (not approved yet)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_lines.py" />
      <source>{at}，还有 {span}</source>
      <translation>{at}, in {span}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_lines.py" />
      <source>{at}，已过 {span}</source>
      <translation>{at}, {span} ago</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_lines.py" />
      <source>逾期未发</source>
      <translation>Overdue</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_lines.py" />
      <source>现在应发</source>
      <translation>Due now</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_lines.py" />
      <source>未到时</source>
      <translation>Not due yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_lines.py" />
      <source>已过时间</source>
      <translation>Past its time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_lines.py" />
      <source>即将开始</source>
      <translation>About to begin</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>进行中</source>
      <translation>Under way</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>没有进行中的重大事件。</source>
      <translation>No major incident is under way.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>可以启动的派工单</source>
      <translation>Orders that qualify</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>已结束</source>
      <translation>Over</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>无人当班</source>
      <translation>Nobody on shift</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>当班经理 {name}</source>
      <translation>Manager on shift: {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>下一次通报 {whom} {at}</source>
      <translation>Next update ({whom}): {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>{group} {at}</source>
      <translation>{group}: {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <location filename="../../fieldapp/ui/views/recovered_card.py" />
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>打开</source>
      <translation>Open</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>此刻没有要做的事。</source>
      <translation>Nothing needs doing right now.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>下一步</source>
      <translation>Next</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>填写与修改</source>
      <translation>Fill in and edit</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>查看全部内容</source>
      <translation>See everything</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>概况</source>
      <translation>Overview</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>还没有填写。</source>
      <translation>Nothing filled in yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>组织</source>
      <translation>People</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>现在没有经理当班</source>
      <translation>No manager is on shift now</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>请在“组织”里排班。</source>
      <translation>Please set the shifts in “People”.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>交班 {at}</source>
      <translation>hands over {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>接班 {name}</source>
      <translation>followed by {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>当班经理</source>
      <translation>Manager on shift</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>应告知经理</source>
      <translation>Manager to be informed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>已告知</source>
      <translation>Informed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>待填写：{what}</source>
      <translation>to be filled in: {what}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>去填写</source>
      <translation>Fill in</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>附加资源</source>
      <translation>additional resource</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>恢复小组</source>
      <translation>Recovery team</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_overview.py" />
      <source>管理小组</source>
      <translation>Management group</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>截至目前已知的问题</source>
      <translation>The problem as known so far</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>恢复计划</source>
      <translation>Recovery plan</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>可能的原因，按调查优先级</source>
      <translation>Possible causes, by priority of investigation</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>还没有列出原因。</source>
      <translation>No cause listed yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>本阶段操作</source>
      <translation>Actions of this stage</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>还没有列出操作。</source>
      <translation>No action listed yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>组件与接口</source>
      <translation>Components and interfaces</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>还没有细分。</source>
      <translation>Not broken down yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>沟通计划</source>
      <translation>Communication plan</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>应通报</source>
      <translation>Notices due</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>没有安排通报。</source>
      <translation>No update is planned.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>已通报</source>
      <translation>Given</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>还没有通报。</source>
      <translation>None given yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>谁需要更新</source>
      <translation>Who needs updates</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>还没有列出。</source>
      <translation>Nobody listed yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>下一次</source>
      <translation>Next</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>按惯例建议</source>
      <translation>suggested by the rules</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>记录会议</source>
      <translation>Record a review</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>还没有开过会。</source>
      <translation>None held yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>还没有发布过。</source>
      <translation>Never issued.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>第 {number} 版 {at} {by}</source>
      <translation>Version {number}, {at}, {by}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>新增</source>
      <translation>Added</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>删去</source>
      <translation>Removed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>改动</source>
      <translation>Changed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>调整顺序</source>
      <translation>Reordered</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>{old} → {new}</source>
      <translation>{old} → {new}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>{field}：{row}</source>
      <translation>{field}: {row}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>{label}：{old} → {new}</source>
      <translation>{label}: {old} → {new}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>还没有发布</source>
      <translation>Not issued yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>编好后由经理发布，组员都能看到。</source>
      <translation>The manager issues it when it is ready; all members see it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>草稿</source>
      <translation>Draft</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>有 {n} 处改动还没有发布</source>
      <translation>
        <numerusform>{n} change not issued yet</numerusform>
        <numerusform>{n} changes not issued yet</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>有改动</source>
      <translation>Changed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>与发布的版本一致</source>
      <translation>As issued</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>已发布</source>
      <translation>Issued</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>发布新版</source>
      <translation>Issue a version</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>{label} {value}</source>
      <translation>{label}: {value}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>未权衡</source>
      <translation>Not weighed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>优先级 {rank}</source>
      <translation>Priority {rank}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <location filename="../../fieldapp/ui/views/orders.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>已超时</source>
      <translation>Overdue</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>应在进行</source>
      <translation>Should be under way</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>计划</source>
      <comment>action</comment>
      <translation>Planned</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>完成</source>
      <translation>Done</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>批准人 {name}</source>
      <translation>approver {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>{name} 已同意：{text}</source>
      <translation>Approved by {name}: {text}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>已发出</source>
      <translation>Given</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>待同意。草稿：{text}</source>
      <translation>Not approved yet. Draft: {text}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>改写后再同意</source>
      <translation>Edit and approve again</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>审阅并同意</source>
      <translation>Review and approve</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>迟发</source>
      <translation>Late</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>按时</source>
      <translation>In time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>{name} 同意</source>
      <translation>approved by {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>主持 {name}</source>
      <translation>chaired by {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>纪要：{text}</source>
      <translation>Minutes: {text}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>决定：{text}</source>
      <translation>Decisions: {text}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>声明：{text}</source>
      <translation>Statement: {text}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>与发布时不符</source>
      <translation>Not as issued</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>同时发布</source>
      <translation>Issued at the same time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>校验 {sum}</source>
      <translation>checksum {sum}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>这一版拼不出来了，请查记录。</source>
      <translation>This version cannot be put together any more; please see the log.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_tabs.py" />
      <source>现在的内容</source>
      <translation>As it stands now</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>还没有重大事件经理</source>
      <translation>nobody is the major-incident manager yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>恢复计划还没有发布</source>
      <translation>the recovery plan has not been issued</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>沟通计划还没有发布</source>
      <translation>the communication plan has not been issued</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>关联的派工单还没有解决</source>
      <translation>its order is not resolved yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>还有操作没有完成或取消</source>
      <translation>an action is neither done nor cancelled</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>连续性计划还没有结束</source>
      <translation>a continuity plan has not ended</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>发布{plan}第 {number} 版</source>
      <translation>{plan}: version {number} issued</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>同意通报：{audience}</source>
      <translation>Update approved: {audience}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>已通报：{audience}</source>
      <translation>Update given: {audience}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/major_words.py" />
      <source>已告知重大事件经理 {name}</source>
      <translation>Major-incident manager {name} was informed</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/order_files.py" />
      <source>正在保存 {n} 个文件…</source>
      <translation>
        <numerusform>Saving {n} file…</numerusform>
        <numerusform>Saving {n} files…</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_files.py" />
      <source>正在保存照片…</source>
      <translation>Saving the photo…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_files.py" />
      <source>照片已换成遮盖后的，但原照片已经送出，或客户已经确认过。</source>
      <translation>The covered photo is in place, but the original has already been sent or was confirmed by the customer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_files.py" />
      <source>此单和以后的 PDF 只用遮盖后的照片。</source>
      <translation>This order and later PDFs use the covered photo only.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_files.py" />
      <source>如原照片必须删除，请联系服务台。</source>
      <translation>If the original must be deleted, contact the service desk.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_handoffs.py" />
      <location filename="../../fieldapp/ui/viewmodels/records_list.py" />
      <source>退回，待处理</source>
      <translation>returned, waiting for you</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_handoffs.py" />
      <source>{state}，{waits}</source>
      <translation>{state}, {waits}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/order_handoffs.py" />
      <source>{n} 行</source>
      <translation>
        <numerusform>{n} row</numerusform>
        <numerusform>{n} rows</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_handoffs.py" />
      <source>按本单所填</source>
      <translation>As stated in this order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_handoffs.py" />
      <source>{devices}在 {days} 天内反复故障</source>
      <translation>{devices} failed repeatedly within {days} days</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_handoffs.py" />
      <source>影响重大、重复发生或仅有替代方案</source>
      <translation>Major impact, recurring, or only a workaround</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>设备</source>
      <translation>Device</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>本机有记录：{name}，最近一单 {number}{day}，共 {n} 单。</source>
      <translation>
        <numerusform>Known here: {name}, latest order {number}{day}, {n} order.</numerusform>
        <numerusform>Known here: {name}, latest order {number}{day}, {n} orders.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>同一设备 {serials}</source>
      <translation>Same device {serials}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>别处，{mark}</source>
      <translation>Elsewhere, {mark}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>上次在此客户填过 {n} 项，可以沿用。</source>
      <translation>
        <numerusform>{n} answer from the last visit to this customer can be taken over.</numerusform>
        <numerusform>{n} answers from the last visit to this customer can be taken over.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>填入 {n} 项</source>
      <translation>
        <numerusform>Fill in {n} answer</numerusform>
        <numerusform>Fill in {n} answers</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>建议转问题管理，查根本原因。</source>
      <translation>Problem management is suggested, to find the root cause.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>转问题管理</source>
      <translation>To problem management</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>{name} {days} 天内已 {n} 次故障</source>
      <translation>
        <numerusform>{name}: {n} failure within {days} days</numerusform>
        <numerusform>{name}: {n} failures within {days} days</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/order_history.py" />
      <source>{label} {n} 行</source>
      <translation>
        <numerusform>{label}: {n} row</numerusform>
        <numerusform>{label}: {n} rows</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_notices.py" />
      <source>记录通报</source>
      <translation>Record the notice</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_notices.py" />
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>交服务端发送</source>
      <translation>Let the endpoint send it</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_page.py" />
      <source>有的填写不合要求。</source>
      <translation>Some answers break a rule of the form.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_standing.py" />
      <source>改正后到“同步”里点“重试”。</source>
      <translation>Put it right, then press "Retry" under "Sync".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_standing.py" />
      <source>这张单的修改被退回，还没有送达服务台。</source>
      <translation>A change to this order was sent back and has not reached the desk.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_standing.py" />
      <source>客户签名已作废：签字以后服务台（{names}）改了内容（{at} 发现）。</source>
      <translation>The customer's signature is void: after it was given the service desk ({names}) changed the content (noticed {at}).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_standing.py" />
      <source>客户签名已作废：签字以后服务台改了内容（{at} 发现）。</source>
      <translation>The customer's signature is void: the desk changed the order after signing (seen {at}).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_standing.py" />
      <source>客户签名已作废：签字以后 {name} 在 {at} 改了内容。</source>
      <translation>The customer's signature is void: {name} changed the order after signing, {at}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_standing.py" />
      <source>改动的是：{fields}。</source>
      <translation>Changed: {fields}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_standing.py" />
      <source>请给客户看改动后的内容，再请客户签一次。</source>
      <translation>Show the customer what has changed and ask for another signature.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>接单</source>
      <translation>Accept</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>出发</source>
      <translation>Set off</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>到达</source>
      <translation>Arrive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>开始处理</source>
      <translation>Start work</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>恢复处理</source>
      <translation>Resume work</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>完成处理</source>
      <translation>Complete work</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>归档</source>
      <translation>Archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/order_steps.py" />
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>拒绝</source>
      <translation>Decline</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/order_steps.py" />
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>挂起</source>
      <translation>Put on hold</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/order_steps.py" />
      <source>离场</source>
      <translation>Leave site</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>未能保存：{reason}</source>
      <translation>Not saved: {reason}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>已保存 {at}</source>
      <translation>Saved {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>已保存</source>
      <translation>Saved</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>剩余</source>
      <translation>left</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>（未填客户单位）</source>
      <translation>(no customer given)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>此单{what}，只能查看。</source>
      <translation>{what}; this order can only be viewed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/record_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <source>您做过的工作会作为补报送达服务台。</source>
      <translation>Your work reaches the service desk as a late report.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>此单已改派给别人，只能查看。</source>
      <translation>This order was reassigned; it can only be viewed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>此单已取消，只能查看。</source>
      <translation>This order was cancelled; it can only be viewed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_state.py" />
      <source>此单已关闭，只能查看。</source>
      <translation>This order is closed; it can only be viewed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_steps.py" />
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>正在生成并封存 PDF…</source>
      <translation>Making and sealing the PDF…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_steps.py" />
      <location filename="../../fieldapp/ui/viewmodels/record_page.py" />
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <location filename="../../fieldapp/ui/views/order_bottom.py" />
      <location filename="../../fieldapp/ui/views/record_page.py" />
      <source>备注</source>
      <translation>Note</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/order_steps.py" />
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <location filename="../../fieldapp/ui/views/order_bottom.py" />
      <source>更正时间</source>
      <translation>Correct a time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>草稿.pdf</source>
      <translation>draft.pdf</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>已另存为 {name}。</source>
      <translation>Saved as {name}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>草稿：未签名、未封存</source>
      <translation>Draft: not signed, not sealed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>只供核对版面，不能作为凭据。</source>
      <translation>For checking the layout only; not a record.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>文件与登记不符，不能作为凭据</source>
      <translation>The file does not match the register and is no proof</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>请联系服务台，从归档取回原件。</source>
      <translation>Ask the service desk for the original from the archive.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>已封存的文件</source>
      <translation>Sealed document</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>与登记的校验码一致。</source>
      <translation>It matches the registered check code.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>第 {n} 版 · {at} · {level} · SHA-256 {hash}…</source>
      <translation>
        <numerusform>Version {n} · {at} · {level} · SHA-256 {hash}…</numerusform>
        <numerusform>Version {n} · {at} · {level} · SHA-256 {hash}…</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>已被第 {n} 版取代，仅供查阅</source>
      <translation>
        <numerusform>Superseded by version {n}; for reference only</numerusform>
        <numerusform>Superseded by version {n}; for reference only</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>已被新版取代，仅供查阅</source>
      <translation>Superseded; for reference only</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>签名已作废：签字后工单内容有改动，需要重新签字</source>
      <translation>Signature void: the order was changed after it was signed and has to be signed again</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/pdf_preview.py" />
      <source>已封存，与登记一致</source>
      <translation>Sealed; matches the register</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>还没有</source>
      <translation>None yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>数据文件夹</source>
      <translation>Data folder</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>占用</source>
      <translation>Space used</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>{used}，磁盘剩余 {free}</source>
      <translation>{used}, {free} free on disk</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>上次备份</source>
      <translation>Last backup</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>保留的备份</source>
      <translation>Backups kept</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>{n} 份</source>
      <translation>
        <numerusform>{n}</numerusform>
        <numerusform>{n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>还没有证书，联网登录后自动取得</source>
      <translation>None yet; you get it when you log in online</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>有效，还有 {n} 天</source>
      <translation>
        <numerusform>Valid, {n} day left</numerusform>
        <numerusform>Valid, {n} days left</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>已吊销</source>
      <translation>revoked</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>不在有效期内</source>
      <translation>Outside its validity</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>签章前需要输入口令或 PIN</source>
      <translation>password or PIN needed before sealing</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>来源</source>
      <translation>Source</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>持有人</source>
      <translation>Holder</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>签发者</source>
      <translation>Issued by</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>有效期</source>
      <translation>Validity</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>吊销</source>
      <translation>Revocation</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>指纹 SHA-256</source>
      <translation>SHA-256</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>{time} 起已吊销</source>
      <translation>revoked since {time}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>未吊销（截至 {time}）</source>
      <translation>Not revoked (as of {time})</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>不知道：没有签发者的吊销列表</source>
      <translation>not known: there is no revocation list of its issuer here</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>本机登记的证书</source>
      <translation>Certificate of this device</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>证书文件（PKCS#12）</source>
      <translation>Certificate file (PKCS#12)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>USB Key（PKCS#11）</source>
      <translation>USB token (PKCS#11)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>用户</source>
      <translation>User</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <location filename="../../fieldapp/ui/viewmodels/tailoring_lines.py" />
      <source>表单</source>
      <translation>Form</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>{title}，第 {n} 版</source>
      <translation>
        <numerusform>{title}, version {n}</numerusform>
        <numerusform>{title}, version {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <location filename="../../fieldapp/ui/viewmodels/tailoring_lines.py" />
      <source>过程配置</source>
      <translation>Process</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>程序版本</source>
      <translation>Version</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>流程裁剪</source>
      <translation>Tailored process</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>证书可用，以后用它签章。</source>
      <translation>The certificate works; it seals from now on.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/preferences.py" />
      <source>备份完成，并已试着恢复读取。</source>
      <translation>Backup done and checked by reading it back.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/record_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/records_list.py" />
      <source>（未填）</source>
      <translation>(not filled in)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/record_state.py" />
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <source>（无编号）</source>
      <translation>(no number)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/record_state.py" />
      <source>这条记录已不由您负责，只能查看。</source>
      <translation>This record is no longer yours; you can only read it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/record_state.py" />
      <source>这条记录由服务台填写，只能查看。</source>
      <translation>The service desk fills in this record; you can only read it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/record_state.py" />
      <source>需要补充时请写备注。</source>
      <translation>To add something, write a note.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/record_state.py" />
      <source>这条记录已定稿，只能查看。</source>
      <translation>This record is final; you can only read it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/records_list.py" />
      <source>更新 {at}</source>
      <translation>updated {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/records_list.py" />
      <source>有冲突</source>
      <translation>In conflict</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/report_page.py" />
      <source>再选一次季度就会重新统计。</source>
      <translation>Choose the quarter again to recount.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/report_page.py" />
      <source>已保存：{path}</source>
      <translation>Saved: {path}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/saved_views.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>全部派工单</source>
      <translation>All orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/saved_views.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>未完成</source>
      <translation>Open</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/saved_views.py" />
      <source>正在处理</source>
      <translation>In progress or on hold</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/saved_views.py" />
      <source>紧急与严重，未完成</source>
      <translation>Critical and severe, open</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/saved_views.py" />
      <source>本周发现</source>
      <translation>Discovered this week</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>{at} 再试</source>
      <translation>next try {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>被退回</source>
      <translation>Returned</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>等不计费的网络</source>
      <translation>Waits for an unmetered network</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>重试中</source>
      <translation>Retrying</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>发送中</source>
      <translation>Sending</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>上传中</source>
      <translation>Uploading</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>等待发送</source>
      <translation>Waiting</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>现场新建的工单</source>
      <translation>Order created on site</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>补报（已改派或取消）</source>
      <translation>Late report (reassigned or cancelled)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>填写内容与步骤</source>
      <translation>Answers and steps</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>文件 {done}/{total}</source>
      <translation>Files {done}/{total}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>已归档 {name}</source>
      <translation>Archive: {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>内容已收到</source>
      <translation>Received</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>离线</source>
      <translation>Offline</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>需要重新登录</source>
      <translation>Login needed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>已暂停</source>
      <translation>Paused</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>不是原来的服务器</source>
      <translation>Not the server used before</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>需要处理</source>
      <translation>Needs attention</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>已取消</source>
      <translation>Cancelled</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>服务器正忙</source>
      <translation>Server busy</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>{n} 个文件等不计费的网络</source>
      <translation>
        <numerusform>{n} file waits for an unmetered network</numerusform>
        <numerusform>{n} files wait for an unmetered network</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>结果</source>
      <translation>Result</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>时间</source>
      <translation>Time</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>{n} 秒</source>
      <translation>
        <numerusform>{n} s</numerusform>
        <numerusform>{n} s</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>收到工单</source>
      <translation>Orders received</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>送出修改</source>
      <translation>Changes sent</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>送出文件</source>
      <translation>Files sent</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>冲突 / 退回</source>
      <translation>Conflicts / returned</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>流量</source>
      <translation>Data volume</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>发 {up}，收 {down}</source>
      <translation>{up} sent, {down} received</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>读不懂的记录</source>
      <translation>Unreadable records</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>{n} 条先放一边，其余照常；请告诉管理员</source>
      <translation>
        <numerusform>{n} put aside, the rest goes on; please tell the administrator</numerusform>
        <numerusform>{n} put aside, the rest goes on; please tell the administrator</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>现在的网络按流量计费，{n} 个文件（{size}）等到不计费的网络再发送。</source>
      <translation>
        <numerusform>This network is metered: {n} file ({size}) waits for an unmetered one.</numerusform>
        <numerusform>This network is metered: {n} files ({size}) wait for an unmetered one.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>上次完成：{when}。</source>
      <translation>Last completed {when}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>1 分钟内再试。</source>
      <translation>Next try within a minute.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>1 分钟内自动同步。</source>
      <translation>Next sync within a minute.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>{span}后再试。</source>
      <translation>Next try in {span}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>{span}后自动同步。</source>
      <translation>Next sync in {span}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_centre.py" />
      <source>登录成功。</source>
      <translation>You are logged in.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>{n} 项待同步</source>
      <translation>
        <numerusform>{n} to sync</numerusform>
        <numerusform>{n} to sync</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>正在同步</source>
      <translation>Syncing</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>同步已暂停</source>
      <translation>Sync paused</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>请重新登录</source>
      <translation>Log in again</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>同步需要处理</source>
      <translation>Sync needs attention</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>上次同步 {at}</source>
      <translation>Last synced {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>尚未同步</source>
      <translation>Not synced yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>上次同步未完成</source>
      <translation>Last sync not completed</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>{n} 项冲突</source>
      <translation>
        <numerusform>{n} conflict</numerusform>
        <numerusform>{n} conflicts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>{n} 项被退回</source>
      <translation>
        <numerusform>{n} returned</numerusform>
        <numerusform>{n} returned</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/sync_pill.py" />
      <source>已全部同步</source>
      <translation>All synced</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/tailoring_lines.py" />
      <source>节假日</source>
      <translation>Public holidays</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/tailoring_lines.py" />
      <source>{kind} {name} 第 {version} 版，{who} 批准，自 {day} 起</source>
      <translation>{kind} {name} version {version}, approved by {who}, since {day}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/tailoring_lines.py" />
      <source>已收到新的裁剪文件，下次打开程序时生效。</source>
      <translation>A newly tailored process has arrived; it takes effect when the program is opened again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/tailoring_lines.py" />
      <source>服务器发来的裁剪文件有误，未采用，原来的仍然有效；请告诉管理员：{reason}</source>
      <translation>The tailored process that the server sent is not sound and was not taken; the one before stays in force. Please tell the administrator: {reason}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/tailoring_lines.py" />
      <source>本版程序用不了这个裁剪文件，暂按上一版执行；请告诉管理员：{reason}</source>
      <translation>This version of the program cannot use an approved file and goes by the one before. Please tell the administrator: {reason}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/tailoring_lines.py" />
      <source>“{name}”没有 {year} 年的节假日，时限会把每个工作日都算上；请管理员发布。</source>
      <translation>“{name}” knows no public holidays of {year}; every weekday counts towards targets. Please ask the administrator to publish them.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <source>{at} 同步得知</source>
      <translation>heard of in the sync, {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <source>服务器不再保留</source>
      <translation>No longer kept by the server</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <source>已改派给 {name}</source>
      <translation>Reassigned to {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>已改派</source>
      <translation>Reassigned</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <source>已不由您负责</source>
      <translation>No longer yours</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <source>这张派工单已不在本机：{what}。</source>
      <translation>This order is no longer on this device: {what}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/taken.py" />
      <source>原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>新建{kind}</source>
      <translation>{kind} recorded</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>系统</source>
      <comment>actor</comment>
      <translation>System</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>改了{fields}</source>
      <translation>Changed: {fields}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>改了内容</source>
      <translation>Changed the content</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>更正{label}：{old} → {new}</source>
      <translation>{label} corrected: {old} → {new}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>状态改为 {state}</source>
      <translation>Status: {state}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>{supplier}：{reason}，预计 {at}</source>
      <translation>{supplier}: {reason}, expected {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>状态改为“{state}”</source>
      <translation>Status: {state}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>级别改为 {level}</source>
      <translation>Priority: {level}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>级别定为“{level}”</source>
      <translation>Priority: {level}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>已发送</source>
      <translation>SMS sent</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>已电话</source>
      <translation>Called</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>已补报</source>
      <translation>Late</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>短信已交服务端</source>
      <translation>text handed to the endpoint</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>未能发出</source>
      <translation>could not be sent</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>发送中断，可能已发出</source>
      <translation>sending was interrupted, it may have gone out</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>无人接听</source>
      <translation>No answer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>升级通报：{outcome}</source>
      <translation>Escalation notice: {outcome}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>应在 {at} 前恢复</source>
      <translation>to be restored by {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>{due}；通报 {names}</source>
      <translation>{due}; to be told: {names}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>超过目标时间，事件升级</source>
      <translation>Target missed, incident escalated</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>客户拒签</source>
      <translation>Customer refused to sign</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>客户不在场，未签</source>
      <translation>Customer absent, not signed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>客户稍后签</source>
      <translation>Customer signs later</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>{reason}（见证人：{witness}）</source>
      <translation>{reason} (witness: {witness})</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>未签名</source>
      <translation>Not signed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>内容有改动，签名作废</source>
      <translation>Content changed, signature void</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>服务台（{names}）改了内容，签名作废</source>
      <translation>The desk ({names}) changed the content; signature void</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>服务台改了内容，签名作废</source>
      <translation>The desk changed the content; signature void</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>第 {n} 版</source>
      <translation>
        <numerusform>Version {n}</numerusform>
        <numerusform>Version {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>登记事件</source>
      <translation>Incident registered</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>派给 {name}</source>
      <translation>Dispatched to {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>接单</source>
      <comment>event</comment>
      <translation>Accepted</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>拒绝派工</source>
      <comment>event</comment>
      <translation>Dispatch declined</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>到达现场</source>
      <translation>Arrived on site</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>离场</source>
      <comment>event</comment>
      <translation>Left the site</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>向客户出示</source>
      <translation>Shown to the customer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>离开客户确认页</source>
      <translation>Left the customer page</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>客户已签名</source>
      <translation>Customer signed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>已封存 PDF</source>
      <translation>PDF sealed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/timeline.py" />
      <source>恢复了未保存的内容</source>
      <translation>Unsaved content recovered</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>无时限</source>
      <translation>no target</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>已存 {n} 项</source>
      <translation>
        <numerusform>{n} answer saved</numerusform>
        <numerusform>{n} answers saved</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>{n} 项没写完，原样保留</source>
      <translation>
        <numerusform>{n} half written, kept as typed</numerusform>
        <numerusform>{n} half written, kept as typed</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>已收到 {n} 张派工单…</source>
      <translation>
        <numerusform>{n} order received…</numerusform>
        <numerusform>{n} orders received…</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <location filename="../../fieldapp/ui/viewmodels/unlock.py" />
      <source>正在连接服务器…</source>
      <translation>Connecting to the server…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>正在取回派工单…</source>
      <translation>Fetching orders…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>已接单：{order}</source>
      <translation>Accepted: {order}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>客户与地址已可离线查看。</source>
      <translation>Customer and address can be seen offline.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>已拒绝：{order}</source>
      <translation>Declined: {order}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>服务台同步后会另行安排。</source>
      <translation>The service desk will reassign it after the next sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>已记录：{stage}</source>
      <translation>Recorded: {stage}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <source>短信已交服务端发送</source>
      <translation>The endpoint sends the text</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/today.py" />
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>没有网络时，同步后发出；结果记入派工单。</source>
      <translation>Without a network it goes out with the next sync; the order's log says what came of it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/unlock.py" />
      <source>正在登录并登记设备…</source>
      <translation>Logging in and registering this device…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/unlock.py" />
      <source>正在解锁…</source>
      <translation>Unlocking…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/unlock.py" />
      <source>正在保存 PIN…</source>
      <translation>Saving the PIN…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/unlock.py" />
      <source>正在准备演示数据…</source>
      <translation>Preparing the demo data…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/unlock.py" />
      <location filename="../../fieldapp/ui/views/order_header.py" />
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <location filename="../../fieldapp/ui/views/record_page.py" />
      <source>正在打开…</source>
      <translation>Opening…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/unlock.py" />
      <source>正在打开本机数据…</source>
      <translation>Opening this device's data…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>当前版本</source>
      <translation>This version</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>本机没有核对更新用的公钥，更新由管理员提供。</source>
      <translation>This device has no public key to check updates with; updates come from the administrator.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>没有更新的版本。</source>
      <translation>There is no newer version.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>新版本</source>
      <translation>New version</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>发布日期</source>
      <translation>Released</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>安装包</source>
      <translation>Installer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>请先退出本程序，再双击安装包。</source>
      <translation>Please close this program, then open the installer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>请先退出本程序，再打开安装包，把程序拖到“应用程序”。</source>
      <translation>Please close this program, open the image and drag the program to “Applications”.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>请先退出本程序，再双击安装包，或在终端运行：sudo apt install ./{name}</source>
      <translation>Please close this program, then open the installer, or run in a terminal: sudo apt install ./{name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>安装包已核对，与发布的一致。</source>
      <translation>The installer was checked; it is the one that was published.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/updating.py" />
      <source>安装包已下载并核对。</source>
      <translation>The installer was downloaded and checked.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>未能核验</source>
      <translation>Not checked</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>无效</source>
      <translation>Not valid</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>没能核验这份文件</source>
      <translation>This file could not be checked</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>文件有效</source>
      <translation>The file is valid</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>签章以后没有任何改动；签章证书由受信任的机构签发。</source>
      <translation>Nothing was changed since it was sealed; the certificate was issued by a trusted authority.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>这不是一份签章的派工单</source>
      <translation>This is not a sealed work order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>里面没有可以核验的签章，不能作为凭据。</source>
      <translation>There is no seal in it that could be checked; it proves nothing.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>文件无效，不能作为凭据</source>
      <translation>The file is not valid and proves nothing</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>下面任何一条都足以否定它。请向出具单位或档案管理员索取原件。</source>
      <translation>Each of these reasons is enough. Ask the issuing company or the archivist for the original.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>已被版次 {n} 取代</source>
      <translation>
        <numerusform>Superseded by version {n}</numerusform>
        <numerusform>Superseded by version {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>已由更长的文件接续</source>
      <translation>A longer file goes on from it</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>档案中这一版有多份</source>
      <translation>Several files of this revision are in the archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>与档案登记一致</source>
      <translation>As registered in the archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>档案登记的这一版是另一份文件</source>
      <translation>The archive has another file for this revision</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>客户已签字</source>
      <translation>Signed by the customer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>客户拒绝签字</source>
      <translation>The customer refused to sign</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>客户不在场</source>
      <translation>The customer was absent</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>客户稍后确认</source>
      <translation>The customer will confirm later</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>没有客户签字</source>
      <translation>Not signed by the customer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>签字已作废</source>
      <translation>The signature is void</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>{what}，原因：{why}</source>
      <translation>{what}, because: {why}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>工单</source>
      <translation>Order</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>{number}，第 {n} 版</source>
      <translation>
        <numerusform>{number}, version {n}</numerusform>
        <numerusform>{number}, version {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>确认结果</source>
      <translation>Outcome</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>签章人</source>
      <translation>Sealed by</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>会签人</source>
      <translation>Countersigned by</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>会签时间</source>
      <translation>Countersigned at</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>时间戳</source>
      <translation>Timestamp</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>{at} 之前已签章</source>
      <translation>sealed before {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>核验期限</source>
      <translation>Checkable</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>续时间戳</source>
      <translation>Next timestamp</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>{date} 之前</source>
      <translation>before {date}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <location filename="../../fieldapp/ui/views/documents_page.py" />
      <source>档案</source>
      <translation>Archive</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>{words}（登记簿第 {n} 行）</source>
      <translation>
        <numerusform>{words} (line {n} of the register)</numerusform>
        <numerusform>{words} (line {n} of the register)</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>{name}（证书由 {issuer} 签发）</source>
      <translation>{name} (certificate issued by {issuer})</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>屏幕上的手写签名只说明有人在此情形下签过，本身不等同于《电子签名法》第十三条的可靠电子签名。</source>
      <translation>Ink on a screen shows that somebody signed under these circumstances; by itself it is not a reliable electronic signature in the sense of art. 13 of the Electronic Signature Law.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>证书指纹</source>
      <translation>Certificate</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>代码</source>
      <translation>Codes</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>文件已损坏或结构异常</source>
      <translation>the file is damaged or oddly built</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>数字签名的封装被改动</source>
      <translation>the container of the signature was tampered with</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>时间戳的封装被改动</source>
      <translation>the container of a timestamp was tampered with</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>封存声明与证据页不一致</source>
      <translation>the seal's statement and the evidence sheet differ</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>{first}（另有 {n} 条原因）</source>
      <translation>
        <numerusform>{first} (and {n} more reason)</numerusform>
        <numerusform>{first} (and {n} more reasons)</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verdict_words.py" />
      <source>{text}。</source>
      <translation>{text}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verifying.py" />
      <source>随登录从公司服务器取得</source>
      <translation>from the company’s server at login</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verifying.py" />
      <source>本机选定</source>
      <translation>chosen on this machine</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verifying.py" />
      <source>有效至 {date}</source>
      <translation>valid until {date}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/verifying.py" />
      <source>还需约 {n} 秒</source>
      <translation>
        <numerusform>about {n} second left</numerusform>
        <numerusform>about {n} seconds left</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verifying.py" />
      <source>还需约 {span}</source>
      <translation>about {span} left</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/viewmodels/verifying.py" />
      <source>已停止，还有 {n} 份没有核验。</source>
      <translation>
        <numerusform>Stopped; {n} file was not checked.</numerusform>
        <numerusform>Stopped; {n} files were not checked.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verifying.py" />
      <source>列表已清空。</source>
      <translation>The list was cleared.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/viewmodels/verifying.py" />
      <source>核验结果已存为 {name}。</source>
      <translation>The verdicts were saved as {name}.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>加盖时间戳</source>
      <translation>Timestamp</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>续期时间戳</source>
      <translation>Renew timestamps</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>后台会签</source>
      <translation>Countersign</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>续存</source>
      <translation>Preserve</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>对列表中的 {n:,} 份，只处理需要的；每份写成一个新文件，原件照旧保存。</source>
      <translation>
        <numerusform>Works on the {n:,} listed file if it is due; the result is a new file and the original is kept.</numerusform>
        <numerusform>Works on those of the {n:,} listed files that are due; each result is a new file and the originals are kept.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>开始</source>
      <translation>Start</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>时间戳机构的地址</source>
      <translation>Address of the timestamp authority</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>不获取</source>
      <translation>Do not fetch</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>从互联网获取</source>
      <translation>From the internet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>也从内网获取</source>
      <translation>From our own network, too</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>吊销列表</source>
      <translation>Revocation lists</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>只向受信任证书中写明的地址获取；有了吊销列表，签发机构不在了也能核验。</source>
      <translation>Only addresses named in trusted certificates are asked. With the lists inside, a file can be checked when its issuers are gone.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source> 天内到期的</source>
      <translation> days until they end</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>哪些要续期</source>
      <translation>What to renew</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>归档复核</source>
      <translation>Reviewed for the archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>会签事由</source>
      <translation>Reason for countersigning</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>会签所用的证书</source>
      <translation>Countersigning certificate</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>口令或 PIN</source>
      <translation>Password or PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>会签之后不能再加签名，只能再加时间戳。换证书请到“设置 › 签章证书”。</source>
      <translation>No further signature can be added afterwards, only timestamps. To use another certificate, see "Settings › Signing certificate".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>由时间戳机构证明文件在此刻之前就已存在。</source>
      <translation>An authority proves that the file existed before now.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>上一个时间戳的证书到期之前再盖一个，证明力不中断。</source>
      <translation>A new one before the last one's certificate expires, so that the proof never lapses.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_grow_panel.py" />
      <source>后台核对之后再签一次名。</source>
      <translation>A second signature, after the back office has checked the file.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>登记内容</source>
      <translation>Entry</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>选一份文件看登记内容</source>
      <translation>Choose a file to see its entry</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>把新的 PDF 或文件夹拖到这一页，就会核验后归档。</source>
      <translation>Drop new PDFs or folders on this page: they are verified, then archived.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>技术信息</source>
      <translation>Technical details</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>核验</source>
      <translation>Verify</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <location filename="../../fieldapp/ui/views/pdf_check_panel.py" />
      <source>收起</source>
      <translation>Put away</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>导入结果</source>
      <translation>Result of the import</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>续存结果</source>
      <translation>Results of preservation</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>检查结果</source>
      <translation>Result of the check</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>登记簿本身看不出末尾有没有被整段删去：请把末行哈希抄到别处（邮件、打印件），下次检查时填在下面比对。</source>
      <translation>The register alone cannot show that its end was cut off: note its last hash elsewhere (an e-mail, a printout) and compare it here next time.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>以前抄下的末行哈希（64 位）</source>
      <translation>A last hash noted earlier (64 digits)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>比对</source>
      <translation>Compare</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_panels.py" />
      <source>末行哈希</source>
      <translation>Last hash</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>还没有打开档案</source>
      <translation>No archive is open</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>档案是一个文件夹（本机或共享盘都可以）：按年月存放签章的 PDF，每份在登记簿中占一行，从不改写。</source>
      <translation>An archive is a folder, here or on a share: sealed PDFs by year and month, each with a line in the register, never rewritten.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>打开或新建档案…</source>
      <translation>Open or start an archive…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>请先打开或新建档案，再放入文件。</source>
      <translation>Open an archive or start a new one first, then add files.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>更换档案…</source>
      <translation>Other archive…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>打开或新建另一个档案</source>
      <translation>Open or start another archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>导出…</source>
      <translation>Export…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>把列表中的文件连同登记摘录和网页目录交给审计人员</source>
      <translation>The listed files for an auditor, with their register entries and a web page</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>检查</source>
      <translation>Check</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>加盖或续期时间戳，后台会签</source>
      <translation>Timestamps, renewals, countersignatures</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>导入</source>
      <translation>Import</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>选择 PDF…</source>
      <translation>Choose PDFs…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>选择文件夹…</source>
      <translation>Choose a folder…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>快速：文件在不在、大小对不对</source>
      <translation>Quick: is every file there, has it the right size</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>完整：读每个文件，比较 SHA-256</source>
      <translation>Full: read every file, compare its SHA-256</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>彻底：再核验每个签章（最慢）</source>
      <translation>Thorough: verify every seal again (slowest)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>搜索单号、客户、日期、归档人、SHA-256…（Ctrl+F）</source>
      <translation>Search number, customer, date, who, SHA-256… (Ctrl+F)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>搜索档案</source>
      <translation>Search the archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>签章年份</source>
      <translation>Year of the seal</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>档案目录</source>
      <translation>Archived files</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>共 {n:,} 份</source>
      <translation>
        <numerusform>{n:,} file</numerusform>
        <numerusform>{n:,} files</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>{folder} 是空的，还不是档案。</source>
      <translation>{folder} is empty and not an archive yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>若这里本该有档案，请先检查共享盘是否已连接。</source>
      <translation>If an archive should be here, see first whether the share is connected.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>正在读取登记簿…</source>
      <translation>Reading the register…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>正在核验并归档</source>
      <translation>Verifying and archiving</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>正在检查</source>
      <translation>Checking</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>正在导出</source>
      <translation>Exporting</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>正在加盖时间戳</source>
      <translation>Timestamping</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>正在续期时间戳</source>
      <translation>Renewing timestamps</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>正在会签</source>
      <translation>Countersigning</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>没有符合条件的文件</source>
      <translation>No matching files</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>换个关键词，或去掉筛选再看。</source>
      <translation>Try another word, or remove the filters.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>档案还是空的</source>
      <translation>The archive is empty</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>把签章的 PDF 或文件夹拖到这里，核验通过的会归档。</source>
      <translation>Drop sealed PDFs or folders here; those that verify are archived.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>全部年份</source>
      <translation>All years</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>选择档案文件夹</source>
      <translation>Choose the archive’s folder</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>选择要归档的 PDF</source>
      <translation>Choose PDFs to archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>PDF 文件 (*.pdf);;所有文件 (*)</source>
      <translation>PDF files (*.pdf);;All files (*)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>选择文件夹</source>
      <translation>Choose a folder</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/archive_view.py" />
      <source>选择一个空文件夹存放导出内容</source>
      <translation>Choose an empty folder for the export</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <source>拍照</source>
      <translation>Take photo</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>摄像头已断开。</source>
      <translation>The camera was unplugged.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>拍好的照片都在。重新插上后点“完成”，再打开一次。</source>
      <translation>The photos taken are safe. Plug it in, press “Done” and open it again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>摄像头还没有画面。</source>
      <translation>No picture from the camera yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>看看镜头盖和机身上的摄像头开关；也可能被别的程序占用。</source>
      <translation>Check the lens cover and the camera switch; another program may be using it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>已拍下，可以接着拍。</source>
      <translation>Taken. You can take another one.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>没有使用摄像头的权限。</source>
      <translation>No permission to use the camera.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>请管理员允许本账户使用摄像头（Linux：加入 video 组），重新登录后再试。</source>
      <translation>Ask the administrator to allow this account the camera (Linux: group video), log in again and retry.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>没有找到可用的摄像头。</source>
      <translation>No usable camera was found.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>可以用手机拍照，再用“添加照片”或拖进来。</source>
      <translation>Take the picture with a phone, then use “Add photo” or drag it here.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>摄像头用不了：{reason}</source>
      <translation>The camera cannot be used: {reason}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>可能被别的程序占用；关掉它再试。</source>
      <translation>Another program may be using it; close that one and try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/camera_panel.py" />
      <source>取景画面</source>
      <translation>Viewfinder</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>派工单内容</source>
      <translation>Work order</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>…等共 {n} 处</source>
      <translation>
        <numerusform>… {n} place in all</numerusform>
        <numerusform>… {n} places in all</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>这些字符没有字形，PDF 里只能印成编码。</source>
      <translation>No font has these characters; the PDF can only give their codes.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>请核对以上内容并评价，然后签名。</source>
      <translation>Please check the above, rate the work, then sign.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>请核对派工单的内容，在框内手写签名。</source>
      <translation>Please check the order and sign by hand in the box.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>从别处复制的内容不能粘贴到这里。</source>
      <translation>What was copied elsewhere cannot be pasted here.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>请直接填写。</source>
      <translation>Please type it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>客户不签字…</source>
      <translation>Customer does not sign…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>上一步</source>
      <translation>Back</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>下一步：签名</source>
      <translation>Next: sign</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>签名并完成</source>
      <translation>Sign and finish</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>拒签</source>
      <translation>Refused</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>不在场</source>
      <translation>Absent</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>稍后签</source>
      <translation>Later</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>情况</source>
      <translation>What happened</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>理由</source>
      <translation>Reason</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>见证人</source>
      <translation>Witness</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>照实记录；拒签须有见证人。之后仍可补签。</source>
      <translation>Record what happened; a refusal needs a witness. Signing later stays possible.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_page.py" />
      <source>客户不签字</source>
      <translation>Customer does not sign</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>① 核对与评价</source>
      <translation>① Check and rate</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>② 签名</source>
      <translation>② Sign</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>语言</source>
      <translation>Language</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>小一点的字</source>
      <translation>Smaller text</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>大一点的字</source>
      <translation>Larger text</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>工程师返回</source>
      <translation>Engineer: return</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>{form} · 客户确认</source>
      <translation>{form} · Customer confirmation</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>请您评价并留下姓名</source>
      <translation>Please rate the work and give your name</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>谢谢，签名已保存</source>
      <translation>Thank you, your signature is saved</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>已记录：未签名（拒签）</source>
      <translation>Recorded: not signed (refused)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>已记录：未签名（不在场）</source>
      <translation>Recorded: not signed (absent)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>已记录：稍后签名</source>
      <translation>Recorded: to be signed later</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>请把设备交还工程师。</source>
      <translation>Please hand the device back to the engineer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_parts.py" />
      <source>PDF 已封存，可交付和归档。</source>
      <translation>The PDF is sealed, ready to hand over and archive.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>签名</source>
      <translation>Signature</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>工程师签名区</source>
      <translation>Engineer's signature area</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>客户签名</source>
      <translation>Customer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>工程师签名（可不签）</source>
      <translation>Engineer (optional)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>谁签名</source>
      <translation>Who signs</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>工程师本人的签名，与客户签名印在同一版派工单上；可以不签。</source>
      <translation>The engineer's own signature, printed on the same version beside the customer's; optional.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>撤销一笔</source>
      <translation>Undo</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>清除重签</source>
      <translation>Clear</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>{name}，</source>
      <translation>Signing as {name}. </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/customer_signing.py" />
      <source>{who}您的签名表示确认派工单上的内容（第 {n} 版，校验码 {hash}）。</source>
      <translation>
        <numerusform>{who}Your signature confirms the content of the order (version {n}, check code {hash}).</numerusform>
        <numerusform>{who}Your signature confirms the content of the order (version {n}, check code {hash}).</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>体检</source>
      <translation>Check-up</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>开始检查</source>
      <translation>Check now</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>检查字体、密钥、磁盘、数据、备份、证书、网络、输入法和打印机，约需几秒；不会改动任何数据。</source>
      <translation>Checks fonts, keys, disk, data, backups, certificate, network, input method and printers. It takes a few seconds and changes no data.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>准备诊断包…</source>
      <translation>Prepare diagnostics bundle…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>打开日志文件夹</source>
      <translation>Open log folder</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>重新检查</source>
      <translation>Check again</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>正在检查 {done}/{all}</source>
      <translation>Checking {done}/{all}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>诊断包里有这些内容</source>
      <translation>Contents of the bundle</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>不含客户、人员和填写的内容。点开可以逐项查看；保存后由您决定交给谁。</source>
      <translation>No customers, no people, nothing that was filled in. Open each part to read it; you decide who gets the saved file.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>内容</source>
      <translation>Content</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>保存…</source>
      <translation>Save…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>查看：{name}</source>
      <translation>Look at {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/diagnosis_card.py" />
      <source>保存诊断包</source>
      <translation>Save diagnostics bundle</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_page.py" />
      <source>核验文件</source>
      <translation>Verify files</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <source>剪贴板里没有文件，也没有路径。</source>
      <translation>There is neither a file nor a path on the clipboard.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <source>请先复制文件，或每行复制一个完整路径。</source>
      <translation>Copy files first, or full paths, one a line.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <source>受信任的根证书</source>
      <translation>Trusted root certificates</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <source>添加证书…</source>
      <translation>Add a certificate…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <source>只信任直接从出具单位取得的证书，不要用随文件一起收到的。</source>
      <translation>Trust only certificates that came from the issuing company itself, not one that came with the files.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <source>还没有受信任的证书，因此什么也不能判断。请添加出具单位的根证书（PEM）。</source>
      <translation>Nothing is trusted yet, so nothing can be judged. Add the issuing company’s root certificate (PEM).</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <source>已过期</source>
      <translation>Expired</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/documents_parts.py" />
      <source>不再信任：{name}</source>
      <translation>No longer trust {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/full_backup_form.py" />
      <source>导出完整备份…</source>
      <translation>Export full backup…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/full_backup_form.py" />
      <source>把派工单、照片、PDF、证书和设置存成一个加密文件，可在另一台电脑上恢复（fieldapp restore）。登录不包含在内。</source>
      <translation>Orders, photos, PDFs, certificate and settings go into one encrypted file that can be restored on another computer (fieldapp restore). The login is not in it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/full_backup_form.py" />
      <source>备份口令（至少 8 个字符）</source>
      <translation>Passphrase of the backup (8 characters at least)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/full_backup_form.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>再输一次</source>
      <translation>Repeat</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/full_backup_form.py" />
      <source>选择文件夹并导出…</source>
      <translation>Choose folder and export…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/full_backup_form.py" />
      <source>完整备份存到哪里</source>
      <translation>Where to save the full backup</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/full_backup_form.py" />
      <source>正在导出 {n} %</source>
      <translation>
        <numerusform>Exporting {n} %</numerusform>
        <numerusform>Exporting {n} %</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>已做过电话或远程尝试？补记</source>
      <translation>Already tried by phone or remotely? Add it</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>本机已有的客户和设备</source>
      <translation>Customers and devices known here</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>扫描或输入设备序列号，按回车查找</source>
      <translation>Scan or type a device's serial number, then Enter</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>设备序列号</source>
      <translation>Serial number of the device</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <location filename="../../fieldapp/ui/widgets/fields/barcode.py" />
      <source>{label}：用摄像头扫码</source>
      <translation>{label}: read a code with the camera</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>事件级别</source>
      <translation>Priority</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>级别定为{level}</source>
      <translation>Set the priority to {level}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>登记后即接单，离线也可以；联网后交服务台。</source>
      <translation>Recording the order also accepts it, even offline; the desk gets it with the next sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>登记派工单</source>
      <translation>Record the order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>Ctrl+回车</source>
      <translation>Ctrl+Enter</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>清空重填</source>
      <translation>Start over</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>恢复刚才填的</source>
      <translation>Bring back what was typed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>客户是{name}</source>
      <translation>The customer is {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>选好影响程度、影响范围、紧急程度后得出。</source>
      <translation>Follows from impact, scope and urgency.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>由人改定</source>
      <translation>set by hand</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>按三项答案建议</source>
      <translation>suggested from the three answers</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <source>{target} · {by}</source>
      <translation>{target} · {by}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/intake.py" />
      <location filename="../../fieldapp/ui/views/record_side.py" />
      <source>还差 {n} 项</source>
      <translation>
        <numerusform>{n} answer missing</numerusform>
        <numerusform>{n} answers missing</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/intake.py" />
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <location filename="../../fieldapp/ui/views/record_side.py" />
      <source>去填写：{field}</source>
      <translation>Go to: {field}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>知识条目列表</source>
      <translation>List of articles</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>搜索现象、型号、告警码、关键词…（Ctrl+F）</source>
      <translation>Search symptom, model, alarm code, keyword… (Ctrl+F)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>搜索知识库</source>
      <translation>Search the knowledge base</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>草稿与待审核</source>
      <translation>Drafts and under review</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>新写一条</source>
      <translation>New article</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>知识条目</source>
      <translation>Article</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>用于此单</source>
      <translation>Use for this order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>没有帮助，取消引用</source>
      <translation>Did not help: remove the reference</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>打开条目</source>
      <translation>Open article</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>回到列表</source>
      <translation>Back to the list</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>版本</source>
      <translation>Versions</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>没有这样的条目</source>
      <translation>No such article</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>换个说法，或少写几个字；解决之后请把办法写进来。</source>
      <translation>Try other or fewer words; once it is solved, please write down how.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>没有草稿，也没有待审核的条目</source>
      <translation>No drafts, and nothing under review</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>知识库还是空的</source>
      <translation>The knowledge base is still empty</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/knowledge.py" />
      <source>同步后服务台发布的条目会在这里；解决了新问题，也请写一条。</source>
      <translation>After a sync, what the desk has published is here; when you have solved something new, please write it down.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>正在生成并封存 PDF</source>
      <translation>Making and sealing the PDF</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>签名已保存。现在退出，下次打开时补做封存。</source>
      <translation>The signature is stored. If you quit now, the seal is made at the next start.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>正在保存</source>
      <translation>Saving</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>请等它写完，一般不到 1 秒。</source>
      <translation>Please let it finish; it usually takes less than a second.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>正在保存照片和文件</source>
      <translation>Saving photos and files</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>现在退出，没写完的那几个要再添加一次；原文件不动。</source>
      <translation>If you quit now, add those not stored yet again; the originals are untouched.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>正在停下同步</source>
      <translation>Stopping sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>现在退出，没送完的下次打开时接着送，不会重复。</source>
      <translation>If you quit now, the rest is sent at the next start; nothing twice.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>正在停下归档</source>
      <translation>Stopping the archive</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>已收进的都在。没收完的，下次把同一批文件再拖进来，不会重复。</source>
      <translation>What was taken in is there. Drop the same files again for the rest.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>正在备份</source>
      <translation>Backing up</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>现在退出，下次同步后重做；以前的备份都在。</source>
      <translation>If you quit now, the backup is made after the next sync; earlier ones are there.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>做完这些就退出</source>
      <translation>Closing when this is done</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>不退出了</source>
      <translation>Do not quit</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>现在就退出</source>
      <translation>Quit now</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/leaving.py" />
      <source>已等 {n} 秒</source>
      <translation>
        <numerusform>Waiting for {n} second</numerusform>
        <numerusform>Waiting for {n} seconds</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/log_rows.py" />
      <source>显示更早的 {n} 条</source>
      <translation>
        <numerusform>Show {n} earlier entry</numerusform>
        <numerusform>Show {n} earlier entries</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <location filename="../../fieldapp/ui/views/record_side.py" />
      <source>经过</source>
      <translation>History</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>复查会议</source>
      <translation>Reviews</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>重大事件经理</source>
      <translation>Major-incident manager</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>经理账号</source>
      <translation>Manager's account</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>经理电话</source>
      <translation>Manager's phone</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>为何启动</source>
      <translation>Reason for declaring</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>离线也能启动；派工单里已知的内容会带过来。经理有账号时填上，他就能在自己的电脑上看到。</source>
      <translation>Works offline; what the order already says is carried over. With an account given, the manager sees it on their own computer.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>启动</source>
      <translation>Declare</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>告知了谁</source>
      <translation>Who was informed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>已告知重大事件经理</source>
      <translation>The major-incident manager was informed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>写进经过，不能再改。</source>
      <translation>Goes into the log and cannot be changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>发布后这一版永远保留，不能再改。</source>
      <translation>An issued version is kept for good and can never be changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>发布{plan}</source>
      <translation>Issue: {plan}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>改了什么</source>
      <translation>What changed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>发布</source>
      <translation>Issue</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>同意的人（您代为记录时填写）</source>
      <translation>Approved by (when you record it for someone else)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>通报内容</source>
      <translation>Text of the update</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>同意后才能发出；内容按同意的文字写进经过。</source>
      <translation>It can only go out once approved; the log keeps the approved text.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>审阅通报</source>
      <translation>Review the update</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>同意</source>
      <translation>Approve</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>结果（发给了谁、对方怎么说）</source>
      <translation>Result (to whom, what they said)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>通报已发出</source>
      <translation>Update given</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>下一次，几分钟后</source>
      <translation>Next one in how many minutes</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>纪要</source>
      <translation>Minutes</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>决定</source>
      <translation>Decisions</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major.py" />
      <source>进展声明（写进以后的通报）</source>
      <translation>Progress statement (goes into later updates)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major_parts.py" />
      <source>比较两个版本</source>
      <translation>Compare two versions</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major_parts.py" />
      <source>计划</source>
      <translation>Plan</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major_parts.py" />
      <source>较早的版本</source>
      <translation>The earlier version</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major_parts.py" />
      <source>较新的版本</source>
      <translation>The later version</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major_parts.py" />
      <source>两个版本没有差别。</source>
      <translation>The two versions say the same.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/major_parts.py" />
      <source>返回重大事件列表</source>
      <translation>Back to the list</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <location filename="../../fieldapp/ui/views/record_page.py" />
      <source>备注内容</source>
      <translation>Note</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>写进此单的经过，不能再改。客户看不到。</source>
      <translation>Goes into the history of this order and cannot be changed. The customer does not see it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <location filename="../../fieldapp/ui/views/record_page.py" />
      <source>写入备注</source>
      <translation>Add note</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>拒绝原因</source>
      <translation>Reason for declining</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>此单会退回服务台重新分派。</source>
      <translation>The order goes back to the service desk to be dispatched again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>拒绝派工</source>
      <translation>Decline order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>等待的供应商或送修单位</source>
      <translation>Supplier or repair shop</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>挂起原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>预计返回时间</source>
      <translation>Expected back</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>目标恢复时间通常不因挂起而停止。</source>
      <translation>The restoration target normally keeps running on hold.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>哪个时间</source>
      <translation>Which time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>正确的时间</source>
      <translation>Correct time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>更正原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <source>原来的时间留在经过里。</source>
      <translation>The old time stays in the history.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_asks.py" />
      <location filename="../../fieldapp/ui/widgets/form_section.py" />
      <source>更正</source>
      <translation>Correct</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_bottom.py" />
      <location filename="../../fieldapp/ui/views/order_page.py" />
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <location filename="../../fieldapp/ui/views/record_page.py" />
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>重试</source>
      <translation>Retry</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_bottom.py" />
      <source>预览 PDF</source>
      <translation>Preview PDF</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_bottom.py" />
      <location filename="../../fieldapp/ui/views/record_page.py" />
      <source>{step}（差 {n} 项）</source>
      <translation>
        <numerusform>{step} ({n} missing)</numerusform>
        <numerusform>{step} ({n} missing)</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_bottom.py" />
      <source>{step}（Ctrl+Enter）</source>
      <translation>{step} (Ctrl+Enter)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>升级通报</source>
      <translation>Escalation</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>复制通报内容</source>
      <translation>Copy the text</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>短信已用手机发出</source>
      <translation>Sent from my phone</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>通话结果，可不填</source>
      <translation>Outcome of the call (optional)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>通话结果</source>
      <translation>Outcome of the call</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>{stage}：{when}</source>
      <translation>{stage}: notice {when}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>发给：{names}</source>
      <translation>To: {names}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>已打 {n} 次，无人接听</source>
      <translation>
        <numerusform>Called {n} time, no answer</numerusform>
        <numerusform>Called {n} times, no answer</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>拨打 {name} {number}</source>
      <translation>Call {name} {number}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>复制号码</source>
      <translation>Copy the number</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_coach.py" />
      <source>已接通</source>
      <translation>Reached</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_handoffs.py" />
      <source>后续移交</source>
      <translation>Hand-offs</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_handoffs.py" />
      <location filename="../../fieldapp/ui/views/record_side.py" />
      <source>打开{words}</source>
      <translation>Open {words}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_handoffs.py" />
      <source>{kind} · {state}</source>
      <translation>{kind} · {state}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_index.py" />
      <source>章节</source>
      <translation>Sections</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_index.py" />
      <source>{label}（Alt+{n}）</source>
      <translation>
        <numerusform>{label} (Alt+{n})</numerusform>
        <numerusform>{label} (Alt+{n})</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_index.py" />
      <location filename="../../fieldapp/ui/widgets/form_section.py" />
      <source>{n} 处有误</source>
      <translation>
        <numerusform>{n} error</numerusform>
        <numerusform>{n} errors</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_index.py" />
      <source>已有内容，没有必填项</source>
      <translation>filled in, nothing required</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_index.py" />
      <source>没有必填项</source>
      <translation>Nothing required</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_index.py" />
      <source>已完整</source>
      <translation>Complete</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_index.py" />
      <location filename="../../fieldapp/ui/widgets/form_section.py" />
      <source>已填 {done} / {needed}</source>
      <translation>{done} of {needed} filled in</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_offer.py" />
      <source>不用</source>
      <translation>No, thanks</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_panels.py" />
      <source>日期时间不对，例如 2026-11-22 14:30</source>
      <translation>Not a date and time; for example 2026-11-22 14:30</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>查知识库</source>
      <translation>Search the knowledge base</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>没有待办步骤</source>
      <translation>No step to do</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>下一步：{step}</source>
      <translation>Next: {step}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>所需内容已齐</source>
      <translation>Nothing is missing</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>{step}还差 {n} 项</source>
      <translation>
        <numerusform>{n} missing for "{step}"</numerusform>
        <numerusform>{n} missing for "{step}"</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>PDF 里只能印成编码的字符</source>
      <translation>Characters the PDF can only give as codes</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>去修改：{field}</source>
      <translation>Go and change: {field}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>已封存的 PDF</source>
      <translation>Sealed PDFs</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>第 {n} 版 · {at}</source>
      <translation>
        <numerusform>Version {n} · {at}</numerusform>
        <numerusform>Version {n} · {at}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>已被第 {n} 版取代</source>
      <translation>
        <numerusform>Superseded by version {n}</numerusform>
        <numerusform>Superseded by version {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>签名已作废</source>
      <translation>Signature void</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_side.py" />
      <source>打开 PDF {words}</source>
      <translation>Open PDF {words}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_standing.py" />
      <source>打开同步</source>
      <translation>Open sync</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_visits.py" />
      <source>历史 · {n} 单</source>
      <translation>
        <numerusform>Past orders · {n}</numerusform>
        <numerusform>Past orders · {n}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/order_visits.py" />
      <source>其余 {n} 单</source>
      <translation>
        <numerusform>{n} more</numerusform>
        <numerusform>{n} more</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/order_visits.py" />
      <source>打开历史单：{words}</source>
      <translation>Open an earlier order: {words}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>派工单列表</source>
      <translation>List of orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>清除筛选</source>
      <translation>Clear filters</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>搜索单号、客户、故障、序列号，或拼音…（Ctrl+F）</source>
      <translation>Search number, customer, fault, serial number, or pinyin… (Ctrl+F)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>搜索派工单</source>
      <translation>Search orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>排序</source>
      <translation>Sort</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>按剩余时间</source>
      <translation>By time left</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>按发现时间</source>
      <translation>By discovery</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>按最近修改</source>
      <translation>By last change</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>按单号</source>
      <translation>By number</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>筛选</source>
      <translation>Filters</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>客户当场报修时新建，离线可用（Ctrl+N）</source>
      <translation>For a fault reported on the spot; works offline (Ctrl+N)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>全部级别</source>
      <translation>All priorities</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>紧急与严重</source>
      <translation>Critical and severe</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>全部日期</source>
      <translation>Any date</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <location filename="../../fieldapp/ui/widgets/fields/moments.py" />
      <source>今天</source>
      <translation>Today</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>近 7 天</source>
      <translation>Last 7 days</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>近 30 天</source>
      <translation>Last 30 days</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>近三个月</source>
      <translation>Last 3 months</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>发现时间</source>
      <translation>Discovered</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>事件分类</source>
      <translation>Category</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>全部分类</source>
      <translation>All categories</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>共 {n:,} 条</source>
      <translation>
        <numerusform>{n:,} order</numerusform>
        <numerusform>{n:,} orders</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>没有符合条件的派工单</source>
      <translation>No orders match</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>换个关键词，或清除筛选再看。</source>
      <translation>Try another word, or clear the filters.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>还没有派工单</source>
      <translation>No orders yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/orders.py" />
      <source>联网同步后，派给你的工单会出现在这里。</source>
      <translation>Orders dispatched to you appear here after a sync.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/page_columns.py" />
      <source>回到表单</source>
      <translation>Back to the form</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/page_columns.py" />
      <source>待办与经过</source>
      <translation>To do and log</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_check_panel.py" />
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>给客户的校验码</source>
      <translation>Check code for the customer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_check_panel.py" />
      <source>校验码二维码</source>
      <translation>QR code of the check code</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_check_panel.py" />
      <source>客户用手机扫一扫并保存，日后可核对文件是不是这一份。</source>
      <translation>The customer scans and keeps it, to check later that a file is this one.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_check_panel.py" />
      <source>复制</source>
      <translation>Copy</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>PDF 页面</source>
      <translation>PDF pages</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>正在准备 PDF…</source>
      <translation>Preparing the PDF…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>打开所在文件夹</source>
      <translation>Open folder</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>{page} / {pages} 页</source>
      <translation>page {page} of {pages}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>{n} 处</source>
      <translation>
        <numerusform>{n} found</numerusform>
        <numerusform>{n} found</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>另存为</source>
      <translation>Save as</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>打印没有成功。</source>
      <translation>Printing did not work.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>请检查打印机后再试。</source>
      <translation>Check the printer and try again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>在 PDF 中查找</source>
      <translation>Find in the PDF</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>回车或 F3 到下一处，Shift+F3 到上一处</source>
      <translation>Enter or F3 for the next place, Shift+F3 for the one before</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>缩小</source>
      <translation>Zoom out</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>放大</source>
      <translation>Zoom in</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>适合宽度</source>
      <translation>Fit width</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pdf_page.py" />
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>编辑照片：{name}</source>
      <translation>Edit photo: {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <location filename="../../fieldapp/ui/widgets/block_view.py" />
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <source>照片读不出</source>
      <translation>Photo cannot be read</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>照片还没保存。</source>
      <translation>The photo is not saved yet.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>请先“保存照片”，或“放弃”。</source>
      <translation>Choose “Save photo” or “Discard” first.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>箭头</source>
      <translation>Arrow</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>方框</source>
      <translation>Box</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>文字</source>
      <translation>Text</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>遮盖</source>
      <translation>Cover</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>先写文字，再点照片</source>
      <translation>Write the text, then tap the photo</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>标注文字</source>
      <translation>Text of the note</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>旋转</source>
      <translation>Rotate</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <location filename="../../fieldapp/ui/widgets/fields/files.py" />
      <location filename="../../fieldapp/ui/widgets/fields/table.py" />
      <source>撤销</source>
      <translation>Undo</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>放弃</source>
      <translation>Discard</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>保存照片</source>
      <translation>Save photo</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>遮盖处的内容将永久去掉，原照片不再保留。</source>
      <translation>What is covered is removed for good; the original is not kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/photo_editor.py" />
      <source>标注会画进照片，原照片不再保留。</source>
      <translation>Marks are drawn into the photo; the original is not kept.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <source>工程师 PIN</source>
      <translation>Engineer PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <source>返回工单</source>
      <translation>Back to the order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>忘记 PIN…</source>
      <translation>Forgot the PIN…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>服务器密码</source>
      <translation>Server password</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>新 PIN</source>
      <translation>New PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <source>再输一次新 PIN</source>
      <translation>New PIN again</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>重设 PIN</source>
      <translation>Set a new PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <source>请工程师输入 PIN</source>
      <translation>Engineer: enter your PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <source>联网后用服务器密码验证身份。已填内容都会保留。</source>
      <translation>With a network, your server password shows who you are. Everything that was filled in stays.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <source>客户确认页只能由工程师关闭。</source>
      <translation>Your PIN closes this page.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/pin_panel.py" />
      <source>验证并返回工单</source>
      <translation>Check and go back to the order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>存储与备份</source>
      <translation>Storage and backup</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>关于</source>
      <translation>About</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>立即备份</source>
      <translation>Back up now</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>显示</source>
      <translation>Display</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>浅色</source>
      <translation>Light</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>深色</source>
      <translation>Dark</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>高对比度</source>
      <translation>High contrast</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>主题</source>
      <translation>Theme</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>缩放</source>
      <translation>Scale</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>服务器与同步</source>
      <translation>Server and sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>未设置（演示）</source>
      <translation>Not set (demo)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>用户名</source>
      <translation>User name</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>每 {n} 分钟</source>
      <translation>
        <numerusform>Every minute</numerusform>
        <numerusform>Every {n} minutes</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>自动同步</source>
      <translation>Auto sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>照片和文件等不计费的网络</source>
      <translation>Photos and files wait for an unmetered one</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>照片和文件照常发送</source>
      <translation>Send photos and files as usual</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>计费网络</source>
      <translation>Metered line</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>正在备份…</source>
      <translation>Backing up…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>请留意</source>
      <translation>Attention</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <source>语言与缩放在重新打开程序后生效。</source>
      <translation>Language and scale change when the program is opened again.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/preferences.py" />
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <location filename="../../fieldapp/ui/widgets/block_view.py" />
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <location filename="../../fieldapp/ui/widgets/skeleton.py" />
      <source>正在读取…</source>
      <translation>Loading…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/record_page.py" />
      <source>写进这条记录的经过，不能再改。</source>
      <translation>Goes into the record's log and cannot be changed.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/record_side.py" />
      <source>关联</source>
      <translation>Related</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/record_side.py" />
      <source>{caption}，不在本机</source>
      <translation>{caption}, not on this device</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/records.py" />
      <source>搜索编号、内容、设备、派工单号…（Ctrl+F）</source>
      <translation>Search number, text, device, work order… (Ctrl+F)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/records.py" />
      <source>搜索记录</source>
      <translation>Search records</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/records.py" />
      <source>新建</source>
      <translation>New</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/records.py" />
      <source>记录列表</source>
      <translation>Records</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/records.py" />
      <source>没有符合的记录</source>
      <translation>No matching records</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/records.py" />
      <source>换一个词，或看看别的类别。</source>
      <translation>Try another word, or another kind.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/records.py" />
      <source>本机还没有这一类记录</source>
      <translation>No records of this kind on this device yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/records.py" />
      <source>连上网络后会自动取回。</source>
      <translation>They are fetched as soon as there is a network.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/recovered_card.py" />
      <source>上次没有正常关闭，已填内容都在</source>
      <translation>The program did not close properly; everything you filled in is here</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/recovered_card.py" />
      <location filename="../../fieldapp/ui/widgets/common/containers.py" />
      <source>关闭提示</source>
      <translation>Close notice</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/recovered_card.py" />
      <location filename="../../fieldapp/ui/views/taken_card.py" />
      <source>打开 {number}</source>
      <translation>Open {number}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/recovered_card.py" />
      <source>另有 {n} 张派工单也已恢复，可在列表中打开。</source>
      <translation>
        <numerusform>{n} more order was recovered; find it in the list.</numerusform>
        <numerusform>{n} more orders were recovered; find them in the list.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/recovered_card.py" />
      <source>当时没有未送出的填写，数据已检查完好。</source>
      <translation>Nothing was waiting to be sent; the data was checked and is intact.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_page.py" />
      <source>季度</source>
      <translation>Quarter</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_page.py" />
      <source>报表数据 (*.json)</source>
      <translation>Report data (*.json)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_page.py" />
      <source>电子表格</source>
      <translation>Spreadsheet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_page.py" />
      <source>电子表格 (*.xlsx)</source>
      <translation>Spreadsheet (*.xlsx)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_page.py" />
      <source>保存 PDF</source>
      <translation>Save PDF</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_page.py" />
      <source>保存报表</source>
      <translation>Save the report</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/report_page.py" />
      <source>正在统计：已读取 {n} 张派工单</source>
      <translation>
        <numerusform>Counting: {n} order read</numerusform>
        <numerusform>Counting: {n} orders read</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_page.py" />
      <source>{quarter}（未结束）</source>
      <translation>{quarter} (in progress)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_parts.py" />
      <source>上季度 {value}</source>
      <translation>Previous quarter {value}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_parts.py" />
      <source>去年同期 {value}</source>
      <translation>A year ago {value}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/report_parts.py" />
      <source>已解决的 {value}</source>
      <translation>Solved ones {value}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/scan_panel.py" />
      <source>把条码或二维码对准画面中间。</source>
      <translation>Hold the barcode or QR code in the middle of the picture.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/scan_panel.py" />
      <source>读到后自动填入；也可以取消后手动输入。</source>
      <translation>What is read is filled in by itself; you can also cancel and type it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>签章方式</source>
      <translation>Seal with</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>证书文件</source>
      <translation>Certificate file</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>驱动文件</source>
      <translation>Driver file</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>USB Key 名称</source>
      <translation>Name of the token</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>只插一个时可不填</source>
      <translation>may be left empty when only one is inserted</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>证书名称</source>
      <translation>Name of the certificate</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>只有一张可用时可不填</source>
      <translation>may be left empty when only one can sign</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>上级证书文件</source>
      <translation>Issuers' certificates</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>PEM，可含吊销列表；证书里已有时可不填</source>
      <translation>PEM, may hold revocation lists; may be left empty when they are included</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>记住（加密保存在密钥库）</source>
      <translation>Remember (encrypted in the vault)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>检查并使用</source>
      <translation>Check and use</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <source>选择…</source>
      <translation>Choose…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/signer_card.py" />
      <location filename="../../fieldapp/ui/views/today.py" />
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>正在检查…</source>
      <translation>Checking…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>内容冲突</source>
      <translation>Conflicts</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>上次同步</source>
      <translation>Last sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>送达回执</source>
      <translation>Receipts</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>暂停</source>
      <translation>Pause</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <location filename="../../fieldapp/ui/widgets/shell.py" />
      <source>立即同步（F5）</source>
      <translation>Sync now (F5)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>同步进度</source>
      <translation>Sync progress</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>重新登录</source>
      <translation>Log in again</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>密码</source>
      <translation>Password</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>服务器要收回工单</source>
      <translation>The server is withdrawing orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>已核实，同意收回</source>
      <translation>Checked: let them go</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>继续同步</source>
      <translation>Resume sync</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>服务器一次要收回 {n} 张工单。请先向服务台核实；没有送达的内容不会删除。</source>
      <translation>
        <numerusform>The server takes away {n} order at once. Ask the service desk first; nothing that has not arrived there is deleted.</numerusform>
        <numerusform>The server takes away {n} orders at once. Ask the service desk first; nothing that has not arrived there is deleted.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>还没有同步过。</source>
      <translation>Never synced.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>待同步 · {n}</source>
      <translation>
        <numerusform>To sync · {n}</numerusform>
        <numerusform>To sync · {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>服务器已确认收到本机所有内容。</source>
      <translation>The server has confirmed everything on this device.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>内容冲突 · {n}</source>
      <translation>
        <numerusform>Conflicts · {n}</numerusform>
        <numerusform>Conflicts · {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_centre.py" />
      <source>你和服务台改了同一项内容，两边都保留着。请逐项选定。</source>
      <translation>You and the service desk changed the same items. Both versions are kept; choose one for each.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>已上传 {n} %</source>
      <translation>
        <numerusform>{n} % uploaded</numerusform>
        <numerusform>{n} % uploaded</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>照片和文件等到有不计费的网络再发送；文字照常同步。</source>
      <translation>Photos and files wait for an unmetered network; text is synced as usual.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>仍要发送（{size}）</source>
      <translation>Send anyway ({size})</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>打开改正</source>
      <translation>Open and correct</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>我的</source>
      <translation>Mine</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>服务台</source>
      <translation>Service desk</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>两个都留（服务台的在前）</source>
      <translation>Keep both (the desk's first)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>现在采用</source>
      <translation>In use</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/sync_parts.py" />
      <source>改用这个值</source>
      <translation>Use this value</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/taken_card.py" />
      <source>服务台收回</source>
      <translation>Taken back by the service desk</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/taken_card.py" />
      <source>知道了</source>
      <translation>Got it</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/taken_card.py" />
      <source>服务台收回 · {n}</source>
      <translation>
        <numerusform>Taken back by the service desk · {n}</numerusform>
        <numerusform>Taken back by the service desk · {n}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/taken_card.py" />
      <source>另有 {n} 张，点“知道了”后显示。</source>
      <translation>
        <numerusform>{n} more is shown after “Got it”.</numerusform>
        <numerusform>{n} more are shown after “Got it”.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/taken_card.py" />
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>查看派工单</source>
      <translation>View order</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>等待接单</source>
      <translation>To accept</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>最先到期</source>
      <translation>Due first</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>出发前检查</source>
      <translation>Before you set off</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>获取最新</source>
      <translation>Get latest</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>等待接单 · {n}</source>
      <translation>
        <numerusform>To accept · {n}</numerusform>
        <numerusform>To accept · {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>没有到时的通报。</source>
      <translation>No notices are due.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>再显示 {n} 条</source>
      <translation>
        <numerusform>Show {n} more</numerusform>
        <numerusform>Show {n} more</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>首次同步，正在取回派工单</source>
      <translation>First sync: fetching your orders</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>本机还没有派工单</source>
      <translation>No orders on this device yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>连上网络后会自动取回；也可以点“立即同步”。</source>
      <translation>They are fetched as soon as you are online; or press "Sync now".</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>今天没有到期的工单</source>
      <translation>Nothing is due today</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today.py" />
      <source>新的派单会出现在这里。</source>
      <translation>New dispatches appear here.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>还不知道</source>
      <translation>Not known yet</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>查看详情</source>
      <translation>Details</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>预约 {at}</source>
      <translation>Visit {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>恢复时限 {at}</source>
      <translation>Due {at}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>行程冲突</source>
      <translation>Schedule conflict</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>专业不符</source>
      <translation>Wrong skills</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>距离太远</source>
      <translation>Too far away</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>缺少备件</source>
      <translation>No spare parts</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>写明原因，服务台会看到</source>
      <translation>Give the reason; the service desk sees it</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>确认拒绝</source>
      <translation>Decline</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>短信已发</source>
      <translation>SMS sent</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>打电话</source>
      <translation>Call</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/today_parts.py" />
      <source>打开派工单，号码在右侧；接通后点一下记录。</source>
      <translation>Opens the order; the numbers are on its right, one tap records the call.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock.py" />
      <source>离线可用的现场服务派工单</source>
      <translation>Field service orders that work offline</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock.py" />
      <source>请稍候</source>
      <translation>Please wait</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock.py" />
      <source>不连服务器，先看演示</source>
      <translation>Try the demo without a server</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock.py" />
      <source>只核验 PDF、查档案（不用登录）</source>
      <translation>Only verify PDFs or search the archive (no login)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock.py" />
      <source>本机数据全部加密保存，密码不写入磁盘。</source>
      <translation>Everything on this device is encrypted; passwords are never written to disk.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>连接服务器</source>
      <translation>Connect to the server</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>请输入公司工单服务器的地址，可向服务台索取。</source>
      <translation>Enter the address of your company's work order server; the service desk knows it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>服务器地址</source>
      <translation>Server address</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>首次登录会登记本设备，并取得你的工程师证书。</source>
      <translation>The first login registers this device and gets your engineer's certificate.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>更换</source>
      <translation>Change</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>本机口令</source>
      <translation>Passphrase</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>至少 8 个字符，每次打开程序时输入</source>
      <translation>At least 8 characters, asked each time the program opens</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>系统没有可用的密钥环，本机数据由口令保护。</source>
      <translation>This system has no usable keyring; a passphrase protects the data.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>输入本机口令</source>
      <translation>Enter the passphrase</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>解锁</source>
      <translation>Unlock</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>输入 PIN</source>
      <translation>Enter PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>离线也能解锁。</source>
      <translation>Works offline too.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>PIN</source>
      <translation>PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>联网后用你登录服务器的密码验证身份，再设新的 PIN。已填内容都会保留。</source>
      <translation>With a network, your server password shows who you are; then set a new PIN. Everything that was filled in stays.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>验证并设新 PIN</source>
      <translation>Check and set the new PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>新 PIN（4 到 12 位数字）</source>
      <translation>New PIN (4 to 12 digits)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>返回，输入 PIN</source>
      <translation>Back, enter the PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>4 到 12 位数字。离线解锁，以及从客户确认页返回时要用。</source>
      <translation>4 to 12 digits. Needed to unlock offline and to leave the customer page.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/unlock_steps.py" />
      <source>设置 PIN</source>
      <translation>Set a PIN</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>更新</source>
      <translation>Updates</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>检查更新</source>
      <translation>Check for updates</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>下载安装包</source>
      <translation>Download installer</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>已是最新</source>
      <translation>Up to date</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>有新版本</source>
      <translation>New version</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/update_card.py" />
      <source>正在下载 {n} %</source>
      <translation>
        <numerusform>Downloading {n} %</numerusform>
        <numerusform>Downloading {n} %</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>核验结论</source>
      <translation>Verdict</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>选一份文件</source>
      <translation>Choose a file</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>这里会用白话说明它是否有效、由谁何时签章、还有什么没有证明。</source>
      <translation>It says in plain words whether the file is valid, who sealed it and when, and what is not proven.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>文件证明的内容</source>
      <translation>What the file proves</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>文件自称的内容（未经证实）</source>
      <translation>What the file says of itself (not proven)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>没有证明的</source>
      <translation>What is not proven</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>打开 PDF</source>
      <translation>Open the PDF</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verdict_panel.py" />
      <source>所在文件夹</source>
      <translation>Show in folder</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>选择文件…</source>
      <translation>Choose files…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>选择要核验的 PDF（Ctrl+O）；也可以直接拖进来，或用 Ctrl+V 粘贴路径</source>
      <translation>Choose PDFs to verify (Ctrl+O); you may also drop them here, or paste paths with Ctrl+V</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <location filename="../../fieldapp/ui/widgets/fields/drop_area.py" />
      <source>粘贴</source>
      <translation>Paste</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>粘贴文件或路径（Ctrl+V）</source>
      <translation>Paste files or paths (Ctrl+V)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>保存结果…</source>
      <translation>Save verdicts…</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>全部结论存为 JSON 文件（Ctrl+S）</source>
      <translation>All verdicts as a JSON file (Ctrl+S)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>清空</source>
      <translation>Clear</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>核验结论列表</source>
      <translation>Verdicts</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>把签章的 PDF 或文件夹拖到这里</source>
      <translation>Drop sealed PDFs or folders here</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>逐份核验：是否被改动、由谁何时签章、哪些没有证明。全部在本机完成，不联网，不改动文件。</source>
      <translation>Each file is checked: whether it was changed, who sealed it and when, what is not proven. All on this computer, without a network and without touching the files.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>有效 {n}</source>
      <translation>
        <numerusform>Valid: {n}</numerusform>
        <numerusform>Valid: {n}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>无效 {n}</source>
      <translation>
        <numerusform>Not valid: {n}</numerusform>
        <numerusform>Not valid: {n}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>未能核验 {n}</source>
      <translation>
        <numerusform>Not checked: {n}</numerusform>
        <numerusform>Not checked: {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>正在核验 {done} / {total}</source>
      <translation>Verifying {done} / {total}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>正在查找文件…</source>
      <translation>Looking for files…</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>受信任的证书 {n}</source>
      <translation>
        <numerusform>Trusted certificates: {n}</numerusform>
        <numerusform>Trusted certificates: {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>选择要核验的 PDF</source>
      <translation>Choose PDFs to verify</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>选择根证书</source>
      <translation>Choose root certificates</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>证书 (*.pem *.crt *.cer);;所有文件 (*)</source>
      <translation>Certificates (*.pem *.crt *.cer);;All files (*)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>保存核验结果</source>
      <translation>Save the verdicts</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/verify_view.py" />
      <source>核验结果.json</source>
      <translation>verdicts.json</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>视图</source>
      <translation>View</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>视图：一次选好筛选和排序（Alt+1 … Alt+9）</source>
      <translation>View: filters and order in one go (Alt+1 … Alt+9)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>自选</source>
      <translation>Custom</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>把现在的筛选和排序存为视图</source>
      <translation>Save these filters and this sorting as a view</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>视图名称</source>
      <translation>Name of the view</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>保存</source>
      <translation>Save</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>把现在的筛选存为视图</source>
      <translation>Save the current filters as a view</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/views/view_picker.py" />
      <source>删除此视图</source>
      <translation>Delete this view</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>待处理</source>
      <translation>Pending</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>待接单</source>
      <translation>To accept</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>已派单</source>
      <translation>Dispatched</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>挂起</source>
      <comment>state</comment>
      <translation>On hold</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>已解决</source>
      <translation>Resolved</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>已关闭</source>
      <translation>Closed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>紧急</source>
      <translation>Critical</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>严重</source>
      <translation>Severe</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>一般</source>
      <translation>Normal</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>按时解决</source>
      <translation>Resolved in time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>超时解决</source>
      <translation>Resolved late</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>时间待证明（B-B）</source>
      <translation>time not proven yet (B-B)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>时间已证明（B-T）</source>
      <translation>time proven (B-T)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>可长期核验（B-LT）</source>
      <translation>can be checked for long (B-LT)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/vocabulary.py" />
      <source>长期存档（B-LTA）</source>
      <translation>for the archive (B-LTA)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/block_view.py" />
      <source>{label}：待签</source>
      <translation>{label}: to be signed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/block_view.py" />
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <source>照片 {name}</source>
      <translation>Photo {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/facts.py" />
      <source>复制：{name}</source>
      <translation>Copy: {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/barcode.py" />
      <source>填入此设备</source>
      <translation>Take over this device</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/barcode.py" />
      <source>扫码或手动输入</source>
      <translation>Scan or type</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/barcode.py" />
      <source>序列号里有不常见的字符“{characters}”，请核对。</source>
      <translation>The serial number has unusual characters (“{characters}”); please check it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/barcode.py" />
      <source>另一行已有这个序列号，请核对。</source>
      <translation>Another row has this serial number already; please check it.</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/choice.py" />
      <source>请选择</source>
      <translation>Choose</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/drop_area.py" />
      <source>{label}：从剪贴板粘贴</source>
      <translation>{label}: paste from the clipboard</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/drop_area.py" />
      <source>也可以把文件拖到这里</source>
      <translation>or drop files here</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/files.py" />
      <source>已移除 {name}</source>
      <translation>{name} removed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/files.py" />
      <source>说明</source>
      <translation>Description</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/files.py" />
      <source>{name}：说明</source>
      <translation>{name}: description</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/files.py" />
      <source>添加文件</source>
      <translation>Add files</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/files.py" />
      <source>打开 {name}</source>
      <translation>Open {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/files.py" />
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <source>移除 {name}</source>
      <translation>Remove {name}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/frame.py" />
      <source>必填</source>
      <translation>Required</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/moments.py" />
      <source>{label}：打开日历</source>
      <translation>{label}: open the calendar</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/moments.py" />
      <source>年-月-日</source>
      <translation>y-m-d</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/moments.py" />
      <source>时:分</source>
      <translation>h:m</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/moments.py" />
      <source>{label}：日期</source>
      <translation>{label}: date</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/moments.py" />
      <source>{label}：时间</source>
      <translation>{label}: time</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/numbers.py" />
      <source>{label}：小时</source>
      <translation>{label}: hours</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/numbers.py" />
      <source>{label}：分钟</source>
      <translation>{label}: minutes</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/numbers.py" />
      <source>小时</source>
      <translation>h</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/numbers.py" />
      <source>分钟</source>
      <translation>min</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <source>添加照片</source>
      <translation>Add photos</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <source>照片</source>
      <translation>Photo</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <source>编辑 {name}：旋转、标注、遮盖</source>
      <translation>Edit {name}: rotate, annotate, cover</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/photos.py" />
      <source>{name}：标签</source>
      <translation>{name}: tag</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/readonly.py" />
      <source>尚未签名（在“客户确认”中签）</source>
      <translation>Not signed yet (in Customer confirmation)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/readonly.py" />
      <source>已签名</source>
      <translation>Signed</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/readonly.py" />
      <source>已签名 {at}</source>
      <translation>Signed {at}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>上移第 {n} 行</source>
      <translation>
        <numerusform>Move row {n} up</numerusform>
        <numerusform>Move row {n} up</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>下移第 {n} 行</source>
      <translation>
        <numerusform>Move row {n} down</numerusform>
        <numerusform>Move row {n} down</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>复制第 {n} 行</source>
      <translation>
        <numerusform>Duplicate row {n}</numerusform>
        <numerusform>Duplicate row {n}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>删除第 {n} 行</source>
      <translation>
        <numerusform>Delete row {n}</numerusform>
        <numerusform>Delete row {n}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>收起第 {n} 行</source>
      <translation>
        <numerusform>Collapse row {n}</numerusform>
        <numerusform>Collapse row {n}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>展开第 {n} 行</source>
      <translation>
        <numerusform>Expand row {n}</numerusform>
        <numerusform>Expand row {n}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>上移</source>
      <translation>Move up</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>下移</source>
      <translation>Move down</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>复制此行</source>
      <translation>Duplicate row</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>删除此行</source>
      <translation>Delete row</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>展开</source>
      <translation>Expand</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>（空行）</source>
      <translation>(empty row)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/row_card.py" />
      <source>{row}（序列号重复）</source>
      <translation>{row} (serial number twice)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/table.py" />
      <source>添加一行</source>
      <translation>Add row</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/table.py" />
      <source>{label}：添加一行</source>
      <translation>{label}: add row</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/table.py" />
      <source>回车到下一格，最后一格到下一行；Alt+↑ Alt+↓ 移动，Ctrl+D 复制，Ctrl+Shift+Del 删除</source>
      <translation>Enter goes to the next cell, in the last cell to the next row; Alt+↑ and Alt+↓ move a row, Ctrl+D duplicates it, Ctrl+Shift+Del deletes it</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/widgets/fields/table.py" />
      <source>已删除第 {n} 行</source>
      <translation>
        <numerusform>Row {n} deleted</numerusform>
        <numerusform>Row {n} deleted</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/text.py" />
      <source>手机或座机号码</source>
      <translation>Phone number</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/text.py" />
      <source>姓名</source>
      <translation>Name</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/fields/text.py" />
      <source>{used} / {limit} 字</source>
      <translation>{used} / {limit} characters</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/form_section.py" />
      <source>更正{label}</source>
      <translation>Correct {label}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/form_section.py" />
      <source>仅内部</source>
      <translation>Internal</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/photo/canvas.py" />
      <source>照片画面</source>
      <translation>Photo</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/photo/canvas.py" />
      <source>空格放一个标记，方向键移动，Shift 加方向键改变大小</source>
      <translation>Space places a mark, the arrow keys move it, Shift with the arrow keys resizes it</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/progress_strip.py" />
      <source>停止</source>
      <translation>Stop</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/shell.py" />
      <source>导航</source>
      <translation>Navigation</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/shell.py" />
      <source>查看同步情况</source>
      <translation>See the state of sync</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/shell.py" />
      <source>同步：{words}</source>
      <translation>Sync: {words}</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/shell.py" />
      <source>返回（Alt+←）</source>
      <translation>Back (Alt+←)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/signature_pad.py" />
      <source>请在此签名</source>
      <translation>Please sign here</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/signature_pad.py" />
      <source>签名区</source>
      <translation>Signature area</translation>
    </message>
    <message numerus="yes">
      <location filename="../../fieldapp/ui/widgets/signature_pad.py" />
      <source>已写 {n} 笔</source>
      <translation>
        <numerusform>{n} stroke</numerusform>
        <numerusform>{n} strokes</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/undo_buttons.py" />
      <source>撤销（Ctrl+Z）</source>
      <translation>Undo (Ctrl+Z)</translation>
    </message>
    <message>
      <location filename="../../fieldapp/ui/widgets/undo_buttons.py" />
      <source>重做（Ctrl+Shift+Z）</source>
      <translation>Redo (Ctrl+Shift+Z)</translation>
    </message>
  </context>
</TS>
