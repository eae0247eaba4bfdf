// What docs/findings.md lists of the Go client, by its ids, with the client alone: no code of this project.
//
//	go run ./byhand [ID…]        in property/drivers/go
//
// Prints what happens, and ends with 1 when something that is listed does not.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

// came is what a call gave: its value or its error, what was asked, and when.
type came struct {
	value any
	err   error
	asked []string
	at    []time.Time
}

type call func(chatkit openai.BetaChatKitService) (any, error)

// asks makes a call of a client with its defaults against a server: one answer after the other, the last one again.
func asks(made call, answers ...http.HandlerFunc) func() *came {
	return func() *came {
		c, lock := &came{}, sync.Mutex{}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			lock.Lock()
			c.asked = append(c.asked, r.Method+" "+r.URL.RequestURI())
			c.at = append(c.at, time.Now())
			answer := answers[min(len(c.asked), len(answers))-1]
			lock.Unlock()
			answer(w, r)
		}))
		defer server.Close()
		client := openai.NewClient(option.WithAPIKey("k"), option.WithBaseURL(server.URL))
		c.value, c.err = made(client.Beta.ChatKit)
		return c
	}
}

func send(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "application/json")
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// soon is a date two seconds ahead, in one of the forms of HTTP.
func soon(layout string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		at := time.Now().UTC().Truncate(time.Second).Add(2 * time.Second)
		send(429, "{}", "retry-after", at.Format(layout))(w, r)
	}
}

func reset(w http.ResponseWriter, _ *http.Request) {
	connection, _, _ := w.(http.Hijacker).Hijack()
	_ = connection.(interface{ SetLinger(int) error }).SetLinger(0)
	_ = connection.Close()
}

func closes(w http.ResponseWriter, _ *http.Request) {
	connection, _, _ := w.(http.Hijacker).Hijack()
	_ = connection.Close()
}

func page(id string, rest string) http.HandlerFunc {
	return send(200, `{"object":"list","data":[{"id":"`+id+`","object":"chatkit.thread"}],`+rest+`}`)
}

// lying is a walk whose second page has this for its data, and a third page behind it.
func lying(data string) func() *came {
	second := send(200, `{"object":"list",`+data+`"has_more":true,"last_id":"e2"}`)
	return asks(walk, page("e1", `"has_more":true,"last_id":"e1"`), second, page("e3", `"has_more":false`))
}

func get(chatkit openai.BetaChatKitService) (any, error) {
	return chatkit.Threads.Get(context.Background(), "cthr_1")
}

func remove(chatkit openai.BetaChatKitService) (any, error) {
	return chatkit.Threads.Delete(context.Background(), "cthr_1")
}

func cancel(chatkit openai.BetaChatKitService) (any, error) {
	return chatkit.Sessions.Cancel(context.Background(), "cksess_1")
}

func dot(chatkit openai.BetaChatKitService) (any, error) {
	return chatkit.Threads.Get(context.Background(), ".")
}

func create(chatkit openai.BetaChatKitService) (any, error) {
	return chatkit.Sessions.New(context.Background(), openai.BetaChatKitSessionNewParams{User: "u",
		Workflow: openai.ChatSessionWorkflowParam{ID: "wf_1"}})
}

func walk(chatkit openai.BetaChatKitService) (any, error) {
	ids, pager := []string{}, chatkit.Threads.ListAutoPaging(context.Background(), openai.BetaChatKitThreadListParams{})
	for pager.Next() {
		ids = append(ids, pager.Current().ID)
	}
	return strings.Join(ids, " "), pager.Err()
}

func count(c *came, what string) (n int) {
	for _, asked := range c.asked {
		if asked == what {
			n++
		}
	}
	return n
}

func gave(ids string) func(*came) bool {
	return func(c *came) bool { return c.err == nil && c.value == ids }
}

func twice(c *came) bool { return count(c, "POST /chatkit/sessions") >= 2 }

// untyped is an error that has no status, message or request id of the answer.
func untyped(c *came) bool {
	var typed *openai.Error
	return c.err != nil && !errors.As(c.err, &typed)
}

func early(c *came) bool { return len(c.at) == 2 && c.at[1].Sub(c.at[0]) < 950*time.Millisecond }

