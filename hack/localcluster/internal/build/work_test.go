// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestTheRemainingTimeIsRoughlyRight(t *testing.T) {
	const total = 600.0 // seconds of one core
	for name, machine := range map[string]struct{ perSecond float64 }{
		"the one that was measured":          {2},
		"half as fast, as others use it too": {1},
		"a tenth as fast":                    {0.2},
		"eight cores":                        {8},
		"a fortieth as fast":                 {0.05},
	} {
		t.Run(name, func(t *testing.T) {
			for share, tolerated := range map[float64]float64{0.25: 1.6, 0.5: 1.3, 0.75: 1.3, 0.9: 1.3} {
				done := share * total
				elapsed := time.Duration(done / machine.perSecond * float64(time.Second))
				want := time.Duration((total - done) / machine.perSecond * float64(time.Second))
				got := remaining(done, total, elapsed)
				if factor := got.Seconds() / want.Seconds(); factor > tolerated || factor < 1/tolerated {
					t.Errorf("after %.0f%% and %s: %s, want about %s", 100*share, elapsed, got, want)
				}
			}
		})
	}
}

func TestTheRemainingTimeIsNeverAbsurd(t *testing.T) {
	for name, tc := range map[string]struct {
		done, total float64
		elapsed     time.Duration
		want        time.Duration
	}{
		"nothing done yet: the speed that was measured":  {0, 600, 0, 5 * time.Minute},
		"nothing done for a while: slower than measured": {0, 600, 15 * time.Second, 10 * time.Minute},
		"nothing to do":               {0, 0, 0, 0},
		"more was done than expected": {700, 600, time.Minute, 0},
	} {
		if got := remaining(tc.done, tc.total, tc.elapsed); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

func TestProgressSaysHowMuchAndHowLong(t *testing.T) {
	for want, tc := range map[string]struct {
		done, total float64
		elapsed     time.Duration
	}{
		"      0% after 0s, about 5 minutes left":      {0, 600, 0},
		"      50% after 2m30s, about 2 minutes left":  {300, 600, 150 * time.Second},
		"      83% after 4m10s, about 50 seconds left": {500, 600, 250 * time.Second},
		"      99% after 5m0s, a few seconds left":     {600, 600, 300 * time.Second},
		"      0% after 1s, a few seconds left":        {0, 0, time.Second},
	} {
		if got := progress(tc.done, tc.total, tc.elapsed); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestAPackageThatSeveralNeedCountsOnce plans two programs of one module, of which the second
// needs what the first needs, and one package more.
func TestAPackageThatSeveralNeedCountsOnce(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":         "module example.test/m\n\ngo 1.26\n",
		"both/both.go":   "package both\n\nconst Both = " + unique(t) + "\n",
		"one/main.go":    "package main\n\nimport _ \"example.test/m/both\"\n\nfunc main() {}\n",
		"other/other.go": "package main\n\nimport (\n\t_ \"example.test/m/both\"\n\t_ \"example.test/m/more\"\n)\n\nfunc main() {}\n",
		"more/more.go":   "package more\n\nconst More = " + unique(t) + "\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, path, content)
	}
	work := func(pkg string) *step {
		return &step{Program: Program{Module: dir, Packages: []string{"./" + pkg}}, listed: make(chan struct{}), total: 1000}
	}
	p := &plan{steps: []*step{work("one"), work("other")}}
	p.list(filepath.Join)

	first, second := p.steps[0], p.steps[1]
	for name, want := range map[string][2]bool{
		"example.test/m/both": {true, false}, "example.test/m/more": {false, true},
		"example.test/m/one": {true, false}, "example.test/m/other": {false, true},
	} {
		_, inFirst := first.packages[name]
		_, inSecond := second.packages[name]
		if inFirst != want[0] || inSecond != want[1] {
			t.Errorf("%s is counted for the first: %v, the second: %v; want %v", name, inFirst, inSecond, want)
		}
	}
	if first.total >= 1000 || first.total <= first.packages["example.test/m/both"] {
		t.Errorf("the first costs %v", first.total)
	}

	p.wait(first)
	p.compiled(first, "example.test/m/both")
	p.compiled(first, "example.test/m/both")
	if want := compiling(int64(len("package both\n\nconst Both = " + unique(t) + "\n"))); first.done != want {
		t.Errorf("%v is done, want %v", first.done, want)
	}
	p.ended(first)
	p.wait(second)
	p.ended(second)
	if got := p.progress(); !strings.Contains(got, "99%") {
		t.Errorf("at the end: %s", got)
	}
}

// unique is a constant of Go that no cache has seen.
func unique(t *testing.T) string {
	t.Helper()
	return strconv.Quote(t.Name() + started)
}

var started = time.Now().Format(time.RFC3339Nano)
