// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/intentops/intentops/internal/contract/release"
)

func TestARolloutFromBeginningToEnd(t *testing.T) {
	one, two := bundle(t, "nine to five"), bundle(t, "nine to six")
	s := newShelf(one, two)
	f, registry := follow(t, s, nil)
	if f.View() != nil {
		t.Fatal("there is a view before there is a release")
	}

	f.Offer(pointer(1, one))
	eventually(t, "the first release", serves(f, one.Release, "", 0))
	f.Offer(rolling(pointer(2, one), two, 5))
	eventually(t, "the candidate at 5 %", serves(f, one.Release, two.Release, 5))
	f.Offer(rolling(pointer(3, one), two, 50))
	eventually(t, "the candidate at 50 %", serves(f, one.Release, two.Release, 50))
	f.Offer(pointer(4, two))
	eventually(t, "the promotion", serves(f, two.Release, "", 0))
	f.Offer(pointer(5, one))
	eventually(t, "going back", serves(f, one.Release, "", 0))

	if s.count(one.Release) != 1 || s.count(two.Release) != 1 {
		t.Errorf("fetched %v, want each release once", s.fetched)
	}
	want := `
# HELP intentops_release_loaded Sequence of the newest pointer whose releases this pod has loaded, for each release that it serves.
# TYPE intentops_release_loaded gauge
intentops_release_loaded{bot="shop",namespace="shop-ns",pod="shop-0",release="` + one.Release + `",track="stable"} 5
`
	if err := testutil.GatherAndCompare(registry, strings.NewReader(want), "intentops_release_loaded"); err != nil {
		t.Error(err)
	}
	status := f.Status()
	if status.Sequence != 5 || status.SequenceInForce != 5 || status.Stable != one.Release || status.Intents != 1 || status.Failure != nil {
		t.Errorf("status %+v", status)
	}
}

func TestAnswersComeFromTheReleaseInForce(t *testing.T) {
	one := bundle(t, "nine to five")
	f, _ := follow(t, newShelf(one), nil)
	f.Offer(pointer(1, one))
	eventually(t, "the release", serves(f, one.Release, "", 0))
	predictions, err := f.View().Stable.Classifier.Classify(t.Context(), "at what time do you close?")
	if err != nil || len(predictions) == 0 || predictions[0].Intent != "hours" {
		t.Errorf("predictions %v, error %v", predictions, err)
	}
	if got := f.View().Stable.Handoff().URL; got != "https://helpdesk.example" {
		t.Errorf("handoffs go to %q", got)
	}
}

func TestTheKillSwitchDoesNotWaitForABundle(t *testing.T) {
	one, two := bundle(t, "nine to five"), bundle(t, "nine to six")
	s := newShelf(one, two)
	f, _ := follow(t, s, nil)
	f.Offer(pointer(1, one))
	eventually(t, "the first release", serves(f, one.Release, "", 0))

	hold := make(chan struct{})
	s.change(func() { s.hold = hold })
	p := pointer(2, two)
	p.Automation = "Disabled"
	f.Offer(p)
	eventually(t, "the kill switch", func() bool { return f.View().Pointer.Automation == "Disabled" })
	if v := f.View(); v.Stable.Hash != one.Release || v.Complete {
		t.Errorf("view %+v, want the old release while the new one is loaded", v.Pointer)
	}
	eventually(t, "loading", func() bool { return f.Status().Loading == two.Release })
	if status := f.Status(); status.Sequence != 2 || status.SequenceInForce != 1 {
		t.Errorf("status %+v, want 2 followed and 1 in force", status)
	}
	close(hold)
	eventually(t, "the new release", serves(f, two.Release, "", 0))
}

