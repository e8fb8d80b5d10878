package dev.sallyport.bench;

import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.Durability;
import dev.sallyport.audit.FileJournal;
import dev.sallyport.audit.JournalLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A real journal on the real disk, in a directory that goes with it. */
final class TemporaryJournal implements AutoCloseable {
    private final Path directory;
    private final FileJournal journal;

    TemporaryJournal(Durability durability) throws IOException {
        directory = Files.createTempDirectory("sallyport-journal");
        journal = FileJournal.open(directory, durability, JournalLimits.DEFAULT, InstantSource.system());
    }

    /** Appends and waits for the receipt. */
    AuditReceipt append(AuditRecord record) {
        CompletableFuture<AppendResult> answer = new CompletableFuture<>();
        journal.append(record, answer::complete);
        return switch (answer.join()) {
            case AppendResult.Recorded(var receipt) -> receipt;
            case AppendResult.NotRecorded(var reason) -> throw new IllegalStateException(reason);
        };
    }

    @Override
    public void close() throws IOException {
        journal.close();
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(directory)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
