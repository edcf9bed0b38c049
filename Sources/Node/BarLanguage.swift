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

    /// What the bar and its button say; the same words as `share.bar` and `share.stop` of the catalogue.
    func bar(host: String) -> (text: String, stopLabel: String) {
        switch self {
        case .english: ("You are showing your screen to \(host)", "Stop")
        case .traditionalChinese: ("您正在向\(host)顯示您的螢幕", "停止")
        }
    }
}
