// Command withpgx drives pgx 4 and prints what it sees: "same" what any server should answer, "refused" what Sallyport
// refuses. It connects as the environment says.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgconn"
	"github.com/jackc/pgx/v4"
)

var ctx = context.Background()

func say(what string, value interface{}) {
	fmt.Printf("%s: %v\n", what, value)
}

func failure(err error) string {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return fmt.Sprintf("%s %s %q %q %q %d", server.Severity, server.Code, server.Message, server.Detail,
			server.ConstraintName, server.Position)
	}
	return fmt.Sprintf("%T", errors.Unwrap(err))
}

func state(err error) string {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return server.Code
	}
	return fmt.Sprint(err)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func connect() *pgx.Conn {
	connection, err := pgx.Connect(ctx, "")
	must(err)
	return connection
}

func exec(connection *pgx.Conn, text string, arguments ...interface{}) {
	_, err := connection.Exec(ctx, text, arguments...)
	must(err)
}

// one is the only row of a query, or its error, as text.
func one(connection *pgx.Conn, text string, arguments ...interface{}) string {
	rows, err := connection.Query(ctx, text, arguments...)
	if err != nil {
		return failure(err)
	}
	return drain(rows)
}

func drain(rows pgx.Rows) string {
	defer rows.Close()
	var lines []string
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return "unreadable " + err.Error()
		}
		lines = append(lines, fmt.Sprintf("%#v", printable(values)))
	}
	if rows.Err() != nil {
		lines = append(lines, failure(rows.Err()))
	}
	tag := string(rows.CommandTag())
	if len(lines) > 20 {
		digest := sha256.Sum256([]byte(strings.Join(lines, "\n")))
		return fmt.Sprintf("%d rows %x %s", len(lines), digest[:8], tag)
	}
	return strings.Join(lines, " ") + " " + tag
}

// printable takes what would print as an address for what it holds.
func printable(values []interface{}) []interface{} {
	for i, value := range values {
		if moment, ok := value.(time.Time); ok {
			values[i] = moment.UTC().Format(time.RFC3339Nano)
		} else if value != nil {
			values[i] = fmt.Sprintf("%T %v", value, value)
		}
	}
	return values
}

func types(connection *pgx.Conn) {
	utc := time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC)
	for _, trip := range []struct {
		name  string
		value interface{}
	}{
		{"int2", int16(-32768)}, {"int4", int32(2147483647)}, {"int8", int64(-9223372036854775808)},
		{"numeric", "-12345678901234567890.0987654321"}, {"float8", 0.1}, {"bool", true}, {"text", "Grüße, 世界"},
		{"text", ""}, {"text", nil}, {"bytea", []byte{0, 1, 255}}, {"bytea", nil}, {"date", utc}, {"timestamp", utc},
		{"timestamptz", utc}, {"timestamptz", nil}, {"uuid", "0f0e0d0c-0b0a-0908-0706-050403020100"},
		{"int4[]", []int32{1, -2, 3}}, {"text[]", []string{"a", `b,"c"`, ""}}, {"json", `{"a": [1, null, "ü"]}`},
		{"jsonb", `{"a": [1, null, "ü"]}`}, {"inet", "10.1.2.3/8"}, {"interval", time.Hour * 25},
	} {
		say(trip.name+" binary", one(connection, "SELECT $1::"+trip.name, trip.value))
		say(trip.name+" text", one(connection, "SELECT $1::"+trip.name, pgx.QueryResultFormats{pgx.TextFormatCode}, trip.value))
		if _, bytes := trip.value.([]byte); !bytes {
			say(trip.name+" simple", one(connection, "SELECT $1::text::"+trip.name, pgx.QuerySimpleProtocol(true), fmt.Sprint(trip.value)))
		}
	}
}

func prepared(connection *pgx.Conn) {
	description, err := connection.Prepare(ctx, "next", "SELECT $1::int + 1 AS next, $2::text AS word")
	must(err)
	say("parameters", description.ParamOIDs)
	for _, field := range description.Fields {
		say("field", fmt.Sprint(string(field.Name), field.DataTypeOID, field.DataTypeSize, field.TypeModifier, field.Format))
	}
	for i := 0; i < 5; i++ {
		say("prepared", one(connection, "next", i, strings.Repeat("x", i)))
	}
	must(connection.Deallocate(ctx, "next"))
	_, err = connection.Prepare(ctx, "bad", "SELECT nothing FROM things")
	say("prepared badly", failure(err))
}

