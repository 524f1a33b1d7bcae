// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8slabels "k8s.io/apimachinery/pkg/labels"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/notes"
	"github.com/intentops/intentops/internal/operator/rollout"
	"github.com/intentops/intentops/internal/plural"
)

// setStatus describes what was seen and done. It only computes. It returns how much longer
// the Bot may wait for something before it is stalled; 0: it does not wait so.
func setStatus(bot *v1alpha1.Bot, seen *observation, done outcome) time.Duration {
	s := &bot.Status
	s.ObservedGeneration = bot.Generation
	s.Selector = k8slabels.SelectorFromSet(selector(bot)).String()
	s.Replicas, s.ReadyReplicas, s.LoadedReplicas = new(int32), new(int32), nil
	if seen.deployment != nil {
		*s.Replicas = seen.deployment.Status.Replicas
		*s.ReadyReplicas = seen.deployment.Status.ReadyReplicas
	}
	if done.composed {
		s.LiveIntents = new(int32(len(done.live)))
		if seen.loaded.unknown == "" {
			s.LoadedReplicas = new(min(seen.loaded.count(), *s.ReadyReplicas))
		}
	}
	if seen.pointer != nil && seen.pointer.Version != "" {
		s.Release = servedRelease(seen.pointer)
	}
	if len(seen.salts) > 0 {
		s.RolloutSalts = seen.salts
	}
	s.Refused = refusedNow(bot, seen)
	if seen.exists != nil {
		snapshot := seen.snapshot(bot)
		s.Withheld = snapshot.Withheld()
	}
	setAccepted(bot, done.podProblem)
	setReferences(bot, seen)
	setReleaseLoaded(bot, seen, done)
	return setReady(bot, seen, done)
}

func servedRelease(p *release.Pointer) *v1alpha1.ServedRelease {
	out := &v1alpha1.ServedRelease{
		Name: p.Record.Name, Sequence: p.Record.Sequence, Stable: p.Stable.Release, PointerSequence: p.Sequence,
	}
	if p.Candidate != nil {
		out.Candidate = p.Candidate.Release
		out.Rollout = p.Rollout.ID
		out.Batch = p.Rollout.Batch
		out.Step = p.Rollout.Step
		out.Percent = new(p.Rollout.Percent)
	}
	return out
}

func setReferences(bot *v1alpha1.Bot, seen *observation) {
	set := func(value metav1.ConditionStatus, reason, message string) {
		status.Set(&bot.Status.Conditions, bot.Generation, v1alpha1.ConditionReferencesResolved, value, reason, message)
	}
	switch problem := pinProblem(bot, seen); {
	case seen.policyRef == nil:
		set(metav1.ConditionFalse, v1alpha1.ReasonPolicyNotAccepted, seen.policyProblem)
	case problem != "":
		set(metav1.ConditionFalse, v1alpha1.ReasonReferenceNotFound, problem)
	case len(seen.missingSecrets) > 0:
		set(metav1.ConditionFalse, v1alpha1.ReasonSecretNotFound, strings.Join(seen.missingSecrets, "; "))
	case seen.untoldSecrets && seen.loaded.unknown != "":
		set(metav1.ConditionUnknown, v1alpha1.ReasonMetricsError, "Not known whether the pods find their Secrets: "+seen.loaded.unknown)
	case seen.untoldSecrets:
		set(metav1.ConditionUnknown, v1alpha1.ReasonProgressing, "No pod has said yet whether it finds its Secrets")
	case seen.loaded.shared:
		set(metav1.ConditionTrue, v1alpha1.ReasonResolved, "The escalation policy and all Secrets are there; but this Bot can read Bots of other namespaces on its NATS server (spec.store.nats), and they can read it: give each namespace an account of its own")
	default:
		set(metav1.ConditionTrue, v1alpha1.ReasonResolved, "The escalation policy and all Secrets are there")
	}
}

