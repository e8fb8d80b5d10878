package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that dawdle, rave and crowd in, all at once, while somebody works. */
@ExtendWith(House.Keeper.class)
class CrowdIT {
    private static final int CONNECTIONS = 80;
    private static final int OF_EACH_KIND = 10;
    private static final int CROWD = 3 * CONNECTIONS;
    private static final int TRICKLE_MILLIS = 50;
    private static final long STATEMENTS_BETWEEN = 20;
    private static final long SEED = 20_260_417;
    private static final byte[] BEGINNING_OF_A_TLS_HANDSHAKE = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    private final House house;
    private final AtomicLong served = new AtomicLong();

    CrowdIT(House house) {
        this.house = house;
    }

    @Test
    void whoeverDawdlesRavesOrCrowdsInKeepsNobodyElseFromBeingServed() throws Exception {
        String configuration =
                Settings.shop(house.postgres, house.issuer) + "limits: { sessions: " + CONNECTIONS + " }\n";
        AtomicBoolean over = new AtomicBoolean();
        List<Socket> dawdlers = new ArrayList<>();
        List<Socket> crowd = new ArrayList<>();
        try (SallyportProcess gateway = SallyportProcess.start(house.newDirectory("crowd"), configuration)) {
            CompletableFuture<Void> work = work(gateway, over);
            try {
                goesOn(work);
                List<CompletableFuture<Void>> cut = dawdle(gateway.port(), dawdlers);
                goesOn(work);
                rave(gateway.port());
                goesOn(work);
                newcomerIsServed(gateway);

                crowdIn(gateway.port(), crowd);
                goesOn(work);

                // Cut by their deadline, which nothing that they did put off.
                for (CompletableFuture<Void> each : cut) {
                    each.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
                }
                goesOn(work);
                close(crowd);
                Await.until("there is room again", () -> hasRoom(gateway));
                goesOn(work);
            } finally {
                over.set(true);
                close(dawdlers);
                close(crowd);
            }
            work.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(gateway.log()).doesNotContain("a session failed", "OutOfMemoryError", "LEAK");
        }
    }

    /** Somebody who works: one connection, and never an error. */
    private CompletableFuture<Void> work(SallyportProcess gateway, AtomicBoolean over) {
        return Meanwhile.run(() -> {
            try (Connection connection = gateway.connect(house.agent(), "worker");
                    Statement statement = connection.createStatement()) {
                while (!over.get()) {
                    try (ResultSet rows = statement.executeQuery("SELECT title FROM products WHERE id = 4")) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString(1)).isEqualTo("product 4");
                    }
                    served.incrementAndGet();
                }
            } catch (java.sql.SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private void goesOn(CompletableFuture<Void> work) {
        long before = served.get();
        Await.until("the one who works is served", () -> {
            if (work.isCompletedExceptionally()) {
                work.join();
            }
            return served.get() >= before + STATEMENTS_BETWEEN;
        });
    }

    /** Begins in ways that come to no end; what is returned completes when the connection is cut. */
    private static List<CompletableFuture<Void>> dawdle(int port, List<Socket> open) throws IOException {
        List<CompletableFuture<Void>> cut = new ArrayList<>();
        byte[] longStartup = Wire.startup(Map.of("user", "a".repeat(9_000), "database", "shop"));
        for (int i = 0; i < OF_EACH_KIND; i++) {
            Socket silent = connect(port, open);
            cut.add(isCut(silent, new byte[0]));

            Socket begun = connect(port, open);
            begun.getOutputStream().write(longStartup, 0, 5_000);
            cut.add(isCut(begun, new byte[0]));

            Socket handshaking = connect(port, open);
            handshaking.getOutputStream().write(Wire.sslRequest());
            assertThat(handshaking.getInputStream().read()).isEqualTo('S');
            handshaking.getOutputStream().write(BEGINNING_OF_A_TLS_HANDSHAKE);
            cut.add(isCut(handshaking, new byte[0]));

            Socket direct = connect(port, open);
            direct.getOutputStream().write(BEGINNING_OF_A_TLS_HANDSHAKE);
            cut.add(isCut(direct, new byte[0]));

            cut.add(isCut(connect(port, open), longStartup));
        }
        return cut;
    }

    /** Completes when the other side has closed; meanwhile it sends these bytes, one now and then. */
    private static CompletableFuture<Void> isCut(Socket socket, byte[] trickle) {
        return CompletableFuture.runAsync(
                () -> {
                    int at = 0;
                    try {
                        socket.setSoTimeout(trickle.length > 0 ? TRICKLE_MILLIS : (int) Await.DEADLINE.toMillis());
                        while (true) {
                            if (at < trickle.length) {
                                socket.getOutputStream().write(trickle[at++]);
                            }
                            try {
                                if (socket.getInputStream().read() < 0) {
                                    return;
                                }
                            } catch (SocketTimeoutException silence) {
                                if (trickle.length == 0 || at == trickle.length) {
                                    throw new AssertionError("it was not cut", silence);
                                }
                            }
                        }
                    } catch (IOException cut) {
                        // A reset is an end too.
                    }
                },
                Thread::startVirtualThread);
    }

    /** Says things that mean nothing here, each of which is answered by an error or by nothing, and the end. */
    private static void rave(int port) throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 4 * OF_EACH_KIND; i++) {
            byte[] noise = new byte[1 + random.nextInt(20_000)];
            if (i % 2 == 0) {
                random.nextBytes(noise);
                // Not the beginning of a TLS handshake, nor a length that a start-up packet may have.
                noise[0] = (byte) 0x80;
            } else {
                noise = ("POST /upload HTTP/1.1\r\nHost: db\r\nContent-Length: 15000\r\n\r\n" + "x".repeat(15_000))
                        .getBytes(StandardCharsets.US_ASCII);
            }
            try (Wire wire = Wire.plain(port)) {
                wire.send(noise);
                List<Wire.Frame> answer = wire.readToEnd();
                assertThat(answer).hasSize(1);
                assertThat(answer.getFirst().field('C')).isEqualTo("08P01");
            }
        }
    }

    private void newcomerIsServed(SallyportProcess gateway) throws IOException {
        try (Wire wire = Wire.login(gateway.port(), house.agent(), Map.of())) {
            assertThat(wire.ask("SELECT 1").stream().map(Wire.Frame::type)).containsExactly('T', 'D', 'C', 'Z');
        }
    }

    /** Comes in greater numbers than there is room for: the rest is told so or closed. */
    private static void crowdIn(int port, List<Socket> open) throws IOException {
        int told = 0;
        for (int i = 0; i < CROWD; i++) {
            connect(port, open);
        }
        for (Socket socket : open) {
            socket.setSoTimeout((int) Await.DEADLINE.toMillis());
            byte[] answer = socket.getInputStream().readAllBytes();
            String text = new String(answer, StandardCharsets.US_ASCII);
            if (text.contains("C53300")) {
                told++;
            } else {
                assertThat(text).isEmpty();
            }
        }
        assertThat(told).isPositive();
    }

    private boolean hasRoom(SallyportProcess gateway) {
        try {
            newcomerIsServed(gateway);
            return true;
        } catch (EOFException crowded) {
            return false;
        } catch (IOException crowded) {
            return false;
        }
    }

    private static Socket connect(int port, List<Socket> open) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        open.add(socket);
        return socket;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
