// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// badInput gives the API server and the bot what they must not take. What is live stays
// live.
func (s *suite) badInput(t *testing.T) {
	live, err := s.Bot(s.ctx)
	must(t, err)
	t.Run("in conditions", s.badReferences)
	t.Run("in the schema", s.badSchema)
	t.Run("a rule that does not compile", s.badRule)
	t.Run("from customers", s.badRequests)
	t.Run("from the helpdesk", s.badEvents)
	after, err := s.Bot(s.ctx)
	must(t, err)
	if *live.Status.Release != *after.Status.Release {
		t.Errorf("release %+v became %+v", live.Status.Release, after.Status.Release)
	}
	s.answer(t, edited, question)
}

// badReferences are specs that the schema cannot judge: a condition says what is wrong.
func (s *suite) badReferences(t *testing.T) {
	cases := map[string]struct {
		manifest string
		// of is the object whose condition is meant, such as IntentBatch/unknown; empty: none,
		// the object is there for the others.
		of, condition, reason string
		says                  []string
	}{
		"a batch with an intent that does not exist": {
			`{kind: IntentBatch, metadata: {name: unknown}, spec: {botRef: {name: support}, intents: [order-statsu]}}`,
			"IntentBatch/unknown", v1alpha1.ConditionAccepted, v1alpha1.ReasonReferenceNotFound,
			[]string{"spec.intents", "order-statsu", "create or remove"},
		},
		"an intent in two batches": {
			`{kind: IntentBatch, metadata: {name: taken}, spec: {botRef: {name: support}, intents: [opening-hours]}}`,
			"IntentBatch/taken", v1alpha1.ConditionAccepted, v1alpha1.ReasonInSeveralBatches,
			[]string{"spec.intents", "opening-hours", "week-1", "remove"},
		},
		"an Intent for the first batch of a cycle": {
			manifest: `{kind: Intent, metadata: {name: hen}, spec: {botRef: {name: support}, utterances: [sell me a hen], reply: {text: No.}}}`,
		},
		"an Intent for the second batch of a cycle": {
			manifest: `{kind: Intent, metadata: {name: egg}, spec: {botRef: {name: support}, utterances: [sell me an egg], reply: {text: No.}}}`,
		},
		"the first batch of a cycle in dependsOn": {
			`{kind: IntentBatch, metadata: {name: hens}, spec: {botRef: {name: support}, intents: [hen], dependsOn: [eggs]}}`,
			"IntentBatch/hens", v1alpha1.ConditionAccepted, v1alpha1.ReasonDependencyCycle,
			[]string{"spec.dependsOn", "hens -> eggs -> hens", "remove one"},
		},
		"the second batch of a cycle in dependsOn": {
			`{kind: IntentBatch, metadata: {name: eggs}, spec: {botRef: {name: support}, intents: [egg], dependsOn: [hens]}}`,
			"IntentBatch/eggs", v1alpha1.ConditionAccepted, v1alpha1.ReasonDependencyCycle,
			[]string{"spec.dependsOn", "eggs -> hens -> eggs", "remove one"},
		},
		"an utterance of another intent": {
			`{kind: Intent, metadata: {name: twin}, spec: {botRef: {name: support}, utterances: [When are you OPEN], reply: {text: Never.}}}`,
			"Intent/twin", v1alpha1.ConditionAccepted, v1alpha1.ReasonDuplicateUtterance,
			[]string{"spec.utterances[0]", "opening-hours", "remove"},
		},
		"a Bot without its Secret": {
			`{kind: Bot, metadata: {name: secretless}, spec: {channels: [{name: api, type: REST, rest: {secretRef: {name: tokens}}}], escalationPolicyRef: {name: standard}}}`,
			"Bot/secretless", v1alpha1.ConditionReferencesResolved, v1alpha1.ReasonSecretNotFound,
			[]string{"spec.channels[0].rest.secretRef", "tokens", "token"},
		},
		"a Bot without its policy": {
			`{kind: Bot, metadata: {name: lawless}, spec: {replicas: 0, channels: [{name: web, type: WebChat}], escalationPolicyRef: {name: strict}}}`,
			"Bot/lawless", v1alpha1.ConditionReferencesResolved, v1alpha1.ReasonPolicyNotAccepted,
			[]string{"spec.escalationPolicyRef", "strict"},
		},
	}
	var applied []*unstructured.Unstructured
	for _, tc := range cases {
		obj := manifest(t, tc.manifest)
		must(t, s.ApplyObject(s.ctx, obj))
		applied = append(applied, obj)
	}
	for name, tc := range cases {
		if tc.of == "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			kind, object, _ := strings.Cut(tc.of, "/")
			s.refused(t, kind, object, tc.condition, tc.reason, tc.says...)
		})
	}
	s.checkStatuses(t)
	for _, obj := range applied {
		must(t, s.Delete(s.ctx, obj))
	}
}

func manifest(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	obj := &unstructured.Unstructured{}
	must(t, yaml.Unmarshal([]byte(text), &obj.Object))
	obj.SetAPIVersion(v1alpha1.GroupVersion.String())
	obj.SetNamespace(harness.Namespace)
	return obj
}

