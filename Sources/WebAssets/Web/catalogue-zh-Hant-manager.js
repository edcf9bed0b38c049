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
    'download.linuxOnly': '支援代表需要使用 X11 的 Linux。客戶只需要瀏覽器。',
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

    // manager
    'manager.confirm': '是，使用此網站',
    'manager.confirmDetail': '有網頁要求 Support Manager 連線至此網站。只有在協助您的人提過此網站時才按「是」。尚未傳送任何資料給它。',
    'manager.confirmHostDetail': '有網頁要求 Support Manager 為此網站開啟您的主控台。只有在您有此網站的帳戶時才按「是」，'
        + '否則請關閉此頁面。尚未傳送任何資料給它。',
    'manager.confirmTitle': '您從未使用過此網站',
    'manager.continue': '在 Support Manager 中繼續',
    'manager.get': '取得 Support Manager',
    'manager.hostLead': '您的主控台在此電腦的 Support Manager 中執行。請在那裡登入並開始階段作業。',
    'manager.hostTitle': '協助他人',
    'manager.open': '以 Support Manager 開啟',
    'manager.opened': 'Support Manager 已開啟。請在那裡繼續；您可以關閉此頁面。',
    'manager.opening': '正在開啟 Support Manager…',
    'manager.refuse': '否，關閉',
    'manager.startSession': '開始階段作業',
    'manager.unanswered': 'Support Manager 沒有回應。如果您已安裝，它可能正在詢問您。如果沒有，請先取得再繼續；或在上方以此瀏覽器加入。',
    'manager.unansweredHost': 'Support Manager 沒有回應。如果您已安裝，它可能正在詢問您。如果沒有，請先取得再繼續。',
    'manager.why': '您也可以使用此電腦上的程式 Support Manager 加入。',
    'manager.whyHost': '支援代表需要使用 X11 的 Linux。',

    // support
    'support.download': '下載',
    'support.title': '支援',

    // switch: from the browser to Support Manager, in the session
    'switch.detail': '在瀏覽器中，對方只能觀看。在 Support Manager 中，您可以視需要讓對方使用滑鼠和鍵盤協助您，每次都會先詢問您。',
    'switch.stay': '繼續使用此瀏覽器',
    'switch.title': '{host}請您改用 Support Manager',
});
