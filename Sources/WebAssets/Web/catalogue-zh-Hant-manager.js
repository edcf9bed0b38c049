/**
 * The Traditional Chinese texts of *Support*.
 *
 * @type {Readonly<Record<keyof typeof import('./catalogue-en-manager.js').enManager, string>>}
 */
export const zhHantManager = Object.freeze({
    // download
    'download.archive': '單一使用者壓縮檔',
    'download.archiveHow': '只需您自己的帳戶：解壓縮後執行其中的 install。',
    'download.check': '檢查下載的檔案',
    'download.checkLead': '發行者以本網站沒有的金鑰簽署每個套件。請將套件、簽章與金鑰下載至同一個資料夾，'
        + '然後輸入下列指令。第一行會顯示金鑰的指紋：請與發行者在本網站以外公布的指紋相互比對。',
    'download.debian': 'Debian 套件',
    'download.debianHow': '供 Debian 12 電腦的所有使用者使用；安裝需要 root 權限。',
    'download.facts': '版本 {version} · {architecture} · {size}',
    'download.fingerprint': '發行者金鑰的指紋（SHA-256）',
    'download.get': '下載',
    'download.getNamed': '下載 {name}',
    'download.install': '安裝指令',
    'download.joinHere': '以此瀏覽器加入',
    'download.key': '發行者的金鑰',
    'download.lead': 'Support Manager 是在此電腦上執行的 Nearhand 程式。客戶不需要它，也能以瀏覽器加入。',
    'download.linuxOnly': '支援代表需要使用 X11 的 Linux；想讓支援代表控制電腦的客戶也一樣。',
    'download.none': '本網站未提供套件。',
    'download.noneDetail': '請向網站管理者索取 Support Manager。若要接受支援，可以此瀏覽器加入。',
    'download.otherSystem': '您的系統沒有 Support Manager。',
    'download.otherSystemDetail': '目前只有 Linux 版。若要接受支援，可以此瀏覽器加入。',
    'download.remove': '移除指令',
    'download.sha256': 'SHA-256',
    'download.signature': '簽章',
    'download.signatureNamed': '簽章：{name}',
    'download.title': '取得 Linux 版 Support Manager',
    'download.unreachable': '網站沒有回應。請檢查連線，然後重新載入此頁面。',

    // support
    'support.download': '下載',
    'support.title': '支援',
});
