// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

var withPolicies = []string{"--api-versions", "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy"}

const (
	// author may write Bots and nothing else, editor BotReleases too, gitops may create pods and read Secrets
	// besides, and operator is who makes BotReleases and reads no Secrets.
	author   = "author@example.com"
	editor   = "editor@example.com"
	gitops   = "system:serviceaccount:flux:gitops"
	operator = "system:serviceaccount:" + systemNamespace + ":intentops-manager"
)

// withAdmission makes a namespace with the chart's policies, in which two users may write Bots.
func withAdmission(t *testing.T) (namespace string, as func(user string) client.Client) {
	t.Helper()
	namespace = env.Namespace(t)
	flags := append([]string{"--set", "namespaces={" + namespace + "}"}, withPolicies...)
	create := func(object client.Object) {
		t.Helper()
		create(t, namespace, object)
	}
	for _, policy := range rendered[admissionv1.ValidatingAdmissionPolicy](t, "ValidatingAdmissionPolicy", flags...) {
		create(&policy)
	}
	for _, binding := range rendered[admissionv1.ValidatingAdmissionPolicyBinding](t, "ValidatingAdmissionPolicyBinding", flags...) {
		binding.Spec.PolicyName += "-" + namespace
		create(&binding)
	}
	return namespace, withRoles(t, namespace, rendered[rbacv1.ClusterRole](t, "ClusterRole", flags...))
}

// create makes an object of the cluster that is for one namespace's test.
func create(t *testing.T, namespace string, object client.Object) {
	t.Helper()
	object.SetName(object.GetName() + "-" + namespace)
	if err := env.Client.Create(t.Context(), object); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = env.Client.Delete(context.Background(), object) })
}

// withRoles gives users the chart's roles in a namespace.
func withRoles(t *testing.T, namespace string, roles []rbacv1.ClusterRole) (as func(user string) client.Client) {
	t.Helper()
	create := func(object client.Object) {
		t.Helper()
		create(t, namespace, object)
	}
	role := func(name string) string {
		t.Helper()
		role := roles[slices.IndexFunc(roles, func(r rbacv1.ClusterRole) bool { return r.Name == name })].DeepCopy()
		role.Labels = nil
		create(role)
		return role.Name
	}
	edit, restore := role("intentops-edit"), role("intentops-restore")
	more := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "gitops"}, Rules: []rbacv1.PolicyRule{
		{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"create"}},
		{APIGroups: []string{""}, Resources: []string{"secrets"}, Verbs: []string{"get"}},
	}}
	create(more)
	for role, users := range map[string][]string{edit: {author, editor, gitops}, restore: {editor, gitops, operator}, more.Name: {gitops}} {
		binding := &rbacv1.RoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: role, Namespace: namespace},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		}
		for _, user := range users {
			binding.Subjects = append(binding.Subjects, rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: user})
		}
		if err := env.Client.Create(t.Context(), binding); err != nil {
			t.Fatal(err)
		}
	}
	return func(user string) client.Client {
		config := rest.CopyConfig(env.Config)
		config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: []string{"system:authenticated"}}
		c, err := client.New(config, client.Options{Scheme: env.Scheme})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

func patched(patch string) func(*v1alpha1.BotSpec) {
	return func(s *v1alpha1.BotSpec) { s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(patch)} }
}

