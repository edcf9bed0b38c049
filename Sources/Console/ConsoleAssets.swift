import WebAssets

/// The files of the console's pages and the modules they share with the service's pages.
enum ConsoleAssets {
    /// By the path below `/assets/`; the console's own files come first.
    static let byPath: [String: WebAsset] = Dictionary(
        (WebAsset.make(from: EmbeddedWeb.files) + WebAssets.shared).map { ($0.path, $0) },
        uniquingKeysWith: { own, _ in own })
}
