package dev.sallyport.upstream;

import java.nio.file.Path;

/**
 * What the gateway shows a server that asks who it is in the TLS handshake.
 *
 * @param certificate a PEM file with the certificate, followed by those that lead to its authority
 * @param key a PEM file with its private key, PKCS #8, not encrypted
 */
public record ClientCertificate(Path certificate, Path key) {}
