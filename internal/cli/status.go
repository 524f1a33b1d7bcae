// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// botView is a Bot with all that belongs to it.
type botView struct {
	Name string `json:"name"`
	standing
	Release   string         `json:"release,omitempty"`
	LiveSince metav1.Time    `json:"liveSince,omitzero"`
	Intents   int32          `json:"intents"`
	Disabled  bool           `json:"disabled,omitempty"`
	Pinned    string         `json:"pinned,omitempty"`
	Batches   []batchView    `json:"batches"`
	KPIs      []kpiView      `json:"kpis"`
	Waits     []*explanation `json:"waits"`
	now       time.Time
}

type batchView struct {
	Name string `json:"name"`
	standing
	Step       string                `json:"step,omitempty"`
	Percent    *int32                `json:"percent,omitempty"`
	Rolling    bool                  `json:"rolling,omitempty"`
	Escalation v1alpha1.Value        `json:"escalation,omitempty"`
	CSAT       v1alpha1.Value        `json:"csat,omitempty"`
	Gates      []v1alpha1.GateStatus `json:"gates,omitempty"`
}

type kpiView struct {
	Name    string            `json:"name"`
	KPI     v1alpha1.KPI      `json:"kpi"`
	Target  string            `json:"target,omitempty"`
	Value   v1alpha1.Value    `json:"value,omitempty"`
	Samples int64             `json:"samples"`
	Trend   v1alpha1.Trend    `json:"trend,omitempty"`
	State   v1alpha1.KPIState `json:"state,omitempty"`
}

type statusOptions struct {
	*plugin
	output output
	watch  bool
}

func (p *plugin) statusCommand() *cobra.Command {
	o := &statusOptions{plugin: p}
	cmd := &cobra.Command{
		Use:   "status [BOT]",
		Short: "Show the whole support operation: what is live, what rolls, KPIs, what waits for whom",
		Example: `  # Everything in the namespace.
  kubectl intentops status

  # One Bot, and again at each change of a batch.
  kubectl intentops status support --watch`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: p.completeNames(botKind),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(contextOf(cmd), append(args, "")[0])
		},
	}
	o.output.add(cmd)
	cmd.Flags().BoolVarP(&o.watch, "watch", "w", false, "show it again at each change of a batch, until interrupted")
	return cmd
}

func (o *statusOptions) run(ctx context.Context, bot string) error {
	if err := o.output.validate(); err != nil {
		return err
	}
	show := func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, clusterTimeout)
		defer cancel()
		views, err := o.views(ctx, bot)
		if err != nil {
			return err
		}
		return o.output.write(o.Out, map[string]any{"bots": views}, func() { o.writeStatus(views) })
	}
	if !o.watch {
		return show(ctx)
	}
	if o.output != "" {
		return fmt.Errorf("--watch shows a screen: leave -o %s out", o.output)
	}
	return o.watchKind(ctx, batchKind, "", show)
}

// views of one Bot, or of all.
func (p *plugin) views(ctx context.Context, name string) ([]botView, error) {
	client, namespace, err := p.cluster()
	if err != nil {
		return nil, err
	}
	var bots []v1alpha1.Bot
	if name == "" {
		if bots, err = list[v1alpha1.Bot](ctx, client, namespace, botKind); err != nil {
			return nil, err
		}
		if len(bots) == 0 {
			return nil, fmt.Errorf("there is no Bot in namespace %s", namespace)
		}
	} else {
		bot, err := get[v1alpha1.Bot](ctx, client, namespace, botKind, name)
		if err != nil {
			return nil, err
		}
		bots = []v1alpha1.Bot{*bot}
	}
	batches, err := list[v1alpha1.IntentBatch](ctx, client, namespace, batchKind)
	if err != nil {
		return nil, err
	}
	releases, err := list[v1alpha1.BotRelease](ctx, client, namespace, releaseKind)
	if err != nil {
		return nil, err
	}
	var views []botView
	for i := range bots {
		targets, err := kpiTargets(ctx, client, namespace, bots[i].Name)
		if err != nil {
			return nil, err
		}
		view := viewOf(&bots[i], batches, releases, targets)
		view.now = p.now()
		views = append(views, view)
	}
	return views, nil
}

func viewOf(bot *v1alpha1.Bot, batches []v1alpha1.IntentBatch, releases []v1alpha1.BotRelease, targets []v1alpha1.KPITarget) botView {
	v := botView{
		Name: bot.Name, standing: standingOf(bot.Status.Conditions, bot.Generation, bot.Status.ObservedGeneration),
		Intents: number(bot.Status.LiveIntents), Disabled: bot.Spec.Automation == v1alpha1.AutomationDisabled,
		Batches: []batchView{}, KPIs: []kpiView{}, Waits: []*explanation{},
	}
	if bot.Status.Release != nil {
		v.Release = bot.Status.Release.Name
	}
	if bot.Spec.ReleaseRef != nil {
		v.Pinned = bot.Spec.ReleaseRef.Name
	}
	for i := range releases {
		if r := &releases[i]; r.Name == v.Release {
			v.LiveSince = r.CreationTimestamp
			if c := meta.FindStatusCondition(r.Status.Conditions, v1alpha1.ConditionLive); c != nil && c.Status == metav1.ConditionTrue {
				v.LiveSince = c.LastTransitionTime
			}
		}
	}
	if advice := adviseOnBot(bot, v.standing); advice.Who != byNobody {
		v.Waits = append(v.Waits, &explanation{Kind: botKind.name, Name: bot.Name, standing: v.standing, advice: advice})
	}
	for i := range batches {
		b := &batches[i]
		if b.Spec.BotRef.Name != bot.Name {
			continue
		}
		s := standingOf(b.Status.Conditions, b.Generation, b.Status.ObservedGeneration)
		view := batchView{
			Name: b.Name, standing: s, Step: b.Status.Step, Percent: b.Status.Percent, Escalation: b.Status.Escalation, CSAT: b.Status.CSAT,
			Rolling: b.Status.Rollout != "" && b.Status.Result == "",
		}
		if view.Rolling {
			view.Gates = b.Status.Gates
		}
		v.Batches = append(v.Batches, view)
		if advice := adviseOnBatch(b, s); advice.Who != byNobody {
			v.Waits = append(v.Waits, &explanation{Kind: batchKind.name, Name: b.Name, standing: s, advice: advice})
		}
	}
	for i := range targets {
		v.KPIs = append(v.KPIs, kpiViewOf(&targets[i]))
	}
	// What waits for a person comes first.
	slices.SortStableFunc(v.Waits, func(a, b *explanation) int { return cmp.Compare(urgency(a.Who), urgency(b.Who)) })
	return v
}

func urgency(who string) int {
	return slices.Index([]string{byPerson, byOperator, byTime, byCustomers}, who)
}

func kpiViewOf(t *v1alpha1.KPITarget) kpiView {
	k := kpiView{Name: t.Name, KPI: t.Spec.KPI, Target: t.Status.Target, Trend: t.Status.Trend, State: t.Status.State}
	if c := t.Status.Current; c != nil {
		k.Value, k.Samples = c.Value, number(c.Samples)
	}
	return k
}
