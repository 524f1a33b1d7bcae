// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package secrets

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, dir, secret, key string, value []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, secret), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, secret, key), value, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRead(t *testing.T) {
	outside := t.TempDir()
	dir := filepath.Join(outside, "secrets")
	write(t, outside, "other", "key", []byte("not ours"))
	write(t, outside, "", "key", []byte("not ours"))
	write(t, dir, "", "key", []byte("not ours"))
	write(t, dir, "helpdesk", "key", []byte("s3cret\n"))
	write(t, dir, "helpdesk", "empty", nil)
	write(t, dir, "helpdesk", "large", bytes.Repeat([]byte("x"), maxBytes+1))
	write(t, dir, "..data-like", "key", []byte("k"))
	tests := map[string]struct {
		secret, key string
		want        string
		wantErr     string
	}{
		"byte for byte":                     {secret: "helpdesk", key: "key", want: "s3cret\n"},
		"a name that only begins with dots": {secret: "..data-like", key: "key", want: "k"},
		"an empty value":                    {secret: "helpdesk", key: "empty", wantErr: `the key "empty" of Secret "helpdesk" is empty`},
		"a value without end":               {secret: "helpdesk", key: "large", wantErr: "larger than 1048576 bytes"},
		"no such key":                       {secret: "helpdesk", key: "token", wantErr: `Secret "helpdesk" has no readable key "token"`},
		"no such Secret":                    {secret: "desk", key: "key", wantErr: `Secret "desk" has no readable key "key"`},
		"a folder":                          {secret: "..", key: "secrets", wantErr: "not a valid Secret name"},
		"the folder above":                  {secret: "../other", key: "key", wantErr: "not a valid Secret name"},
		"the folder itself":                 {secret: ".", key: "key", wantErr: "not a valid Secret name"},
		"no name":                           {secret: "", key: "key", wantErr: "not a valid Secret name"},
		"a path":                            {secret: "helpdesk/..", key: "key", wantErr: "not a valid Secret name"},
		"an absolute path":                  {secret: "/etc", key: "key", wantErr: "not a valid Secret name"},
		"another system's path":             {secret: `a\b`, key: "key", wantErr: "not a valid Secret name"},
		"a key that is a path":              {secret: "helpdesk", key: "../../other/key", wantErr: "not a valid key of a Secret"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Read(dir, tc.secret, tc.key)
			if string(got) != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
			if (err != nil) != (tc.wantErr != "") || err != nil && !strings.Contains(err.Error(), tc.wantErr) {
				t.Errorf("error %v, want %q", err, tc.wantErr)
			}
		})
	}
}
