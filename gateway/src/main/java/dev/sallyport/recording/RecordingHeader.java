package dev.sallyport.recording;

import java.time.Instant;

/**
 * What a recording says of its session.
 *
 * @param session its id, see {@link Recordings#isSessionId}
 * @param start when it began; all times of the recording count from here
 * @param issuer who vouches for the subject
 * @param subject whose session it is
 * @param database which database it is about
 */
public record RecordingHeader(String session, Instant start, String issuer, String subject, String database) {}
