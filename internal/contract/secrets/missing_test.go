// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package secrets

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"
)

func TestPodsTellWhichSecretsTheyMiss(t *testing.T) {
	dir := t.TempDir()
	write := func(secret, key, value string) {
		if err := os.MkdirAll(filepath.Join(dir, secret), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, secret, key), []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("there", "key", "value")
	write("empty", "key", "")
	write("another-key", "token", "value")
	write("short", "key", "value")
	write("was-short", "key", "value")
	write("was-short", "previous-key", "val")
	m := NewMissing(dir, "shop", "support", "support-1", func() []Ref {
		return []Ref{
			{Secret: "there", Key: "key"}, {Secret: "there", Key: "key", AtLeast: 5}, {Secret: "empty", Key: "key"},
			{Secret: "another-key", Key: "key"}, {Secret: "none", Key: "key", AtLeast: 5}, {Secret: "", Key: "key"},
			{Secret: "short", Key: "key", AtLeast: 6}, {Secret: "was-short", Key: "key", AtLeast: 5},
		}
	})
	const head = `# HELP intentops_bot_secret_missing 1 while a key of a Secret that this pod uses is not there or is empty, 2 while it is too short to be safe, else 0.
# TYPE intentops_bot_secret_missing gauge
`
	line := func(secret, value string) string {
		return `intentops_bot_secret_missing{bot="support",key="key",namespace="shop",pod="support-1",secret="` + secret + `"} ` + value + "\n"
	}
	want := head + line("another-key", "1") + line("empty", "1") + line("none", "1") + line("short", "2") + line("there", "0") + line("was-short", "2")
	if err := testutil.CollectAndCompare(m, strings.NewReader(want)); err != nil {
		t.Error(err)
	}
	// The kubelet brings a Secret that is made later into the pod.
	write("none", "key", "value")
	want = strings.Replace(want, line("none", "1"), line("none", "0"), 1)
	if err := testutil.CollectAndCompare(m, strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}
