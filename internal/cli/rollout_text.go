// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// writeText writes the answer for people.
func writeText(out io.Writer, r *rolloutFile, a *evaluation, perHour float64) error {
	var b strings.Builder
	if len(a.Plan) == 0 || r.counted() {
		fmt.Fprintf(&b, "Decision: %s\n%s\n\n", a.Decision, a.Reason)
		writeGates(&b, r, a)
	}
	if a.SampleRatio.Mismatch {
		fmt.Fprintf(&b, "\nThe tracks did not get their planned shares (log evidence %.1f).\n", a.SampleRatio.LogE)
	}
	if len(a.Replay) > 0 {
		writeReplay(&b, a.Replay)
	}
	if len(a.Plan) > 0 {
		writePlan(&b, r, a.Plan, perHour)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func table(b *strings.Builder, rows func(w io.Writer)) {
	w := tabwriter.NewWriter(b, 0, 0, 3, ' ', 0)
	rows(w)
	// Writing to a strings.Builder cannot fail.
	_ = w.Flush()
}

func writeGates(b *strings.Builder, r *rolloutFile, a *evaluation) {
	table(b, func(w io.Writer) {
		fmt.Fprintln(w, "GATE\tVERDICT\tHARM\tSAFE\tRULE\tFIGURES")
		for i, g := range a.Gates {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", g.Name, g.Verdict,
				progress(g.LogEHarm, g.Threshold), progress(g.LogESafe, g.ThresholdSafe), r.gates[i].Rule(), g.Message)
		}
	})
	fmt.Fprintln(b, "\nHARM and SAFE are the evidence that a gate is broken or kept, in percent of what decides.")
}

// progress is how far evidence is, in percent of what it takes.
func progress(logE, threshold float64) string {
	if threshold <= 0 {
		return "-"
	}
	return kpi.Percent(max(0, min(1, logE/threshold)), 0)
}

func writeReplay(b *strings.Builder, steps []replayed) {
	b.WriteString("\n")
	table(b, func(w io.Writer) {
		fmt.Fprintln(w, "AFTER STEP\tDECISION\tREASON")
		for _, s := range steps {
			fmt.Fprintf(w, "%s\t%s\t%s\n", s.Step, s.Decision, s.Reason)
		}
	})
}

func writePlan(b *strings.Builder, r *rolloutFile, steps []planned, perHour float64) {
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	concerns := "that the batch concerns"
	if r.mixed() {
		concerns = "that new intents concern, and as many that changed ones do"
	}
	fmt.Fprintf(b, "At %v conversations an hour %s:\n\n", perHour, concerns)
	total := 0.0
	table(b, func(w io.Writer) {
		fmt.Fprintln(w, "STEP\tPERCENT\tCANDIDATE/H\tNEEDED\tTAKES\t+10 POINTS FOUND\t+20 POINTS FOUND")
		for _, s := range steps {
			total += s.Hours
			fmt.Fprintf(w, "%s\t%d\t%.1f\t%d\t%s\t%s\t%s\n", s.Step, s.Percent, s.PerHour, s.Needed,
				hours(&s.Hours), within(s.Found10), within(s.Found20))
		}
	})
	fmt.Fprintf(b, "\nIn all about %s, or the steps' minimum durations where those are longer.\n", hours(&total))
	b.WriteString("NEEDED is how many candidate conversations \"no harm found\" takes by the end of the step;\n" +
		"FOUND is within which time harm of that size is found in 95% of cases, if it is there from the start.\n")
}

func within(h *float64) string {
	if h == nil {
		return "-"
	}
	return "within " + hours(h)
}

func hours(h *float64) string {
	if *h <= 0 {
		return "no time"
	}
	return kpi.Roughly(time.Duration(*h * float64(time.Hour)))
}
