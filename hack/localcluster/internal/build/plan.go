// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// plan is all that is to be compiled, by one run or several runs of the Go tool. While one
// program compiles, the modules of the next are downloaded.
type plan struct {
	steps []*step

	mu     sync.Mutex
	began  time.Time
	waited time.Duration // for downloads
}

// step is one program of a plan.
type step struct {
	Program
	out, key string
	listed   chan struct{} // closed when it is known what is to be compiled

	// The plan's lock guards the rest: what compiling each package costs, and all of it.
	packages    map[string]float64
	total, done float64
}

// list asks Go what each step has to compile. A package that several need is compiled once:
// by the first.
func (p *plan) list(source func(...string) string) {
	counted := map[string]bool{}
	for _, s := range p.steps {
		found, err := stale(source(s.Module), s.Program)
		p.mu.Lock()
		if err == nil { // else the build is going to say what is wrong
			s.packages, s.total = map[string]float64{}, linking(found.bytes)
			for _, pkg := range found.packages {
				if !counted[pkg.id] {
					counted[pkg.id] = true
					s.packages[pkg.path] = compiling(pkg.bytes)
					s.total += s.packages[pkg.path]
				}
			}
		}
		p.mu.Unlock()
		close(s.listed)
	}
}

// wait until it is known what a step has to compile.
func (p *plan) wait(s *step) {
	began := time.Now()
	<-s.listed
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.began.IsZero() {
		p.began = time.Now()
		return
	}
	p.waited += time.Since(began)
}

// compiled counts a package that Go has named. It names them as it begins, and a few at a
// time, which makes no difference that one could see.
func (p *plan) compiled(s *step, path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.done += s.packages[path]
	delete(s.packages, path)
}

func (p *plan) ended(s *step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.done = s.total
}

func (p *plan) progress() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var done, total float64
	for _, s := range p.steps {
		done, total = done+s.done, total+s.total
	}
	return progress(done, total, time.Since(p.began)-p.waited)
}

// contents is what a program is made of: the packages that Go has not in its cache, and the
// size of all.
type contents struct {
	packages []source
	bytes    int64
}

type source struct {
	path  string
	id    string // the path and the version of its module
	bytes int64
}

const sourceFormat = `{{.Stale}}	{{.ImportPath}}	{{with .Module}}{{.Path}}@{{with .Replace}}{{.Version}}{{else}}{{.Version}}{{end}}{{end}}	{{.Dir}}	{{join .GoFiles " "}}`

// stale asks Go, which downloads what it needs for the answer.
func stale(dir string, p Program) (contents, error) {
	args := append([]string{"list", "-deps", "-f", sourceFormat}, p.args()...)
	out, err := p.goTool(dir, append(args, p.Packages...)...).Output()
	if err != nil {
		return contents{}, fmt.Errorf("go list: %w", err)
	}
	var all contents
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 5 {
			continue
		}
		one := source{path: fields[1], id: fields[1] + " " + fields[2]}
		for name := range strings.FieldsSeq(fields[4]) {
			if info, err := os.Stat(filepath.Join(fields[3], name)); err == nil {
				one.bytes += info.Size()
			}
		}
		all.bytes += one.bytes
		if fields[0] == "true" {
			all.packages = append(all.packages, one)
		}
	}
	return all, nil
}
