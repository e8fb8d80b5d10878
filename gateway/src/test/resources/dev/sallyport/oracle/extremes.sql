CREATE SCHEMA extremes;
CREATE TABLE extremes.bool (v bool);
INSERT INTO extremes.bool VALUES (NULL), (true), (false);
CREATE TABLE extremes.text (v text);
INSERT INTO extremes.text VALUES (NULL), (''), (' '), ('a'), ('ß İ ﬁ ŉ ǰ'), (repeat('x', 10000)), (E'\\'), ('%_'), ('😀e' || U&'\0301'),
    ('{"a":1}'), (E'\t\r\n'), (E'\u0001'), (U&'\+10FFFD'), ('1e400'), ('-1'), ('infinity'), (repeat('ﬃ', 500)), (repeat('%', 50));
CREATE TABLE extremes.varchar (v varchar);
INSERT INTO extremes.varchar SELECT v FROM extremes.text;
CREATE TABLE extremes.bpchar (v bpchar(20));
INSERT INTO extremes.bpchar SELECT left(v, 20) FROM extremes.text;
CREATE TABLE extremes.name (v name);
INSERT INTO extremes.name SELECT v::name FROM extremes.text;
CREATE TABLE extremes.int2 (v int2);
INSERT INTO extremes.int2 VALUES (NULL), (0), (1), (-1), (32767), (-32768);
CREATE TABLE extremes.int4 (v int4);
INSERT INTO extremes.int4 VALUES (NULL), (0), (1), (-1), (2147483647), (-2147483648);
CREATE TABLE extremes.int8 (v int8);
INSERT INTO extremes.int8 VALUES (NULL), (0), (1), (-1), (9223372036854775807), (-9223372036854775808), (4294967296);
CREATE TABLE extremes.float4 (v float4);
INSERT INTO extremes.float4 VALUES (NULL), (0), ('-0'), ('NaN'), ('Infinity'), ('-Infinity'), (3.4e38), (-3.4e38), (1e-45);
CREATE TABLE extremes.float8 (v float8);
INSERT INTO extremes.float8 VALUES (NULL), (0), ('-0'), ('NaN'), ('Infinity'), ('-Infinity'), (1.79e308), (-1.79e308), (5e-324);
CREATE TABLE extremes.numeric (v numeric);
INSERT INTO extremes.numeric VALUES (NULL), (0), (1.5), (-1), ('NaN'), ('Infinity'), ('-Infinity'), (1e131000), (-1e131000), (1e-16383),
    (123456789012345678901234567890.123456789);
CREATE TABLE extremes.date (v date);
INSERT INTO extremes.date VALUES (NULL), ('epoch'), ('infinity'), ('-infinity'), ('4714-11-24 BC'), ('5874897-12-31'), ('2024-02-29'),
    ('294277-01-01'), ('0001-01-01'), ('0001-12-31 BC');
CREATE TABLE extremes.time (v time);
INSERT INTO extremes.time VALUES (NULL), ('00:00'), ('24:00'), ('23:59:59.999999');
CREATE TABLE extremes.timetz (v timetz);
INSERT INTO extremes.timetz VALUES (NULL), ('00:00+15:59'), ('24:00-15:59'), ('12:00Z');
CREATE TABLE extremes.timestamp (v timestamp);
INSERT INTO extremes.timestamp VALUES (NULL), ('epoch'), ('infinity'), ('-infinity'), ('4714-11-24 00:00:00 BC'),
    ('294276-12-31 23:59:59.999999'), ('2024-02-29 12:00'), ('0001-12-31 BC');
CREATE TABLE extremes.timestamptz (v timestamptz);
INSERT INTO extremes.timestamptz VALUES (NULL), ('epoch'), ('infinity'), ('-infinity'), ('4714-11-24 00:00:00+00 BC'),
    ('294276-12-31 23:59:59.999999+00'), ('2024-03-31 01:30+00'), ('0001-12-31 00:00+00 BC');
CREATE TABLE extremes.interval (v interval);
INSERT INTO extremes.interval VALUES (NULL), ('0'), ('178956970 years 7 mons'), ('-178956970 years -8 mons'), ('2147483647 days'),
    ('-2147483648 days'), ('2562047788 hours'), ('-2562047788 hours'), ('1 mon -1 day 00:00:00.000001');
CREATE TABLE extremes.uuid (v uuid);
INSERT INTO extremes.uuid VALUES (NULL), ('00000000-0000-0000-0000-000000000000'), ('ffffffff-ffff-ffff-ffff-ffffffffffff');
CREATE TABLE extremes.bytea (v bytea);
INSERT INTO extremes.bytea VALUES (NULL), (''), ('\x00'), ('\xff'), (decode(repeat('00ff', 5000), 'hex'));
CREATE TABLE extremes.jsonb (v jsonb);
INSERT INTO extremes.jsonb VALUES (NULL), ('null'), ('{}'), ('[]'), ('""'), ('1e1000'), ('-0'), ('true'), ('{"a": {"b": [1, null, "x"]}, "": 1}'),
    ('[[[]], {}, "ß😀", 1.5]'), ((repeat('[', 3000) || repeat(']', 3000))::jsonb), ('"\ud83d\ude00"'), ('{"a": 1, "year": "2"}');
CREATE TABLE extremes._text (v text[]);
INSERT INTO extremes._text VALUES (NULL), ('{}'), ('{NULL}'), ('{a,b}'), ('{{a,b},{c,d}}'), ('[-5:-3]={a,NULL,c}'), ('{"",x}');
CREATE TABLE extremes._int4 (v int4[]);
INSERT INTO extremes._int4 VALUES (NULL), ('{}'), ('{NULL}'), ('{1,-2147483648}'), ('{{1,2},{3,4}}'), ('[2147483640:2147483641]={1,2}');
CREATE TABLE extremes._numeric (v numeric[]);
INSERT INTO extremes._numeric VALUES (NULL), ('{}'), ('{NaN,NULL,1}'), ('{{1,2},{3,4}}');
CREATE TABLE extremes._jsonb (v jsonb[]);
INSERT INTO extremes._jsonb VALUES (NULL), ('{}'), ('{"{}",null}');
