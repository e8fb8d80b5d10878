package dev.sallyport.policy;

import java.util.List;

/** A checked label, or what a mask's name stands for as one. */
record Label(String name, List<ColumnName> columns) {
    Label {
        columns = List.copyOf(columns);
    }
}
