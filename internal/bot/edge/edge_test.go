// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/go-logr/logr/funcr"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	clocktesting "k8s.io/utils/clock/testing"
)

func newShed() *Shed { return NewShed(prometheus.NewRegistry()) }

func (s *Shed) of(reason Reason) float64 {
	return testutil.ToFloat64(s.total.WithLabelValues(string(reason)))
}

func TestASlotIsWaitedForAndGivenBack(t *testing.T) {
	shed := newShed()
	s := NewSlots(1, time.Millisecond, shed)
	release, ok := s.Acquire(t.Context())
	if !ok || s.InUse() != 1 {
		t.Fatal("there is no slot")
	}
	if _, ok := s.Acquire(t.Context()); ok || shed.of(ReasonWork) != 1 {
		t.Error("a slot was given twice")
	}
	release()
	if _, ok := s.Acquire(t.Context()); !ok {
		t.Error("a slot was not given back")
	}
}

func TestOpeningsAreBoundedByNetworkAndInTotal(t *testing.T) {
	shed := newShed()
	level := StoreRoomy
	o := NewOpenings(3, 2, nil, func() StoreLevel { return level }, shed)
	greedy, other := netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("198.51.100.0/24")
	var got []Reason
	open := func(from netip.Prefix, known bool, now time.Time) {
		reason := Reason("")
		if r := o.Open(from, known, now); r != nil {
			if reason = r.Reason; r.RetryAfter < time.Second {
				t.Errorf("%s: to be tried again after %s", reason, r.RetryAfter)
			}
		}
		got = append(got, reason)
	}
	open(greedy, true, start)
	open(greedy, true, start)
	open(greedy, true, start) // its network has begun two
	open(other, true, start)
	open(other, true, start)   // three have begun
	open(greedy, false, start) // a network that is not known counts in total only
	open(greedy, true, start.Add(time.Minute))
	level = StoreTight
	open(other, true, start.Add(time.Hour))
	want := []Reason{"", "", ReasonNetwork, "", ReasonNewConversations, ReasonNewConversations, "", ReasonStoreSize}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if o.Write() != nil {
		t.Error("a store that is tight refuses messages")
	}
	if level = StoreFull; o.Write() == nil {
		t.Error("a store that is full takes messages")
	}
	if none := (*Openings)(nil); none.Open(greedy, true, start) != nil || none.Write() != nil {
		t.Error("no bounds refuse")
	}
}

func TestTheLevelOfAStore(t *testing.T) {
	for used, want := range map[uint64]StoreLevel{0: StoreRoomy, 799: StoreRoomy, 800: StoreTight, 949: StoreTight, 950: StoreFull, 2000: StoreFull} {
		if got := LevelOf(used, 1000); got != want {
			t.Errorf("%d of 1000: level %d, want %d", used, got, want)
		}
	}
	if LevelOf(1<<40, 0) != StoreRoomy {
		t.Error("a store without a size is full")
	}
}

func TestTheLogIsBounded(t *testing.T) {
	var lines []string
	c := clocktesting.NewFakeClock(start)
	shed := newShed()
	log := LimitLog(funcr.New(func(prefix, args string) { lines = append(lines, prefix+" "+args) }, funcr.Options{}), 3, c, shed)
	for i := range 5 {
		log.WithName("a").Error(errors.New("x"), fmt.Sprint("line ", i))
		log.WithValues("k", "v").Info(fmt.Sprint("other ", i))
	}
	if len(lines) != 3 || shed.of(ReasonLogLines) != 7 {
		t.Errorf("%d lines, %v left out: %v", len(lines), shed.of(ReasonLogLines), lines)
	}
	c.Step(time.Second)
	for range 5 {
		log.Info("later")
	}
	if len(lines) != 6 || !strings.Contains(lines[3], `"lines"=7`) || !strings.Contains(lines[4], "later") {
		t.Errorf("a second later: %v", lines[3:])
	}
}

// serve runs a server with a BodyReader, and returns its address and what became of bodies.
func serve(t *testing.T, b *BodyReader, limit int64) (address string, results chan error) {
	t.Helper()
	results = make(chan error, 100)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, done, err := b.Read(w, r, limit)
		if err == nil {
			done()
		}
		results <- err
	}))
	t.Cleanup(s.Close)
	return s.Listener.Addr().String(), results
}

func (b *BodyReader) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reading.Len()
}

