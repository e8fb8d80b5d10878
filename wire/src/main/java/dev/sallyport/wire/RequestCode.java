package dev.sallyport.wire;

/** What stands in place of a protocol version in the packets that don't ask for a session. */
final class RequestCode {
    static final int CANCEL = 1234 << 16 | 5678;
    static final int SSL = 1234 << 16 | 5679;
    static final int GSS_ENCRYPTION = 1234 << 16 | 5680;

    private RequestCode() {}
}
