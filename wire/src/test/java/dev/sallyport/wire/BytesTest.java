package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {
    private static final Bytes INNER = Bytes.of(new byte[] {9, 1, 2, 3, 4, 5, 9}, 1, 5);

    @Test
    void equalBytesInDifferentPlacesAreEqual() {
        Bytes other = Bytes.of(new byte[] {1, 2, 3, 4, 5});
        assertThat(INNER).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(other.slice(0, 4));
        assertThat(INNER.slice(5, 0)).isEqualTo(Bytes.EMPTY);
        assertThat((Object) INNER).isNotEqualTo("12345");
    }

    @Test
    void nothingOutsideCanBeReachedThroughAPart() {
        assertThat(INNER.at(4)).isEqualTo((byte) 5);
        assertThat(INNER.intAt(1)).isEqualTo(0x02030405);
        assertThat(INNER.slice(1, 2).toByteArray()).containsExactly(2, 3);
        assertThatThrownBy(() -> INNER.at(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> INNER.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> INNER.intAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> INNER.slice(0, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> INNER.slice(5, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.of(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.of(new byte[3], 1, Integer.MAX_VALUE))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aByteIsOnlyFoundInside() {
        assertThat(INNER.indexOf((byte) 3, 0)).isEqualTo(2);
        assertThat(INNER.indexOf((byte) 3, 3)).isEqualTo(-1);
        assertThat(INNER.indexOf((byte) 9, 0)).isEqualTo(-1);
    }

    @Test
    void textIsOnlyReadIfItIsWellFormed() throws ProtocolViolation {
        assertThat(Bytes.ofUtf8("größe").utf8()).isEqualTo("größe");
        for (byte[] wrong : new byte[][] {
            {(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {'a', (byte) 0xc3}
        }) {
            assertThatThrownBy(Bytes.of(wrong)::utf8).isInstanceOf(ProtocolViolation.class);
            assertThat(Bytes.of(wrong).utf8ForDisplay()).contains("\ufffd");
        }
    }

    @Test
    void bytesAreNotPrinted() {
        assertThat(Bytes.ofUtf8("secret")).hasToString("Bytes[6]");
    }
}
