/// A self-signed certificate, its key and another key, made with openssl for these tests and used nowhere else.
enum CertificateFixtures {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBfzCCASWgAwIBAgIUdGyCm4nihZD2/p4tkv1Rws7lnaQwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAzMTQ1M1oYDzIxMjYxMDMw
        MDMxNDUzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQGDs6bZ8SNMuc+6baY1pxSLeXQdR4f1DVyxrC+IJBe9L0/yfJgWUj6
        QpGPQw7sGszD3OAgoqAZsoMReTs6sln8o1MwUTAdBgNVHQ4EFgQU1ncykZIFjRim
        oTl2xsxqLctJE2UwHwYDVR0jBBgwFoAU1ncykZIFjRimoTl2xsxqLctJE2UwDwYD
        VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAj0zcH7GYax6qqE8+5Y0w
        6CFeNMmN6io0tEpsbe5gf98CIA7ewHtPVwwzkg2mJXVm04DMOSR24IrfPxB9bHoW
        TZBe
        -----END CERTIFICATE-----
        """
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgc3tR1FVuBms1OVGj
        XrzehH8y1ReL7cqobXwTdAWbwvqhRANCAAQGDs6bZ8SNMuc+6baY1pxSLeXQdR4f
        1DVyxrC+IJBe9L0/yfJgWUj6QpGPQw7sGszD3OAgoqAZsoMReTs6sln8
        -----END PRIVATE KEY-----
        """
    static let anotherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglHAudhQwLowkNM9c
        3q6G4KKz2wuZ4D6OTxXQ6R9Px46hRANCAAQuVkc6gKbVl25lGTAeJ9uICX0AkDaA
        wvKpU7bZhkz7gc64Wci4gFK3iZvwi2Jc8C18OabNCurGugdAlPcLmSSw
        -----END PRIVATE KEY-----
        """
}
