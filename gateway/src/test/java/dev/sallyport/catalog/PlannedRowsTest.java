package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannedRowsTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            [{"Plan": {"Node Type": "Result", "Plan Rows": 7}}]                                               => 7
            [{"Plan": {"Node Type": "Result", "Plan Rows": 0}}]                                               => 0
            [{"Plan": {"Plan Rows": 7, "Plans": [{"Node Type": "Seq Scan", "Plan Rows": 9}]}}]                => 7
            [{"Plan": {"Plan Rows": 7, "Plans": [{"Node Type": "ModifyTable", "Plan Rows": 0, "Plans": [{"Parent Relationship": "Outer", "Plan Rows": 9}]}]}}]                               => 9
            [{"Plan": {"Node Type": "ModifyTable", "Plan Rows": 0, "Plans": [{"Parent Relationship": "Member", "Plan Rows": 9}]}}]                                => -1
            [{"Plan": {"Node Type": "ModifyTable", "Plan Rows": 0}}]                                          => -1
            [{"Plan": {"Node Type": "ModifyTable", "Plan Rows": 0, "Plans": [{"Parent Relationship": "Outer"}]}}]                                                 => -1
            [{"Plan": {"Plans": [{"Node Type": "ModifyTable", "Plan Rows": 0, "Plans": [{"Parent Relationship": "Outer", "Plan Rows": 9}]}]}}]                               => -1
            [{"Plan": {"Plan Rows": "7"}}]                                                                    => -1
            [{"Plan": {"Plan Rows": -2}}]                                                                     => -1
            [{"Plan": {"Plan Rows": 1e300}}]                                                                  => -1
            [{}]                                                                                              => -1
            []                                                                                                => -1
            [                                                                                                 => -1
            """)
    void whatAPlanDoesNotSayIsUnknown(String plan, long rows) {
        assertThat(PlannedRows.of(plan)).isEqualTo(rows);
    }

    @Test
    void aPlanIsReadUpToALengthAndNoLonger() {
        String plan = "[{\"Plan\": {\"Node Type\": \"Result\", \"Plan Rows\": 7}}]";
        String longest = plan + " ".repeat(RowEstimates.PLAN_CHARS - plan.length());

        assertThat(PlannedRows.of(longest)).isEqualTo(7);
        assertThat(PlannedRows.of(longest + " ")).isEqualTo(RowEstimates.UNKNOWN);
    }
}