// TestAnEditorGetsNothingFromTheOperatorThatHeMayNotDo is the confused deputy: whoever may write
// Bots and nothing else has the operator make pods with Secrets that he may not read.
func TestAnEditorGetsNothingFromTheOperatorThatHeMayNotDo(t *testing.T) {
	namespace, as := withAdmission(t)
	bot := func(change func(*v1alpha1.BotSpec)) client.Object { return testenv.MakeBot("new").Spec(change).Obj() }
	hostile := map[string]struct {
		object client.Object
		field  string
	}{
		"spec.store.embedded.claimName": {object: bot(func(s *v1alpha1.BotSpec) {
			s.Store = &v1alpha1.Store{Embedded: &v1alpha1.EmbeddedStore{ClaimName: "data-of-another"}}
		})},
		"spec.understanding.builtIn.vectors": {object: bot(func(s *v1alpha1.BotSpec) {
			s.Understanding = &v1alpha1.Understanding{BuiltIn: &v1alpha1.BuiltInUnderstanding{Vectors: &v1alpha1.WordVectors{
				Source: v1alpha1.VolumeReference{Kind: v1alpha1.VolumeClaim, Name: "data-of-another"}, Path: "a",
			}}}
		})},
		"spec.image": {object: bot(func(s *v1alpha1.BotSpec) { s.Image = "evil" })},
	}
	for name, object := range foreignSecrets() {
		_, field, _ := strings.Cut(name, ": ")
		hostile[name] = struct {
			object client.Object
			field  string
		}{object, field}
	}
	hostile["botreleases: spec.understanding.builtIn.vectors"] = struct {
		object client.Object
		field  string
	}{recordWith(&v1alpha1.Understanding{BuiltIn: &v1alpha1.BuiltInUnderstanding{Vectors: &v1alpha1.WordVectors{
		Source: v1alpha1.VolumeReference{Kind: v1alpha1.VolumeClaim, Name: "data-of-another"}, Path: "a",
	}}}), "spec.understanding.builtIn.vectors"}
	for name, patch := range hostileTemplates {
		hostile["spec.podTemplatePatch: "+name] = struct {
			object client.Object
			field  string
		}{object: bot(patched(patch.content)), field: "spec.podTemplatePatch"}
	}
	try := func(user string, object client.Object) error {
		fresh := object.DeepCopyObject().(client.Object)
		fresh.SetNamespace(namespace)
		return as(user).Create(t.Context(), fresh, client.DryRunAll)
	}
	for name, tc := range hostile {
		field := tc.field
		if field == "" {
			field = name
		}
		// The API server takes a moment until it knows a policy.
		var err error
		for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			if err = try(editor, tc.object); err != nil {
				break
			}
		}
		if err == nil || !strings.Contains(err.Error(), "denied request: "+field+": "+editor+" may not") {
			t.Errorf("%s: as an editor: error %v", name, err)
		}
		if err := try(gitops, tc.object); err != nil {
			t.Errorf("%s: as who may do so himself: %v", name, err)
		}
	}
	if err := try(editor, bot(func(*v1alpha1.BotSpec) {})); err != nil {
		t.Errorf("a Bot that needs no rights: %v", err)
	}
	if err := try(editor, recordWith(nil)); err == nil || !strings.Contains(err.Error(), "denied request: spec.bundle: its content may name any Secret") {
		t.Errorf("a BotRelease whose content nobody can look into: %v", err)
	}
	for user, object := range map[string]client.Object{gitops: recordWith(nil), operator: foreignSecrets()["botreleases: spec.understanding.http.secretRef"]} {
		if err := try(user, object); err != nil {
			t.Errorf("a BotRelease of %s: %v", user, err)
		}
	}
}

// recordWith is a BotRelease with an engine.
func recordWith(engine *v1alpha1.Understanding) *v1alpha1.BotRelease {
	r := &v1alpha1.BotRelease{}
	r.Name = "new-000001"
	r.Spec = v1alpha1.BotReleaseSpec{
		BotRef: v1alpha1.LocalReference{Name: "new"}, Sequence: 1, Digest: strings.Repeat("0", 64), Bundle: []string{"new-0"}, Understanding: engine,
		EscalationPolicy: v1alpha1.ReleasedPolicy{Name: "standard", Revision: "standard-1"}, Cause: v1alpha1.ReleaseCause{Type: v1alpha1.CauseFirst},
	}
	return r
}

