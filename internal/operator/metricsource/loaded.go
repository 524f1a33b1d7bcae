// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/prometheus/common/model"
)

// loadedQuery reads the value of each series (the pointer's sequence) and the time of its
// newest scrape at once, and with them which Secrets the pods miss: what a pod says of both
// comes from one scrape. Elsewhere than in Prometheus a series that has ended still has a timestamp,
// hence the "and".
const loadedQuery = `label_replace(intentops_release_loaded, "part", "sequence", "", "")` +
	` or label_replace(timestamp(intentops_release_loaded) and intentops_release_loaded, "part", "scraped", "", "")` +
	` or label_replace(max by (namespace, bot, secret, key) (intentops_bot_secret_missing), "part", "secret", "", "")` +
	` or label_replace(max by (namespace, bot) (intentops_store_shared_account), "part", "shared", "", "")`

// SecretKey is a key of a Secret that pods look for.
type SecretKey struct{ Secret, Key string }

// SecretState is what pods say of a key: the worst of what any of them does.
type SecretState int

// The states.
const (
	SecretFound SecretState = iota
	SecretMissing
	// SecretShort is too short to be safe.
	SecretShort
)

// LoadedRelease is a release that a pod serves.
type LoadedRelease struct {
	Pod string
	// Track is stable or candidate.
	Track string
	// Release is the content hash.
	Release string
	// Sequence of the pointer that the pod follows.
	Sequence int64
	// Scraped is when Prometheus last heard of it.
	Scraped time.Time
}

// BotLoaded is what a bot's pods serve.
type BotLoaded struct {
	// LastScrape is when Prometheus last heard of any of the bot's pods.
	LastScrape time.Time
	// Pods is sorted by pod and track; one entry for each.
	Pods []LoadedRelease
}

// LoadedSnapshot says what all pods of all bots serve. It is shared between callers: do
// not change it.
type LoadedSnapshot struct {
	// At is the time of the answer by Prometheus' clock, to which LastScrape belongs too.
	At time.Time
	// Bots that Prometheus has heard of in the last minutes.
	Bots map[BotKey]BotLoaded
	// Missing says of each key of a Secret that a bot's pods look for whether one of them does
	// not find it.
	Missing map[BotKey]map[SecretKey]SecretState
	// Shared are bots that can read bots of other namespaces on their NATS server.
	Shared map[BotKey]bool
	// Bad are bots of which a series cannot be right. They are not in Bots.
	Bad map[BotKey]*BadDataError
}

// Age is how long ago Prometheus heard of a bot; false: not in the last minutes. Clocks of
// other machines play no part in it.
func (l LoadedSnapshot) Age(k BotKey) (time.Duration, bool) {
	bot, known := l.Bots[k]
	if !known {
		return 0, false
	}
	return max(0, l.At.Sub(bot.LastScrape)), true
}

// Loaded returns which releases are loaded, at most one tick old. The error is an
// *UnavailableError, or that of ctx.
func (s *Source) Loaded(ctx context.Context) (LoadedSnapshot, error) {
	return s.loaded.get(ctx, s.fetchLoaded)
}

// patience is how long LoadedSoon waits for Prometheus: several times what the query takes.
const patience = 300 * time.Millisecond

// LoadedSoon is Loaded for those who have something to do that must not wait. Where Prometheus takes
// its time, it returns what is known from before, or an error that wraps context.DeadlineExceeded.
func (s *Source) LoadedSoon(ctx context.Context) (LoadedSnapshot, error) {
	return s.loaded.soon(ctx, patience, s.fetchLoaded)
}

func (s *Source) fetchLoaded(ctx context.Context) (LoadedSnapshot, error) {
	vector, at, err := s.query(ctx, familyRelease, loadedQuery)
	if err != nil {
		return LoadedSnapshot{}, err
	}
	snapshot := LoadedSnapshot{At: at, Bots: map[BotKey]BotLoaded{}, Missing: map[BotKey]map[SecretKey]SecretState{}, Shared: map[BotKey]bool{}, Bad: map[BotKey]*BadDataError{}}
	releases := map[BotKey]map[LoadedRelease]LoadedRelease{} // by what the labels say
	for _, sample := range vector {
		k := BotKey{Namespace: string(sample.Metric["namespace"]), Bot: string(sample.Metric["bot"])}
		if k.Namespace == "" || k.Bot == "" {
			continue // nobody's
		}
		if sample.Metric["part"] == "secret" {
			if snapshot.Missing[k] == nil {
				snapshot.Missing[k] = map[SecretKey]SecretState{}
			}
			snapshot.Missing[k][SecretKey{string(sample.Metric["secret"]), string(sample.Metric["key"])}] = secretState(float64(sample.Value))
			continue
		}
		if sample.Metric["part"] == "shared" {
			snapshot.Shared[k] = sample.Value > 0
			continue
		}
		id := LoadedRelease{
			Pod:     string(sample.Metric["pod"]),
			Track:   string(sample.Metric["track"]),
			Release: string(sample.Metric["release"]),
		}
		if releases[k] == nil {
			releases[k] = map[LoadedRelease]LoadedRelease{}
		}
		entry, seen := releases[k][id]
		if !seen {
			entry = id
		}
		if bad := entry.set(sample); bad != nil && snapshot.Bad[k] == nil {
			snapshot.Bad[k] = bad
		}
		releases[k][id] = entry
	}
	for k, entries := range releases {
		if snapshot.Bad[k] == nil {
			snapshot.Bots[k] = summarize(slices.Collect(maps.Values(entries)))
		}
	}
	s.countAnswer(familyRelease, len(snapshot.Bad))
	return snapshot, nil
}

func secretState(value float64) SecretState {
	switch {
	case value <= 0:
		return SecretFound
	case value == float64(SecretShort):
		return SecretShort
	}
	return SecretMissing
}

func (l *LoadedRelease) set(sample *model.Sample) *BadDataError {
	if sample.Metric["part"] == "scraped" {
		if v := float64(sample.Value); !(v >= 0 && v < maxExact/1000) {
			return badData(sample.Metric, "the time of the scrape is not a time")
		}
		l.Scraped = latest(l.Scraped, time.UnixMilli(int64(float64(sample.Value)*1000)))
		return nil
	}
	n, bad := whole(sample)
	if bad != nil {
		return bad
	}
	l.Sequence = max(l.Sequence, n)
	return nil
}

// summarize keeps one release for each pod and track: the newest, should a pod appear
// with two.
func summarize(entries []LoadedRelease) BotLoaded {
	slices.SortFunc(entries, func(a, b LoadedRelease) int {
		return cmp.Or(cmp.Compare(a.Pod, b.Pod), cmp.Compare(a.Track, b.Track),
			cmp.Compare(b.Sequence, a.Sequence), b.Scraped.Compare(a.Scraped), cmp.Compare(a.Release, b.Release))
	})
	bot := BotLoaded{}
	for _, e := range entries {
		bot.LastScrape = latest(bot.LastScrape, e.Scraped)
		if n := len(bot.Pods); n > 0 && bot.Pods[n-1].Pod == e.Pod && bot.Pods[n-1].Track == e.Track {
			continue
		}
		bot.Pods = append(bot.Pods, e)
	}
	return bot
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
