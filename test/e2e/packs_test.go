// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"testing"

	"github.com/intentops/intentops/internal/cli/packs"
	"github.com/intentops/intentops/test/harness"
)

// packsServe tries each pack in a namespace of its own, beside everything else.
func (s *suite) packsServe(t *testing.T) {
	for _, pack := range packs.Names() {
		t.Run(pack, func(t *testing.T) {
			answer, err := s.TryPack(s.ctx, pack, podTimeout)
			if err != nil {
				bots, _ := s.Kubectl(s.ctx, "get", "pods,bots,intentbatches", "-o", "yaml", "-n", harness.PackNamespace(pack))
				t.Log(bots[max(0, len(bots)-maxShown):])
				t.Fatal(err)
			}
			t.Logf("%q: %q", answer.Question, answer.Text)
			must(t, s.DeleteNamespace(s.ctx, answer.Namespace))
		})
	}
}
