package dev.sallyport.policy;

import dev.sallyport.sql.flow.ColumnId;

/** A column that must not be seen, how it is masked, and what becomes of flows from it. */
record SensitiveColumn(ColumnId id, MaskRule rule, Flows flows) {}