func setReleaseLoaded(bot *v1alpha1.Bot, seen *observation, done outcome) {
	set := func(value metav1.ConditionStatus, reason, message string) {
		status.Set(&bot.Status.Conditions, bot.Generation, v1alpha1.ConditionReleaseLoaded, value, reason, message)
	}
	switch {
	case seen.loaded.unknown != "":
		set(metav1.ConditionUnknown, v1alpha1.ReasonMetricsError, "Not known what the pods have loaded: "+seen.loaded.unknown)
	case !done.composed:
		set(metav1.ConditionUnknown, v1alpha1.ReasonProgressing, "No new release could be made; pods keep the last one")
	case seen.loaded.ready == 0 && wantedReplicas(bot) > 0:
		set(metav1.ConditionFalse, v1alpha1.ReasonPodsNotReady, "No pod is ready")
	case !seen.loaded.complete():
		set(metav1.ConditionFalse, v1alpha1.ReasonReleaseNotLoaded, notLoaded(seen.loaded))
	default:
		set(metav1.ConditionTrue, v1alpha1.ReasonReleaseLoaded, "Every ready pod serves the present release")
	}
}

// setReady sums up. What a person must mend comes first, then what is still under way.
func setReady(bot *v1alpha1.Bot, seen *observation, done outcome) (left time.Duration) {
	conditions, generation := &bot.Status.Conditions, bot.Generation
	wait := func(reason, message string) time.Duration {
		return status.Waiting(conditions, generation, seen.now, reason, message)
	}
	wanted, ready := wantedReplicas(bot), *bot.Status.ReadyReplicas
	serves := func(reason, message string) time.Duration {
		readyReason, readyMessage := serving(bot, ready, len(done.live))
		return status.Serving(conditions, generation, seen.now, reason, message, readyReason, readyMessage)
	}
	switch {
	case done.waiting != "":
		return wait(v1alpha1.ReasonPolicyNotAccepted, done.waiting)
	case pinProblem(bot, seen) != "":
		return wait(v1alpha1.ReasonReferenceNotFound, pinProblem(bot, seen))
	case seen.policyRef == nil:
		return wait(v1alpha1.ReasonPolicyNotAccepted, seen.policyProblem)
	case done.invalid != nil:
		status.Stalled(conditions, generation, done.invalidReason, done.invalid.Error())
	case done.refused != nil:
		status.Stalled(conditions, generation, v1alpha1.ReasonApplyFailed, oneLine(done.refused))
	case len(seen.missingSecrets) > 0:
		return wait(v1alpha1.ReasonSecretNotFound, strings.Join(seen.missingSecrets, "; "))
	case done.err != nil:
		// The error's text may differ from try to try; it stands in the log, not here, or the
		// status would be written each time.
		return wait(v1alpha1.ReasonApplyFailed, "An object could not be written; trying again. The operator's log says why")
	case ready < wanted:
		return wait(v1alpha1.ReasonPodsNotReady, withCause(fmt.Sprintf("%d of %d pods are ready", ready, wanted), seen.podCause))
	case behind(bot, seen.deployment):
		// The pods of the template before still serve.
		updated := min(seen.deployment.Status.UpdatedReplicas, wanted)
		return serves(v1alpha1.ReasonPodsNotReady, withCause(fmt.Sprintf("%d of %d pods are of the present spec", updated, wanted), seen.podCause))
	case seen.loaded.unknown == "" && !seen.loaded.complete():
		// They serve what they loaded last.
		return serves(v1alpha1.ReasonReleaseNotLoaded, notLoaded(seen.loaded)+"; if that lasts, see whether Prometheus scrapes them, and what their logs say")
	default:
		reason, message := serving(bot, ready, len(done.live))
		status.Ready(conditions, generation, reason, message+orphans(bot, seen)+seen.ignored()+abandoned(bot, seen))
	}
	return 0
}

