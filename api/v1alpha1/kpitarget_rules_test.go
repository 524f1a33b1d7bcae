// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	. "github.com/intentops/intentops/api/v1alpha1"
)

func TestKPITargetRules(t *testing.T) {
	atLeast := func(kpi KPI, value Value) func(*KPITarget) {
		return func(k *KPITarget) { k.Spec.KPI, k.Spec.Objective = kpi, Objective{AtLeast: value} }
	}
	atMost := func(kpi KPI, value Value) func(*KPITarget) {
		return func(k *KPITarget) { k.Spec.KPI, k.Spec.Objective = kpi, Objective{AtMost: value} }
	}
	baseline := func(b Baseline) func(*KPITarget) {
		return func(k *KPITarget) { k.Spec.Baseline = &b }
	}
	const (
		score   = `an objective, baseline or milestone of CSAT and ResponseQuality is a score from 1 to 5, such as "4.3"`
		rate    = `the objective, baseline or milestone of a rate is a percentage from 0% to 100%, such as "30%"`
		seconds = `the objective, baseline or milestone of a time is a duration, such as "60s"`
		count   = `the objective, baseline or milestone of a volume is a count, such as "250"`
		points  = `an objective, baseline or milestone of NPS is a number from -100 to 100, such as "30"`
	)
	const oneOf = "series is Any, Bot or Human for FirstResponseTime and AverageResponseTime, First or Full for ResolutionTime, and not set for other KPIs"
	series := func(kpi KPI, s Series) func(*KPITarget) {
		return func(k *KPITarget) {
			k.Spec.KPI, k.Spec.Objective, k.Spec.Series = kpi, Objective{AtMost: "60s"}, s
		}
	}
	const (
		ofRate     = "source.prometheus of a rate has numerator and denominator, and nothing else"
		ofValues   = "source.prometheus of CSAT, NPS, ResponseQuality and of a median time has distribution, and nothing else"
		ofHandling = "source.prometheus of AverageHandleTime has distribution and sum, and nothing else"
		ofVolume   = "source.prometheus of ChatVolume has count, and nothing else"
	)
	source := func(kpi KPI, q PrometheusQueries) func(*KPITarget) {
		objective := map[KPI]Value{
			KPISLAHitRate: "90%", KPICSAT: "4.3", KPINPS: "30", KPIChatVolume: "100",
			KPIAverageHandleTime: "5m", KPIResolutionTime: "8h", KPIFirstResponseTime: "60s",
		}[kpi]
		return func(k *KPITarget) {
			k.Spec.KPI, k.Spec.Objective, k.Spec.Source = kpi, Objective{AtLeast: objective}, &KPISource{Prometheus: &q}
		}
	}
	milestones := func(m ...Milestone) func(*KPITarget) {
		return func(k *KPITarget) { k.Spec.Milestones = m }
	}
	both := func(changes ...func(*KPITarget)) func(*KPITarget) {
		return func(k *KPITarget) {
			for _, change := range changes {
				change(k)
			}
		}
	}
	valid := &KPITarget{Spec: KPITargetSpec{
		BotRef: LocalReference{Name: "support"}, KPI: KPICSAT, Objective: Objective{AtLeast: "4.3"},
	}}
	checkRules(t, valid, map[string]rule[KPITarget]{
		"a name of 64 characters":    {change: func(k *KPITarget) { k.Name = long(64) }, want: "metadata.name is longer than 63 characters"},
		"another bot":                {update: true, change: func(k *KPITarget) { k.Spec.BotRef.Name = "sales" }, want: "botRef and kpi are immutable: create a new KPITarget"},
		"another kpi":                {update: true, change: atLeast(KPIDeflectionRate, "30%"), want: "botRef and kpi are immutable: create a new KPITarget"},
		"another objective":          {update: true, change: atLeast(KPICSAT, "4.5")},
		"an unknown kpi":             {change: atLeast("Happiness", "1"), want: `Unsupported value: "Happiness"`},
		"no bound":                   {change: func(k *KPITarget) { k.Spec.Objective = Objective{} }, want: "spec.objective: Required value"},
		"both bounds":                {change: func(k *KPITarget) { k.Spec.Objective.AtMost = "5" }, want: "set exactly one of atLeast and atMost"},
		"the best score":             {change: atLeast(KPICSAT, "5.0")},
		"a score above 5":            {change: atLeast(KPICSAT, "5.1"), want: score},
		"a score below 1":            {change: atLeast(KPICSAT, "0.9"), want: score},
		"a score in percent":         {change: atLeast(KPICSAT, "80%"), want: score},
		"a score at most in percent": {change: atMost(KPICSAT, "80%"), want: score},
		"a rate in percent":          {change: atMost(KPIEscalationRate, "30%")},
		"a rate of everything":       {change: atLeast(KPIDeflectionRate, "100.0%")},
		"a rate without a unit":      {change: atMost(KPIEscalationRate, "30"), want: rate},
		"a rate above everything":    {change: atMost(KPIEscalationRate, "101%"), want: rate},
		"a rate below nothing":       {change: atLeast(KPIDeflectionRate, "-1%"), want: rate},
		"a time":                     {change: atMost(KPIFirstResponseTime, "1.5m")},
		"a time without a unit":      {change: atMost(KPIFirstResponseTime, "60"), want: seconds},
		"a time in percent":          {change: atMost(KPIFirstResponseTime, "60%"), want: seconds},
		"a time before now":          {change: atMost(KPIFirstResponseTime, "-60s"), want: seconds},
		"first replies by the bot":   {change: series(KPIFirstResponseTime, SeriesBot)},
		"first replies by people":    {change: series(KPIFirstResponseTime, SeriesHuman)},
		"replies by anyone":          {change: series(KPIAverageResponseTime, SeriesAny)},
		"first resolutions":          {change: series(KPIResolutionTime, SeriesFirst)},
		"all resolutions":            {change: series(KPIResolutionTime, SeriesFull)},
		"a first reply to the last":  {change: series(KPIFirstResponseTime, SeriesFull), want: oneOf},
		"resolutions by people":      {change: series(KPIResolutionTime, SeriesHuman), want: oneOf},
		"a series of handle times":   {change: series(KPIAverageHandleTime, SeriesHuman), want: oneOf},
		"a series of ratings":        {change: func(k *KPITarget) { k.Spec.Series = SeriesHuman }, want: oneOf},
		"a series that is not known": {change: series(KPIFirstResponseTime, "Cat"), want: `Unsupported value: "Cat"`},
		"a rate of one's own":        {change: source(KPISLAHitRate, PrometheusQueries{Numerator: "sum(met)", Denominator: "sum(due)"})},
		"a rate of nothing":          {change: source(KPISLAHitRate, PrometheusQueries{Numerator: "sum(met)"}), want: ofRate},
		"a rate by rating":           {change: source(KPISLAHitRate, PrometheusQueries{Numerator: "a", Denominator: "b", Distribution: "c"}), want: ofRate},
		"ratings of one's own":       {change: source(KPICSAT, PrometheusQueries{Distribution: "sum by (rating) (ratings)"})},
		"ratings as a share":         {change: source(KPICSAT, PrometheusQueries{Numerator: "a", Denominator: "b"}), want: ofValues},
		"promoters of one's own":     {change: source(KPINPS, PrometheusQueries{Distribution: "sum by (score) (nps)"})},
		"a median with a sum":        {change: source(KPIResolutionTime, PrometheusQueries{Distribution: "a", Sum: "b"}), want: ofValues},
		"resolutions of one's own":   {change: source(KPIResolutionTime, PrometheusQueries{Distribution: "sum by (le) (resolution_bucket)"})},
		"first replies of one's own": {change: both(source(KPIFirstResponseTime, PrometheusQueries{Distribution: "sum by (le) (reply_bucket)"}),
			func(k *KPITarget) { k.Spec.Series = SeriesBot })},
		"handle times of one's own":  {change: source(KPIAverageHandleTime, PrometheusQueries{Distribution: "a", Sum: "b"})},
		"handle times without a sum": {change: source(KPIAverageHandleTime, PrometheusQueries{Distribution: "a"}), want: ofHandling},
		"a volume of one's own":      {change: source(KPIChatVolume, PrometheusQueries{Count: "sum(tickets)"})},
		"a volume by rating":         {change: source(KPIChatVolume, PrometheusQueries{Distribution: "sum(tickets)"}), want: ofVolume},
		"a query of 2049 characters": {change: source(KPIChatVolume, PrometheusQueries{Count: Query(long(2049))}), want: "spec.source.prometheus.count: Too long"},
		"no query at all":            {change: source(KPIChatVolume, PrometheusQueries{}), want: "spec.source.prometheus"},
		"a source of no kind":        {change: func(k *KPITarget) { k.Spec.Source = &KPISource{} }, want: "spec.source"},
		"own queries by segment": {change: both(source(KPIChatVolume, PrometheusQueries{Count: "sum(tickets)"}),
			func(k *KPITarget) { k.Spec.Segments = []Segment{SegmentChannel} }), want: "own queries have no segments: remove segments or source"},
		"a volume":                       {change: atLeast(KPIChatVolume, "250")},
		"a volume with a unit":           {change: atLeast(KPIChatVolume, "250s"), want: count},
		"a value with two units":         {change: atMost(KPIFirstResponseTime, "1m30s"), want: "spec.objective.atMost"},
		"a window without a unit":        {change: func(k *KPITarget) { k.Spec.Window = "7" }, want: "spec.window"},
		"no samples":                     {change: func(k *KPITarget) { k.Spec.MinSamples = new(int64(0)) }, want: "spec.minSamples"},
		"a given baseline with evidence": {change: baseline(Baseline{Value: "3.8", Low: "3.7", High: "3.9", Samples: new(int64(912))})},
		"an interval of nothing":         {change: baseline(Baseline{Window: "7d", Low: "3.7"}), want: "low, high and samples go with value"},
		"samples of nothing":             {change: baseline(Baseline{Window: "7d", Samples: new(int64(9))}), want: "low, high and samples go with value"},
		"fewer samples than none":        {change: baseline(Baseline{Value: "3.8", Samples: new(int64(-9))}), want: "spec.baseline.samples"},
		"a baseline of the past":         {change: baseline(Baseline{Window: "30d", Until: metav1.NewTime(time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC))})},
		"a given baseline of the past":   {change: baseline(Baseline{Value: "3.8", Until: metav1.Now()}), want: "until goes with window"},
		"a given baseline":               {change: baseline(Baseline{Value: "3.8"})},
		"a measured baseline":            {change: baseline(Baseline{Window: "7d"})},
		"a baseline of neither kind":     {change: baseline(Baseline{}), want: "spec.baseline: Invalid value: set exactly one of value and window"},
		"a baseline of both kinds":       {change: baseline(Baseline{Value: "3.8", Window: "7d"}), want: "set exactly one of value and window"},
		"a baseline in another unit":     {change: baseline(Baseline{Value: "38%"}), want: score},
		"a baseline that is not a value": {change: baseline(Baseline{Value: "good"}), want: "spec.baseline.value"},

		"the quality of replies":             {change: atLeast(KPIResponseQuality, "4")},
		"the quality of replies in percent":  {change: atLeast(KPIResponseQuality, "80%"), want: score},
		"containment":                        {change: atLeast(KPIContainmentRate, "40%")},
		"service levels as a score":          {change: atLeast(KPISLAHitRate, "4.3"), want: rate},
		"first contact resolution":           {change: atLeast(KPIFirstContactResolution, "71.5%")},
		"time to reply":                      {change: atMost(KPIAverageResponseTime, "40s")},
		"handle time":                        {change: atMost(KPIAverageHandleTime, "5.5m")},
		"resolution time as a count":         {change: atMost(KPIResolutionTime, "7"), want: seconds},
		"net promoters below zero":           {change: atLeast(KPINPS, "-12.5")},
		"net promoters in percent":           {change: atLeast(KPINPS, "30%"), want: points},
		"net promoters beyond all":           {change: atLeast(KPINPS, "101"), want: points},
		"three milestones":                   {change: milestones(Milestone{Day: 30, AtLeast: "4.0"}, Milestone{Day: 60, AtLeast: "4.3"}, Milestone{Day: 90, AtLeast: "4.6"})},
		"two milestones of one day":          {change: milestones(Milestone{Day: 30, AtLeast: "4.0"}, Milestone{Day: 30, AtLeast: "4.3"}), want: "spec.milestones[1]: Duplicate value"},
		"a milestone of another unit":        {change: milestones(Milestone{Day: 30, AtLeast: "40%"}), want: score},
		"a milestone without a bound":        {change: milestones(Milestone{Day: 30}), want: "set exactly one of atLeast and atMost"},
		"a milestone in the other direction": {change: milestones(Milestone{Day: 30, AtMost: "4.0"}), want: "a milestone has the bound that the objective has"},
		"a milestone on day 0":               {change: milestones(Milestone{AtLeast: "4.0"}), want: "spec.milestones[0].day"},
		"no milestones, said explicitly":     {change: milestones([]Milestone{}...)},
		"a milestone of a rate":              {change: both(atMost(KPIEscalationRate, "30%"), milestones(Milestone{Day: 30, AtMost: "40%"}))},
		"a locked definition":                {change: func(k *KPITarget) { k.Spec.DefinitionLock = "30d" }},
		"a lock without a unit":              {change: func(k *KPITarget) { k.Spec.DefinitionLock = "30" }, want: "spec.definitionLock"},
		"counterparts":                       {change: func(k *KPITarget) { k.Spec.Guardrails = []Guardrail{{Name: "escalation"}, {Name: "volume"}} }},
		"a counterpart twice":                {change: func(k *KPITarget) { k.Spec.Guardrails = []Guardrail{{Name: "escalation"}, {Name: "escalation"}} }, want: "spec.guardrails[1]: Duplicate value"},
		"a counterpart without a name":       {change: func(k *KPITarget) { k.Spec.Guardrails = []Guardrail{{}} }, want: "spec.guardrails[0].name"},
		"segments":                           {change: func(k *KPITarget) { k.Spec.Segments = []Segment{SegmentChannel, SegmentIntent} }},
		"a segment that is not known":        {change: func(k *KPITarget) { k.Spec.Segments = []Segment{"Mood"} }, want: `Unsupported value: "Mood"`},
		"owners":                             {change: func(k *KPITarget) { k.Spec.Owners = Owners{Definition: "support-ops", Execution: "team-lead-emea"} }},
		"an owner that is a sentence":        {change: func(k *KPITarget) { k.Spec.Owners = Owners{Execution: "whoever is there"} }, want: "spec.owners.execution"},
	})
}
