// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"fmt"
	"sync"
	"testing"
)

func TestAllPodsHaveTheSameKey(t *testing.T) {
	n := startServer(t)
	const pods = 4
	keys := make([]string, pods)
	var wg sync.WaitGroup
	for i := range pods {
		s := open(t, func(o *Options) { o.URL = n.url() })
		wg.Go(func() {
			key, err := s.Key(t.Context(), "identity", func() []byte { return fmt.Appendf(nil, "key-%d", i) })
			if err != nil {
				t.Error(err)
			}
			keys[i] = string(key)
		})
	}
	wg.Wait()
	for _, key := range keys {
		if key != keys[0] || key == "" {
			t.Fatalf("the pods' keys are %q", keys)
		}
	}
}

func TestAKeySurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	if key, err := s.Key(t.Context(), "identity", func() []byte { return []byte("first") }); err != nil || string(key) != "first" {
		t.Fatalf("%q, %v", key, err)
	}
	if key, err := s.Key(t.Context(), "other", func() []byte { return []byte("other") }); err != nil || string(key) != "other" {
		t.Errorf("a key of another name: %q, %v", key, err)
	}
	s.Close()
	if key, err := embedded(t, dir).Key(t.Context(), "identity", func() []byte { return []byte("second") }); err != nil || string(key) != "first" {
		t.Errorf("after a restart: %q, %v", key, err)
	}
}
