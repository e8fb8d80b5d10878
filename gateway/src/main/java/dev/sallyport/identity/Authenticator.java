package dev.sallyport.identity;

/** Checks tokens. Thread-safe. May block on the issuer's key endpoint: call it from a virtual thread, never from an event loop. */
public interface Authenticator {

    /**
     * Checks one token: signature, issuer, audience, expiry, not-before.
     *
     * @param token the compact serialisation of a signed JSON Web Token, RFC 7519; anything else is rejected
     */
    Authentication authenticate(String token);
}
