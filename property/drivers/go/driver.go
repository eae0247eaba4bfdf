// A driver for the official Go client, openai-go: see docs/driver-protocol.md.
// The client makes its own calls; a transport hands it the bytes as the body of the answer, so that all of the
// client's own code between the socket and the caller is under test.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/packages/respjson"
)

type transport struct{ body []byte }

func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(t.body)), Request: request}, nil
}

var wire = &transport{}
var client = openai.NewClient(option.WithAPIKey("none"), option.WithBaseURL("http://driver.invalid/v1"),
	option.WithMaxRetries(0), option.WithHTTPClient(&http.Client{Transport: wire}))
var ctx = context.Background()
var threads = &client.Beta.ChatKit.Threads

var shapes = map[string]func() (any, error){
	"chat_session": func() (any, error) { return client.Beta.ChatKit.Sessions.Cancel(ctx, "cksess_1") },
	"thread":       func() (any, error) { return threads.Get(ctx, "cthr_1") },
	"thread_list":  func() (any, error) { return threads.List(ctx, openai.BetaChatKitThreadListParams{}) },
	"thread_item_list": func() (any, error) {
		return threads.ListItems(ctx, "cthr_1", openai.BetaChatKitThreadListItemsParams{})
	},
	"thread_deleted": func() (any, error) { return threads.Delete(ctx, "cthr_1") },
	// No operation answers with one item alone: the client's generic request reads it.
	"thread_item": func() (any, error) {
		item := new(openai.ChatKitThreadItemListDataUnion)
		return item, client.Get(ctx, "item", nil, item)
	},
}

var hello = map[string]any{"protocol": 1, "modes": []string{"parse"}, "shapes": slices.Sorted(maps.Keys(shapes)),
	"driver": map[string]string{"name": "openai-go", "version": "3.96.0", "language": "go"},
	"traits": map[string]any{"lenient": true, "fractionsAsDoubles": true, "replacesLoneSurrogates": true}}

// plain is the value as JSON has it: the fields that the client says are there, and those that it didn't know.
func plain(v reflect.Value, path string, variants map[string]any) any {
	if pointer := v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface; pointer && v.IsNil() {
		return nil
	} else if pointer {
		return plain(v.Elem(), path, variants)
	}
	if asAny := v.MethodByName("AsAny"); asAny.IsValid() {
		variants[path] = nil
		if member := asAny.Call(nil)[0]; !member.IsNil() {
			variants[path] = member.Elem().FieldByName("Type").MethodByName("Default").Call(nil)[0].String()
			return plain(member, path, variants)
		}
		return json.RawMessage(v.MethodByName("RawJSON").Call(nil)[0].String())
	}
	switch v.Kind() {
	case reflect.Struct:
		return fields(v, path, variants)
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = plain(v.Index(i), fmt.Sprintf("%s[%d]", path, i), variants)
		}
		return list
	case reflect.Map:
		object := map[string]any{}
		for _, key := range v.MapKeys() {
			object[key.String()] = plain(v.MapIndex(key), path+"."+key.String(), variants)
		}
		return object
	}
	return v.Interface()
}

func fields(v reflect.Value, path string, variants map[string]any) any {
	object := map[string]any{}
	meta := v.FieldByName("JSON")
	for i := range v.NumField() {
		tag, tagged := v.Type().Field(i).Tag.Lookup("json")
		if name, _, _ := strings.Cut(tag, ","); tagged && name != "-" && meta.IsValid() {
			field := meta.FieldByName(v.Type().Field(i).Name).Interface().(respjson.Field)
			if name == "" && field.Valid() { // one kind of several that a value may be of
				return plain(v.Field(i), path, variants)
			} else if field.Raw() == "null" {
				object[name] = nil
			} else if name != "" && field.Raw() != "" {
				object[name] = plain(v.Field(i), path+"."+name, variants)
			}
		}
	}
	if extra := meta.FieldByName("ExtraFields"); extra.IsValid() {
		for _, key := range extra.MapKeys() {
			object[key.String()] = json.RawMessage(extra.MapIndex(key).Interface().(respjson.Field).Raw())
		}
	}
	return object
}

func parse(shape string) map[string]any {
	value, err := shapes[shape]()
	if err != nil {
		failure := map[string]any{"type": fmt.Sprintf("%T", err), "message": err.Error()}
		return map[string]any{"outcome": "error", "error": failure}
	}
	variants := map[string]any{}
	return map[string]any{"outcome": "value", "variants": variants, "value": plain(reflect.ValueOf(value), "$", variants)}
}

func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var message struct {
			Cmd, Shape string
			ID         int
			Body       []byte // in base64, as encoding/json has bytes
		}
		if in.Decode(&message) != nil || message.Cmd == "stop" {
			return
		}
		if message.Cmd == "hello" {
			_ = out.Encode(hello)
			continue
		}
		wire.body = message.Body
		answer := parse(message.Shape)
		answer["id"] = message.ID
		if out.Encode(answer) != nil { // the client gave a value that Go can't write
			failure := map[string]any{"type": "driver", "message": "encoding/json cannot write the value"}
			_ = out.Encode(map[string]any{"id": message.ID, "outcome": "error", "error": failure})
		}
	}
}
