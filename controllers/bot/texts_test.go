// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"slices"
	"testing"

	. "github.com/onsi/gomega"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

// welcome is what a release answers thanks in German.
func welcome(content release.Release) string {
	return release.TextsFor(content.Texts, "de").YouAreWelcome
}

func (f *fixture) editTexts(bot *v1alpha1.Bot, texts ...v1alpha1.BotTexts) string {
	f.t.Helper()
	f.Expect(env.Client.Get(f.t.Context(), client.ObjectKey{Namespace: f.namespace, Name: bot.Name}, bot)).To(Succeed())
	bot.Spec.Texts = texts
	f.Expect(env.Client.Update(f.t.Context(), bot)).To(Succeed())
	return release.TextsRevision(texts)
}

func TestTextsAreServedAtOnceUnlessABatchBringsThem(t *testing.T) {
	own := v1alpha1.BotTexts{Locale: "de", YouAreWelcome: "Aber gern!"}
	t.Run("no batch does", func(t *testing.T) {
		bot := testenv.MakeBot("support").Obj()
		f := newFixture(t, bot)
		f.settle(bot)
		f.Expect(f.content(f.pointer(bot).Stable).Texts).To(Equal(release.ResolveTexts(nil)), "a release is complete")
		testenv.Recorded(f.recorder)
		edited := f.editTexts(bot, own)
		f.settle(bot)
		f.Expect(welcome(f.content(f.pointer(bot).Stable))).To(Equal("Aber gern!"))
		f.Expect(f.history("support")[0].Spec).To(And(HaveField("TextsRevision", edited), HaveField("Cause.Type", v1alpha1.CauseTexts)))
		f.Expect(testenv.Recorded(f.recorder)).To(ContainElement("Warning UnguardedChange BotRelease support-000002 is live: spec.texts of the Bot is in force at once"))
	})
	t.Run("a batch does", func(t *testing.T) {
		bot := testenv.MakeBot("support").Obj()
		batch := testenv.MakeBatch("words", "order-status").Obj()
		batch.Spec.Intents, batch.Spec.Include = nil, []v1alpha1.Included{v1alpha1.IncludedTexts}
		f := newFixture(t, bot, batch)
		f.settle(bot)
		before := f.pointer(bot).Stable
		edited := f.editTexts(bot, own)
		f.settle(bot)
		f.Expect(f.pointer(bot).Stable).To(Equal(before))

		testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
			b.Status.Revision, b.Status.Rollout, b.Status.Step, b.Status.Percent = "0123456789", "words-1", "half", new(int32(50))
			b.Status.Candidate = &v1alpha1.BatchCandidate{TextsRevision: &edited}
		})
		f.settle(bot)
		f.Expect(welcome(f.content(*f.pointer(bot).Candidate))).To(Equal("Aber gern!"))
		f.Expect(f.pointer(bot).Stable).To(Equal(before))

		// What customers were given is promoted, even if the spec is edited in between.
		f.editTexts(bot, v1alpha1.BotTexts{Locale: "de", YouAreWelcome: "Nichts zu danken."})
		f.settle(bot)
		f.Expect(welcome(f.content(*f.pointer(bot).Candidate))).To(Equal("Aber gern!"))
		testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) { b.Status.Result = v1alpha1.ResultPromoted })
		f.settle(bot)
		f.Expect(welcome(f.content(f.pointer(bot).Stable))).To(Equal("Aber gern!"))
		f.Expect(f.history("support")[0].Spec.Cause).To(And(HaveField("Type", v1alpha1.CausePromoted), HaveField("Message", "promoted: spec.texts")))

		// A revision that the spec does not have, and that nobody was given, cannot be made.
		live := f.pointer(bot).Stable
		testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
			b.Status.Revision, b.Status.Rollout, b.Status.Result = "9876543210", "words-2", ""
			b.Status.Candidate.TextsRevision = new("0000000000")
		})
		f.settle(bot)
		f.Expect(f.pointer(bot)).To(And(HaveField("Stable", live), HaveField("Candidate", BeNil())))
		f.Expect(bot.Status.Refused).To(ConsistOf(HaveField("Message", ContainSubstring("spec.texts of Bot support changed after the batch took it up"))))
	})
}