func transactions(connection *pgx.Conn) {
	must(connection.BeginFunc(ctx, func(outer pgx.Tx) error {
		_, err := outer.Exec(ctx, "INSERT INTO things (name) VALUES ('kept')")
		must(err)
		err = outer.BeginFunc(ctx, func(inner pgx.Tx) error {
			_, err := inner.Exec(ctx, "INSERT INTO things (id, name) VALUES (1, 'twice')")
			return err
		})
		say("in a savepoint", failure(err))
		return nil
	}))
	transaction, err := connection.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.Serializable, AccessMode: pgx.ReadOnly})
	must(err)
	_, err = transaction.Exec(ctx, "DELETE FROM things")
	say("read only", failure(err))
	_, err = transaction.Exec(ctx, "SELECT 1")
	say("aborted", failure(err))
	say("commit of what failed", transaction.Commit(ctx))
	say("kept", one(connection, "SELECT name FROM things"))
}

func batches(connection *pgx.Conn) {
	batch := &pgx.Batch{}
	for i := 0; i < 200; i++ {
		batch.Queue("INSERT INTO things (name, price) VALUES ($1, $2) RETURNING name", fmt.Sprint("b", i), i)
	}
	batch.Queue("SELECT count(*) FROM things")
	results := connection.SendBatch(ctx, batch)
	for i := 0; i < 200; i++ {
		var name string
		must(results.QueryRow().Scan(&name))
	}
	var count int
	must(results.QueryRow().Scan(&count))
	must(results.Close())
	say("batch", count)

	broken := &pgx.Batch{}
	broken.Queue("INSERT INTO things (name) VALUES ('undone')")
	broken.Queue("INSERT INTO things (name, price) VALUES ('negative', $1)", -1)
	broken.Queue("INSERT INTO things (name) VALUES ('never')")
	results = connection.SendBatch(ctx, broken)
	for i := 0; i < 3; i++ {
		_, err := results.Exec()
		say("of a broken batch", fmt.Sprint(err))
	}
	say("close", fmt.Sprint(results.Close()))
	say("after the broken batch", one(connection, "SELECT count(*) FROM things"))
}

// undecided gives up at its first row.
type undecided struct{}

func (undecided) Next() bool { return true }
func (undecided) Values() ([]interface{}, error) {
	return nil, errors.New("the client changes its mind")
}
func (undecided) Err() error { return nil }

func copies(connection *pgx.Conn) {
	count, err := connection.CopyFrom(ctx, pgx.Identifier{"pgx", "copied"}, []string{"id", "body", "ratio"},
		pgx.CopyFromSlice(2000, func(i int) ([]interface{}, error) {
			return []interface{}{i, fmt.Sprint("line\t", i), float64(i) / 8}, nil
		}))
	say("COPY in", fmt.Sprint(count, err))
	var out bytes.Buffer
	tag, err := connection.PgConn().CopyTo(ctx, &out, "COPY (SELECT * FROM copied ORDER BY id) TO STDOUT (FORMAT csv)")
	say("COPY out", fmt.Sprintf("%s %v %x", tag, err, sha256.Sum256(out.Bytes())))
	_, err = connection.PgConn().CopyFrom(ctx, strings.NewReader("x\ty\tz\n"), "COPY copied FROM STDIN")
	say("COPY of a bad line", failure(err))
	_, err = connection.CopyFrom(ctx, pgx.Identifier{"pgx", "copied"}, []string{"id"},
		undecided{})
	say("COPY given up", failure(err))
	say("copied", one(connection, "SELECT count(*), sum(ratio) FROM copied"))
}

func notifications(connection *pgx.Conn) {
	exec(connection, "LISTEN pgx_channel")
	other := connect()
	exec(other, "SELECT pg_notify('pgx_channel', $1)", "payload ü")
	must(other.Close(ctx))
	patience, end := context.WithTimeout(ctx, 30*time.Second)
	defer end()
	notification, err := connection.WaitForNotification(patience)
	must(err)
	say("notification", notification.Channel+" "+notification.Payload)
	exec(connection, "UNLISTEN *")
}

