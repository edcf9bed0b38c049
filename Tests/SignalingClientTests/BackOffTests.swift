import Testing
import Wire

@testable import SignalingClient

@Suite("Coming back")
struct BackOffTests {
    @Test("The wait doubles up to its limit, and a random half of it is left out")
    func doubling() {
        let backOff = BackOff(first: .seconds(1), longest: .seconds(10))
        var random = SystemRandomNumberGenerator()
        for (failures, longest) in [(0, 1.0), (1, 2), (2, 4), (3, 8), (4, 10), (60, 10)] {
            for _ in 0..<100 {
                let delay = backOff.delay(afterFailures: failures, random: &random).inSeconds
                #expect(delay >= longest / 2 && delay <= longest)
            }
        }
    }

    @Test("A greeting does not print its secret")
    func redaction() {
        let greeting = SignalingGreeting.resume(Redacted("secret-token"))
        #expect(!"\(greeting)".contains("secret-token"))
    }
}
