package dev.sallyport.session;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.FrontendMessage.Bind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Statement parameters in a form that people read. */
final class Parameters {
    /** How many bytes of a value are shown to an approver. */
    static final int SHOWN_BYTES = 1_000;

    private Parameters() {}

    /** The values of a Bind: text as it is, binary as {@code \x...}, null as {@code NULL}. */
    static List<String> display(Bind bind, ClientEncoding encoding) {
        List<String> values = new ArrayList<>(bind.parameters().size());
        for (int i = 0; i < bind.parameters().size(); i++) {
            Bytes value = bind.parameters().get(i);
            if (value == null) {
                values.add("NULL");
            } else {
                Bytes shown = value.slice(0, Math.min(value.length(), SHOWN_BYTES));
                String text = bind.parameterFormat(i) == Format.TEXT
                        ? encoding.display(shown)
                        : "\\x"
                                + HexFormat.of()
                                        .formatHex(shown.array(), shown.offset(), shown.offset() + shown.length());
                values.add(shown.length() < value.length() ? text + "… (" + value.length() + " bytes)" : text);
            }
        }
        return values;
    }
}
