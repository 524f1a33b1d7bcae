// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"net/netip"
	"testing"
)

func TestNetworksAreStableAndApart(t *testing.T) {
	n := Preferred("intentops")
	if n != Preferred("intentops") {
		t.Fatal("the same name must give the same network")
	}
	for _, p := range []netip.Prefix{n.Pods(), n.Services()} {
		if !n.All().Contains(p.Addr()) || p.Contains(n.NodeIP()) {
			t.Errorf("%s: want inside %s and without the node", p, n.All())
		}
	}
	if n.Pods().Overlaps(n.Services()) {
		t.Error("pods and services overlap")
	}
	if !n.Services().Contains(n.APIServiceIP()) {
		t.Error("the API service is outside of the services")
	}
}

func TestFreeStepsOverNetworksInUse(t *testing.T) {
	first, err := Free("intentops", nil)
	if err != nil || first != Preferred("intentops") {
		t.Fatalf("got %v, %v, want the preferred network", first, err)
	}
	second, err := Free("intentops", []netip.Prefix{netip.PrefixFrom(first.NodeIP(), 32)})
	if err != nil || second.All().Overlaps(first.All()) {
		t.Fatalf("got %v, %v, want another network than %v", second, err, first)
	}
	if _, err := Free("intentops", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}); err == nil {
		t.Fatal("want an error when everything is taken")
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		"intentops": true, "a": true, "e2e-2": true,
		"": false, "2x": false, "A": false, "x-": false, "../x": false, "a234567890123456789012345678901": false,
	} {
		if _, err := New(name); (err == nil) != want {
			t.Errorf("New(%q): %v", name, err)
		}
	}
}

func TestClustersOfTwoCheckoutsAreApart(t *testing.T) {
	here, there := Cluster{Name: "intentops", Repo: "/here"}, Cluster{Name: "intentops", Repo: "/there"}
	if here.ID() == there.ID() || here.Cgroup() == there.Cgroup() {
		t.Errorf("both are %s: stopping one would stop the other's pods", here.ID())
	}
}
