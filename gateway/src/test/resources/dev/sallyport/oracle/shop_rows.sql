-- Rows for the tables of shop.sql, which has none.
INSERT INTO public.customers (id, name, tier, region, ssn, email)
SELECT i, 'Name ' || i, ('{bronze,silver,gold}'::text[])[1 + i % 3], ('{north,south}'::text[])[1 + i % 2], '900-00-' || 1000 + i, 'c' || i || '@example.com'
FROM generate_series(1, 6) AS i;
INSERT INTO public.vip_customers (id, name, tier, region, ssn, email, manager)
SELECT i, 'Name ' || i, 'gold', 'west', '900-00-' || 1000 + i, 'v' || i || '@example.com', 'manager ' || i FROM generate_series(7, 8) AS i;
INSERT INTO public.orders SELECT i, 1 + i % 6, i * 17 % 13, CASE WHEN i % 3 = 0 THEN 'note ' || i END FROM generate_series(1, 10) AS i;
INSERT INTO public.products SELECT i, 'product ' || i, i * 3 FROM generate_series(1, 5) AS i;
INSERT INTO public.badges SELECT i, 'c' || i || '@example.com' FROM generate_series(1, 4) AS i;
INSERT INTO public.tickets SELECT i, 'subject ' || i, jsonb_build_object('ssn', '900-00-' || 1000 + i, 'n', i, 'tags', jsonb_build_array('a' || i, 'b'))
FROM generate_series(1, 4) AS i;
INSERT INTO public.audit_events SELECT i, 'action ' || i FROM generate_series(1, 3) AS i;
INSERT INTO public.regions SELECT i, ('{north,south,west}'::text[])[i] FROM generate_series(1, 3) AS i;
INSERT INTO public.stores (id, region_id, safe_code) SELECT i, 1 + i % 3, 'code' || i FROM generate_series(1, 4) AS i;
INSERT INTO hr.employees SELECT i, 'employee ' || i, 1000 + i * 37 % 11 * 100 FROM generate_series(1, 6) AS i;
INSERT INTO public.warranty_keys SELECT i, 'safe' || i FROM generate_series(1, 3) AS i;
INSERT INTO public.warranties SELECT i, i, 'safe' || i FROM generate_series(1, 3) AS i;
INSERT INTO public.wearers SELECT i, 'badge ' || i FROM generate_series(1, 3) AS i;
REFRESH MATERIALIZED VIEW public.customer_search;