// foreignSecrets are objects that name a Secret of another, by their resource and where they do.
func foreignSecrets() map[string]client.Object {
	desk, out := v1alpha1.SecretReference{Name: "desk"}, map[string]client.Object{}
	channel := func(c v1alpha1.Channel) func(*v1alpha1.BotSpec) {
		return func(s *v1alpha1.BotSpec) { c.Name = "one"; s.Channels = []v1alpha1.Channel{c} }
	}
	nats := func(n v1alpha1.NATSStore) func(*v1alpha1.BotSpec) {
		return func(s *v1alpha1.BotSpec) { n.URL = "tls://nats:4222"; s.Store = &v1alpha1.Store{NATS: &n} }
	}
	rasa := func(r v1alpha1.RasaUnderstanding) func(*v1alpha1.BotSpec) {
		return func(s *v1alpha1.BotSpec) { r.URL = "https://nlu"; s.Understanding = &v1alpha1.Understanding{Rasa: &r} }
	}
	http := func(h v1alpha1.HTTPUnderstanding) func(*v1alpha1.BotSpec) {
		return func(s *v1alpha1.BotSpec) { h.URL = "https://nlu"; s.Understanding = &v1alpha1.Understanding{HTTP: &h} }
	}
	certificate := &v1alpha1.ClientTLS{CertificateRef: &desk}
	ca := &v1alpha1.ClientTLS{CARef: &v1alpha1.CAReference{Kind: v1alpha1.CASecret, Name: "desk"}}
	for field, change := range map[string]func(*v1alpha1.BotSpec){
		"spec.channels[0].rest.secretRef": channel(v1alpha1.Channel{Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{SecretRef: &desk}}),
		"spec.channels[0].rest.identity.secretRef": channel(v1alpha1.Channel{Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{
			Access: v1alpha1.RESTAccessAnonymous, Identity: &v1alpha1.ChannelIdentity{SecretRef: desk}}}),
		"spec.channels[0].webChat.identity.secretRef": channel(v1alpha1.Channel{Type: v1alpha1.ChannelWebChat, WebChat: &v1alpha1.WebChatChannel{Identity: &v1alpha1.ChannelIdentity{SecretRef: desk}}}),
		"spec.events[0].secretRef": func(s *v1alpha1.BotSpec) {
			s.Events = []v1alpha1.EventSource{{Name: "desk", Type: v1alpha1.EventsCloudEvents, SecretRef: desk}}
		},
		"spec.store.nats.secretRef":          nats(v1alpha1.NATSStore{SecretRef: &desk}),
		"spec.store.nats.tls.certificateRef": nats(v1alpha1.NATSStore{TLS: certificate}),
		"spec.store.nats.tls.caRef":          nats(v1alpha1.NATSStore{TLS: ca}),
		"spec.store.encryption.secretRef": func(s *v1alpha1.BotSpec) {
			s.Store = &v1alpha1.Store{Embedded: &v1alpha1.EmbeddedStore{}, Encryption: &v1alpha1.StoreEncryption{SecretRef: desk}}
		},
		"spec.understanding.rasa.secretRef":          rasa(v1alpha1.RasaUnderstanding{SecretRef: &desk}),
		"spec.understanding.rasa.tls.certificateRef": rasa(v1alpha1.RasaUnderstanding{TLS: certificate}),
		"spec.understanding.rasa.tls.caRef":          rasa(v1alpha1.RasaUnderstanding{TLS: ca}),
		"spec.understanding.http.secretRef":          http(v1alpha1.HTTPUnderstanding{SecretRef: &desk}),
		"spec.understanding.http.tls.certificateRef": http(v1alpha1.HTTPUnderstanding{TLS: certificate}),
		"spec.understanding.http.tls.caRef":          http(v1alpha1.HTTPUnderstanding{TLS: ca}),
	} {
		bot := testenv.MakeBot("new").Spec(change).Obj()
		out["bots: "+field] = bot
		if strings.HasPrefix(field, "spec.understanding.") {
			out["botreleases: "+field] = recordWith(bot.Spec.Understanding)
		}
	}
	for field, change := range map[string]func(*v1alpha1.WebhookTarget){
		"secretRef":          func(w *v1alpha1.WebhookTarget) { w.SecretRef = &desk },
		"tls.certificateRef": func(w *v1alpha1.WebhookTarget) { w.TLS = certificate },
		"tls.caRef":          func(w *v1alpha1.WebhookTarget) { w.TLS = ca },
	} {
		policy := testenv.MakePolicy("new").Obj()
		policy.Spec.Handoff.Targets[0].Webhook.URL = "https://desk.example/handoffs"
		change(policy.Spec.Handoff.Targets[0].Webhook)
		out["escalationpolicies: spec.handoff.targets[0].webhook."+field] = policy
	}
	return out
}

