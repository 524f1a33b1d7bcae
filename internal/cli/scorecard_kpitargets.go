// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
	"github.com/intentops/intentops/internal/plural"
)

// writeKPITargets writes a KPITarget for each KPI that the past gives a baseline for: the
// conversations before the bot, or all of them where its start was not told.
func writeKPITargets(w io.Writer, bot, from string, r *history.Report) error {
	var out strings.Builder
	until := "all conversations"
	if r.SplitAt != nil {
		until = "conversations that started before " + r.SplitAt.Format("2006-01-02 15:04 MST")
	}
	fmt.Fprintf(&out, "# Baselines of %s from %q.\n", until, from)
	out.WriteString("# Objectives are to be no worse than before: set what you want to reach.\n")
	var few []string
	written := 0
	for i := range r.KPIs {
		v := &r.KPIs[i]
		d, _ := kpi.Lookup(v.KPI)
		before := &v.Stat
		if r.SplitAt != nil {
			before = v.Baseline
		}
		value := v1alpha1.Value("")
		if before != nil && before.Samples >= r.MinSamples {
			value = d.Unit.Print(float64(before.Value))
		}
		if value == "" || d.Better == kpi.Neither { // a count has no objective without a window
			if d.Better != kpi.Neither {
				few = append(few, string(v.KPI))
			}
			continue
		}
		bound := "atMost"
		if d.Better == kpi.HigherIsBetter {
			bound = "atLeast"
		}
		if written > 0 {
			out.WriteString("---\n")
		}
		fmt.Fprintf(&out, "apiVersion: %s\nkind: KPITarget\nmetadata:\n  name: %s\nspec:\n  botRef: {name: %s}\n  kpi: %s\n",
			v1alpha1.GroupVersion, targetName(bot, v.KPI), bot, v.KPI)
		if series := d.Judged(""); series != "" {
			fmt.Fprintf(&out, "  series: %s\n", series)
		}
		fmt.Fprintf(&out, "  objective: {%s: %q}\n  baseline: {value: %q%s, samples: %d} # %s\n",
			bound, value, value, ends(d.Unit, before), before.Samples, plural.Noun(before.Samples, d.Sample))
		written++
	}
	if len(few) > 0 {
		fmt.Fprintf(&out, "# Without a baseline, since there were fewer than %s: %s.\n", plural.Of(r.MinSamples, "sample"), strings.Join(few, ", "))
	}
	if written == 0 {
		return fmt.Errorf("-o kpitargets: no KPI has %s before; --min-samples sets how many are enough", plural.Of(r.MinSamples, "sample"))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// ends are the members low and high of a baseline; empty: its interval has no end.
func ends(u kpi.Unit, s *history.Stat) string {
	low, high := u.Print(float64(s.Low)), u.Print(float64(s.High))
	if low == "" || high == "" {
		return ""
	}
	return fmt.Sprintf(", low: %q, high: %q", low, high)
}

// maxName is the longest name of a KPITarget.
const maxName = 63

// targetName is the Bot and the KPI as a name: support-first-response-time.
func targetName(bot string, name v1alpha1.KPI) string {
	var out strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		// A word begins with a capital that is no part of an abbreviation, as CSAT is one.
		follows := i > 0 && unicode.IsUpper(r)
		if follows && (unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1])) {
			out.WriteByte('-')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return strings.TrimRight(bot[:min(len(bot), maxName-1-out.Len())], "-") + "-" + out.String()
}
