package dev.sallyport.identity;

import java.io.IOException;
import java.net.URI;

/** Fetches small documents from issuers. Thread-safe. */
interface DocumentFetcher {

    /**
     * Fetches one document of at most {@link IdentityLimits#DOCUMENT_BYTES}, following no redirect.
     *
     * @throws IOException if it can't be had whole within {@link IdentityLimits#FETCH_TIME}
     */
    String fetch(URI address) throws IOException;
}