func TestAReleaseThatDoesNotLoadReplacesNone(t *testing.T) {
	one, two := bundle(t, "nine to five"), bundle(t, "nine to six")
	bad := sample("x")
	bad.Policy.Rules[0].When = "intent.risk =="
	badRules, err := release.Pack(bad)
	if err != nil {
		t.Fatal(err)
	}
	noWords := sample("x")
	noWords.Intents[0].Utterances = []string{"?!"}
	untrainable, err := release.Pack(noWords)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		bundle release.Bundle
		parts  [][]byte // what is on the shelf
		want   string   // part of the error
	}{
		"not there":             {bundle: two, want: "no bundle"},
		"damaged":               {bundle: two, parts: [][]byte{{1, 2, 3}}, want: "corrupt"},
		"another release":       {bundle: two, parts: one.Parts, want: "content has hash"},
		"rules do not compile":  {bundle: badRules, parts: badRules.Parts, want: `escalation policy "standard": rules[0] "risky"`},
		"nothing to learn from": {bundle: untrainable, parts: untrainable.Parts, want: "preparing the classifier"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newShelf(one)
			if tc.parts != nil {
				s.bundles[tc.bundle.Release] = tc.parts
			}
			f, registry := follow(t, s, nil)
			f.Offer(pointer(1, one))
			eventually(t, "the first release", serves(f, one.Release, "", 0))
			f.Offer(rolling(pointer(2, one), tc.bundle, 50))
			eventually(t, "the failure", func() bool { return f.Status().Failure != nil })

			failure := f.Status().Failure
			if failure.Release != tc.bundle.Release || !strings.Contains(failure.Error, tc.want) {
				t.Errorf("failure %+v, want release %.8s and %q", failure, tc.bundle.Release, tc.want)
			}
			if !serves(f, one.Release, "", 0)() || f.Status().SequenceInForce != 1 {
				t.Errorf("status %+v, want the first release as before", f.Status())
			}
			if n, err := testutil.GatherAndCount(registry, "intentops_release_load_errors_total"); err != nil || n != 1 {
				t.Errorf("%d series of load errors, %v", n, err)
			}
			// Away again: the rollout is abandoned, and no old failure is reported.
			f.Offer(pointer(3, one))
			eventually(t, "pointer 3", func() bool { return f.Status().SequenceInForce == 3 && f.Status().Failure == nil })
		})
	}
}

func TestAFailureThatPassesIsTriedAgain(t *testing.T) {
	one := bundle(t, "nine to five")
	s := newShelf(one)
	s.away = true
	f, _ := follow(t, s, nil)
	f.Offer(pointer(1, one))
	eventually(t, "the failure", func() bool { return f.Status().Failure != nil })
	s.change(func() { s.away = false })
	eventually(t, "the release", serves(f, one.Release, "", 0))
	if f.Status().Failure != nil {
		t.Errorf("failure %+v after success", f.Status().Failure)
	}
}

type panics struct{}

func (panics) Build(string, [][]byte) (*Loaded, error) { panic("a trap") }

func TestAPanicWhileLoadingIsAFailureToLoad(t *testing.T) {
	one := bundle(t, "nine to five")
	f := &Follower{fetcher: newShelf(one), builder: panics{}}
	res := f.fetch(t.Context(), one.Ref("shop"))
	if res.err == nil || !strings.Contains(res.err.Error(), "panicked: a trap") {
		t.Errorf("error %v", res.err)
	}
}

