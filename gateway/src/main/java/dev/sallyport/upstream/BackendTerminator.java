package dev.sallyport.upstream;

/**
 * Ends a backend by other means than its own connection: {@code pg_terminate_backend}.
 *
 * <p>A CancelRequest stops one statement only, and what was sent behind it would still run. Thread-safe.
 */
@FunctionalInterface
public interface BackendTerminator {
    /** Ends nothing: the CancelRequest alone has to do. */
    BackendTerminator NONE = (backend, user) -> {};

    /**
     * Ends a backend if it is still there. May block; called on a thread that may. Process numbers are used again, so the
     * backend must also be of that user.
     *
     * @param processId the process number from its BackendKeyData
     * @param user the role that it was logged in as
     */
    void terminate(int processId, String user) throws Exception;
}
