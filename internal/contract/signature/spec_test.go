// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signature

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const contract = "../../../docs/contract/"

// vectors are the cases of docs/contract/signatures.json. They were not made with this package.
type vectors struct {
	Now   int64    `json:"now"`
	Cases []vector `json:"cases"`
}

type vector struct {
	Name        string    `json:"name"`
	Accept      bool      `json:"accept"`
	Key         string    `json:"key"`
	Direction   Direction `json:"direction"`
	Bot         string    `json:"bot"`
	Method      string    `json:"method"`
	Target      string    `json:"target"`
	ContentType string    `json:"contentType"`
	Body        string    `json:"body"`
	Timestamp   string    `json:"timestamp"`
	Signature   string    `json:"signature"`
	// Text is what is signed, where the signature is good.
	Text string `json:"text"`
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	data, err := os.ReadFile(contract + "signatures.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestThePublishedCases(t *testing.T) {
	v := readVectors(t)
	for _, c := range v.Cases {
		t.Run(c.Name, func(t *testing.T) {
			r := Request{Direction: c.Direction, Bot: c.Bot, Method: c.Method, Target: c.Target, ContentType: c.ContentType, Body: []byte(c.Body)}
			h := http.Header{HeaderSignature: {c.Signature}, HeaderTimestamp: {c.Timestamp}, "Content-Type": {c.ContentType}}
			if _, err := Verify(h, r, time.Unix(v.Now, 0), []byte(c.Key)); (err == nil) != c.Accept {
				t.Errorf("error %v, want accepted: %t", err, c.Accept)
			}
			if c.Accept && r.Text(c.Timestamp) != c.Text {
				t.Errorf("text %q, want %q", r.Text(c.Timestamp), c.Text)
			}
		})
	}
}

// TestThePublishedFunctions runs what docs/contract/signatures.md shows on the published cases.
func TestThePublishedFunctions(t *testing.T) {
	page, err := os.ReadFile(contract + "signatures.md")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := filepath.Abs(contract + "signatures.json")
	if err != nil {
		t.Fatal(err)
	}
	for language, p := range map[string]struct {
		// file holds the function, driver the program main around it.
		file, driver, main string
		run                []string
	}{
		"python":     {"verify.py", "main.py", pythonDriver, []string{"python3", "main.py", cases}},
		"javascript": {"verify.js", "main.js", nodeDriver, []string{"node", "main.js", cases}},
		"go":         {"helpdesk/verify.go", "main.go", goDriver, []string{"go", "run", ".", cases}},
	} {
		t.Run(language, func(t *testing.T) {
			if _, err := exec.LookPath(p.run[0]); err != nil {
				t.Skipf("%s is not on this machine", p.run[0])
			}
			found := regexp.MustCompile("(?s)\n```"+language+"\n(.*?)\n```\n").FindAllSubmatch(page, -1)
			if len(found) != 1 {
				t.Fatalf("%d functions on the page, want one", len(found))
			}
			dir := t.TempDir()
			for name, text := range map[string]string{p.file: string(found[0][1]) + "\n", p.driver: p.main, "go.mod": "module example\n\ngo 1.24\n"} {
				path := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.CommandContext(t.Context(), p.run[0], p.run[1:]...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, stderr.String())
			}
			var want []string
			for _, c := range readVectors(t).Cases {
				want = append(want, map[bool]string{true: "accept ", false: "refuse "}[c.Accept]+c.Name)
			}
			if got := strings.TrimSpace(string(out)); got != strings.Join(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
			}
		})
	}
}

const pythonDriver = `import json, sys
exec(open("verify.py").read())
v = json.load(open(sys.argv[1], encoding="utf-8"))
sys.stdout.reconfigure(encoding="utf-8")
for c in v["cases"]:
    headers = {"Content-Type": c["contentType"], "Intentops-Timestamp": c["timestamp"], "Intentops-Signature": c["signature"]}
    ok = verify(c["key"].encode(), c["direction"], c["bot"], c["method"], c["target"], headers, c["body"].encode(), v["now"])
    print("accept" if ok else "refuse", c["name"])
assert not verify(b"", "", "", "", "", {}, b"", 1)
`

const nodeDriver = `const fs = require("node:fs");
eval(fs.readFileSync("verify.js", "utf8") + ";globalThis.verify = verify");
const v = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
for (const c of v.cases) {
  const headers = {"content-type": c.contentType, "intentops-timestamp": c.timestamp, "intentops-signature": c.signature};
  const ok = verify(c.key, c.direction, c.bot, c.method, c.target, headers, Buffer.from(c.body), v.now);
  console.log(ok ? "accept" : "refuse", c.name);
}
if (verify("", "", "", "", "", {}, Buffer.from(""), 1)) throw new Error("accepts a request without headers");
`

const goDriver = `package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"example/helpdesk"
)

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var v struct {
		Now   int64
		Cases []struct{ Name, Key, Direction, Bot, Method, Target, ContentType, Body, Timestamp, Signature string }
	}
	if err := json.Unmarshal(data, &v); err != nil {
		panic(err)
	}
	for _, c := range v.Cases {
		h := http.Header{"Content-Type": {c.ContentType}, "Intentops-Timestamp": {c.Timestamp}, "Intentops-Signature": {c.Signature}}
		says := "refuse"
		if helpdesk.Verify([]byte(c.Key), c.Direction, c.Bot, c.Method, c.Target, h, []byte(c.Body), time.Unix(v.Now, 0)) {
			says = "accept"
		}
		fmt.Println(says, c.Name)
	}
}
`
