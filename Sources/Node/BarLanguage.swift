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

    /// What the bar says; the same words as `share.bar` and `share.controlBar` of the catalogue.
    func text(host: String, isControlled: Bool) -> String {
        switch (self, isControlled) {
        case (.english, false): "You are showing your screen to \(host)"
        case (.english, true): "\(host) sees your screen and can use your mouse and keyboard"
        case (.traditionalChinese, false): "您正在向\(host)顯示您的螢幕"
        case (.traditionalChinese, true): "\(host)可看到您的螢幕，並可使用您的滑鼠和鍵盤"
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
