// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestFromIntentResolvesDefaults(t *testing.T) {
	want := orderStatus()
	want.Revision = ""
	if diff := cmp.Diff(want, FromIntent(specOf(), "order-status")); diff != "" {
		t.Errorf("intent (-want +got):\n%s", diff)
	}
}

func TestDescriptionIsNotPartOfTheRevision(t *testing.T) {
	described := specOf()
	described.Description = "Something else"
	if a, b := IntentHash(FromIntent(specOf(), "x")), IntentHash(FromIntent(described, "x")); a != b {
		t.Errorf("hashes %s and %s, want one", a, b)
	}
}

func TestFromIntentSharesNothing(t *testing.T) {
	spec := specOf()
	intent := FromIntent(spec, "x")
	intent.Utterances[0] = "changed"
	if spec.Utterances[0] == "changed" {
		t.Error("the spec's utterances were changed through the intent")
	}
}

func TestFromPolicy(t *testing.T) {
	targets := withURL("https://desk.example/hook").Handoff.Targets
	signed := withURL("https://desk.example/hook").Handoff.Targets
	signed[0].Webhook.SecretRef = &v1alpha1.SecretReference{Name: "desk"}
	cases := map[string]struct {
		spec    v1alpha1.EscalationPolicySpec
		want    Policy
		wantErr string
	}{
		"defaults": {
			spec: v1alpha1.EscalationPolicySpec{
				Rules:   []v1alpha1.EscalationRule{{Name: "asked", When: "message.asksForHuman"}},
				Handoff: v1alpha1.Handoff{Targets: targets},
			},
			want: Policy{
				Name: "standard", ConfidencePercent: 70, MarginPercent: 10, UnresolvedTurns: 2,
				Rules: []Rule{{Name: "asked", When: "message.asksForHuman", Priority: "Normal"}},
				Handoff: Handoff{
					Require: []string{"AttemptedSteps", "CustomerGoal", "Fields", "Priority", "Sentiment", "TranscriptSummary"},
					URL:     "https://desk.example/hook", AcceptWithinSeconds: 120,
				},
			},
		},
		"everything set": {
			spec: v1alpha1.EscalationPolicySpec{
				ConfidencePercent: new(int32(60)), MarginPercent: new(int32(0)), UnresolvedTurns: new(int32(3)),
				Rules: []v1alpha1.EscalationRule{{Name: "r", When: "true", Priority: "Urgent", Queue: "q"}},
				Handoff: v1alpha1.Handoff{
					Require: []v1alpha1.PacketPart{"Priority", "CustomerGoal"}, Targets: signed, AcceptWithin: "1m30s",
				},
			},
			want: Policy{
				Name: "standard", ConfidencePercent: 60, MarginPercent: 0, UnresolvedTurns: 3,
				Rules: []Rule{{Name: "r", When: "true", Priority: "Urgent", Queue: "q"}},
				Handoff: Handoff{
					Require: []string{"CustomerGoal", "Priority"}, URL: "https://desk.example/hook", SecretName: "desk", AcceptWithinSeconds: 90,
				},
			},
		},
		"a URL without a host": {
			spec:    withURL("https:///hook"),
			wantErr: `spec.handoff.targets[0].webhook.url: is not a URL such as https://desk.example/handoffs`,
		},
		"a URL that does not parse": {
			spec:    withURL("https://[::1"),
			wantErr: `spec.handoff.targets[0].webhook.url: is not a URL such as https://desk.example/handoffs`,
		},
		"a URL of another scheme": {
			spec:    withURL("ftp://desk.example"),
			wantErr: `spec.handoff.targets[0].webhook.url: is not a URL such as https://desk.example/handoffs`,
		},
		"a URL with a password": {
			spec:    withURL("https://me:secret@desk.example"),
			wantErr: `spec.handoff.targets[0].webhook.url: holds a user or password, which everybody can read here: sign packets with secretRef instead`,
		},
		"nowhere to hand over to": {
			wantErr: `spec.handoff.targets: has 0 entries, want one, such as {name: helpdesk, type: Webhook, webhook: {url: "https://desk.example/handoffs"}}`,
		},
		"a target of another type": {
			spec:    v1alpha1.EscalationPolicySpec{Handoff: v1alpha1.Handoff{Targets: []v1alpha1.HandoffTarget{{Name: "fax", Type: "Fax"}}}},
			wantErr: `spec.handoff.targets[0]: is not a webhook: set type: Webhook, and webhook.url`,
		},
		"a duration that does not parse": {
			spec:    v1alpha1.EscalationPolicySpec{Handoff: v1alpha1.Handoff{AcceptWithin: "2x"}},
			wantErr: `spec.handoff.acceptWithin: duration "2x": unknown unit 'x', use d, h, m or s`,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := FromPolicy(tc.spec, "standard")
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Fatalf("got %v, want %s", err, tc.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("policy (-want +got):\n%s", diff)
			}
		})
	}
}

func withURL(url v1alpha1.URL) v1alpha1.EscalationPolicySpec {
	return v1alpha1.EscalationPolicySpec{Handoff: v1alpha1.Handoff{
		Targets: []v1alpha1.HandoffTarget{{Name: "helpdesk", Type: v1alpha1.HandoffWebhook, Webhook: &v1alpha1.WebhookTarget{URL: url}}},
	}}
}

func TestWordVectorsGoThroughAReleaseUnchanged(t *testing.T) {
	for _, kind := range []v1alpha1.VolumeKind{v1alpha1.VolumeClaim, v1alpha1.VolumeConfigMap, v1alpha1.VolumeImage} {
		spec := &v1alpha1.Understanding{BuiltIn: &v1alpha1.BuiltInUnderstanding{Vectors: &v1alpha1.WordVectors{
			Source: v1alpha1.VolumeReference{Kind: kind, Name: "tables"}, Path: "european/small.vectors",
		}}}
		engine := FromUnderstanding(spec)
		if engine == nil || engine.Engine != EngineBuiltIn {
			t.Fatalf("%s: %+v, want the built-in engine with a table", kind, engine)
		}
		if diff := cmp.Diff(spec, ToUnderstanding(engine)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
	claim, image := Vectors{Kind: "PersistentVolumeClaim", Name: "a", Path: "x"}, Vectors{Kind: "Image", Name: "a", Path: "x"}
	if claim.Folder() == image.Folder() {
		t.Error("two sources share a folder")
	}
	if other := (Vectors{Kind: "Image", Name: "a", Path: "y"}); other.Folder() != image.Folder() {
		t.Error("two files of one source are mounted twice")
	}
}

func TestTheBuiltInEngineIsTheOneThatIsNotNamed(t *testing.T) {
	for name, spec := range map[string]*v1alpha1.Understanding{
		"absent": nil, "empty": {}, "built in": {BuiltIn: &v1alpha1.BuiltInUnderstanding{}},
	} {
		if got := FromUnderstanding(spec); got != nil {
			t.Errorf("%s: %+v, want none: what is live would have another hash", name, got)
		}
	}
}
