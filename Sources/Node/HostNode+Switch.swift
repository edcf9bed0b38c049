import Cryptography
import SessionDomain
import SignalingProtocol

// The customer goes on in Support Manager, in the same session.
extension HostNode {
    /// Asks the customer, by a link that nobody has used; where there is none, as soon as the service has given one.
    func offerSwitch() async {
        guard session?.canOfferSwitch == true, let drawn = snapshot.session else { return }
        guard let link = drawn.link else {
            wantsSwitch = true
            return await wishForCustomer(ClientMessage.SessionReference(session: drawn.id))
        }
        session?.offerSwitch(link: link)
    }

    /// Gives the customer the link that has just been made.
    func offerSwitch(_ link: Link) {
        wantsSwitch = false
        session?.offerSwitch(link: link.text)
    }
}
