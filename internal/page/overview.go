// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

// shownReleases and shownChanges bound the timeline of a Bot: who needs more has kubectl.
const (
	shownReleases = 30
	shownChanges  = 12
)

// botLine is a Bot among those of all namespaces.
type botLine struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	view.Standing
	Intents int32  `json:"intents"`
	Rolling string `json:"rolling,omitempty"`
	Percent int32  `json:"percent,omitempty"`
}

// everywhere lists the Bots of all namespaces.
func (p *page) everywhere(ctx context.Context, client dynamic.Interface, _ *http.Request) (any, error) {
	var missing gaps
	bots, err := list[v1alpha1.Bot](ctx, client, metav1.NamespaceAll, botKind, &missing)
	if err != nil {
		return nil, err
	}
	lines := make([]botLine, 0, len(bots))
	for i := range bots {
		b := &bots[i]
		line := botLine{
			Namespace: b.Namespace, Name: b.Name, Intents: view.Number(b.Status.LiveIntents),
			Standing: view.StandingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration),
		}
		if r := b.Status.Release; r != nil {
			line.Rolling, line.Percent = r.Batch, view.Number(r.Percent)
		}
		lines = append(lines, line)
	}
	slices.SortFunc(lines, func(a, b botLine) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return map[string]any{"bots": lines, "missing": missing, "now": p.Now()}, nil
}

// botPart is a Bot with all that belongs to it.
type botPart struct {
	view.Bot
	Batches  []batchLine   `json:"batches"`
	KPIs     []kpiPart     `json:"kpis"`
	Releases []releaseLine `json:"releases"`
	Older    int           `json:"olderReleases,omitempty"`
}

// batchLine is a batch in the list; the gates of one that rolls are there to be drawn.
type batchLine struct {
	view.Batch
	Gates []gatePart `json:"gates,omitempty"`
	Ended string     `json:"ended,omitempty"`
}

// releaseLine is a release in the timeline.
type releaseLine struct {
	Name    string      `json:"name"`
	Since   metav1.Time `json:"since"`
	Live    bool        `json:"live,omitempty"`
	Cause   string      `json:"cause"`
	Batch   string      `json:"batch,omitempty"`
	Message string      `json:"message,omitempty"`
	Intents int         `json:"intents"`
	Changes []string    `json:"changes"`
	// More changes are left out.
	More int `json:"more,omitempty"`
}

type overviewAnswer struct {
	Namespace string    `json:"namespace"`
	Bots      []botPart `json:"bots"`
	Missing   gaps      `json:"missing"`
	Now       time.Time `json:"now"`
}

// overview is a namespace: four lists, however many objects there are.
func (p *page) overview(ctx context.Context, client dynamic.Interface, r *http.Request) (any, error) {
	namespace := r.PathValue("namespace")
	answer := overviewAnswer{Namespace: namespace, Bots: []botPart{}, Now: p.Now()}
	bots, err := list[v1alpha1.Bot](ctx, client, namespace, botKind, &answer.Missing)
	if err != nil {
		return nil, err
	}
	if len(bots) == 0 {
		return answer, nil
	}
	batches, err := list[v1alpha1.IntentBatch](ctx, client, namespace, batchKind, &answer.Missing)
	if err != nil {
		return nil, err
	}
	releases, err := list[v1alpha1.BotRelease](ctx, client, namespace, releaseKind, &answer.Missing)
	if err != nil {
		return nil, err
	}
	targets, err := list[v1alpha1.KPITarget](ctx, client, namespace, kpiKind, &answer.Missing)
	if err != nil {
		return nil, err
	}
	view.SortKPIs(targets)
	results := map[string]string{}
	for i := range batches {
		results[batches[i].Name] = string(batches[i].Status.Result)
	}
	for i := range bots {
		own := slices.DeleteFunc(slices.Clone(targets), func(t v1alpha1.KPITarget) bool { return t.Spec.BotRef.Name != bots[i].Name })
		part := botPart{Bot: view.BotOf(&bots[i], batches, releases, own), Batches: []batchLine{}, KPIs: []kpiPart{}}
		for _, b := range part.Bot.Batches {
			part.Batches = append(part.Batches, batchLine{Batch: b, Gates: gateParts(b.Gates), Ended: results[b.Name]})
		}
		slices.SortStableFunc(part.Batches, func(a, b batchLine) int { return cmp.Compare(rank(&a), rank(&b)) })
		for j := range own {
			part.KPIs = append(part.KPIs, kpiPartOf(&own[j], answer.Now))
		}
		part.Releases, part.Older = timeline(bots[i].Name, releases)
		answer.Bots = append(answer.Bots, part)
	}
	return answer, nil
}

// rank puts first what somebody looks for: what rolls, what waits or failed, what is done.
func rank(b *batchLine) int {
	switch {
	case b.Rolling:
		return 0
	case b.State == "Stalled":
		return 1
	case b.State == "Waiting":
		return 2
	}
	return 3
}

// timeline has the newest releases of a Bot, newest first, and how many are older.
func timeline(bot string, all []v1alpha1.BotRelease) ([]releaseLine, int) {
	own := slices.DeleteFunc(slices.Clone(all), func(r v1alpha1.BotRelease) bool { return r.Spec.BotRef.Name != bot })
	slices.SortFunc(own, func(a, b v1alpha1.BotRelease) int { return cmp.Compare(b.Spec.Sequence, a.Spec.Sequence) })
	lines := []releaseLine{}
	for i := range own[:min(len(own), shownReleases)] {
		r := &own[i]
		changes := view.Changes(view.ParentOf(own, r), r)
		line := releaseLine{
			Name: r.Name, Since: r.CreationTimestamp, Live: meta.IsStatusConditionTrue(r.Status.Conditions, v1alpha1.ConditionLive),
			Cause: string(r.Spec.Cause.Type), Batch: r.Spec.Cause.Batch, Message: r.Spec.Cause.Message,
			Intents: len(r.Spec.Intents), Changes: changes[:min(len(changes), shownChanges)],
		}
		line.More = len(changes) - len(line.Changes)
		lines = append(lines, line)
	}
	return lines, len(own) - len(lines)
}
