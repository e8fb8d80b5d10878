package dev.sallyport.recording;

import dev.sallyport.recording.RecordingReader.Item;
import dev.sallyport.terminal.Printable;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrameDecoder;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.FrontendMessages;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.Head;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.Run;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The command that plays a recording in a terminal, also one that still grows or was cut off. */
public final class ReplayTerminal {
    /** COPY data pass the gateway unread, and may be longer than what is held. */
    private static final FrameLimits OF_SERVER =
            FrameLimits.backend().withHead(BackendType.COPY_DATA, FrameLimits.HEAD);

    private final Path file;
    private final ReplayOptions options;
    private final Pause pause;

    /** How time passes. */
    public interface Pause {
        /** Waits for so long. */
        void pause(Duration duration) throws InterruptedException;
    }

    /** Plays a file; {@code Thread::sleep} lets time pass. */
    public ReplayTerminal(Path file, ReplayOptions options, Pause pause) {
        this.file = file;
        this.options = options;
        this.pause = pause;
    }

    /**
     * Plays and returns the exit code: 0 played to where the recording ends, 1 it cannot be read.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public int run(PrintStream out, PrintStream err) throws InterruptedException {
        try (InputStream source = new BufferedInputStream(Files.newInputStream(file))) {
            return run(source, out, err);
        } catch (IOException failure) {
            err.println("The recording cannot be read: " + Printable.line(failure.toString()));
            return 1;
        }
    }

    int run(InputStream source, PrintStream out, PrintStream err) throws InterruptedException {
        try (RecordingReader reader = new RecordingReader(source)) {
            RecordingHeader header = reader.header();
            out.println(Printable.line("Session " + header.session() + " of " + header.subject() + " ("
                    + header.issuer() + ") on " + header.database() + ", " + header.start()));
            play(reader, new Transcript(out, options.rows()), out);
            return 0;
        } catch (ProtocolViolation violation) {
            err.println("The recording goes on with what is no message: " + Printable.line(violation.toString()));
            return 1;
        } catch (IOException failure) {
            err.println("The recording cannot be read: " + Printable.line(failure.toString()));
            return 1;
        }
    }

    private void play(RecordingReader reader, Transcript transcript, PrintStream out)
            throws IOException, ProtocolViolation, InterruptedException {
        Direction client = new Direction(true, transcript);
        Direction server = new Direction(false, transcript);
        long now = 0;
        while (true) {
            switch (reader.next()) {
                case Item.Chunk chunk -> {
                    waitFor(chunk.nanos() - now, out);
                    now = Math.max(now, chunk.nanos());
                    (chunk.fromClient() ? client : server).print(chunk.bytes(), time(now));
                }
                case Item.Omitted omitted -> {
                    waitFor(omitted.nanos() - now, out);
                    now = Math.max(now, omitted.nanos());
                    (omitted.fromClient() ? client : server).skip(omitted, time(now));
                }
                case Item.End end -> {
                    transcript.finish();
                    out.println(time(now) + " The recording ends here.");
                    return;
                }
                case Item.Unfinished unfinished -> {
                    transcript.finish();
                    out.println(
                            time(now) + " The recording has no end yet: the session goes on, or it was cut off here.");
                    return;
                }
            }
        }
    }

    private void waitFor(long nanos, PrintStream out) throws InterruptedException {
        long cut = Math.min(nanos, options.longestPause().toNanos());
        if (options.timed() && cut > 0) {
            out.flush();
            pause.pause(Duration.ofNanos((long) (cut / options.speed())));
        }
    }

    private static String time(long nanos) {
        long millis = nanos / 1_000_000;
        return String.format(Locale.ROOT, "%02d:%02d.%03d", millis / 60_000, millis / 1_000 % 60, millis % 1_000);
    }

    /** The messages of one direction. */
    private static final class Direction {
        private final boolean fromClient;
        private final Transcript transcript;
        private FrameDecoder decoder;

        /** In the middle of a message whose beginning was printed. */
        private boolean printedInPart;

        Direction(boolean fromClient, Transcript transcript) {
            this.fromClient = fromClient;
            this.transcript = transcript;
            this.decoder = decoder();
        }

        private FrameDecoder decoder() {
            return new FrameDecoder(fromClient ? FrameLimits.frontend() : OF_SERVER);
        }

        void print(Bytes bytes, String time) throws ProtocolViolation {
            decoder.feed(bytes);
            for (Input input = decoder.next(type -> false); input != null; input = decoder.next(type -> false)) {
                switch (input) {
                    case Frame frame when !fromClient -> transcript.server(BackendMessages.decode(frame), time);
                    case Frame frame when frame.type() == FrontendType.PASSWORD -> {
                        // Nobody is to read it.
                    }
                    case Frame frame -> transcript.client(FrontendMessages.decode(frame, transcript.encoding()), time);
                    case Head head -> {
                        transcript.part(head, fromClient, time);
                        printedInPart = true;
                    }
                    case Run run -> {
                        transcript.rest(run);
                        printedInPart = run.partial();
                    }
                }
            }
        }

        /** Goes on behind what is left out, which ends with a message. */
        void skip(Item.Omitted omitted, String time) {
            Bytes begun = decoder.incomplete();
            if (begun.length() >= Frame.HEADER) {
                transcript.part(new Head(begun.at(0), begun), fromClient, time);
                printedInPart = true;
            }
            transcript.omitted(omitted, printedInPart, time);
            printedInPart = false;
            decoder = decoder();
        }
    }
}
