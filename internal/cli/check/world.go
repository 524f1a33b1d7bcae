// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"cmp"
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/schema"
	"github.com/intentops/intentops/internal/contract/release"
)

// typed is an object that fits its schema, with defaults.
type typed[T any] struct {
	*Object
	Value *T
}

// namespace is all of a namespace that a folder has, by name. Objects that do not fit their
// schema are known by their names only.
type namespace struct {
	name     string
	declared map[string]map[string]bool // kind -> name
	bots     map[string]typed[v1alpha1.Bot]
	intents  map[string]typed[v1alpha1.Intent]
	batches  map[string]typed[v1alpha1.IntentBatch]
	policies map[string]typed[v1alpha1.EscalationPolicy]
	targets  map[string]typed[v1alpha1.KPITarget]

	// readable is the namespace with the objects, too, that do not fit their schema and can be read
	// all the same: what else is wrong with them need not wait until that is mended.
	readable *namespace
}

func newNamespace(name string) *namespace {
	return &namespace{
		name: name, declared: map[string]map[string]bool{},
		bots: map[string]typed[v1alpha1.Bot]{}, intents: map[string]typed[v1alpha1.Intent]{}, batches: map[string]typed[v1alpha1.IntentBatch]{},
		policies: map[string]typed[v1alpha1.EscalationPolicy]{}, targets: map[string]typed[v1alpha1.KPITarget]{},
	}
}

// world is a folder by namespace.
type world map[string]*namespace

// newWorld checks every object by its schema, in the place of the one of before where there is
// one, and keeps those that fit.
func newWorld(ctx context.Context, folder, before *Folder) (world, []Finding, error) {
	kinds, err := schema.Kinds()
	if err != nil {
		return nil, nil, err
	}
	old := map[string]map[string]any{}
	if before != nil {
		for _, o := range before.Objects {
			old[o.String()] = o.raw
		}
	}
	w := world{}
	for _, o := range folder.unread {
		w.namespace(o.Namespace).declare(o)
	}
	var findings []Finding
	for _, o := range folder.Objects {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		kind := kinds[o.Kind]
		if kind == nil {
			findings = append(findings, o.finding(RuleSchema, Error, "kind", "is not a kind of intentops.dev: use one of "+kindNames(kinds)))
			continue
		}
		ns := w.namespace(o.Namespace)
		ns.declare(o)
		complete := runtime.DeepCopyJSON(asJSON(o.raw))
		problems := kind.Check(ctx, complete, asJSON(old[o.String()]))
		for _, p := range problems {
			found := o.finding(RuleSchema, Error, p.Field, p.Message)
			if p.Meant != "" && !holds(complete, steps(p.Meant)) {
				_, found.meant = o.place().find(p.Meant)
			}
			findings = append(findings, found)
		}
		if len(problems) == 0 {
			if err := ns.add(o, complete); err != nil {
				findings = append(findings, o.finding(RuleSchema, Error, "", err.Error()))
			}
		}
		if withoutMistyped(complete, problems) {
			// What cannot be read all the same has its reason among the problems.
			_ = ns.readable.add(o, complete)
		}
	}
	return w, findings, nil
}

// tellsNothing are the paths without which there is nothing to read, or it cannot be told which
// fields an Intent has.
var tellsNothing = regexp.MustCompile(`^metadata$|^spec$|^spec\.fields(\[\d+\](\.name)?)?$`)

// withoutMistyped takes the values of another type out of an object, so that the rest can be read.
// It returns false where the rest has no meaning without them.
func withoutMistyped(object map[string]any, problems []schema.Problem) bool {
	for _, p := range problems {
		if !p.Mistyped {
			continue
		}
		if tellsNothing.MatchString(p.Field) {
			return false
		}
		path := steps(p.Field)
		if len(path) > 2 && path[0] == "metadata" {
			path = path[:2] // as names of labels have dots
		}
		remove(object, path)
	}
	return true
}

