// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// texts is one text or several, as exports have both.
type texts []string

// UnmarshalJSON takes a text, a list of texts, or null.
func (t *texts) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		if *t = nil; one != "" {
			*t = texts{one}
		}
		return nil
	}
	var several []string
	if err := json.Unmarshal(raw, &several); err != nil {
		return err
	}
	*t = slices.DeleteFunc(several, func(s string) bool { return strings.TrimSpace(s) == "" })
	return nil
}

// readJSON reads a file of an export.
func readJSON(files Files, name string, into any) error {
	// A byte order mark is what some editors put before it.
	raw := strings.TrimPrefix(string(files[name]), "\ufeff")
	if err := json.Unmarshal([]byte(raw), into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// asJSON writes a file of an export.
func asJSON(value any) []byte {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(value) // our own structs always can be
	return []byte(out.String())
}

// rootOf is the folder of the file of a name that is nearest to the top.
func rootOf(files Files, name string) (string, bool) {
	found, best := false, ""
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if path.Base(file) == name && (!found || strings.Count(file, "/") < strings.Count(best, "/")) {
			found, best = true, file
		}
	}
	return path.Dir(best), found
}

// below are the files below a folder, by name from there on.
func below(files Files, folder string) Files {
	if folder == "." {
		return files
	}
	out := Files{}
	for name, content := range files {
		if rest, is := strings.CutPrefix(name, folder+"/"); is {
			out[rest] = content
		}
	}
	return out
}

// jsonNames are the names of the JSON files below a folder, in order.
func jsonNames(files Files, folder string) []string {
	var names []string
	for name := range files {
		if strings.HasPrefix(name, folder+"/") && strings.EqualFold(path.Ext(name), ".json") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// uuidOf is an id of the form that exports have; the same for the same names.
func uuidOf(parts ...string) string {
	h := hashOf(strings.Join(parts, "\x00"))
	return h[:8] + "-" + h[8:12] + "-5" + h[13:16] + "-8" + h[17:20] + "-" + h[20:32]
}
