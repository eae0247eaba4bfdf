// A driver for the calls of the official Go client, openai-go: see docs/driver-protocol.md, mode `call`.
//
// The client keeps its defaults: retries, pauses, auto-paging and errors are what is under test. Calls run side by
// side, for most of them wait.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/packages/pagination"
	"github.com/openai/openai-go/v3/packages/param"
)

type message struct {
	Cmd, Operation, BaseURL, APIKey string
	ID, TimeoutMs                   int
	Params                          struct {
		ThreadID      string `json:"thread_id"`
		SessionID     string `json:"session_id"`
		After, Before param.Opt[string]
		Limit         param.Opt[int64]
		Order         string
		User          param.Opt[string]
	}
	raw json.RawMessage
}

var operations = []string{"sessions.create", "sessions.cancel", "threads.retrieve", "threads.delete",
	"threads.list", "threads.listItems"}

type object = map[string]any

// raw is what the client read, as it says itself.
type raw interface{ RawJSON() string }

func whole(value raw, err error) (any, []any, error) {
	if err != nil {
		return nil, []any{}, err
	}
	if reflect.ValueOf(value).IsNil() || value.RawJSON() == "" {
		return "(undefined)", nil, nil
	}
	return json.RawMessage(value.RawJSON()), nil, nil
}

func collect[T raw](pager *pagination.ConversationCursorPageAutoPager[T]) (any, []any, error) {
	seen := []any{}
	for pager.Next() {
		seen = append(seen, json.RawMessage(pager.Current().RawJSON()))
	}
	return seen, seen, pager.Err()
}

func makeCall(m message) (any, []any, error) {
	options := []option.RequestOption{option.WithAPIKey(m.APIKey), option.WithBaseURL(m.BaseURL)}
	if m.TimeoutMs > 0 {
		options = append(options, option.WithRequestTimeout(time.Duration(m.TimeoutMs)*time.Millisecond))
	}
	chatkit := openai.NewClient(options...).Beta.ChatKit
	ctx, p := context.Background(), m.Params
	switch m.Operation {
	case "sessions.create":
		var body openai.BetaChatKitSessionNewParams
		if err := json.Unmarshal(m.raw, &body); err != nil {
			panic(err)
		}
		return whole(chatkit.Sessions.New(ctx, body))
	case "sessions.cancel":
		return whole(chatkit.Sessions.Cancel(ctx, p.SessionID))
	case "threads.retrieve":
		return whole(chatkit.Threads.Get(ctx, p.ThreadID))
	case "threads.delete":
		return whole(chatkit.Threads.Delete(ctx, p.ThreadID))
	case "threads.list":
		query := openai.BetaChatKitThreadListParams{After: p.After, Before: p.Before, Limit: p.Limit,
			User: p.User, Order: openai.BetaChatKitThreadListParamsOrder(p.Order)}
		return collect(chatkit.Threads.ListAutoPaging(ctx, query))
	default:
		return collect(chatkit.Threads.ListItemsAutoPaging(ctx, p.ThreadID, openai.BetaChatKitThreadListItemsParams{
			After: p.After, Before: p.Before, Limit: p.Limit, Order: openai.BetaChatKitThreadListItemsParamsOrder(p.Order)}))
	}
}

func call(m message) object {
	if !slices.Contains(operations, m.Operation) {
		return object{"id": m.ID, "outcome": "skipped", "reason": "no operation " + m.Operation}
	}
	value, seen, err := makeCall(m)
	if err == nil {
		return object{"id": m.ID, "outcome": "value", "value": value}
	}
	// Errors of the transport reach the caller as they are: so the client documents it.
	told := object{"type": fmt.Sprintf("%T", err), "message": err.Error()}
	var apierr *openai.Error
	if errors.As(err, &apierr) {
		// What Error() says leaves out what the fields and the kept answer hold.
		told["message"] = fmt.Sprintf("%s: %s (%s)", err, apierr.Message, apierr.DumpResponse(true))
		told["status"], told["code"] = apierr.StatusCode, apierr.Code
		told["requestId"] = apierr.Response.Header.Get("x-request-id")
	}
	return object{"id": m.ID, "outcome": "error", "error": told, "value": seen}
}

func main() {
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "github.com/openai/openai-go/v3" {
				version = dep.Version[1:]
			}
		}
	}
	in, out, lock := bufio.NewReaderSize(os.Stdin, 1<<20), json.NewEncoder(os.Stdout), sync.Mutex{}
	write := func(answer object) {
		lock.Lock()
		defer lock.Unlock()
		_ = out.Encode(answer)
	}
	for {
		line, err := in.ReadBytes('\n')
		var m message
		if err != nil || json.Unmarshal(line, &m) != nil || m.Cmd == "stop" {
			return
		}
		var params struct{ Params json.RawMessage }
		_ = json.Unmarshal(line, &params)
		m.raw = params.Params
		if m.Cmd == "hello" {
			write(object{"protocol": 1, "modes": []string{"call"}, "operations": operations,
				"driver": object{"name": "openai-go", "version": version, "language": "go"}})
		} else {
			go func() { write(call(m)) }()
		}
	}
}