// TestAnEditorMayNameAConfigMap, which holds no secrets.
func TestAnEditorMayNameAConfigMap(t *testing.T) {
	namespace, as := withAdmission(t)
	bot := testenv.MakeBot("new").Namespace(namespace).Spec(func(s *v1alpha1.BotSpec) {
		s.Understanding = &v1alpha1.Understanding{HTTP: &v1alpha1.HTTPUnderstanding{
			URL: "https://nlu", TLS: &v1alpha1.ClientTLS{CARef: &v1alpha1.CAReference{Kind: v1alpha1.CAConfigMap, Name: "desk"}},
		}}
	}).Obj()
	if err := as(editor).Create(t.Context(), bot, client.DryRunAll); err != nil {
		t.Error(err)
	}
}

// TestAnEditorMayChangeTheRest of what somebody else set up.
func TestAnEditorMayChangeTheRest(t *testing.T) {
	namespace, as := withAdmission(t)
	f := NewWithT(t)
	bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
		s.Image = "bot:mine"
		s.Store = &v1alpha1.Store{NATS: &v1alpha1.NATSStore{URL: "nats://nats:4222", SecretRef: &v1alpha1.SecretReference{Name: "nats"}}}
		s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"nodeSelector":{"disk":"fast"}}}`)}
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
			s.Channels = append(s.Channels, v1alpha1.Channel{Name: "api-" + name, Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{SecretRef: &v1alpha1.SecretReference{Name: name}}})
		}
	}).Obj()
	bot.Namespace = namespace
	f.Expect(as(gitops).Create(t.Context(), bot)).To(Succeed(), "many Secrets are within the budget of the policy")
	change := func(edit func(*v1alpha1.BotSpec)) error {
		changed := &v1alpha1.Bot{}
		f.Expect(env.Client.Get(t.Context(), client.ObjectKeyFromObject(bot), changed)).To(Succeed())
		edit(&changed.Spec)
		return as(editor).Update(t.Context(), changed, client.DryRunAll)
	}
	f.Eventually(func() error {
		return change(func(s *v1alpha1.BotSpec) { s.Image = "bot:evil" })
	}).WithTimeout(time.Minute).Should(MatchError(ContainSubstring("denied request: spec.image: ")))
	f.Expect(change(func(s *v1alpha1.BotSpec) { s.Automation = v1alpha1.AutomationDisabled })).To(Succeed())
	f.Expect(change(func(s *v1alpha1.BotSpec) { s.Replicas = new(int32(3)) })).To(Succeed())
	f.Expect(change(func(s *v1alpha1.BotSpec) { s.PodTemplatePatch, s.Image = nil, "" })).To(Succeed(), "less is never refused")
	f.Expect(change(func(s *v1alpha1.BotSpec) { slices.Reverse(s.Channels) })).To(MatchError(ContainSubstring("spec.channels: who has more than 6")))
	f.Expect(change(func(s *v1alpha1.BotSpec) { s.Store.NATS.URL = "nats://evil:4222" })).
		To(MatchError(ContainSubstring("denied request: spec.store.nats.secretRef: ")), "the Secret would be sent elsewhere")
	f.Expect(change(func(s *v1alpha1.BotSpec) { s.PodTemplatePatch.Raw = []byte(`{"spec":{"hostNetwork":true}}`) })).
		To(MatchError(ContainSubstring("denied request: spec.podTemplatePatch: ")))
}

// TestTheMostSecretsAreWithinTheBudget that the API server gives a policy: beyond it, it refuses
// everybody.
func TestTheMostSecretsAreWithinTheBudget(t *testing.T) {
	namespace, as := withAdmission(t)
	one := v1alpha1.SecretReference{Name: "one"}
	all := &v1alpha1.ClientTLS{CertificateRef: &one, CARef: &v1alpha1.CAReference{Kind: v1alpha1.CASecret, Name: "one"}}
	bot := testenv.MakeBot("new").Namespace(namespace).Spec(func(s *v1alpha1.BotSpec) {
		s.Channels, s.Image = nil, "bot:mine"
		for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
			s.Channels = append(s.Channels, v1alpha1.Channel{Name: name, Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{
				SecretRef: &one, Identity: &v1alpha1.ChannelIdentity{SecretRef: one}}})
		}
		for _, kind := range []v1alpha1.EventSourceType{v1alpha1.EventsCloudEvents, v1alpha1.EventsChatwoot, v1alpha1.EventsZendesk} {
			s.Events = append(s.Events, v1alpha1.EventSource{Name: strings.ToLower(string(kind)), Type: kind, SecretRef: one})
		}
		s.Store = &v1alpha1.Store{NATS: &v1alpha1.NATSStore{URL: "tls://nats:4222", SecretRef: &one, TLS: all}, Encryption: &v1alpha1.StoreEncryption{SecretRef: one}}
		s.Understanding = &v1alpha1.Understanding{HTTP: &v1alpha1.HTTPUnderstanding{URL: "https://nlu", SecretRef: &one, TLS: all}}
		s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"nodeSelector":{"disk":"fast"}}}`)}
	}).Obj()
	NewWithT(t).Eventually(func() error { return as(editor).Create(t.Context(), bot.DeepCopy(), client.DryRunAll) }).
		WithTimeout(time.Minute).Should(MatchError(ContainSubstring("denied request: spec.")))
	if err := as(gitops).Create(t.Context(), bot, client.DryRunAll); err != nil {
		t.Error(err)
	}
}