func TestABotStartsFromTheReleasesOnDisk(t *testing.T) {
	one, two := bundle(t, "nine to five"), bundle(t, "nine to six")
	dir := t.TempDir()
	disk, err := NewDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("what was in force is kept", func(t *testing.T) {
		f, _ := follow(t, newShelf(one, two), disk)
		f.Offer(rolling(pointer(7, one), two, 25))
		eventually(t, "the rollout", serves(f, one.Release, two.Release, 25))
		eventually(t, "the pointer on disk", func() bool {
			p, err := disk.Pointer()
			return err == nil && p != nil && p.Rollout != nil
		})
	})
	t.Run("and served while the API server is away", func(t *testing.T) {
		s := newShelf()
		f, _ := follow(t, s, disk)
		eventually(t, "the rollout", serves(f, one.Release, two.Release, 25))
		if f.Status().SequenceInForce != 7 || len(s.fetched) != 0 {
			t.Errorf("status %+v, fetched %v", f.Status(), s.fetched)
		}
	})
	t.Run("a candidate that is damaged is left out", func(t *testing.T) {
		if err := os.WriteFile(disk.bundle(two.Release), []byte("rubbish"), 0o600); err != nil {
			t.Fatal(err)
		}
		f, _ := follow(t, newShelf(one, two), disk)
		eventually(t, "stable", serves(f, one.Release, "", 0))
		f.Offer(rolling(pointer(7, one), two, 25))
		eventually(t, "the rollout, loaded again", serves(f, one.Release, two.Release, 25))
	})
	t.Run("bundles that are not wanted are removed", func(t *testing.T) {
		bundles := []release.Bundle{two}
		for i := range maxRecent {
			bundles = append(bundles, bundle(t, "another "+strconv.Itoa(i)))
		}
		f, _ := follow(t, newShelf(bundles...), disk)
		for i, b := range bundles {
			f.Offer(pointer(8+int64(i), b))
			eventually(t, "the pointer", func() bool { return f.Status().SequenceInForce == 8+int64(i) })
		}
		var want []string
		for _, b := range bundles[1:] {
			want = append(want, disk.bundle(b.Release))
		}
		slices.Sort(want)
		eventually(t, "only the newest bundles on disk", func() bool {
			files, _ := filepath.Glob(filepath.Join(dir, "bundle-*"))
			return cmp.Equal(files, want)
		})
	})
	t.Run("a damaged pointer does not prevent the start", func(t *testing.T) {
		if err := os.WriteFile(filepath.Join(dir, pointerFile), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		f, _ := follow(t, newShelf(one), disk)
		f.Offer(pointer(99, one))
		eventually(t, "the release", serves(f, one.Release, "", 0))
	})
}

// TestARollbackKeepsTheReleaseOnDisk: a release that is served from memory again must be
// there after a restart, too.
func TestARollbackKeepsTheReleaseOnDisk(t *testing.T) {
	one, two := bundle(t, "nine to five"), bundle(t, "nine to six")
	disk, err := NewDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Run("there and back", func(t *testing.T) {
		f, _ := follow(t, newShelf(one, two), disk)
		for i, b := range []release.Bundle{one, two, two, one} {
			sequence := int64(i) + 1
			f.Offer(pointer(sequence, b))
			eventually(t, "the pointer on disk", func() bool {
				p, err := disk.Pointer()
				return err == nil && p != nil && p.Sequence == sequence
			})
		}
	})
	f, _ := follow(t, newShelf(), disk) // the API server is away
	eventually(t, "the release from disk", serves(f, one.Release, "", 0))
}

func TestMerge(t *testing.T) {
	one, two, three := bundle(t, "1"), bundle(t, "2"), bundle(t, "3")
	loaded := map[string]*Loaded{}
	for _, b := range []release.Bundle{one, two, three} {
		l, err := compiler().Build(b.Release, b.Parts)
		if err != nil {
			t.Fatal(err)
		}
		loaded[b.Release] = l
	}
	get := func(have ...release.Bundle) func(string) *Loaded {
		return func(hash string) *Loaded {
			for _, b := range have {
				if b.Release == hash {
					return loaded[hash]
				}
			}
			return nil
		}
	}
	before := &View{Pointer: pointer(1, one), Stable: loaded[one.Release], Complete: true}
	disabled := pointer(2, two)
	disabled.Automation = "Disabled"
	tests := map[string]struct {
		newest        release.Pointer
		before        *View
		have          func(string) *Loaded
		wantStable    string // empty: no view
		wantCandidate string
		wantComplete  bool
	}{
		"nothing is loaded":                         {newest: pointer(2, two), have: get()},
		"stable is loaded":                          {newest: pointer(2, two), have: get(two), wantStable: two.Release, wantComplete: true},
		"stable is not loaded yet":                  {newest: disabled, before: before, have: get(one), wantStable: one.Release},
		"both are loaded":                           {newest: rolling(pointer(2, one), two, 5), before: before, have: get(one, two), wantStable: one.Release, wantCandidate: two.Release, wantComplete: true},
		"the candidate is not loaded yet":           {newest: rolling(pointer(2, one), two, 5), before: before, have: get(one), wantStable: one.Release},
		"without its stable a candidate is nothing": {newest: rolling(pointer(2, two), three, 5), before: before, have: get(one, three), wantStable: one.Release},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := merge(tc.newest, tc.before, tc.have)
			if v == nil {
				if tc.wantStable != "" {
					t.Fatal("no view")
				}
				return
			}
			candidate := ""
			if v.Candidate != nil {
				candidate = v.Candidate.Hash
			}
			if v.Stable.Hash != tc.wantStable || candidate != tc.wantCandidate || v.Complete != tc.wantComplete {
				t.Errorf("stable %.8s, candidate %.8s, complete %t", v.Stable.Hash, candidate, v.Complete)
			}
			if v.Pointer.Stable.Release != tc.wantStable || (v.Pointer.Rollout != nil) != (tc.wantCandidate != "") || v.Pointer.Validate() != nil {
				t.Errorf("pointer %+v does not fit the releases", v.Pointer)
			}
			if v.Pointer.Automation != tc.newest.Automation {
				t.Errorf("automation %s, want the newest pointer's", v.Pointer.Automation)
			}
		})
	}
}

func TestRecentReleasesAreBounded(t *testing.T) {
	var r recent
	all := make([]*Loaded, 6)
	for i := range all {
		b := bundle(t, string(rune('a'+i)))
		l, err := compiler().Build(b.Release, b.Parts)
		if err != nil {
			t.Fatal(err)
		}
		all[i] = l
		r.put(l)
		r.put(l)
		if r.get(all[0].Hash) == nil {
			t.Fatalf("the release that is used again and again is gone after %d", i)
		}
	}
	if len(r.newest) != maxRecent {
		t.Errorf("%d releases are kept, want %d", len(r.newest), maxRecent)
	}
	if r.get(all[1].Hash) != nil || r.get(all[5].Hash) == nil {
		t.Error("the wrong release was dropped")
	}
}