func send(t *testing.T, address, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

const post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"

func TestTheBodyThatIsReadForLongestGivesWay(t *testing.T) {
	shed := newShed()
	b := NewBodyReader(2, 1000, shed)
	address, results := serve(t, b, 100)
	for n := range 2 {
		send(t, address, fmt.Sprintf(post, 50, "half"))
		for b.count() <= n {
			runtime.Gosched() // until it is being read
		}
	}
	var good, evicted int
	for range 5 {
		send(t, address, fmt.Sprintf(post, 4, "done"))
		for before := good; good == before; {
			switch err := <-results; {
			case err == nil:
				good++
			case errors.Is(err, ErrBusy):
				evicted++
			default:
				t.Fatal(err)
			}
		}
	}
	if evicted < 1 || evicted > 2 || shed.of(ReasonBodies) < 1 {
		t.Errorf("%d were read, %d gave way", good, evicted)
	}
}

func TestABodyThatDripsIsGivenUp(t *testing.T) {
	shed := newShed()
	address, results := serve(t, NewBodyReader(10, 1000, shed), 100)
	send(t, address, fmt.Sprintf(post, 50, "half"))
	if err := <-results; !errors.Is(err, ErrSlow) || shed.of(ReasonSlowBody) != 1 {
		t.Errorf("%v, %v counted", err, shed.of(ReasonSlowBody))
	}
}

func TestBodiesHaveSoMuchMemory(t *testing.T) {
	b := NewBodyReader(10, 100, newShed())
	read := func(size int, limit int64) error {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", size)))
		r.ContentLength = -1
		_, _, err := b.Read(httptest.NewRecorder(), r, limit)
		return err // it is not done: it stays in memory
	}
	for _, tc := range []struct {
		size  int
		limit int64
		want  error
	}{{101, 100, ErrTooLarge}, {90, 100, nil}, {20, 100, ErrBusy}, {10, 100, nil}, {1, 100, ErrBusy}} {
		if err := read(tc.size, tc.limit); !errors.Is(err, tc.want) {
			t.Errorf("%d bytes: %v, want %v", tc.size, err, tc.want)
		}
	}
	if b.bytes != 100 {
		t.Errorf("%d bytes are counted", b.bytes)
	}
}

func TestConnectionsThatWereAcceptedAreKept(t *testing.T) {
	shed := newShed()
	s := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/good" {
			Accept(r.Context())
		}
	}), ReadHeaderTimeout: time.Minute}
	c := NewConnections(3, shed)
	c.Guard(s)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(func() { _ = s.Close() })
	address := listener.Addr().String()
	ask := func(conn net.Conn, path string) error {
		if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			return err
		}
		_, err := conn.Read(make([]byte, 1000))
		return err
	}
	good := send(t, address, "")
	if err := ask(good, "/good"); err != nil {
		t.Fatal(err)
	}
	for range 20 { // some say nothing, some begin a request, some were refused
		send(t, address, "")
		send(t, address, "GET / HT")
		_ = ask(send(t, address, ""), "/bad")
	}
	if err := ask(good, "/good"); err != nil {
		t.Errorf("the connection that was accepted: %v", err)
	}
	if n := c.Count(); n > 3 || shed.of(ReasonConnections) < 50 {
		t.Errorf("%d connections, %v closed", n, shed.of(ReasonConnections))
	}
}

func TestJSONHasBounds(t *testing.T) {
	bounds := JSONBounds{Values: 5, Depth: 2}
	for doc, want := range map[string]string{
		`{"a":1}`:              "",
		`[1,2,3]`:              "",
		`[1,2,3,4,5]`:          "more than 5 values",
		`[[[1]]]`:              "more than 2 deep",
		`["[[[[,,,,,,\"[[["]`:  "",
		`["\\",1,2,3,4]`:       "more than 5 values",
		`{"a":{"b":1},"c":[]}`: "",
		`not JSON`:             "",
		``:                     "",
	} {
		err := bounds.Check([]byte(doc))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", doc, err, want)
		}
	}
}

// FuzzJSONBounds compares with a decoder: what it counts in a valid document is what Check counts.
func FuzzJSONBounds(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2,{"b":null}]}`, `["\"",{},[]]`, `[[[]]]`, `"\\"`, `1`, `{"a":"[,{"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		if !json.Valid([]byte(doc)) {
			_ = JSONBounds{Values: 10, Depth: 10}.Check([]byte(doc))
			return
		}
		var parsed any
		if err := json.Unmarshal([]byte(doc), &parsed); err != nil {
			t.Skipf("a number is too large: %v", err)
		}
		values, depth := measure(parsed)
		// Members that are there twice count twice, and are decoded once.
		if err := (JSONBounds{Values: len(doc) + 1, Depth: depth}).Check([]byte(doc)); err != nil {
			t.Errorf("%q: %v", doc, err)
		}
		if err := (JSONBounds{Values: values - 1, Depth: len(doc)}).Check([]byte(doc)); err == nil && values > 1 {
			t.Errorf("%q: has %d values, and is taken for less", doc, values)
		}
	})
}

func measure(v any) (values, depth int) {
	values = 1
	add := func(child any) {
		n, d := measure(child)
		values, depth = values+n, max(depth, d)
	}
	switch v := v.(type) {
	case []any:
		for _, child := range v {
			add(child)
		}
		depth++
	case map[string]any:
		for _, child := range v {
			add(child)
		}
		depth++
	}
	return values, depth
}

// TestABodyGetsTheRoomThatItNeeds: the bodies of customers' messages are small, and what is announced
// and does not come takes no more than one chunk.
func TestABodyGetsTheRoomThatItNeeds(t *testing.T) {
	for _, tc := range []struct{ length, limit, want int64 }{
		{0, 1 << 20, 1}, {60, 1 << 20, 61}, {1 << 20, 1 << 20, chunk}, {-1, 1 << 20, chunk}, {-1, 100, 101},
	} {
		if got := firstRead(tc.length, tc.limit); got != tc.want {
			t.Errorf("%d of at most %d bytes: room for %d, want %d", tc.length, tc.limit, got, tc.want)
		}
	}
	b := NewBodyReader(10, 1<<20, newShed())
	for _, size := range []int{0, 1, chunk - 1, chunk, chunk + 1, 5 * chunk} {
		text := strings.Repeat("x", size)
		for _, length := range []int64{int64(size), -1} {
			r := httptest.NewRequest(http.MethodPost, "/", iotest.OneByteReader(strings.NewReader(text)))
			r.ContentLength = length
			data, done, err := b.Read(httptest.NewRecorder(), r, 1<<20)
			if err != nil || string(data) != text {
				t.Fatalf("%d bytes, announced as %d: %d were read, %v", size, length, len(data), err)
			}
			done()
		}
	}
}