// serving says what customers have.
func serving(bot *v1alpha1.Bot, ready int32, intents int) (reason, message string) {
	switch {
	case bot.Spec.Automation == v1alpha1.AutomationDisabled:
		return v1alpha1.ReasonAutomationDisabled, "Automation is disabled: every conversation goes to a person"
	case wantedReplicas(bot) == 0:
		return v1alpha1.ReasonReady, "Scaled to no pods"
	case bot.Spec.ReleaseRef != nil:
		return v1alpha1.ReasonPinned, fmt.Sprintf("spec.releaseRef pins it to BotRelease %s; batches wait until the pin is removed", bot.Spec.ReleaseRef.Name)
	}
	message = fmt.Sprintf("%s %s %s", plural.Of(ready, "pod"), plural.Verb(ready, "serves", "serve"), plural.Of(intents, "intent"))
	if err := specProblem(bot); err != nil {
		message += "; no batch advances: " + oneLine(err)
	}
	return v1alpha1.ReasonReady, message
}

func notLoaded(l loaded) string {
	return fmt.Sprintf("%d of %d ready pods serve the present release", min(l.count(), l.ready), l.ready)
}

func withCause(message, cause string) string {
	if cause == "" {
		return message
	}
	return message + ": " + cause
}

// pinProblem is why spec.releaseRef cannot be followed; empty: it can, or there is none.
func pinProblem(bot *v1alpha1.Bot, seen *observation) string {
	snapshot := seen.snapshot(bot)
	if bot.Spec.ReleaseRef == nil || snapshot.Pinned() != nil {
		return ""
	}
	var known []string
	for _, record := range seen.history {
		known = append(known, record.Name)
	}
	return fmt.Sprintf("spec.releaseRef.name: Bot %s has no BotRelease %q, so the pin is not followed: use one of %s", bot.Name, bot.Spec.ReleaseRef.Name, strings.Join(known, ", "))
}

// orphans tells of answers that came with a restored release and whose Intents did not.
func orphans(bot *v1alpha1.Bot, seen *observation) string {
	snapshot := seen.snapshot(bot)
	names := snapshot.Orphans()
	if len(names) == 0 {
		return ""
	}
	return "; restored without its Intent: " + strings.Join(names, ", ")
}

// abandoned tells of an edit that a batch held back which is gone, or no longer includes it.
func abandoned(bot *v1alpha1.Bot, seen *observation) string {
	snapshot := seen.snapshot(bot)
	what := snapshot.Abandoned()
	if what == "" {
		return ""
	}
	return "; withheld, as no batch includes it any more: " + what + " (add a batch that includes it, or change the spec)"
}

// ignored names BotReleases that are not served because the operator did not make them.
func (seen *observation) ignored() string {
	if len(seen.strangers) == 0 {
		return ""
	}
	return "; not made by the operator, so not served (delete them, or set spec.releaseRef to serve an older one): " + strings.Join(seen.strangers, ", ")
}

// oneLine is an error, joined ones too, as a condition's message is read.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

func wantedReplicas(bot *v1alpha1.Bot) int32 {
	if bot.Spec.Replicas == nil {
		return 1
	}
	return *bot.Spec.Replicas
}

// specProblem is what is wrong with the spec beyond what the schema checks; nil: nothing.
// The bot serves all the same: it concerns the batches.
func specProblem(bot *v1alpha1.Bot) error {
	if bot.Spec.Rollout == nil {
		return nil
	}
	return errors.Join(rollout.CheckFreezes(bot.Spec.Rollout.Freezes)...)
}

// setAccepted says whether the spec can be followed. What is wrong with the pods comes first.
func setAccepted(bot *v1alpha1.Bot, podProblem error) {
	set := func(value metav1.ConditionStatus, reason, message string) {
		status.Set(&bot.Status.Conditions, bot.Generation, v1alpha1.ConditionAccepted, value, reason, message)
	}
	switch err := specProblem(bot); {
	case podProblem != nil:
		set(metav1.ConditionFalse, podReason(podProblem), oneLine(errors.Join(podProblem, err)))
	case err != nil:
		set(metav1.ConditionFalse, v1alpha1.ReasonInvalidSpec, oneLine(err))
	default:
		set(metav1.ConditionTrue, v1alpha1.ReasonAccepted, notes.Add("The spec is valid", slices.Concat(imageDoubts(bot.Spec.Image), unprotected(bot), wideProxies(bot))...))
	}
}

// imageDoubts tells of an image that may become another one.
func imageDoubts(image string) []string {
	if image == "" || strings.Contains(image, "@") {
		return nil
	}
	return []string{"spec.image names a tag, so that whoever may move the tag changes what runs; add the digest"}
}

