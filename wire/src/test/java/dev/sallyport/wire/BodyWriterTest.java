package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyWriterTest {

    @Test
    void aNumberMayBeTheOneForWhichTheBufferGrows() {
        for (int filled = 0; filled < 200; filled++) {
            byte[] filling = new byte[filled];

            Bytes message = BodyWriter.of(BackendType.DATA_ROW)
                    .bytes(filling, 0, filled)
                    .int32(0x01020304)
                    .finish();
            Bytes other = BodyWriter.of(BackendType.DATA_ROW)
                    .bytes(filling, 0, filled)
                    .int8(5)
                    .finish();

            assertThat(message.intAt(Frame.HEADER + filled)).isEqualTo(0x01020304);
            assertThat(other.at(Frame.HEADER + filled)).isEqualTo((byte) 5);
        }
    }
}
