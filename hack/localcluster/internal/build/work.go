// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"
	"math"
	"time"
)

// What compiling and linking cost, in seconds of one core of the machine on which they were
// measured. Others are faster or slower in all of it alike, so only how they compare matters.
const (
	perPackage     = 0.05
	perByte        = 2.8e-6
	perLink        = 1
	perByteLinked  = 0.1e-6
	coresMeasured  = 2
	believedAtOnce = 30 // seconds of work: see remaining
)

func compiling(sourceBytes int64) float64 { return perPackage + perByte*float64(sourceBytes) }

func linking(sourceBytes int64) float64 { return perLink + perByteLinked*float64(sourceBytes) }

// remaining says how long the rest of the work takes, from what was done until now. At first
// it believes that the machine is as fast as the one on which the costs were measured; the
// more is done, the more it believes what it saw.
func remaining(done, total float64, elapsed time.Duration) time.Duration {
	speed := (done + believedAtOnce) / (elapsed.Seconds() + believedAtOnce/coresMeasured)
	return time.Duration(max(total-done, 0) / speed * float64(time.Second))
}

// progress is one line. The last percent is for the end alone.
func progress(done, total float64, elapsed time.Duration) string {
	percent := 0
	if total > 0 {
		percent = min(int(100*done/total), 99)
	}
	return fmt.Sprintf("      %d%% after %s, %s", percent, elapsed.Round(time.Second), about(remaining(done, total, elapsed)))
}

// about rounds to what is known.
func about(left time.Duration) string {
	switch {
	case left < 15*time.Second:
		return "a few seconds left"
	case left < 100*time.Second:
		return fmt.Sprintf("about %.0f seconds left", 10*math.Round(left.Seconds()/10))
	}
	return fmt.Sprintf("about %.0f minutes left", left.Minutes())
}