func thread(c *came) *openai.ChatKitThread { return c.value.(*openai.ChatKitThread) }

type finding struct {
	id      string
	make    func() *came
	happens func(*came) bool
}

func main() {
	text := asks(get, send(400, `{"error":"not found"}`, "x-request-id", "req_1"))
	lists := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	deep := asks(get, send(400, `{"error":`+lists+"}", "x-request-id", "req_1"))
	first := page("e1", `"has_more":true,"last_id":"e1"`)
	refuse := send(400, "{}", "x-should-retry", "false")
	session := send(200, `{"id":"cksess_1"}`)
	surrogate := `"\uda00\ua00a"`
	swallowed := "\uFFFD"
	findings := []finding{
		{"trailing-bytes", asks(get, send(200, `{"title":"x"}rubbish`)),
			func(c *came) bool { return thread(c).Title == "x" }},
		{"beyond-int64", asks(get, send(200, `{"created_at":10000000000000000000}`)),
			func(c *came) bool { return thread(c).CreatedAt == 9223372036854775807 }},
		{"double-name", asks(remove, send(200, `{"object":0,"id":"","deleted":true,"object":"chatkit.thread.deleted"}`)),
			func(c *came) bool { return c.value.(*openai.BetaChatKitThreadDeleteResponse).Object == "0" }},
		{"lone-surrogate", asks(get, send(200, `{"title":`+surrogate+`,"id":`+surrogate+`,"user":`+surrogate+`}`)),
			func(c *came) bool {
				return thread(c).Title == swallowed && thread(c).ID == swallowed && thread(c).User == swallowed
			}},
		{"state-number", asks(cancel, send(200, `{"workflow":{"state_variables":{"a":9007199254740993}}}`)),
			func(c *came) bool {
				a := c.value.(*openai.ChatSession).Workflow.StateVariables["a"]
				return a.OfFloat == 9007199254740992
			}},
		{"repeated-cursor", asks(walk, first, first, first, first, first, refuse),
			func(c *came) bool { return count(c, "GET /chatkit/threads?after=e1") == 5 }},
		{"cursors-in-a-circle", asks(walk, first, page("e2", `"has_more":true,"last_id":"e2"`), first, refuse),
			func(c *came) bool { return count(c, "GET /chatkit/threads?after=e1") == 2 }},
		{"no-cursor", asks(walk, page("e1", `"has_more":true,"last_id":null`)), gave("e1")},
		{"empty-page-with-more", lying(`"data":[],`), gave("e1")},
		{"no-list-absent", lying(""), gave("e1")},
		{"no-list-null", lying(`"data":null,`), gave("e1")},
		{"no-list-object", lying(`"data":{},`), gave("e1")},
		{"no-list-text", lying(`"data":"e2",`), gave("e1")},
		{"post-twice-5xx", asks(create, send(500, "{}"), session), twice},
		{"post-twice-reset", asks(create, reset, session), twice},
		{"post-twice-close", asks(create, closes, session), twice},
		{"retry-after-rfc-850", asks(get, soon("Monday, 02-Jan-06 15:04:05 GMT"), send(200, "{}")), early},
		{"retry-after-asctime", asks(get, soon("Mon Jan _2 15:04:05 2006"), send(200, "{}")), early},
		{"error-text-status", text, untyped}, {"error-text-request-id", text, untyped}, {"error-text-message", text, untyped},
		{"error-deep-status", deep, untyped}, {"error-deep-request-id", deep, untyped},
		{"list-error-body", asks(walk, send(200, `{"error":{"message":"x"}}`)), gave("")},
		{"list-null", asks(walk, send(200, "null")), gave("")},
		{"dot-segments", asks(dot, send(200, "{}")), func(c *came) bool { return count(c, "GET /chatkit/threads/%2E") == 1 }},
	}
	code := 0
	for _, each := range findings {
		if len(os.Args) > 1 && !slices.Contains(os.Args[1:], each.id) {
			continue
		}
		c, word := each.make(), "as listed"
		if !each.happens(c) {
			code, word = 1, "NOT SO   "
		}
		fmt.Printf("%s  %-22s  %.100q, %T, after %d requests\n", word, each.id, fmt.Sprint(c.value), c.err, len(c.asked))
	}
	os.Exit(code)
}
