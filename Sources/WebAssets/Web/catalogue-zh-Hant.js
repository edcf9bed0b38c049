/**
 * Every text of the interface in Traditional Chinese; the same keys as `catalogue-en.js`.
 *
 * @type {Readonly<Record<keyof typeof import('./catalogue-en.js').en, string>>}
 */
export const zhHant = Object.freeze({
    // app
    'app.name': 'Nearhand',
    'app.starting': '請稍候…',

    // browser: what a page says that cannot work here
    'browser.insecure': '此頁面未以加密方式開啟，因此無法加入階段作業。',
    'browser.insecureAdvice': '瀏覽器只允許 https 頁面使用您的螢幕。請向支援代表索取以 https:// 開頭的網址。',
    'browser.missing': '此瀏覽器缺少階段作業所需的功能：',
    'browser.title': '此瀏覽器無法加入',
    'browser.works': '可使用的瀏覽器：2023 年以後的 Chrome、Edge、Firefox，以及 Safari 16.4 以上版本。',

    // chat
    'chat.empty': '尚無訊息。您在此輸入的內容只有本階段作業的參加者看得到。',
    'chat.from': '{name}說：',
    'chat.label': '訊息',
    'chat.latest': '{count} 則新訊息',
    'chat.log': '對話內容',
    'chat.new': '新訊息',
    'chat.placeholder': '輸入訊息',
    'chat.send': '傳送',
    'chat.title': '聊天',
    'chat.unread': '{count} 則未讀',
    'chat.you': '您',

    // connected: the customer's page during a session
    'connected.files': '支援代表提供的檔案',
    'connected.filesEmpty': '{host}公佈的檔案會顯示在這裡。',
    'connected.leave': '離開階段作業',
    'connected.private': '已驗證，端對端加密',
    'connected.reachable': '已連線',
    'connected.seesNothing': '{host}看不到您的螢幕。任何內容顯示之前都會先詢問您。',
    'connected.seesScreen': '{host}看得到您選擇顯示的內容。您可以隨時停止。',
    'connected.startingScreen': '請在瀏覽器視窗中選擇要顯示的內容。',
    'connected.title': '您正在與{host}通話',
    'connected.unreachable': '連線中斷，正在嘗試重新連接{host}…',
    'connected.yourScreen': '您的螢幕',

    // digits: the customer's part of the comparison
    'digits.confirm': '確認',
    'digits.label': '六位數字',
    'digits.lead': '{host}現在會唸出六位數字，請在此輸入。',
    'digits.once': '確認前請再核對一次：只能輸入一次。',
    'digits.readBackLead': '請將這四位數字唸給{host}聽：',
    'digits.readBackNote': '支援代表輸入完成後，階段作業便會開始。',
    'digits.readBackTitle': '數字相符',
    'digits.title': '確認對方真的是您的支援代表',
    'digits.why': '這可以證明沒有人介入您與支援代表之間。',
    'digits.wrongCount': '請輸入全部六位數字。',

    // end: why a session is over
    'end.again': '再次加入',
    'end.byCustomer': '您已離開階段作業',
    'end.byCustomerDetail': '已停止所有共用，並已通知支援代表。',
    'end.byHost': '支援代表已結束階段作業',
    'end.byHostDetail': '已停止所有共用。您可以關閉此頁面。',
    'end.connectionLost': '連線已中斷',
    'end.connectionLostDetail': '已停止所有共用。請檢查網路，再以支援代表提供的號碼或連結重新加入。',
    'end.mismatch': '數字不相符',
    'end.mismatchDetail': '為了保護您，連線已停止，沒有共用任何內容。請告知支援代表，對方可以提供新的號碼。',
    'end.noPath': '無法建立連線',
    'end.noPathDetail': '您與支援代表的網路無法互相連通。請告知支援代表，或改用其他網路。',
    'end.notGenuine': '這不是支援代表所建立的連線',
    'end.notGenuineDetail': '可能有人介入其中。連線已停止，沒有共用任何內容。請告知支援代表。',

    // files
    'files.cancel': '取消',
    'files.complete': '已完成，內容檢查無誤',
    'files.completeHost': '客戶已下載',
    'files.download': '下載',
    'files.downloadAgain': '再次下載',
    'files.downloadNamed': '下載 {name}',
    'files.failed.cancelled': '已取消',
    'files.failed.changed': '檔案在傳送時有所變更',
    'files.failed.connectionLost': '連線已中斷',
    'files.failed.diskFull': '磁碟空間不足',
    'files.failed.hashMismatch': '收到的檔案已損毀，因此已捨棄',
    'files.failed.unknownFile': '此檔案已不再提供',
    'files.failed.writeFailed': '無法儲存檔案',
    'files.offered': '可供下載',
    'files.offeredHost': '等待客戶下載',
    'files.progress': '{done}／{total}',
    'files.progressLabel': '{name} 的進度',
    'files.retry': '再試一次',
    'files.savedTo': '已儲存至 {path}',
    'files.title': '檔案',
    'files.withdraw': '撤回',
    'files.withdrawNamed': '撤回 {name}',

    // join
    'join.cancel': '取消',
    'join.connecting': '正在連接{host}…',
    'join.connectingDetail': '兩部電腦正在尋找最短的連線路徑。',
    'join.connectingToSite': '正在連接{site}…',
    'join.declined': '{host}未准許您加入',
    'join.declinedDetail': '如有誤會，請與支援代表聯絡後再試一次。',
    'join.help': '無須安裝任何軟體；未經您核准，沒有人看得到您電腦上的任何內容。',
    'join.hostAway': '{host}目前不在',
    'join.hostAwayDetail': '請保持此頁面開啟。支援代表回來時，便會看到您正在等候。',
    'join.invited': '{host}邀請您',
    'join.invitedBy': '{host}邀請您參加{site}的支援階段作業。',
    'join.lead': '請輸入支援代表告訴您的號碼。',
    'join.nameHint': '支援代表會看到此名稱。',
    'join.nameLabel': '您的姓名',
    'join.numberHint': '九位數字',
    'join.numberLabel': '支援階段作業號',
    'join.start': '加入',
    'join.title': '加入支援階段作業',
    'join.tryAgain': '再試一次',
    'join.unknownHost': '支援代表',
    'join.waiting': '正在等候{host}',
    'join.waitingDetail': '已通知支援代表您在等候。請保持此頁面開啟。',

    // language
    'language.label': '語言',

    // notice
    'notice.close': '關閉',
    'notice.fileOffered': '{host}提供檔案給您：{name}',
    'notice.fileSaved': '已儲存 {name}。',
    'notice.hostBack': '連線已恢復。',
    'notice.hostUnreachable': '連線中斷。恢復之前，您的共用會保留。',
    'notice.promptTimedOut': '請求未在時限內回覆，因此已拒絕。',
    'notice.promptWithdrawn': '請求已撤回。',
    'notice.shareFailed': '無法顯示您的螢幕：瀏覽器或系統不允許。',
    'notice.shareNothingChosen': '您沒有選擇任何內容，因此未顯示任何畫面。',
    'notice.shareStoppedByHost': '支援代表已停止檢視您的螢幕，目前未顯示任何內容。',
    'notice.shareStopped': '您的螢幕已停止顯示。',
    'notice.shareUnable': '此瀏覽器無法顯示您的螢幕。請在電腦上使用 Chrome、Edge 或 Firefox。',

    // problem: why the customer has to type again
    'problem.invitationDoesNotWork': '此連結已失效。請向支援代表索取新的連結，或索取號碼並在此輸入。',
    'problem.linkDamaged': '此連結不完整，有些郵件程式會截斷連結。請向支援代表索取號碼並在此輸入。',
    'problem.nameMissing': '請輸入您的姓名，讓支援代表知道是誰要加入。',
    'problem.numberDoesNotWork': '此號碼目前無法使用。請檢查數字，或向支援代表索取新的號碼。',
    'problem.numberIncomplete': '支援階段作業號共有九位數字。',
    'problem.siteUnreachable': '無法連接網站。請檢查網路後再試一次。',
    'problem.tooManyTries': '嘗試次數過多。請稍候一分鐘再試。',

    // prompt
    'prompt.allow': '核准',
    'prompt.asker': '自稱「{asker}」的人請求檢視您的螢幕。',
    'prompt.countdown': '{seconds} 秒後自動拒絕',
    'prompt.deny': '拒絕',
    'prompt.next': '核准之後，瀏覽器會詢問要顯示的內容：整個螢幕、單一視窗或單一分頁。',
    'prompt.nextDesktop': '核准之後，會顯示您的整個螢幕，直到您按下「停止」。',
    'prompt.scam': '您認識此人嗎？是您主動要求協助的嗎？',
    'prompt.scamDetail': '銀行、政府機關與知名企業絕不會來電要求檢視您的螢幕。如果有人催促您，請按「拒絕」。',
    'prompt.viewDesktop': '要顯示您的螢幕嗎？',

    // share
    'share.bar': '您正在向{host}顯示您的螢幕',
    'share.starting': '正在選擇要向{host}顯示的內容',
    'share.stop': '停止',
    'share.stopKey': '按 Esc 鍵可停止',
});
