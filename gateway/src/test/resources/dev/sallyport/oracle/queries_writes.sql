-- Statements that write: what they answer with and what they write is compared.
--!! path: tricks, public

INSERT INTO ledger (id, account) VALUES (100, 'new');

INSERT INTO ledger (id, account) VALUES (100, 'new') RETURNING id, account, amount, stamp;

INSERT INTO ledger SELECT id + 50, account, amount, source FROM incoming;

INSERT INTO ledger (id, memo, account) SELECT id + 50, source, account FROM incoming WHERE amount > 2 RETURNING memo, stamp;

INSERT INTO ledger (account, id) SELECT shared, id + 60 FROM left_side ORDER BY amount LIMIT 3;

INSERT INTO ledger (id, account, amount) VALUES (101, (SELECT max(account) FROM incoming), DEFAULT), (102, 'x', (SELECT count(*) FROM tree));

INSERT INTO ledger (id, account, amount) SELECT id, account, amount FROM incoming ON CONFLICT (id) DO NOTHING;

INSERT INTO ledger (id, account, amount) SELECT id, account, amount FROM incoming ON CONFLICT (id) DO UPDATE SET amount = EXCLUDED.amount + ledger.amount;

INSERT INTO ledger AS l (id, account, memo) SELECT id, account, source FROM incoming ON CONFLICT (id) DO UPDATE SET (account, memo) = (EXCLUDED.account, l.memo || EXCLUDED.memo) WHERE l.amount > 2 RETURNING l.id, memo;

INSERT INTO ledger (id, account, memo) SELECT id, account, source FROM incoming ON CONFLICT ON CONSTRAINT ledger_pkey DO UPDATE SET memo = (SELECT max(label) FROM tree);

INSERT INTO logbook DEFAULT VALUES;

INSERT INTO logbook SELECT account FROM ledger;

INSERT INTO logbook (entry, size) SELECT l.account, l.amount FROM ledger l JOIN incoming USING (id);

INSERT INTO logbook TABLE logbook;

INSERT INTO composites (id, home.street, homes[1].number) SELECT id, shared, amount FROM left_side;

INSERT INTO arrays (id, numbers[2], words) SELECT id, amount, ARRAY[shared] FROM left_side RETURNING numbers[2];

INSERT INTO computed (id, base, secret) SELECT id, amount, only_left FROM left_side RETURNING twice, initial;

INSERT INTO "Quoted Table" ("größe", "select") SELECT id, only_left FROM left_side RETURNING "select", "größe";

--! unknown: it is written through a view
INSERT INTO writable (id, account, sum) SELECT id + 70, account, amount FROM incoming;

UPDATE ledger SET amount = amount + 1;

UPDATE ledger SET amount = 5 WHERE account = 'acc1' RETURNING id, amount, stamp;

UPDATE ledger SET memo = i.source FROM incoming i WHERE i.id = ledger.id;

UPDATE ledger l SET memo = i.source, account = i.account || l.account FROM incoming i JOIN left_side s ON s.id = i.id WHERE i.id = l.id RETURNING l.id, i.amount, s.shared;

UPDATE ledger SET (account, amount) = (SELECT account, amount FROM incoming i WHERE i.id = ledger.id);

UPDATE ledger SET (account, amount) = ROW('z', DEFAULT) WHERE id = 2;

UPDATE ledger SET (memo, amount) = (account, id);

UPDATE ledger SET amount = (SELECT max(weight) FROM tree) WHERE EXISTS (SELECT FROM incoming WHERE incoming.account = ledger.account);

UPDATE ledger SET amount = DEFAULT WHERE memo > 'memo 3';

UPDATE composites SET home.street = label, homes[1].number = id WHERE temper = 'glad';

UPDATE arrays SET numbers[1] = id, words[2:2] = ARRAY['u'] RETURNING *;

UPDATE documents SET body['name'] = to_jsonb(id) RETURNING body;

UPDATE ONLY ancestor SET name = extra;

UPDATE ancestor SET name = extra RETURNING tableoid::regclass, name;

UPDATE measured SET note = region || reading RETURNING id, note;

--! unknown: it is written through a view
UPDATE writable SET sum = id RETURNING account, sum;

UPDATE ledger SET memo = 'u' RETURNING old.memo, new.memo, ledger;

UPDATE ledger SET amount = amount * 2 RETURNING WITH (OLD AS before, NEW AS after) before.amount, after.amount, before;

DELETE FROM ledger WHERE amount > 3;

DELETE FROM ledger RETURNING *;

DELETE FROM ledger USING incoming i WHERE i.id = ledger.id AND i.amount > 2 RETURNING ledger.memo, i.source;

DELETE FROM ledger l WHERE EXISTS (SELECT FROM incoming i WHERE i.account = l.account) RETURNING l.id;

DELETE FROM ledger WHERE id IN (SELECT id FROM left_side WHERE shared = 's1');

MERGE INTO ledger l USING incoming i ON l.id = i.id WHEN MATCHED THEN UPDATE SET amount = i.amount WHEN NOT MATCHED THEN INSERT (id, account, amount) VALUES (i.id, i.account, i.amount);

MERGE INTO ledger l USING (SELECT id, source, amount FROM incoming) i ON l.id = i.id AND i.amount > 1 WHEN MATCHED AND l.amount > 3 THEN DELETE WHEN MATCHED THEN UPDATE SET memo = i.source || l.memo WHEN NOT MATCHED THEN DO NOTHING;

MERGE INTO ledger l USING incoming i ON l.id = i.id WHEN NOT MATCHED BY SOURCE AND l.amount > 2 THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT (id, memo) VALUES (i.id, i.source) RETURNING merge_action(), l.id, i.account, memo;

MERGE INTO ledger USING incoming ON ledger.id = incoming.id WHEN MATCHED THEN UPDATE SET (account, memo) = (incoming.source, incoming.account) WHEN NOT MATCHED THEN INSERT VALUES (incoming.id, 'n', 1, (SELECT max(label) FROM tree)) RETURNING *;

WITH moved AS (DELETE FROM ledger WHERE amount > 2 RETURNING id, account) INSERT INTO logbook (entry, size) SELECT account, id FROM moved;

WITH moved AS (DELETE FROM ledger RETURNING *) SELECT account, memo FROM moved WHERE amount > 1 ORDER BY id;

WITH changed AS (UPDATE ledger SET memo = source FROM incoming WHERE incoming.id = ledger.id RETURNING ledger.id, source, memo) SELECT c.id, l.memo FROM changed c JOIN ledger l USING (id);

WITH added AS (INSERT INTO logbook (entry) SELECT account FROM incoming) SELECT count(*) FROM ledger;

WITH s AS (SELECT id, amount FROM incoming) UPDATE ledger SET amount = s.amount FROM s WHERE s.id = ledger.id;

WITH merged AS (MERGE INTO ledger l USING incoming i ON l.id = i.id WHEN MATCHED THEN DELETE RETURNING l.memo AS gone, i.source) SELECT gone FROM merged;
