// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/api"
	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

// TestAnswersAreReadAsPrometheusClientReadsThem compares with that client: values, warnings, and what kind
// of error it is.
func TestAnswersAreReadAsPrometheusClientReadsThem(t *testing.T) {
	const sample = `{"metric":{"__name__":"intentops_conversations_total","bot":"support"},"value":[1764400000.5,"12"]}`
	for name, tc := range map[string]struct {
		code int
		body string
	}{
		"a vector":                  {200, `{"status":"success","data":{"resultType":"vector","result":[` + sample + `,` + sample + `]}}`},
		"nothing":                   {200, `{"status":"success","data":{"resultType":"vector","result":[]}}`},
		"null":                      {200, `{"status":"success","data":{"resultType":"vector","result":null}}`},
		"the type behind":           {200, ` { "data" : {"result":[` + sample + `],"resultType":"vector"} , "status":"success" } `},
		"warnings":                  {200, `{"status":"success","warnings":["a","b"],"data":{"resultType":"vector","result":[]}}`},
		"members of later versions": {200, `{"status":"success","infos":["x"],"data":{"stats":{"a":[1]},"resultType":"vector","result":[` + sample + `]}}`},
		"a scalar":                  {200, `{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}`},
		"a matrix":                  {200, `{"status":"success","data":{"resultType":"matrix","result":[]}}`},
		"another type":              {200, `{"status":"success","data":{"resultType":"tensor","result":[]}}`},
		"no data":                   {200, `{"status":"success"}`},
		"an error":                  {200, `{"status":"error","errorType":"internal","error":"sorry"}`},
		"a refusal":                 {422, `{"status":"error","errorType":"execution","error":"too many samples"}`},
		"a refusal that is none":    {400, `{"status":"success","data":{"resultType":"vector","result":[]}}`},
		"a refusal by another":      {400, `<html>`},
		"not found":                 {404, `who are you`},
		"a timeout":                 {503, `{"status":"error","errorType":"timeout","error":"query timed out"}`},
		"cut off":                   {200, `{"status":"success","data":{"resultType":"vector","result":[` + sample},
		"more behind":               {200, `{"status":"success","data":{"resultType":"vector","result":[]}} {}`},
		"no JSON":                   {200, `<html>`},
		"a bad sample":              {200, `{"status":"success","data":{"result":[{"metric":{},"value":["x",7]}],"resultType":"vector"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { status(tc.code, tc.body)(w, "") }))
			defer server.Close()
			client, err := api.NewClient(api.Config{Address: server.URL})
			if err != nil {
				t.Fatal(err)
			}
			value, warnings, wantErr := promv1.NewAPI(client).Query(t.Context(), "up", time.Time{})
			got, err := asks(t, server.URL).query(t.Context(), "up", time.Time{}, time.Second)
			if (err == nil) != (wantErr == nil) {
				t.Fatalf("error %v, want %v", err, wantErr)
			}
			var theirs, ours *promv1.Error
			if errors.As(wantErr, &theirs) && (!errors.As(err, &ours) || theirs.Type != ours.Type || theirs.Detail != ours.Detail || theirs.Type != promv1.ErrBadResponse && theirs.Msg != ours.Msg) {
				t.Errorf("error %#v, want %#v", ours, theirs)
			}
			if err != nil {
				return
			}
			if diff := cmp.Diff([]string(warnings), got.warnings); diff != "" || value.Type() != got.resultType {
				t.Errorf("type %s, want %s; warnings (-want +got):\n%s", got.resultType, value.Type(), diff)
			}
			if vector, is := value.(model.Vector); is && !vector.Equal(got.vector) {
				t.Errorf("got %v, want %v", got.vector, vector)
			}
		})
	}
}

func asks(t *testing.T, address string) *instant {
	t.Helper()
	i, err := newInstant(address, http.DefaultTransport)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// TestQueriesArePostedOrElseAsked also below a path and with parameters of the address.
func TestQueriesArePostedOrElseAsked(t *testing.T) {
	for _, refuses := range []int{0, http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusNotImplemented} {
		var got []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = append(got, r.Method+" "+r.URL.Path+" "+r.FormValue("query")+" "+r.FormValue("time")+" "+r.FormValue("timeout")+" "+r.FormValue("tenant"))
			if r.Method == http.MethodPost && refuses != 0 {
				w.WriteHeader(refuses)
				return
			}
			_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[]}}`)
		}))
		if _, err := asks(t, server.URL+"/prom/?tenant=a").query(t.Context(), "sum(up)", time.UnixMilli(1500), 2*time.Second); err != nil {
			t.Error(err)
		}
		server.Close()
		const asked = " /prom/api/v1/query sum(up) 1.5 2s a"
		want := []string{"POST" + asked}
		if refuses != 0 {
			want = append(want, "GET"+asked)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("where a POST gets %d (-want +got):\n%s", refuses, diff)
		}
	}
}

// TestAnswersArriveInPieces: what stands on both sides of a gap is one.
func TestAnswersArriveInPieces(t *testing.T) {
	body := `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"bot":"Stra\u00dfe"},"value":[1764400000.5,"12345"]}]}}`
	var r reply
	if err := r.decode(iotest.OneByteReader(strings.NewReader(body))); err != nil {
		t.Fatal(err)
	}
	want := model.Vector{{Metric: model.Metric{"bot": "Straße"}, Value: 12345, Timestamp: 1764400000500}}
	if !want.Equal(r.vector) {
		t.Errorf("got %v, want %v", r.vector, want)
	}
}
