package dev.sallyport.sql.parser;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/** How long threads were on a processor. */
final class ProcessorTime {
    private ProcessorTime() {}

    /** A thread's, in nanoseconds; the clock's where the platform does not tell. */
    static LongSupplier of(Thread thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                ? () -> threads.getThreadCpuTime(thread.threadId())
                : System::nanoTime;
    }
}
