// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package host

import (
	"errors"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func TestStartTimeSurvivesStrangeCommands(t *testing.T) {
	stat := "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21"
	if got, err := startTime(stat); err != nil || got != "4711" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := startTime("42 (x) Z 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20"); !errors.Is(err, errDead) {
		t.Errorf("a zombie is dead, got %v", err)
	}
	if _, err := startTime("42 (x) S"); err == nil {
		t.Error("want an error for a short line")
	}
}

func TestOnlyTheSameProcessIsKilled(t *testing.T) {
	sleep := exec.Command("sleep", "60")
	if err := sleep.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- sleep.Wait() }()
	p, err := identify(sleep.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	other := p
	other.Start = "1"
	if err := other.kill(); err != nil || !p.alive() {
		t.Fatalf("a process that started at another time must live, %v", err)
	}
	if err := p.kill(); err != nil || p.alive() {
		t.Fatalf("want it dead, %v", err)
	}
	<-ended
}

func TestDestinations(t *testing.T) {
	got := destinations(`default via 192.0.2.1 dev eth0
10.177.0.0/16 via 10.177.0.2 dev lc-177
local 10.177.0.1 dev lc-177 table local proto kernel

blackhole 10.9.0.0/24
`)
	want := []netip.Prefix{netip.MustParsePrefix("10.177.0.0/16"), netip.MustParsePrefix("10.177.0.1/32"),
		netip.MustParsePrefix("10.9.0.0/24")}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRemoveTreeTakesFoldersOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "group")
	if err := os.MkdirAll(filepath.Join(dir, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := removeTree(dir); err != nil {
		t.Fatal(err)
	}
	if err := removeTree(dir); err != nil {
		t.Errorf("already gone is fine, got %v", err)
	}
}
