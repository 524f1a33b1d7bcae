// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// entry of a zip.
type entry struct {
	name, content string
	mode          fs.FileMode
	flags         uint16
	stored        bool
}

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Flags: e.flags}
		if e.content != "" && !e.stored {
			header.Method = zip.Deflate
		}
		if e.mode != 0 {
			header.SetMode(e.mode)
		}
		to, err := archive.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write([]byte(e.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestZipsThatNoPlatformMakesAreRefused: with an error that names the entry.
func TestZipsThatNoPlatformMakesAreRefused(t *testing.T) {
	good := entry{name: "agent.json", content: "{}"}
	for name, tc := range map[string]struct {
		entries []entry
		want    string
	}{
		"a way out":                         {[]entry{good, {name: "../../etc/cron.d/x.json"}}, `entry "../../etc/cron.d/x.json" leads out of the zip`},
		"a way out in the middle":           {[]entry{{name: "intents/../../x.json"}}, `entry "intents/../../x.json" leads out`},
		"an absolute name":                  {[]entry{{name: "/etc/passwd"}}, `entry "/etc/passwd" leads out`},
		"a name of Windows":                 {[]entry{{name: `..\x.json`}}, `leads out of the zip`},
		"a drive":                           {[]entry{{name: "c:/x.json"}}, `entry "c:/x.json" leads out`},
		"a name with an end in it":          {[]entry{{name: "a.json\x00.png"}}, "leads out of the zip"},
		"no name":                           {[]entry{{name: ""}}, `entry "" leads out`},
		"a link":                            {[]entry{{name: "intents/a.json", content: "/etc/passwd", mode: fs.ModeSymlink | 0o777}}, `entry "intents/a.json" is a symbolic link`},
		"a link that nobody would read":     {[]entry{{name: "readme", content: "x", mode: fs.ModeSymlink | 0o777}}, `entry "readme" is a symbolic link`},
		"a device":                          {[]entry{{name: "a.json", mode: fs.ModeDevice | 0o600}}, `entry "a.json" is not a regular file`},
		"a name twice":                      {[]entry{good, {name: "a.json", content: "1"}, {name: "a.json", content: "2"}}, `entry "a.json" is there twice`},
		"a folder with the name of a file":  {[]entry{{name: "a.json", content: "1"}, {name: "a.json/"}}, `entry "a.json" is there twice`},
		"a password":                        {[]entry{{name: "a.json", flags: 1}}, `entry "a.json" is encrypted`},
		"a bomb":                            {[]entry{good, {name: "bomb.json", content: strings.Repeat(" ", 8<<20)}}, `entry "bomb.json" unpacks to more than 200 times its size`},
		"a file that is too large":          {[]entry{{name: "large.json", content: strings.Repeat("a", maxFile+1), stored: true}}, `"large.json" is too large: a file may have 16 MiB`},
		"what is not a zip":                 {nil, "not a zip that can be read"},
		"more entries than an export has":   {many(maxEntries + 1), "is one entry more than the 20000 that are read"},
		"a zip within which is hidden well": {[]entry{{name: ".x/../../a.json"}}, "leads out of the zip"},
	} {
		t.Run(name, func(t *testing.T) {
			raw := []byte("no zip")
			if tc.entries != nil {
				raw = zipOf(t, tc.entries...)
			}
			if _, err := ReadZip(raw); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func many(n int) []entry {
	all := make([]entry, n)
	for i := range all {
		all[i].name = fmt.Sprintf("%d.txt", i)
	}
	return all
}

// TestAHeaderThatLiesIsFoundOut: what a zip says of its sizes is believed by nobody.
func TestAHeaderThatLiesIsFoundOut(t *testing.T) {
	raw := zipOf(t, entry{name: "a.json", content: strings.Repeat("a", 4<<20)})
	// The size that the directory has for it.
	size := []byte{0, 0, 0x40, 0}
	at := bytes.LastIndex(raw, size)
	copy(raw[at:], []byte{1, 0, 0, 0})
	if files, err := ReadZip(raw); err == nil {
		t.Errorf("it was read as %d bytes", len(files["a.json"]))
	}
}

func TestAUsualZipIsRead(t *testing.T) {
	files, err := ReadZip(zipOf(t,
		entry{name: "shop/"}, entry{name: "shop/agent.json", content: "{}"}, entry{name: "shop/picture.png", content: "x"}, entry{name: "__MACOSX/._agent.json", content: "x"},
		entry{name: "shop/padded.json", content: strings.Repeat(" ", 100<<10)}))
	if err != nil || len(files) != 2 || string(files["shop/agent.json"]) != "{}" {
		t.Errorf("%v, %d files", err, len(files))
	}
}

func TestFoldersAreReadWithoutLinks(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "agent.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, ".git", "link.json")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	if files, err := ReadFolder(root.FS()); err != nil || len(files) != 1 {
		t.Fatalf("%v: %v", err, files)
	}
	for _, target := range []string{"/etc/hostname", "agent.json", "/etc"} {
		link := filepath.Join(dir, "link.json")
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadFolder(root.FS()); err == nil || !strings.Contains(err.Error(), `"link.json" is a symbolic link`) {
			t.Errorf("a link to %s: %v", target, err)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFoldersHaveBounds(t *testing.T) {
	pipe := fstest.MapFS{"a.json": {Mode: fs.ModeNamedPipe}}
	if _, err := ReadFolder(pipe); err == nil || !strings.Contains(err.Error(), `"a.json" is not a regular file`) {
		t.Error(err)
	}
	crowd := fstest.MapFS{}
	for i := range maxEntries + 1 {
		crowd[fmt.Sprintf("%d.txt", i)] = &fstest.MapFile{}
	}
	if _, err := ReadFolder(crowd); err == nil || !strings.Contains(err.Error(), "is one entry more than the 20000") {
		t.Error(err)
	}
	large := fstest.MapFS{"a.json": {Data: make([]byte, maxFile+1)}}
	if _, err := ReadFolder(large); err == nil || !strings.Contains(err.Error(), `"a.json" is too large`) {
		t.Error(err)
	}
}

func TestAVirtualEnvironmentBesideAProjectIsLeftOut(t *testing.T) {
	root := fstest.MapFS{
		"data/nlu.yml":                           {Data: []byte("nlu: []")},
		"venv/pyvenv.cfg":                        {Data: []byte("home = /usr/bin")},
		"venv/bin/python":                        {Data: []byte("/usr/bin/python3"), Mode: fs.ModeSymlink | 0o777},
		"venv/lib/site-packages/rasa/domain.yml": {Data: []byte("intents: [another]")},
	}
	if files, err := ReadFolder(root); err != nil || len(files) != 1 || files["data/nlu.yml"] == nil {
		t.Errorf("%v: %v", err, files)
	}
}