func cancels(connection *pgx.Conn) {
	exec(connection, "SET statement_timeout = '200ms'")
	say("too long", one(connection, "SELECT pg_sleep(60)"))
	exec(connection, "RESET statement_timeout")
	done := make(chan error)
	go func() {
		other := connect()
		for busy := 0; busy == 0; {
			must(other.QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity"+
				" WHERE query = 'SELECT pg_sleep(61)' AND wait_event = 'PgSleep'").Scan(&busy))
		}
		must(other.Close(ctx))
		done <- connection.PgConn().CancelRequest(ctx)
	}()
	say("cancelled", one(connection, "SELECT pg_sleep(61)"))
	must(<-done)
	say("after that", one(connection, "SELECT 'goes on'"))
}

func same() {
	connection := connect()
	exec(connection, "DROP SCHEMA IF EXISTS pgx CASCADE; CREATE SCHEMA pgx; SET search_path = pgx")
	exec(connection, "CREATE TABLE things (id serial PRIMARY KEY, name text NOT NULL, price numeric(8, 2) CHECK (price >= 0))")
	exec(connection, "CREATE TABLE copied (id int, body text, ratio float8)")
	for _, part := range []func(*pgx.Conn){types, prepared, transactions, batches, copies, notifications, cancels} {
		part(connection)
	}
	for _, text := range []string{"SELEC 1", "SELECT nothing FROM things", "SELECT 1 / 0", "SELECT 'goes on'"} {
		say(text, one(connection, text))
		say("simply "+text, one(connection, text, pgx.QuerySimpleProtocol(true)))
	}
	say("large", one(connection, "SELECT i, md5(i::text) FROM generate_series(1, 5000) i"))
	results, err := connection.PgConn().Exec(ctx, "SELECT 1; SELECT 2, 3; CREATE TEMP TABLE t (i int)").ReadAll()
	must(err)
	for _, result := range results {
		say("of several", fmt.Sprintf("%s %s", result.Rows, result.CommandTag))
	}
	exec(connection, "DROP SCHEMA pgx CASCADE")
	must(connection.Close(ctx))
	fmt.Println("done")
}

func refused() {
	connection := connect()
	number := func(what, text string) {
		var count int
		err := connection.QueryRow(ctx, text).Scan(&count)
		if err != nil {
			fmt.Println(what, state(err))
		} else {
			fmt.Println(what, count)
		}
	}
	var name, ssn string
	var visits int
	must(connection.QueryRow(ctx, "SELECT name, ssn, visits FROM people WHERE id = $1", 1).Scan(&name, &ssn, &visits))
	fmt.Println("masked", name, ssn, visits)
	_, err := connection.Exec(ctx, "SELECT * FROM vault")
	fmt.Println("refused", state(err))
	_, err = connection.Prepare(ctx, "p", "SELECT * FROM vault WHERE id = $1")
	fmt.Println("refused when prepared", state(err))
	number("next", "SELECT 1")
	transaction, err := connection.Begin(ctx)
	must(err)
	exec(connection, "INSERT INTO people (id, name) VALUES (99, 'undone')")
	_, err = transaction.Exec(ctx, "SELECT * FROM vault")
	fmt.Println("refused in a transaction", state(err))
	number("then", "SELECT 1")
	must(transaction.Rollback(ctx))
	number("undone", "SELECT count(*) FROM people WHERE id = 99")
	batch := &pgx.Batch{}
	batch.Queue("INSERT INTO people (id, name) VALUES (99, 'undone')")
	batch.Queue("SELECT * FROM vault")
	fmt.Println("refused in a batch", state(connection.SendBatch(ctx, batch).Close()))
	number("undone", "SELECT count(*) FROM people WHERE id = 99")
	_, err = connection.PgConn().CopyTo(ctx, &bytes.Buffer{}, "COPY vault TO STDOUT")
	fmt.Println("refused COPY", state(err))
	number("last", "SELECT 1")
	must(connection.Close(ctx))
}

func main() {
	map[string]func(){"same": same, "refused": refused}[os.Args[1]]()
}