// TestAnOperatorWithOtherDefaultTextsChangesNothing serves a release with the default words of
// another version.
func TestAnOperatorWithOtherDefaultTextsChangesNothing(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, intent, batch)
	f.settle(bot)

	earlier := f.content(f.pointer(bot).Stable)
	earlier.Texts = slices.Clone(earlier.Texts)
	for i := range earlier.Texts {
		earlier.Texts[i].YouAreWelcome = "As earlier."
	}
	bundle, err := pack(earlier)
	f.Expect(err).NotTo(HaveOccurred())
	f.Expect(f.reconciler.createBundle(t.Context(), bot, bundle)).To(Succeed())
	record := recordOf(bot, earlier, bundle.Ref(bot.Name), 2)
	record.Spec.Cause = v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst}
	f.Expect(env.Client.Create(t.Context(), record)).To(Succeed())
	f.settle(bot)
	f.Expect(f.history("support")).To(HaveLen(2))
	f.Expect(welcome(f.content(f.pointer(bot).Stable))).To(Equal("As earlier."))

	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	f.settle(bot)
	f.Expect(f.answers(bot)).To(HaveKey("order-status"))
	f.Expect(welcome(f.content(f.pointer(bot).Stable))).To(Equal("As earlier."), "a promotion brings what was judged and nothing else")

	f.editTexts(bot, v1alpha1.BotTexts{Locale: "fr", YouAreWelcome: "De rien."})
	f.settle(bot)
	f.Expect(welcome(f.content(f.pointer(bot).Stable))).NotTo(Equal("As earlier."), "an edit brings the present defaults")
}

// TestAReleaseOfBeforeThereWereTexts keeps it live as it is, also when its bundle is lost, and
// adds the texts to what is composed next.
func TestAReleaseOfBeforeThereWereTexts(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, intent, batch)
	f.settle(bot)
	earlier := f.content(f.pointer(bot).Stable)
	earlier.Texts = nil
	bundle, err := pack(earlier)
	f.Expect(err).NotTo(HaveOccurred())
	record := recordOf(bot, earlier, bundle.Ref(bot.Name), 2)
	record.Spec.Cause = v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst}
	f.Expect(env.Client.Create(t.Context(), record)).To(Succeed())
	f.settle(bot)
	f.Expect(f.history("support")).To(HaveLen(2))
	f.Expect(f.content(f.pointer(bot).Stable).Texts).To(BeEmpty())

	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
	f.settle(bot)
	f.Expect(f.content(f.pointer(bot).Stable).Texts).To(Equal(release.ResolveTexts(nil)))
}

func TestTextsOfTheSchema(t *testing.T) {
	for name, tc := range map[string]struct {
		texts v1alpha1.BotTexts
		want  string
	}{
		"a region":     {texts: v1alpha1.BotTexts{Locale: "pt-BR", YouAreWelcome: "De nada."}},
		"a script":     {texts: v1alpha1.BotTexts{Locale: "zh-Hant-TW", YouAreWelcome: "不客氣。"}},
		"no language":  {v1alpha1.BotTexts{Locale: "German", YouAreWelcome: "Bitte."}, "spec.texts[0].locale"},
		"nothing said": {v1alpha1.BotTexts{Locale: "de", YouAreWelcome: " \n"}, "spec.texts[0].youAreWelcome"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			bot := testenv.MakeBot("support").Namespace(env.Namespace(t)).Spec(func(s *v1alpha1.BotSpec) { s.Texts = []v1alpha1.BotTexts{tc.texts} }).Obj()
			err := env.Client.Create(t.Context(), bot)
			if tc.want == "" {
				g.Expect(err).NotTo(HaveOccurred())
				return
			}
			g.Expect(err).To(MatchError(ContainSubstring(tc.want)))
		})
	}
}
