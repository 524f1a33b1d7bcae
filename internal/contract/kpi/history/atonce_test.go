// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Helpdesks give a reply and the resolution that comes with it the same time. In the file
// they may be in any order.
func TestAReplyThatResolvesIsAReply(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(story(t, `
		0s conversation.started a {"channel":"web","customer":"A"}
		1m message.sent a {"actor":"human"}
		3m message.received a {}
		4m message.sent a {"actor":"human"}
		4m conversation.resolved a {"by":"human"}`)), "\n")
	want := text(t, report(t, strings.Join(lines, "\n")))
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		if diff := cmp.Diff(want, text(t, report(t, strings.Join(lines, "\n")))); diff != "" {
			t.Fatalf("the order of the lines changes the report (-want +got):\n%s", diff)
		}
	}
}
