package dev.sallyport.wasmsplit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which block goes into which chunk, and which locals pass between chunks.
 *
 * <p>A chunk loads the locals it names that may be live where it is entered from outside, and stores those it may have
 * changed that are live where it is left. A local that is stored on a way out where it is dead is never read again.
 */
final class ChunkPlan {
    /** Bits of a state that number a block in its chunk; the rest number the chunk. */
    static final int POSITION_BITS = 12;

    static final int POSITION_MASK = (1 << POSITION_BITS) - 1;
    static final int MOST_CHUNKS = 1 << (31 - POSITION_BITS);

    private static final int BYTES_AROUND_A_BLOCK = 6;
    private static final int BYTES_PER_CASE = 2;
    private static final int BYTES_PER_SWITCH_TARGET = 7;

    private record Place(int chunk, int position) {}

    private final ControlFlowGraph graph;
    private final Liveness liveness;
    private final Map<BasicBlock, Place> places = new HashMap<>();
    private final List<Chunk> chunks = new ArrayList<>();

    ChunkPlan(ControlFlowGraph graph, int chunkBytes) {
        this.graph = graph;
        this.liveness = new Liveness(graph);
        List<List<BasicBlock>> groups = group(chunkBytes);
        Set<BasicBlock> entries = entriesFromOutside();
        for (int number = 0; number < groups.size(); number++) {
            chunks.add(chunk(number, groups.get(number), entries));
        }
    }

    List<Chunk> chunks() {
        return chunks;
    }

    ControlFlowGraph graph() {
        return graph;
    }

    BitSet liveAtEntry() {
        return liveness.at(graph.entry());
    }

    /** The locals that need a place in the frame. */
    BitSet shared() {
        BitSet shared = new BitSet();
        for (Chunk chunk : chunks) {
            shared.or(chunk.loads());
            shared.or(chunk.stores());
        }
        return shared;
    }

    /** The number by which chunks and their driver tell each other where to go on. */
    int state(BasicBlock block) {
        Place place = place(block);
        return place.chunk() << POSITION_BITS | place.position();
    }

    int chunkOf(BasicBlock block) {
        return place(block).chunk();
    }

    int positionOf(BasicBlock block) {
        return place(block).position();
    }

    private Place place(BasicBlock block) {
        Place place = places.get(block);
        if (place == null) {
            throw new IllegalArgumentException("block of another graph");
        }
        return place;
    }

    private List<List<BasicBlock>> group(int chunkBytes) {
        List<List<BasicBlock>> groups = new ArrayList<>();
        List<BasicBlock> group = new ArrayList<>();
        int size = 0;
        for (BasicBlock block : graph.blocks()) {
            int weight = weight(block);
            if (!group.isEmpty() && (size + weight > chunkBytes || group.size() > POSITION_MASK)) {
                groups.add(group);
                group = new ArrayList<>();
                size = 0;
            }
            places.put(block, new Place(groups.size(), group.size()));
            group.add(block);
            size += weight;
        }
        groups.add(group);
        if (groups.size() > MOST_CHUNKS) {
            throw new WasmFormatException("function needs more than " + MOST_CHUNKS + " chunks");
        }
        return groups;
    }

    private static int weight(BasicBlock block) {
        int weight = block.codeSize() + BYTES_AROUND_A_BLOCK;
        if (block.terminator() instanceof Terminator.Switch choice) {
            int distinct = new HashSet<>(choice.targets()).size();
            weight += choice.targets().size() * BYTES_PER_CASE + distinct * BYTES_PER_SWITCH_TARGET;
        }
        return weight;
    }

    private Set<BasicBlock> entriesFromOutside() {
        Set<BasicBlock> entries = new HashSet<>(Set.of(graph.entry()));
        for (BasicBlock block : graph.blocks()) {
            for (BasicBlock next : block.terminator().successors()) {
                if (chunkOf(next) != chunkOf(block)) {
                    entries.add(next);
                }
            }
        }
        return entries;
    }

    private Chunk chunk(int number, List<BasicBlock> blocks, Set<BasicBlock> entries) {
        BitSet defined = new BitSet();
        BitSet loads = new BitSet();
        BitSet stores = new BitSet();
        for (BasicBlock block : blocks) {
            defined.or(block.defined());
            if (entries.contains(block)) {
                loads.or(liveness.at(block));
            }
            for (BasicBlock next : block.terminator().successors()) {
                if (chunkOf(next) != number) {
                    stores.or(liveness.at(next));
                }
            }
            if (block.terminator() instanceof Terminator.Return) {
                graph.result().ifPresent(stores::set);
            }
        }
        loads.and(Chunk.localsNamedIn(blocks));
        stores.and(defined);
        return new Chunk(number, blocks, loads, stores);
    }
}
