// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime"

	. "github.com/intentops/intentops/api/v1alpha1"
)

func TestBotRules(t *testing.T) {
	valid := &Bot{Spec: BotSpec{
		Channels: []Channel{
			{Name: "web", Type: ChannelWebChat},
			{Name: "api", Type: ChannelREST, REST: &RESTChannel{SecretRef: &SecretReference{Name: "token"}}},
		},
		EscalationPolicyRef: LocalReference{Name: "standard"},
		Rollout: &BotRollout{
			Steps:   []RolloutStep{{Name: "shadow", Percent: new(int32(0))}, {Name: "all", Percent: new(int32(100))}},
			Freezes: []Freeze{{Name: "peak", Schedule: "0 9 * * MON", Duration: "4h"}},
		},
	}}
	checkRules(t, valid, map[string]rule[Bot]{
		"a name of 50 characters":           {change: func(b *Bot) { b.Name = long(50) }},
		"a name of 51 characters":           {change: func(b *Bot) { b.Name = long(51) }, want: "metadata.name must fit a Service: at most 50 small letters, digits and -, beginning with a letter"},
		"a name with a dot":                 {change: func(b *Bot) { b.Name = "a.b" }, want: "metadata.name must fit a Service"},
		"a name that begins with a digit":   {change: func(b *Bot) { b.Name = "1a" }, want: "metadata.name must fit a Service"},
		"a freeze in the time of nowhere":   {change: func(b *Bot) { b.Spec.Rollout.Freezes[0].TimeZone = "Local" }, want: `spec.rollout.freezes[0].timeZone: Invalid value: Local is wherever the operator runs: name the zone, such as "Europe/Berlin"`},
		"a freeze in the time of a place":   {change: func(b *Bot) { b.Spec.Rollout.Freezes[0].TimeZone = "Europe/Berlin" }},
		"negative replicas":                 {change: func(b *Bot) { b.Spec.Replicas = new(int32(-1)) }, want: "spec.replicas"},
		"no replicas":                       {change: func(b *Bot) { b.Spec.Replicas = new(int32(0)) }},
		"two replicas with nothing shared":  {change: func(b *Bot) { b.Spec.Replicas = new(int32(2)) }, want: "spec.replicas: Invalid value: more than one replica needs store.nats: the embedded store belongs to one pod"},
		"two replicas with embedded stores": {change: func(b *Bot) { b.Spec.Replicas = new(int32(2)); b.Spec.Store = &Store{Embedded: &EmbeddedStore{}} }, want: "more than one replica needs store.nats"},
		"two replicas with NATS":            {change: func(b *Bot) { b.Spec.Replicas = new(int32(2)); b.Spec.Store = nats() }},
		"two stores":                        {change: func(b *Bot) { b.Spec.Store = nats(); b.Spec.Store.Embedded = &EmbeddedStore{} }, want: "spec.store: Invalid value: set exactly one of nats and embedded"},
		"no store":                          {change: func(b *Bot) { b.Spec.Store = &Store{} }, want: "spec.store: Invalid value: set exactly one of nats and embedded"},
		"NATS by HTTP":                      {change: func(b *Bot) { b.Spec.Store = nats(); b.Spec.Store.NATS.URL = "http://nats" }, want: "spec.store.nats.url"},
		"a password of NATS in the URL":     {change: func(b *Bot) { b.Spec.Store = nats(); b.Spec.Store.NATS.URL = "nats://u:p@nats:4222" }, want: "has a user, password or token, which everybody can read here: put a credentials file into a Secret and name that in secretRef, or use tls.certificateRef"},
		"NATS by certificates": {change: func(b *Bot) {
			b.Spec.Store = nats()
			b.Spec.Store.NATS.TLS = &ClientTLS{CARef: &CAReference{Name: "ca"}, CertificateRef: &SecretReference{Name: "cert"}}
			b.Spec.Store.NATS.Isolation = IsolationRequired
			b.Spec.Store.Encryption = &StoreEncryption{SecretRef: SecretReference{Name: "store"}}
		}},
		"a CA of an unknown kind": {change: func(b *Bot) {
			b.Spec.Store = nats()
			b.Spec.Store.NATS.TLS = &ClientTLS{CARef: &CAReference{Kind: "File", Name: "ca"}}
		}, want: `spec.store.nats.tls.caRef.kind: Unsupported value: "File"`},
		"encryption without a Secret":         {change: func(b *Bot) { b.Spec.Store = nats(); b.Spec.Store.Encryption = &StoreEncryption{} }, want: "spec.store.encryption.secretRef"},
		"a password of Rasa in the URL":       {change: rasaAt("https://user:pass@rasa:5005"), want: "has a user or password, which everybody can read here: put it into a Secret and name that in secretRef beside the url"},
		"a user in the URL":                   {change: rasaAt("http://user@rasa"), want: "has a user or password"},
		"a token of Rasa in the URL":          {change: rasaAt("http://rasa:5005?token=abc"), want: "has a token or password in its query, which everybody can read here: put it into a Secret and name that in secretRef beside the url"},
		"another name of a token":             {change: rasaAt("http://rasa/?a=b&Access_Token=abc"), want: "has a token or password in its query"},
		"an API key in the URL":               {change: rasaAt("http://rasa/?x-api-key=abc"), want: "has a token or password in its query"},
		"a query that is not secret":          {change: rasaAt("http://rasa:5005/a?model=shop&team=a@b")},
		"an at sign in the path":              {change: rasaAt("http://rasa:5005/a@b?c=d")},
		"no channels":                         {change: func(b *Bot) { b.Spec.Channels = nil }, want: "spec.channels: Required value"},
		"two channels of one name":            {change: func(b *Bot) { b.Spec.Channels[1].Name = "web" }, want: "spec.channels[1]: Duplicate value"},
		"a channel name that ends in a dash":  {change: func(b *Bot) { b.Spec.Channels[0].Name = "web-" }, want: "spec.channels[0].name"},
		"an unknown channel type":             {change: func(b *Bot) { b.Spec.Channels[0].Type = "Fax" }, want: `Unsupported value: "Fax"`},
		"a token on a web chat":               {change: func(b *Bot) { b.Spec.Channels[0].REST = &RESTChannel{SecretRef: &SecretReference{Name: "x"}} }, want: "spec.channels[0].rest: Invalid value: rest goes with type: REST; remove it, or correct the type"},
		"a web chat that says so twice":       {change: func(b *Bot) { b.Spec.Channels[0].WebChat = &WebChatChannel{} }},
		"web chat settings of a REST channel": {change: func(b *Bot) { b.Spec.Channels[1].WebChat = &WebChatChannel{} }, want: "spec.channels[1].webChat: Invalid value: webChat goes with type: WebChat; remove it, or correct the type"},
		"a REST channel that says nothing":    {change: func(b *Bot) { b.Spec.Channels[1].REST = nil }, want: "spec.channels[1].rest: Invalid value: a REST channel asks for a token: set rest.secretRef, or say rest.access: Anonymous to serve everybody who reaches it"},
		"a REST channel without its Secret":   {change: func(b *Bot) { b.Spec.Channels[1].REST = &RESTChannel{Access: RESTAccessToken} }, want: "spec.channels[1].rest: Invalid value: a REST channel asks for a token: set rest.secretRef"},
		"a REST channel for everybody":        {change: func(b *Bot) { b.Spec.Channels[1].REST = &RESTChannel{Access: RESTAccessAnonymous} }},
		"a REST channel of two minds":         {change: func(b *Bot) { b.Spec.Channels[1].REST.Access = RESTAccessAnonymous }, want: "spec.channels[1].rest.access: Invalid value: access: Anonymous asks for no token: remove secretRef, or say access: Token"},
		"a chat on other sites":               {change: sites("shop.example", "*.shop.example:8443", "*")},
		"a chat on a URL":                     {change: sites("https://shop.example"), want: "spec.channels[0].webChat.origins[0]"},
		"a chat on a policy":                  {change: sites("a; script-src *"), want: "spec.channels[0].webChat.frameAncestors[0]"},
		"limits":                              {change: limits(1, "16Mi")},
		"a limit of nothing":                  {change: limits(0, "1Gi"), want: "spec.limits.newConversationsPerMinute"},
		"a store of nothing":                  {change: limits(1, "15Mi"), want: "spec.limits.storeSize: Invalid value: \"15Mi\": a store needs 16Mi at least"},
		"the built-in runtime":                {change: func(b *Bot) { b.Spec.Runtime = &Runtime{BuiltIn: &BuiltInRuntime{}} }},
		"no runtime":                          {change: func(b *Bot) { b.Spec.Runtime = &Runtime{} }, want: "spec.runtime: Invalid value: set exactly one runtime: builtIn"},
		"no policy":                           {change: func(b *Bot) { b.Spec.EscalationPolicyRef = LocalReference{} }, want: "spec.escalationPolicyRef"},
		"two classifiers":                     {change: func(b *Bot) { b.Spec.Understanding = both() }, want: "spec.understanding: Invalid value: set exactly one of builtIn, rasa and http"},
		"no classifier":                       {change: func(b *Bot) { b.Spec.Understanding = &Understanding{} }, want: "spec.understanding: Invalid value: set exactly one of builtIn, rasa and http"},
		"the built-in classifier":             {change: func(b *Bot) { b.Spec.Understanding = &Understanding{BuiltIn: &BuiltInUnderstanding{}} }},
		"word vectors of a claim":             {change: vectorsOf(VolumeClaim, "tables", "multilingual.vectors")},
		"word vectors of an image":            {change: vectorsOf(VolumeImage, "registry.example/Team/vectors@sha256:0123", "data/small.vectors")},
		"word vectors of nothing":             {change: vectorsOf("", "tables", "a"), want: "spec.understanding.builtIn.vectors.source.kind"},
		"word vectors of another kind":        {change: vectorsOf("HostPath", "etc", "a"), want: `spec.understanding.builtIn.vectors.source.kind: Unsupported value: "HostPath"`},
		"word vectors of no object":           {change: vectorsOf(VolumeConfigMap, "../x", "a"), want: "spec.understanding.builtIn.vectors.source: Invalid value: name must be the name of an object in the Bot's namespace"},
		"word vectors outside of the source":  {change: vectorsOf(VolumeClaim, "tables", "../../etc/passwd"), want: "spec.understanding.builtIn.vectors.path"},
		"word vectors without a file":         {change: vectorsOf(VolumeClaim, "tables", ""), want: "spec.understanding.builtIn.vectors.path"},
		"one classifier":                      {change: func(b *Bot) { b.Spec.Understanding = both(); b.Spec.Understanding.Rasa = nil }},
		"a classifier without a scheme": {change: func(b *Bot) {
			b.Spec.Understanding = both()
			b.Spec.Understanding.HTTP = nil
			b.Spec.Understanding.Rasa.URL = "rasa:5005"
		}, want: "spec.understanding.rasa.url"},
		"events of each type":              {change: events(EventsCloudEvents, EventsChatwoot, EventsZendesk)},
		"two helpdesks of one type":        {change: events(EventsChatwoot, EventsChatwoot), want: "spec.events: Invalid value: two sources have the same type and would share one interface: keep one, whose Secret both senders sign with"},
		"events of an unknown type":        {change: events("Fax"), want: `spec.events[0].type: Unsupported value: "Fax"`},
		"two helpdesks of one name":        {change: func(b *Bot) { events(EventsChatwoot, EventsZendesk)(b); b.Spec.Events[1].Name = b.Spec.Events[0].Name }, want: "spec.events[1]: Duplicate value"},
		"a helpdesk without a Secret":      {change: func(b *Bot) { events(EventsChatwoot)(b); b.Spec.Events[0].SecretRef = SecretReference{} }, want: "spec.events[0].secretRef"},
		"proxies by network":               {change: func(b *Bot) { b.Spec.TrustedProxies = []CIDR{"10.0.0.0/8", "fd00::/8"} }},
		"a proxy by name":                  {change: func(b *Bot) { b.Spec.TrustedProxies = []CIDR{"ingress"} }, want: "spec.trustedProxies[0]: Invalid value: \"ingress\": must be a network in CIDR notation, such as 10.0.0.0/8 or fd00::/8"},
		"any proxy":                        {change: func(b *Bot) { b.Spec.TrustedProxies = []CIDR{"10.0.0.0/8", "0.0.0.0/0"} }, want: "spec.trustedProxies[1]: Invalid value: \"0.0.0.0/0\": is every address, so every client could write who it is: name the networks of your proxies"},
		"any proxy of IPv6":                {change: func(b *Bot) { b.Spec.TrustedProxies = []CIDR{"::/0"} }, want: "spec.trustedProxies[0]: Invalid value: \"::/0\": is every address"},
		"automation by another word":       {change: func(b *Bot) { b.Spec.Automation = "Off" }, want: `Unsupported value: "Off"`},
		"outcomes after no unit":           {change: func(b *Bot) { b.Spec.Measurement = &Measurement{OutcomeAfter: "30"} }, want: "spec.measurement.outcomeAfter"},
		"steps that fall":                  {change: func(b *Bot) { b.Spec.Rollout.Steps[0].Percent = new(int32(100)) }, want: "spec.rollout.steps: Invalid value: percent must rise from step to step"},
		"steps that end early":             {change: func(b *Bot) { b.Spec.Rollout.Steps[1].Percent = new(int32(99)) }, want: "spec.rollout.steps: Invalid value: the last step must have percent 100"},
		"a freeze with four fields":        {change: func(b *Bot) { b.Spec.Rollout.Freezes[0].Schedule = "0 9 * * " }, want: "spec.rollout.freezes[0].schedule"},
		"a freeze with six fields":         {change: func(b *Bot) { b.Spec.Rollout.Freezes[0].Schedule = "0 0 9 * * MON" }, want: "spec.rollout.freezes[0].schedule"},
		"a freeze without an end":          {change: func(b *Bot) { b.Spec.Rollout.Freezes[0].Duration = "" }, want: "spec.rollout.freezes[0].duration"},
		"a freeze name with a dot":         {change: func(b *Bot) { b.Spec.Rollout.Freezes[0].Name = "a.b" }, want: "spec.rollout.freezes[0].name"},
		"a template that is not an object": {change: func(b *Bot) { b.Spec.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`[]`)} }, want: "spec.podTemplatePatch"},
		"a template with anything in it": {change: func(b *Bot) {
			b.Spec.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"nodeName":"a"}}`)}
		}},
		"more steps than twenty":              {change: func(b *Bot) { b.Spec.Rollout.Steps = make([]RolloutStep, 21) }, want: "spec.rollout.steps: Too many"},
		"a pin to too long a name":            {change: func(b *Bot) { b.Spec.ReleaseRef = &LocalReference{Name: long(64)} }, want: "spec.releaseRef.name: Too long"},
		"a text that is blank":                {change: func(b *Bot) { b.Spec.Texts = []BotTexts{{Locale: "de", YouAreWelcome: " "}} }, want: "spec.texts[0].youAreWelcome"},
		"a reference to too long a name":      {change: func(b *Bot) { b.Spec.EscalationPolicyRef.Name = long(64) }, want: "spec.escalationPolicyRef.name: Too long"},
		"twenty steps, the most there can be": {change: func(b *Bot) { b.Spec.Rollout.Steps = steps(20) }},
	})
}

// sites may use the web chat.
func sites(hosts ...SiteHost) func(*Bot) {
	return func(b *Bot) { b.Spec.Channels[0].WebChat = &WebChatChannel{Origins: hosts, FrameAncestors: hosts} }
}

func limits(conversations int32, store string) func(*Bot) {
	return func(b *Bot) {
		b.Spec.Limits = &Limits{NewConversationsPerMinute: &conversations, StoreSize: new(resource.MustParse(store))}
	}
}

// events come from one source of each type.
func events(types ...EventSourceType) func(*Bot) {
	return func(b *Bot) {
		b.Spec.Events = nil
		for i, kind := range types {
			b.Spec.Events = append(b.Spec.Events, EventSource{Name: "desk" + long(i), Type: kind, SecretRef: SecretReference{Name: "desk"}})
		}
	}
}

func rasaAt(url URL) func(*Bot) {
	return func(b *Bot) { b.Spec.Understanding = &Understanding{Rasa: &RasaUnderstanding{URL: url}} }
}

func nats() *Store { return &Store{NATS: &NATSStore{URL: "nats://nats:4222"}} }

func vectorsOf(kind VolumeKind, name, path string) func(*Bot) {
	return func(b *Bot) {
		b.Spec.Understanding = &Understanding{BuiltIn: &BuiltInUnderstanding{Vectors: &WordVectors{Source: VolumeReference{Kind: kind, Name: name}, Path: path}}}
	}
}

func both() *Understanding {
	return &Understanding{Rasa: &RasaUnderstanding{URL: "http://rasa:5005"}, HTTP: &HTTPUnderstanding{URL: "https://nlu.example"}}
}

// steps makes n steps with rising percent.
func steps(n int) []RolloutStep {
	all := make([]RolloutStep, n)
	for i := range all {
		all[i] = RolloutStep{Name: "s" + long(i+1), Percent: new(int32(100 * (i + 1) / n))}
	}
	return all
}