// recordSeen writes into the BotReleases which one is live, which could be served again, and
// which Intents of the live one were seen to exist.
func (r *Reconciler) recordSeen(ctx context.Context, seen *observation) error {
	for i, stored := range seen.history {
		record := stored.DeepCopy()
		setRecordStatus(record, seen, i == 0)
		if equality.Semantic.DeepEqual(stored.Status, record.Status) {
			continue
		}
		if err := r.Status().Update(ctx, record); err != nil {
			return fmt.Errorf("writing the status of BotRelease %s: %w", record.Name, err)
		}
		seen.history[i] = record
	}
	return nil
}

func setRecordStatus(record *v1alpha1.BotRelease, seen *observation, isLive bool) {
	s := &record.Status
	s.ObservedGeneration = record.Generation
	missing := slices.IndexFunc(record.Spec.Bundle, func(name string) bool { return seen.bundles[name] == nil })
	switch {
	case isLive || missing < 0:
		// What is live was read, or made, a moment ago.
		status.Set(&s.Conditions, record.Generation, v1alpha1.ConditionAvailable, metav1.ConditionTrue, v1alpha1.ReasonBundleComplete, "Its bundle is complete")
	default:
		status.Set(&s.Conditions, record.Generation, v1alpha1.ConditionAvailable, metav1.ConditionFalse, v1alpha1.ReasonBundleMissing,
			fmt.Sprintf("ConfigMap %q, part of its bundle, is not there", record.Spec.Bundle[missing]))
	}
	if !isLive {
		status.Set(&s.Conditions, record.Generation, v1alpha1.ConditionLive, metav1.ConditionFalse, v1alpha1.ReasonNotServed, "A newer release is served")
		return
	}
	status.Set(&s.Conditions, record.Generation, v1alpha1.ConditionLive, metav1.ConditionTrue, v1alpha1.ReasonServed, "The Bot serves it")
	if len(seen.salts) > 0 {
		s.RolloutSalts = seen.salts
	}
	s.ObservedUID, s.ObservedIntents = string(record.UID), nil
	for _, intent := range record.Spec.Intents {
		if seen.exists[intent.Name] {
			s.ObservedIntents = append(s.ObservedIntents, intent.Name)
		}
	}
}

// refuse notes that what a batch brings cannot be served beside what is live.
func (seen *observation) refuse(batch string, err error) {
	for i := range seen.batches {
		if b := &seen.batches[i]; b.Name == batch && b.Status.Revision != "" {
			refusal := v1alpha1.RefusedCandidate{Batch: batch, Revision: b.Status.Revision, Message: chars.Clip(oneLine(err), maxChange)}
			if len(seen.history) > 0 {
				refusal.Live = seen.history[0].Name
			}
			seen.refusals = append(seen.refusals, refusal)
		}
	}
}

// refusedNow are the refusals that still hold: those of this reconcile, and earlier ones whose
// batch and live release are still the same, unless the batch is served meanwhile.
func refusedNow(bot *v1alpha1.Bot, seen *observation) []v1alpha1.RefusedCandidate {
	out := slices.Clone(seen.refusals)
	for _, earlier := range bot.Status.Refused {
		known := slices.ContainsFunc(out, func(r v1alpha1.RefusedCandidate) bool { return r.Batch == earlier.Batch })
		same := len(seen.history) > 0 && seen.history[0].Name == earlier.Live &&
			slices.ContainsFunc(seen.batches, func(b v1alpha1.IntentBatch) bool {
				return b.Name == earlier.Batch && b.Status.Revision == earlier.Revision
			})
		served := seen.pointer != nil && seen.pointer.Rollout != nil && seen.pointer.Rollout.Batch == earlier.Batch
		if !known && same && !served && len(out) < maxRefused {
			out = append(out, earlier)
		}
	}
	slices.SortFunc(out, func(a, b v1alpha1.RefusedCandidate) int { return strings.Compare(a.Batch, b.Batch) })
	return out
}

// maxRefused is how many refusals the API takes.
const maxRefused = 50