// refused waits for a condition that is False and names the field and the fix.
func (s *suite) refused(t *testing.T, kind, name, condition, reason string, says ...string) {
	t.Helper()
	obj := &unstructured.Unstructured{}
	obj.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind))
	must(t, harness.WaitFor(s.ctx, kind+" "+name+" to be refused", soon, func(ctx context.Context) (bool, string) {
		if err := s.Get(ctx, client.ObjectKey{Namespace: harness.Namespace, Name: name}, obj); err != nil {
			return false, err.Error()
		}
		conditions, err := harness.Conditions(obj)
		if err != nil {
			return false, err.Error()
		}
		c := meta.FindStatusCondition(conditions, condition)
		if c == nil || c.Status != metav1.ConditionFalse || c.Reason != reason {
			return false, fmt.Sprintf("%s is %+v, want False because of %s", condition, c, reason)
		}
		for _, text := range says {
			if !strings.Contains(c.Message, text) {
				return false, fmt.Sprintf("the message %q does not say %q", c.Message, text)
			}
		}
		t.Logf("%s: %s", reason, c.Message)
		return true, ""
	}))
}

// badSchema is what the API server refuses at once.
func (s *suite) badSchema(t *testing.T) {
	for name, tc := range map[string]struct{ manifest, field, says string }{
		"percent that does not rise": {
			`{kind: IntentBatch, metadata: {name: flat}, spec: {botRef: {name: support}, intents: [a], steps: [{name: a, percent: 50}, {name: b, percent: 50}, {name: c, percent: 100}]}}`,
			"spec.steps", "percent must rise from step to step",
		},
		"pods that cannot share a store": {
			`{kind: Bot, metadata: {name: apart}, spec: {replicas: 2, channels: [{name: web, type: WebChat}], escalationPolicyRef: {name: standard}}}`,
			"spec.replicas", "more than one replica needs store.nats",
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := s.ApplyObject(s.ctx, manifest(t, tc.manifest))
			if err == nil || !strings.Contains(err.Error(), tc.field) || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("error %v, want one that says %s: %s", err, tc.field, tc.says)
			}
		})
	}
}

// badRule edits the policy in force: the last accepted one stays.
func (s *suite) badRule(t *testing.T) {
	key := client.ObjectKey{Namespace: harness.Namespace, Name: "standard"}
	before, after := &v1alpha1.EscalationPolicy{}, &v1alpha1.EscalationPolicy{}
	must(t, s.Get(s.ctx, key, before))
	rules, err := json.Marshal(before.Spec.Rules)
	must(t, err)
	s.change(t, &v1alpha1.EscalationPolicy{}, "standard", `{"spec":{"rules":[{"name":"mood","when":"message.mood == 'bad'"}]}}`)
	s.refused(t, "EscalationPolicy", "standard", v1alpha1.ConditionAccepted, v1alpha1.ReasonCompileFailed,
		"rules[0]", "mood", "1:8", "stays in force")
	must(t, s.Get(s.ctx, key, after))
	if after.Status.AcceptedRevision != before.Status.AcceptedRevision {
		t.Errorf("accepted revision %s became %s", before.Status.AcceptedRevision, after.Status.AcceptedRevision)
	}
	// The rule of the accepted revision still hands over whoever asks for a person.
	if reply := s.ask(t, "I want to talk to a human"); reply.Handoff == nil || reply.Handoff.Rule != "asked" {
		t.Errorf("who asks for a person got %+v", reply)
	}
	s.change(t, &v1alpha1.EscalationPolicy{}, "standard", `{"spec":{"rules":`+string(rules)+`}}`)
	must(t, harness.WaitFor(s.ctx, "the policy to be accepted again", soon, func(ctx context.Context) (bool, string) {
		err := s.Get(ctx, key, after)
		return err == nil && meta.IsStatusConditionTrue(after.Status.Conditions, v1alpha1.ConditionReady), fmt.Sprint(err, after.Status.Conditions)
	}))
}

// badRequests reach the bot itself.
func (s *suite) badRequests(t *testing.T) {
	id, err := s.bot.Open(s.ctx, "e2e-bad")
	must(t, err)
	path := "/v1/conversations/" + id + "/messages"
	for name, tc := range map[string]struct {
		body   string
		status int
		says   []string
	}{
		"malformed JSON":          {`{"messageId":"1","text":`, http.StatusBadRequest, []string{"malformed JSON at byte"}},
		"a field that is unknown": {`{"messageId":"1","txt":"hello"}`, http.StatusBadRequest, []string{"txt", "is not a known field", "leave it out"}},
		"no message id":           {`{"text":"hello"}`, http.StatusBadRequest, []string{"messageId", "missing"}},
		"a message too long":      {`{"messageId":"1","text":"` + strings.Repeat("a", 5000) + `"}`, http.StatusRequestEntityTooLarge, []string{"text", "4000 characters"}},
		"a body too large":        {`{"messageId":"1","text":"` + strings.Repeat("a", 1<<20) + `"}`, http.StatusRequestEntityTooLarge, []string{"larger than 16384 bytes"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer, _, err := s.bot.Post(s.ctx, path, []byte(tc.body))
			must(t, err)
			if status != tc.status {
				t.Errorf("status %d, want %d: %s", status, tc.status, answer)
			}
			for _, text := range tc.says {
				if !strings.Contains(string(answer), text) {
					t.Errorf("the answer %s does not say %q", answer, text)
				}
			}
		})
	}
}