// holds tells whether an object has a value.
func holds(value any, path []string) bool {
	if len(path) == 0 {
		return value != nil
	}
	switch v := value.(type) {
	case map[string]any:
		return holds(v[path[0]], path[1:])
	case []any:
		i, err := strconv.Atoi(path[0])
		return err == nil && i >= 0 && i < len(v) && holds(v[i], path[1:])
	}
	return false
}

// remove takes a value out of a map. In a list it leaves nothing in its place, so that the others
// keep theirs.
func remove(value any, path []string) {
	if len(path) == 0 {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		if len(path) == 1 {
			delete(v, path[0])
			return
		}
		remove(v[path[0]], path[1:])
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i < 0 || i >= len(v) {
			return
		}
		if len(path) == 1 {
			v[i] = nil
			return
		}
		remove(v[i], path[1:])
	}
}

func (w world) namespace(name string) *namespace {
	if w[name] == nil {
		ns := newNamespace(name)
		ns.readable = newNamespace(name)
		ns.readable.declared = ns.declared
		w[name] = ns
	}
	return w[name]
}

// all are the namespaces by name.
func (w world) all() []*namespace {
	var out []*namespace
	for _, name := range slices.Sorted(maps.Keys(w)) {
		out = append(out, w[name])
	}
	return out
}

// declare remembers that there is an object.
func (ns *namespace) declare(o *Object) {
	if ns.declared[o.Kind] == nil {
		ns.declared[o.Kind] = map[string]bool{}
	}
	ns.declared[o.Kind][o.Name] = true
}

func (ns *namespace) add(o *Object, complete map[string]any) error {
	switch o.Kind {
	case "Bot":
		return into(ns.bots, o, complete)
	case "Intent":
		return into(ns.intents, o, complete)
	case "IntentBatch":
		return into(ns.batches, o, complete)
	case "EscalationPolicy":
		return into(ns.policies, o, complete)
	case "KPITarget":
		return into(ns.targets, o, complete)
	}
	return nil
}

func into[T any](all map[string]typed[T], o *Object, complete map[string]any) error {
	t := typed[T]{o, new(T)}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(complete, t.Value); err != nil {
		return err
	}
	all[o.Name] = t
	return nil
}

// ordered are the objects of a map by name.
func ordered[T any](all map[string]typed[T]) []typed[T] {
	out := slices.Collect(maps.Values(all))
	slices.SortFunc(out, func(a, b typed[T]) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// botNames are the Bots that the folder has, or that something of it belongs to.
func (ns *namespace) botNames() []string {
	names := map[string]bool{}
	for name := range ns.bots {
		names[name] = true
	}
	for _, i := range ns.intents {
		names[i.Value.Spec.BotRef.Name] = true
	}
	delete(names, "") // of Intents whose botRef is missing
	return slices.Sorted(maps.Keys(names))
}

// intentsOf are the contents of a Bot's Intents, by name.
func (ns *namespace) intentsOf(bot string) []release.Intent {
	var out []release.Intent
	for _, i := range ordered(ns.intents) {
		if i.Value.Spec.BotRef.Name == bot {
			content := release.FromIntent(i.Value.Spec, i.Name)
			content.Revision = i.Name + "-" + release.IntentHash(content)
			out = append(out, content)
		}
	}
	return out
}

// asJSON gives a value the types that the API server's code expects of numbers.
func asJSON(object map[string]any) map[string]any {
	if object == nil {
		return nil
	}
	return jsonValue(object).(map[string]any)
}

func jsonValue(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			out[key] = jsonValue(item)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = jsonValue(item)
		}
		return out
	case float64:
		if whole := int64(v); float64(whole) == v {
			return whole
		}
	case int:
		return int64(v)
	}
	return value
}

func kindNames(kinds map[string]*schema.Kind) string {
	out := ""
	for i, name := range slices.Sorted(maps.Keys(kinds)) {
		if i > 0 {
			out += ", "
		}
		out += name
	}
	return out
}
