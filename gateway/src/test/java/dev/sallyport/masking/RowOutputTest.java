package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowOutputTest {

    @Test
    void aRowGrowsToItsLimitAndNotBeyond() throws MaskingFailure {
        RowOutput out = new RowOutput(2, 9);
        out.copy(new byte[] {1, 2, 3, 4, 5}, 0, 5);
        out.int32(6);

        assertThat(out.bytes().toByteArray()).containsExactly(1, 2, 3, 4, 5, 0, 0, 0, 6);
        assertThatThrownBy(() -> out.copy(new byte[1], 0, 1)).isInstanceOf(MaskingFailure.class);
    }
}
