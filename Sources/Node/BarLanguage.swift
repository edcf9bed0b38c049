/// The language of the bar on a native customer's desktop, which no page draws.
package enum BarLanguage: Sendable {
    /// Also for every other locale.
    case english
    case traditionalChinese

    /// The language of a POSIX locale, `zh_TW.UTF-8`.
    package init(locale: String?) {
        let isChinese = ["zh_TW", "zh_HK", "zh_MO", "zh_Hant"].contains { locale?.hasPrefix($0) == true }
        self = isChinese ? .traditionalChinese : .english
    }

    /// What the bar says; the same words as `share.bar` of the catalogue and those like it.
    /// - Parameter isOfWindows: whether windows are shown that the person picked, not the desktop.
    func text(host: String, isControlled: Bool, isOfWindows: Bool) -> String {
        switch (self, isControlled, isOfWindows) {
        case (.english, false, false): "You are showing your screen to \(host)"
        case (.english, true, false): "\(host) sees your screen and can use your mouse and keyboard"
        case (.english, false, true): "You are showing chosen windows to \(host)"
        case (.english, true, true): "\(host) sees and can control the chosen windows"
        case (.traditionalChinese, false, false): "您正在向\(host)顯示您的螢幕"
        case (.traditionalChinese, true, false): "\(host)可看到您的螢幕，並可使用您的滑鼠和鍵盤"
        case (.traditionalChinese, false, true): "您正在向\(host)顯示選取的視窗"
        case (.traditionalChinese, true, true): "\(host)可看到並控制選取的視窗"
        }
    }

    /// What the bar's button says; the same word as `share.stop`.
    var stopLabel: String {
        switch self {
        case .english: "Stop"
        case .traditionalChinese: "停止"
        }
    }
}
