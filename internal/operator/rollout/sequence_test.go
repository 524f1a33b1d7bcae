// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

var update = flag.Bool("update", false, "write the golden logs")

const (
	// tick is how much time passes between two looks, and hastyTick in random orders.
	tick, hastyTick = 30 * time.Minute, time.Hour
	// maxTicks is where a story that does not end is a livelock.
	maxTicks = 400
)

// story is a rollout from beginning to end, with what people do at which hour.
type story struct {
	setup func(*world)
	// events by hours since monday, in the order of their time.
	events []happening
	// want are the results at the end; a batch that must not have one is "".
	want map[string]v1alpha1.BatchResult
	// atLeast is how many hours the story lasts.
	atLeast float64
}

type happening struct {
	hour float64
	what string
	do   func(*world)
	// once delays it until the story has come so far.
	once func(*world) bool
}

// inStep says that a batch has come to a step and customers have it.
func inStep(batch, step string) func(*world) bool {
	return func(w *world) bool {
		s := &w.batches[batch].Status
		return s.Step == step && len(s.Steps) > 0 && !s.Steps[len(s.Steps)-1].StartedAt.IsZero()
	}
}

// failed says that a gate of a batch has failed.
func failed(batch string) func(*world) bool {
	return func(w *world) bool { return w.batches[batch].Status.Verdict == v1alpha1.VerdictFail }
}

func TestSequences(t *testing.T) {
	all := stories()
	maps.Copy(all, moves())
	maps.Copy(all, mixtures())
	maps.Copy(all, returns())
	for name, s := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Run("default order", func(t *testing.T) {
				w := s.tell(t, nil)
				s.check(t, w)
				golden(t, name, w)
			})
			t.Run("random order, seed 0", func(t *testing.T) {
				w := s.tell(t, rand.New(rand.NewPCG(0, 0)))
				s.check(t, w)
				golden(t, name+" random", w)
			})
			for seed := range orders {
				t.Run(fmt.Sprintf("random order, seed %d", seed+1), func(t *testing.T) {
					s.check(t, s.tell(t, rand.New(rand.NewPCG(uint64(seed+1), 0))))
				})
			}
		})
	}
}

// tell runs the story. With a source of chance, reconciles are skipped, repeated, delayed
// and cut off before their write, batches take turns in any order, and pods are slow.
func (s *story) tell(t *testing.T, rng *rand.Rand) *world {
	w := newWorld(t)
	s.setup(w)
	if rng != nil {
		w.rng = rng
	}
	events, tick := s.events, tick
	if rng != nil {
		tick = hastyTick
	}
	for i := 0; ; i++ {
		if i > maxTicks {
			t.Fatalf("the story does not end:\n%s", strings.Join(w.log, "\n"))
		}
		hours := w.now.Sub(monday).Hours()
		for len(events) > 0 && events[0].hour <= hours && (events[0].once == nil || events[0].once(w)) {
			w.note("* %s", events[0].what)
			events[0].do(w)
			events = events[1:]
		}
		if rng == nil {
			w.orderly()
		} else {
			w.disorderly()
		}
		if len(events) == 0 && hours >= s.atLeast && w.settled() {
			return w
		}
		w.now = w.now.Add(tick)
		w.converse(tick)
	}
}

func (w *world) orderly() {
	for range 3 {
		for _, name := range w.names() {
			w.reconcile(name)
		}
		w.serve()
	}
}

func (w *world) disorderly() {
	delayed := map[string]Snapshot{}
	for range 2 {
		names := w.names()
		w.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		for _, name := range names {
			switch p := w.rng.Float64(); {
			case p < 0.2: // skipped
			case p < 0.3: // crashed between the plan and its write
				Plan(w.snapshot(name))
			case p < 0.4: // delayed: the world goes on before the write
				delayed[name] = w.snapshot(name)
			case p < 0.6: // repeated
				w.reconcile(name)
				w.reconcile(name)
			default:
				w.reconcile(name)
			}
			if old, found := delayed[name]; found && w.rng.Float64() < 0.5 {
				delete(delayed, name)
				w.write(name, old)
			}
		}
		if w.rng.Float64() < 0.7 {
			w.serve()
		}
	}
}

func (s *story) check(t *testing.T, w *world) {
	t.Helper()
	for name, want := range s.want {
		var got v1alpha1.BatchResult
		if b := w.batches[name]; b != nil {
			got = b.Status.Result
		}
		if got != want {
			t.Errorf("%s ended as %q, want %q", name, got, want)
		}
	}
	if t.Failed() {
		t.Log("\n" + strings.Join(w.log[max(0, len(w.log)-40):], "\n"))
	}
}

func golden(t *testing.T, name string, w *world) {
	t.Helper()
	path := filepath.Join("testdata", strings.NewReplacer(" ", "-", ",", "").Replace(name)+".golden")
	got := strings.Join(w.log, "\n") + "\n"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("reading the golden log (write it with -update): %v", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the log differs from %s (-want +got):\n%s", path, diff)
	}
}
