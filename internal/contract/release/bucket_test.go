// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"math"
	"testing"
)

// Whoever computes buckets outside this project needs these values.
func TestBucketStaysAsPublished(t *testing.T) {
	for key, want := range map[string]int{"": 7940, "customer-1": 6183, "customer-2": 3167} {
		if got := Bucket("salt", key); got != want {
			t.Errorf("bucket of %q is %d, want %d: customers of running rollouts would change track", key, got, want)
		}
	}
}

// chiSquare returns how far counts are from equal, in standard deviations of the statistic.
func chiSquare(counts []int, total int) float64 {
	expected := float64(total) / float64(len(counts))
	var sum float64
	for _, n := range counts {
		sum += (float64(n) - expected) * (float64(n) - expected) / expected
	}
	freedom := float64(len(counts) - 1)
	return (sum - freedom) / math.Sqrt(2*freedom)
}

func TestBucketsAreUniform(t *testing.T) {
	const customers = 400_000
	counts := make([]int, Buckets)
	for i := range customers {
		counts[Bucket("6ffae2f161fdafd7520218f93c25e0ad", fmt.Sprintf("customer-%d", i))]++
	}
	if z := chiSquare(counts, customers); math.Abs(z) > 4 {
		t.Errorf("buckets are %.1f standard deviations from uniform", z)
	}
}

func TestBucketsOfTwoRolloutsAreIndependent(t *testing.T) {
	const customers, cells = 200_000, 20
	counts := make([]int, cells*cells)
	a, b := "51e1d7ca20ab8f3c4f60a9e6b1d2c793", "51e1d7ca20ab8f3c4f60a9e6b1d2c794"
	for i := range customers {
		key := fmt.Sprintf("%d", i)
		counts[Bucket(a, key)*cells/Buckets*cells+Bucket(b, key)*cells/Buckets]++
	}
	if z := chiSquare(counts, customers); math.Abs(z) > 4 {
		t.Errorf("pairs of buckets are %.1f standard deviations from independent", z)
	}
}

func TestShareOnlyGainsCustomers(t *testing.T) {
	rollout := Rollout{Salt: "a5"}
	for i := range 5000 {
		key := fmt.Sprintf("customer-%d", i)
		covered := false
		for percent := range int32(101) {
			rollout.Percent = percent
			now := rollout.Covers(key)
			if covered && !now {
				t.Fatalf("%s left the candidate track at %d percent", key, percent)
			}
			covered = now
			if percent == 0 && now || percent == 100 && !now {
				t.Fatalf("%s is covered: %v at %d percent", key, now, percent)
			}
		}
	}
}

func BenchmarkBucket(b *testing.B) {
	salt := "6ffae2f161fdafd7520218f93c25e0ad"
	for b.Loop() {
		Bucket(salt, "customer-123456")
	}
}
