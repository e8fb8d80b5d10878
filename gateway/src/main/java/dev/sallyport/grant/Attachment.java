package dev.sallyport.grant;

/** A session's tie to its grant. */
@FunctionalInterface
public interface Attachment extends AutoCloseable {

    /** Unties it; its listener is not called from then on. May be called again without effect. */
    @Override
    void close();
}