// TestThePoliciesAskForEverySecret: a new field that names a Secret must be asked for too.
func TestThePoliciesAskForEverySecret(t *testing.T) {
	var want []string
	for resource, spec := range map[string]reflect.Type{
		"bots": reflect.TypeFor[v1alpha1.BotSpec](), "botreleases": reflect.TypeFor[v1alpha1.BotReleaseSpec](),
		"escalationpolicies": reflect.TypeFor[v1alpha1.EscalationPolicySpec](), "intents": reflect.TypeFor[v1alpha1.IntentSpec](),
		"intentbatches": reflect.TypeFor[v1alpha1.IntentBatchSpec](), "kpitargets": reflect.TypeFor[v1alpha1.KPITargetSpec](),
	} {
		var paths []string
		secretsOf(spec, "", &paths)
		for _, path := range paths {
			want = append(want, resource+": spec."+path)
		}
	}
	attacked := map[string]bool{}
	for name := range foreignSecrets() {
		attacked[strings.ReplaceAll(name, "[0]", "[]")] = true
	}
	for _, path := range want {
		if !attacked[path] {
			t.Errorf("no test names a Secret of another in %s", path)
		}
	}
	var got []string
	named := regexp.MustCompile(`^'(spec\.\S+): '`)
	for _, policy := range rendered[admissionv1.ValidatingAdmissionPolicy](t, "ValidatingAdmissionPolicy", withPolicies...) {
		for _, v := range policy.Spec.Validations {
			if strings.Contains(v.Expression, "resource('secrets')") && v.MessageExpression != "" {
				resource := policy.Spec.MatchConstraints.ResourceRules[0].Resources[0]
				got = append(got, resource+": "+regexp.MustCompile(`\[\d+\]`).ReplaceAllString(named.FindStringSubmatch(v.MessageExpression)[1], "[]"))
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("add it to $secrets in charts/intentops/templates/admission.yaml (-API +policies):\n%s", diff)
	}
	if n := len(rendered[admissionv1.ValidatingAdmissionPolicy](t, "ValidatingAdmissionPolicy", append(withPolicies, "--set", "admissionPolicy.enabled=false")...)); n != 0 {
		t.Errorf("%d policies although they are turned off", n)
	}
}

// secretsOf lists where a type names Secrets.
func secretsOf(in reflect.Type, path string, out *[]string) {
	switch in.Kind() {
	case reflect.Pointer:
		secretsOf(in.Elem(), path, out)
	case reflect.Slice:
		secretsOf(in.Elem(), path+"[]", out)
	case reflect.Struct:
		if in == reflect.TypeFor[v1alpha1.SecretReference]() || in == reflect.TypeFor[v1alpha1.CAReference]() {
			*out = append(*out, strings.TrimPrefix(path, "."))
			return
		}
		for i := range in.NumField() {
			name, _, _ := strings.Cut(in.Field(i).Tag.Get("json"), ",")
			secretsOf(in.Field(i).Type, path+"."+name, out)
		}
	}
}
