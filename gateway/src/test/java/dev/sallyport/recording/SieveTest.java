package dev.sallyport.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SieveTest {
    private static final int MOST = 40;

    /** What was told apart, with neighbours of a kind joined. */
    private record Part(boolean kept, Bytes bytes, int messages) {}

    @Test
    void howTheBytesComeMakesNoDifference() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Bytes stream = stream(random);
            List<Part> whole = parts(stream, List.of(stream.length()));
            List<Integer> sizes = new ArrayList<>();
            for (int at = 0; at < stream.length(); at += sizes.getLast()) {
                sizes.add(random.nextInt(1, Math.min(20, stream.length() - at) + 1));
            }
            assertThat(parts(stream, sizes)).as("seed %d", seed).isEqualTo(whole);
            assertThat(joined(whole.stream().map(Part::bytes).toList())).isEqualTo(stream);
        }
    }

    @Test
    void whatIsNoMessageIsKeptWithAllThatFollows() {
        byte[] garbage = new byte[500];
        garbage[0] = 'D';
        assertThat(parts(Bytes.of(garbage), List.of(500))).containsExactly(new Part(true, Bytes.of(garbage), 0));
    }

    @Test
    void anAnswerIsKeptUpToExactlyItsLimit() {
        Bytes atLimit = copied(MOST - 5);
        assertThat(parts(atLimit, List.of(MOST))).extracting(Part::kept).containsExactly(true);
        Bytes past = copied(MOST - 4);
        assertThat(parts(past, List.of(MOST + 1)))
                .containsExactly(new Part(true, past.slice(0, MOST), 0), new Part(false, past.slice(MOST, 1), 1));
    }

    @Test
    void aNoticeInTheMiddleOfAnAnswerIsKeptAndBeginsNoNewOne() {
        Bytes notice = BackendMessage.NoticeResponse.builder("NOTICE", "00000", "n")
                .build()
                .encode();
        Bytes stream =
                joined(List.of(copied(MOST - 5), notice, copied(1), new BackendMessage.CopyDone().encode(), copied(1)));
        assertThat(parts(stream, List.of(stream.length())))
                .extracting(Part::kept)
                .containsExactly(true, false, true);
    }

    private static Bytes stream(SplittableRandom random) {
        List<Bytes> messages = new ArrayList<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            messages.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new BackendMessage.CommandComplete("SELECT 1").encode();
                        case 1 -> new BackendMessage.CopyDone().encode();
                        default -> copied(random.nextInt(30));
                    });
        }
        return joined(messages);
    }

    private static Bytes copied(int length) {
        return new BackendMessage.CopyData(Bytes.of(new byte[length])).encode();
    }

    private static List<Part> parts(Bytes stream, List<Integer> sizes) {
        Sieve sieve = new Sieve(false);
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int size : sizes) {
            sieve.sift(stream.slice(at, size), MOST, (bytes, kept, type, messages) -> {
                Part last = parts.isEmpty() ? null : parts.getLast();
                if (last != null && last.kept() == kept) {
                    parts.removeLast();
                    parts.add(new Part(
                            kept, joined(List.of(last.bytes(), bytes)), kept ? 0 : last.messages() + messages));
                } else {
                    parts.add(new Part(kept, bytes, kept ? 0 : messages));
                }
                assertThat(kept || type == 'd').isTrue();
            });
            at += size;
        }
        return parts;
    }

    private static Bytes joined(List<Bytes> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(part -> all.writeBytes(part.toByteArray()));
        return Bytes.of(all.toByteArray());
    }
}
