// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/internal/cli/schema"
)

// Bounds of what is read.
const (
	maxFileSize   = 16 << 20
	maxFolderSize = 512 << 20
	group         = "intentops.dev/v1alpha1"
)

// Object is one of ours in a folder.
type Object struct {
	Kind, Namespace, Name string
	File                  string
	// raw is what the file says.
	raw   map[string]any
	place func() place
}

func (o *Object) String() string {
	if o.Namespace == "" {
		return o.Kind + " " + o.Name
	}
	return o.Kind + " " + o.Namespace + "/" + o.Name
}

func (o *Object) finding(rule Rule, severity Severity, field, message string) Finding {
	line, at := o.place().find(field)
	return Finding{Rule: rule, Severity: severity, File: o.File, Line: line, Object: o.String(), Field: field, Message: message, at: at}
}

// Folder is what a folder holds.
type Folder struct {
	Objects []*Object
	// Others is how many objects of other kinds there are.
	Others int
	// unread are objects that could not be read, as far as their names can be told: that others
	// name them is no further mistake.
	unread []*Object
	// namespace is that which a kustomization gives to the file that is read.
	namespace string
	// Findings are those of reading.
	Findings []Finding
}

// files are the names of a folder with what each holds.
type files map[string][]byte

// readFS reads the YAML and JSON files of a folder, but for hidden ones and what links point at.
func readFS(ctx context.Context, root fs.FS) (files, error) {
	found, total := files{}, int64(0)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case entry.IsDir() && hidden(name):
			return fs.SkipDir
		case !entry.Type().IsRegular() || !isManifest(name) || hidden(name):
			return nil
		}
		file, err := root.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		content, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
		if err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
		if total += int64(len(content)); len(content) > maxFileSize || total > maxFolderSize {
			return fmt.Errorf("%s: a file may have %d MiB, and a folder %d MiB", name, maxFileSize>>20, maxFolderSize>>20)
		}
		found[name] = content
		return nil
	})
	return found, err
}

func isManifest(name string) bool {
	return path.Base(name) == "Kustomization" || slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(path.Ext(name)))
}

// parse finds our objects in files. prefix is put before the names of files.
func parse(ctx context.Context, found files, prefix string) (*Folder, error) {
	f := &Folder{}
	first := map[string]*Object{}
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	k := kustomizations(found)
	for _, name := range names {
		if dir, is := k.patches[name]; is {
			f.Findings = append(f.Findings, patched(path.Join(prefix, name), path.Join(prefix, dir), found[name])...)
			continue
		}
		f.namespace = k.namespaces[name]
		for _, d := range split(found[name]) {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			f.read(path.Join(prefix, name), d, first)
		}
	}
	return f, nil
}

func (f *Folder) read(file string, d document, first map[string]*Object) {
	raw := map[string]any{}
	if err := yaml.UnmarshalStrict(d.text, &raw); err != nil {
		ours := strings.Contains(string(d.text), "intentops.dev/")
		if !ours && strings.Contains(string(d.text), "{{") {
			f.Others++ // a template of something else
			return
		}
		var value any
		if yaml.Unmarshal(d.text, &value) == nil {
			if _, object := value.(map[string]any); !object && !ours {
				f.Others++ // such as the data of another program
				return
			} else if !object {
				err = errNoObject
			}
		}
		f.unread = append(f.unread, guess(d.text))
		for _, m := range mistakesOf(d, err) {
			f.Findings = append(f.Findings, Finding{Rule: RuleYAML, Severity: Error, File: file, Line: m.line, Message: m.message})
		}
		return
	}
	apiVersion, _ := raw["apiVersion"].(string)
	kind, _ := raw["kind"].(string)
	if items, isList := raw["items"].([]any); isList && strings.HasSuffix(kind, "List") {
		where := onlyOnce(d)
		for i, item := range items {
			if object, ok := item.(map[string]any); ok {
				f.add(file, object, first, func() place { return where().item(i) })
			}
		}
		return
	}
	if !strings.HasPrefix(apiVersion, "intentops.dev/") && !lacksGroup(apiVersion, kind) {
		f.Others++
		return
	}
	f.add(file, raw, first, onlyOnce(d))
}

// lacksGroup says that an object of one of our kinds has an apiVersion without a group, or none:
// Kubernetes has no such kind, so it is ours with a line that was lost.
func lacksGroup(apiVersion, kind string) bool {
	kinds, err := schema.Kinds()
	return err == nil && kinds[kind] != nil && !strings.Contains(apiVersion, "/")
}

// onlyOnce parses a document for lines when one is asked for.
func onlyOnce(d document) func() place {
	var parsed *place
	return func() place {
		if parsed == nil {
			p := placeOf(d)
			parsed = &p
		}
		return *parsed
	}
}

func (f *Folder) add(file string, raw map[string]any, first map[string]*Object, where func() place) {
	o := &Object{File: file, raw: raw, place: where}
	o.Kind, _ = raw["kind"].(string)
	metadata, _ := raw["metadata"].(map[string]any)
	o.Name, _ = metadata["name"].(string)
	if metadata != nil && f.namespace != "" {
		metadata["namespace"] = f.namespace
	}
	o.Namespace, _ = metadata["namespace"].(string)
	if version, _ := raw["apiVersion"].(string); version != group {
		message := fmt.Sprintf("%q is not served: use %s", version, group)
		if version == "" {
			message = "is missing: add apiVersion: " + group
		}
		f.unread = append(f.unread, o)
		f.Findings = append(f.Findings, o.finding(RuleSchema, Error, "apiVersion", message))
		return
	}
	if before := first[o.String()]; before != nil {
		f.Findings = append(f.Findings, o.finding(RuleTwice, Error, "metadata.name",
			fmt.Sprintf("is declared in %s:%d too: keep one", before.File, before.place().of("metadata.name"))))
		return
	}
	first[o.String()] = o
	f.Objects = append(f.Objects, o)
}

var (
	kindLine = regexp.MustCompile(`(?m)^kind: *(\w+)`)
	nameOf   = regexp.MustCompile(`(?ms)^metadata:.*?\bname: *([a-z0-9.-]+)`)
	spaceOf  = regexp.MustCompile(`(?ms)^metadata:.*?\bnamespace: *([a-z0-9.-]+)`)
)

// guess tells what object a text that is not YAML was meant to be.
func guess(text []byte) *Object {
	first := func(expression *regexp.Regexp) string {
		if match := expression.FindSubmatch(text); match != nil {
			return string(match[1])
		}
		return ""
	}
	return &Object{Kind: first(kindLine), Name: first(nameOf), Namespace: first(spaceOf)}
}

// errNoObject means that a document is a list or a text.
var errNoObject = errors.New("is not an object, which kubectl refuses: write each object as a document of its own, with --- between them, or put them below items of a List")

// errNothing means that a folder has none of our objects.
var errNothing = errors.New("has no object of intentops.dev: name the folder with the manifests")
