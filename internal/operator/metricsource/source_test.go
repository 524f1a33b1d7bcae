// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
)

func TestOneQueryPerFamilyAndTick(t *testing.T) {
	f := newFakePrometheus(t)
	s, clock, _ := newTestSource(t, f, WithTick(5*time.Second), WithKPITick(30*time.Second))

	// 200 batches and 200 KPITargets ask at once, as after the operator's start.
	everybody := func() {
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() {
				if _, err := s.Rollouts(t.Context()); err != nil {
					t.Error(err)
				}
				if _, err := s.Loaded(t.Context()); err != nil {
					t.Error(err)
				}
				if _, err := s.KPIs(t.Context(), time.Duration(1+i%2)*time.Hour); err != nil {
					t.Error(err)
				}
				if _, err := s.Measurements(t.Context(), "shop", "support", fmt.Sprintf("intent-%d", i)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
	everybody()
	// Rollouts, releases, and totals now and 1h, 2h, 4h, 24h and 48h ago.
	if got := len(f.asked()); got != 8 {
		t.Fatalf("%d queries in the first tick, want 8:\n%s", got, strings.Join(f.asked(), "\n"))
	}
	clock.SetTime(start.Add(4999 * time.Millisecond))
	everybody()
	if got := len(f.asked()); got != 8 {
		t.Fatalf("%d queries before the tick ended, want 8", got)
	}
	clock.SetTime(start.Add(5 * time.Second))
	everybody()
	if got := len(f.asked()); got != 10 {
		t.Fatalf("%d queries after a tick, want 10: rollouts and releases again", got)
	}
	clock.SetTime(start.Add(30 * time.Second))
	everybody()
	// 1h ago and 2h ago move with 30 s and 36 s, the rest more slowly.
	if got := len(f.asked()); got != 14 {
		t.Fatalf("%d queries after a KPI tick, want 14:\n%s", got, strings.Join(f.asked()[10:], "\n"))
	}
}

func TestFailuresAreKeptForATick(t *testing.T) {
	f := newFakePrometheus(t)
	f.setRaw(func(w http.ResponseWriter, _ string) bool {
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	})
	s, clock, registry := newTestSource(t, f)
	for range 10 {
		if _, err := s.KPIs(t.Context(), 7*24*time.Hour); !IsUnavailable(err) {
			t.Fatalf("error %v, want unavailable", err)
		}
	}
	if got := len(f.asked()); got != 1 {
		t.Errorf("%d queries while the provider is down, want 1", got)
	}
	if diff := cmp.Diff(map[string]float64{"kpi unavailable": 1}, counted(t, registry)); diff != "" {
		t.Errorf("queries (-want +got):\n%s", diff)
	}
	// It is back: the failure does not stay for the long slot of an old reading.
	f.setRaw(nil)
	clock.SetTime(start.Add(DefaultKPITick))
	if _, err := s.KPIs(t.Context(), 7*24*time.Hour); err != nil {
		t.Errorf("after the provider came back: %v", err)
	}
}

// TestDetailsAreOfTheWayAndNotOfTheAnswer: what a log may have.
func TestDetailsAreOfTheWayAndNotOfTheAnswer(t *testing.T) {
	const words = "Bearer planted"
	for name, tc := range map[string]struct {
		err  error
		want string
	}{
		"an answer that refuses":   {&promv1.Error{Type: promv1.ErrBadData, Msg: words}, ""},
		"warnings":                 {incomplete([]string{words}), ""},
		"a value that is not one":  {errors.New("parsing " + words), ""},
		"what is not HTTP":         {&url.Error{Op: "Post", URL: "http://prometheus:9090", Err: errors.New("malformed HTTP response " + words)}, ""},
		"a name that is not known": {&url.Error{Op: "Post", Err: &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "prometheus"}}}, "lookup prometheus: no such host"},
		"nobody listens":           {&url.Error{Op: "Post", Err: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}}, "dial tcp: connection refused"},
	} {
		if got := Details(unavailable("kpi", tc.err)); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestUnavailableSaysWhy(t *testing.T) {
	tests := map[string]struct {
		raw  func(w http.ResponseWriter, query string) bool
		want string
	}{
		"a server error": {
			raw:  status(http.StatusBadGateway, "<html>bad gateway of 10.1.2.3:4567</html>"),
			want: "server error: 502",
		},
		"not allowed": {
			raw:  status(http.StatusUnauthorized, "who are you"),
			want: "client error: 401",
		},
		"another server": {
			raw:  status(http.StatusOK, "<html>welcome</html>"),
			want: "the answer is not one of Prometheus; check the address",
		},
		"half an answer": {
			raw:  status(http.StatusOK, `{"status":"success","data":{"resultType":"vector","result":[{"metric":{`),
			want: "the answer is not one of Prometheus; check the address",
		},
		"values that do not parse": {
			raw:  status(http.StatusOK, `{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":["x",7]}]}}`),
			want: "the answer is not one of Prometheus; check the address",
		},
		"a scalar": {
			raw:  status(http.StatusOK, `{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}`),
			want: "the answer is not one of Prometheus; check the address",
		},
		"a matrix": {
			raw:  status(http.StatusOK, `{"status":"success","data":{"resultType":"matrix","result":[]}}`),
			want: "the answer is not one of Prometheus; check the address",
		},
		"nothing": {
			raw:  status(http.StatusOK, ``),
			want: "the answer is not one of Prometheus; check the address",
		},
		"a part of the storage is away": {
			raw:  status(http.StatusOK, `{"status":"success","warnings":["store-2 is away"],"data":{"resultType":"vector","result":[]}}`),
			want: "the answer is incomplete: Prometheus gives warnings with it",
		},
		"too many samples": {
			raw:  status(http.StatusUnprocessableEntity, `{"status":"error","errorType":"execution","error":"query processing would load too many samples"}`),
			want: "the query was refused: it reads more samples than Prometheus allows: aggregate less at a time, or record it by a rule",
		},
		"a query that ran out of time": {
			raw:  status(http.StatusBadRequest, `{"status":"error","errorType":"timeout","error":"query timed out after 10s"}`),
			want: "the query ran out of time",
		},
		"the connection breaks": {
			raw: func(_ http.ResponseWriter, _ string) bool {
				panic(http.ErrAbortHandler)
			},
			want: "the connection failed",
		},
		"an answer without an end": {
			raw: func(w http.ResponseWriter, _ string) bool {
				chunk := make([]byte, 1<<10)
				for range 1 << 10 {
					if _, err := w.Write(chunk); err != nil {
						break
					}
				}
				return true
			},
			want: "the answer is too large",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakePrometheus(t)
			f.setRaw(tc.raw)
			s, _, registry := newTestSource(t, f, func(c *config) { c.maxAnswer = 1 << 19 })
			for family, ask := range map[string]func() error{
				"rollout": func() error { _, err := s.Rollouts(t.Context()); return err },
				"release": func() error { _, err := s.Loaded(t.Context()); return err },
				"kpi":     func() error { _, err := s.KPIs(t.Context(), time.Hour); return err },
			} {
				err := ask()
				if !IsUnavailable(err) {
					t.Fatalf("%s: error %v, want unavailable", family, err)
				}
				want := "reading " + family + " metrics from Prometheus: " + tc.want
				if err.Error() != want {
					t.Errorf("error %q, want %q", err, want)
				}
				if got := counted(t, registry)[family+" unavailable"]; got != 1 {
					t.Errorf("%s: %v failed queries counted, want 1", family, got)
				}
			}
		})
	}
}

func status(code int, body string) func(http.ResponseWriter, string) bool {
	return func(w http.ResponseWriter, _ string) bool {
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
		return true
	}
}

func TestUnavailableWithoutAServer(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	for address, want := range map[string]string{
		address:                        "the connection is refused",
		"http://prometheus.invalid.:1": "the host name does not resolve",
	} {
		s, err := New(address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Rollouts(t.Context()); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: error %v, want one that ends in %q", address, err, want)
		}
	}
}

func TestQueryTimesOut(t *testing.T) {
	release := make(chan struct{})
	f := newFakePrometheus(t)
	f.setRaw(func(http.ResponseWriter, string) bool { <-release; return true })
	t.Cleanup(func() { close(release) })
	s, _, _ := newTestSource(t, f, WithTimeout(20*time.Millisecond))
	_, err := s.Rollouts(t.Context())
	if !IsUnavailable(err) || !strings.HasSuffix(err.Error(), "no answer in time") {
		t.Errorf("error %v, want a timeout", err)
	}
}

func TestACallerThatLeavesDoesNotFailTheOthers(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	f := newFakePrometheus(t)
	f.setRaw(func(http.ResponseWriter, string) bool {
		close(arrived)
		<-release
		return false
	})
	s, _, _ := newTestSource(t, f)

	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := s.Rollouts(ctx)
		left <- err
	}()
	<-arrived
	stayed := make(chan error)
	go func() {
		_, err := s.Rollouts(t.Context())
		stayed <- err
	}()
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the caller that left got %v", err)
	}
	close(release)
	if err := <-stayed; err != nil {
		t.Errorf("the caller that stayed got %v", err)
	}
}

func TestNewRefusesAddresses(t *testing.T) {
	for _, address := range []string{"", "prometheus:9090", "ftp://prometheus", "http://", "http://user:secret@%zz"} {
		_, err := New(address)
		if err == nil || !strings.Contains(err.Error(), "http://prometheus:9090") {
			t.Errorf("New(%q) = %v, want an error with an example", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
	if _, err := New("http://prometheus:9090", WithTick(0)); err == nil {
		t.Error("a tick of 0 was accepted")
	}
}
