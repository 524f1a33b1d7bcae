// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/plural"
)

type esAgent struct {
	Language           string   `json:"language"`
	SupportedLanguages []string `json:"supportedLanguages"`
	DisplayName        string   `json:"displayName,omitempty"`
	DefaultTimezone    string   `json:"defaultTimezone"`
}

type esIntent struct {
	ID             string            `json:"id"`
	Name           string            `json:"name"`
	Auto           bool              `json:"auto"`
	Contexts       []json.RawMessage `json:"contexts"`
	Responses      []esResponse      `json:"responses"`
	Priority       int               `json:"priority"`
	WebhookUsed    bool              `json:"webhookUsed"`
	FallbackIntent bool              `json:"fallbackIntent"`
	Events         []json.RawMessage `json:"events"`
	ParentID       string            `json:"parentId,omitempty"`
	// UserSays are the phrases of exports of old.
	UserSays []esPhrase `json:"userSays,omitempty"`
}

type esResponse struct {
	ResetContexts    bool              `json:"resetContexts"`
	Action           string            `json:"action"`
	AffectedContexts []json.RawMessage `json:"affectedContexts"`
	Parameters       []esParameter     `json:"parameters"`
	Messages         []esMessage       `json:"messages"`
}

type esParameter struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Required bool       `json:"required"`
	DataType string     `json:"dataType"`
	Value    string     `json:"value"`
	Prompts  []esPrompt `json:"prompts"`
	IsList   bool       `json:"isList"`
}

type esPrompt struct {
	Lang  string `json:"lang"`
	Value string `json:"value"`
}

type esMessage struct {
	Type     json.RawMessage `json:"type"`
	Lang     string          `json:"lang"`
	Platform string          `json:"platform,omitempty"`
	Speech   texts           `json:"speech"`
}

func (m *esMessage) isText() bool {
	return m.Platform == "" && len(m.Speech) > 0 && (string(m.Type) == "0" || string(m.Type) == `"0"` || string(m.Type) == `"message"`)
}

type esPhrase struct {
	ID         string   `json:"id"`
	Data       []esPart `json:"data"`
	IsTemplate bool     `json:"isTemplate"`
	Count      int      `json:"count"`
	Lang       string   `json:"lang,omitempty"`
	Updated    int64    `json:"updated"`
}

type esPart struct {
	Text        string `json:"text"`
	Alias       string `json:"alias,omitempty"`
	Meta        string `json:"meta,omitempty"`
	UserDefined bool   `json:"userDefined"`
}

var (
	esPhrases = regexp.MustCompile(`^(.+)_usersays_([A-Za-z-]+)\.json$`)
	errIsCX   = errors.New("is an export of Dialogflow CX: use the format dialogflow-cx")
	errNoES   = errors.New("has no folder intents with the intents of Dialogflow ES: name the folder or zip of the export")
)

// es is an agent that is read.
type es struct {
	files Files
	r     *Report
	bot   *Bot
	types entityTypes
	agent esAgent
}

func readES(files Files, r *Report) (*Bot, error) {
	root, found := rootOf(files, "agent.json")
	a := &es{files: files, r: r, bot: &Bot{}}
	if found {
		a.files = below(files, root)
		if err := readJSON(a.files, "agent.json", &a.agent); err != nil {
			return nil, err
		}
	}
	names := jsonNames(a.files, "intents")
	if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, "/trainingPhrases/") }) {
		return nil, errIsCX
	}
	if len(names) == 0 {
		return nil, errNoES
	}
	a.bot.Name, a.bot.Locale = a.agent.DisplayName, localeOf(a.agent.Language)
	var err error
	if a.types, err = readEntitiesES(a.files); err != nil {
		return nil, err
	}
	byFile := map[string]*Intent{}
	for _, name := range names {
		if esPhrases.MatchString(name) {
			continue
		}
		if byFile[strings.TrimSuffix(name, ".json")], err = a.readIntent(name); err != nil {
			return nil, err
		}
	}
	for _, name := range names {
		if match := esPhrases.FindStringSubmatch(name); match != nil {
			if err := a.readPhrases(name, byFile[match[1]], match[2]); err != nil {
				return nil, err
			}
		}
	}
	a.types.leave(r)
	return a.bot, nil
}

// readIntent is nil for one that is not what customers want.
func (a *es) readIntent(name string) (*Intent, error) {
	var read esIntent
	if err := readJSON(a.files, name, &read); err != nil {
		return nil, err
	}
	if read.Name == "" {
		read.Name = base(name)
	}
	item := "intent " + read.Name
	if read.FallbackIntent {
		a.r.Add(Dropped, name, item, "it is for what is not understood: that is for the EscalationPolicy, and the bot's own texts")
		return nil, nil
	}
	i := a.bot.intent(read.Name, name)
	for _, left := range []struct {
		is     bool
		what   string
		reason string
	}{
		{len(read.Contexts) > 0 || read.ParentID != "", "its input contexts", "an Intent may come at any time: put words into its utterances that tell it from others"},
		{len(read.Events) > 0, "its events", "an Intent is understood, not called: greetings are texts of the Bot"},
		{read.WebhookUsed, "its webhook", "a reply is a text: write spec.reply.text so that it needs no program"},
	} {
		if left.is {
			a.r.Add(Dropped, name, item+", "+left.what, "%s", left.reason)
		}
	}
	for n := range read.Responses {
		a.readResponse(i, &read.Responses[n])
	}
	for n := range read.UserSays {
		phrase := &read.UserSays[n]
		a.addPhrase(i, phrase, phrase.Lang)
	}
	return i, nil
}

func (a *es) readResponse(i *Intent, response *esResponse) {
	item := "intent " + i.Name
	if len(response.AffectedContexts) > 0 {
		a.r.Add(Dropped, i.File, item+", its output contexts", "an Intent has no state after its answer")
	}
	if response.Action != "" {
		a.r.Add(Dropped, i.File, item+", its action", "there is no program that would read it")
	}
	for n := range response.Parameters {
		parameter := &response.Parameters[n]
		f := a.types.field(parameter.Name, parameter.DataType, a.r, i)
		f.Required = parameter.Required
		if parameter.IsList {
			a.r.Add(Changed, i.File, item+", field "+f.Name, "it was a list: a field has one value")
		}
		for _, prompt := range parameter.Prompts {
			if text := i.text(a.locale(prompt.Lang)); text.Prompts[f.Name] == "" {
				text.Prompts[f.Name] = prompt.Value
			} else {
				a.r.Add(Dropped, i.File, item+", field "+f.Name, "further wordings of its prompt: a field has one")
			}
		}
		if i.field(f.Name) == nil {
			i.Fields = append(i.Fields, f)
		}
	}
	for n := range response.Messages {
		message := &response.Messages[n]
		if !message.isText() {
			if len(message.Speech) > 0 || string(message.Type) != "0" && string(message.Type) != `"0"` {
				a.r.Add(Dropped, i.File, fmt.Sprintf("%s, message %d", item, n+1), "it is not a text for every channel: a reply is one")
			}
			continue
		}
		if len(message.Speech) > 1 {
			a.r.Add(Dropped, i.File, fmt.Sprintf("%s, message %d", item, n+1), "%s: a reply has one", plural.Of(len(message.Speech)-1, "further wording"))
		}
		text := i.text(a.locale(message.Lang))
		text.Reply = strings.TrimPrefix(text.Reply+"\n"+a.braced(i, message.Speech[0]), "\n")
	}
}

// esReference is $name of a parameter, or a value of a context.
var esReference = regexp.MustCompile(`([$#])([A-Za-z_][A-Za-z0-9_-]*)(\.[A-Za-z_][A-Za-z0-9_-]*)?`)

// braced writes {name} for $name.
func (a *es) braced(i *Intent, text string) string {
	return esReference.ReplaceAllStringFunc(text, func(found string) string {
		match := esReference.FindStringSubmatch(found)
		switch {
		case match[1] == "$" && i.field(match[2]) != nil && (match[3] == "" || match[3] == ".original"):
			return "{" + match[2] + "}"
		case match[1] == "#" && match[3] != "":
			a.r.Add(Changed, i.File, "intent "+i.Name+", reply", "%s is a value of a context, and stands in the reply as it is: write it otherwise", found)
		}
		return found
	})
}

func (a *es) readPhrases(name string, i *Intent, language string) error {
	var phrases []esPhrase
	if err := readJSON(a.files, name, &phrases); err != nil {
		return err
	}
	if i == nil {
		if len(phrases) > 0 {
			a.r.Add(Dropped, name, plural.Of(len(phrases), "phrase"), "the intent is not carried over")
		}
		return nil
	}
	annotated := 0
	for n := range phrases {
		if a.addPhrase(i, &phrases[n], language) {
			annotated++
		}
	}
	if annotated > 0 {
		a.r.Add(Changed, name, "intent "+i.Name, "%s %s words that stood for parameters: plain text now", plural.Of(annotated, "phrase"), plural.Verb(annotated, "has", "have"))
	}
	return nil
}

// addPhrase says whether words of it stood for parameters.
func (a *es) addPhrase(i *Intent, phrase *esPhrase, language string) (annotated bool) {
	var said strings.Builder
	for _, part := range phrase.Data {
		said.WriteString(part.Text)
		annotated = annotated || part.Alias != ""
	}
	if phrase.IsTemplate {
		a.r.Add(Dropped, i.File, "intent "+i.Name, "a template, which has names of entities in the place of words")
		return false
	}
	text := i.text(a.locale(language))
	text.Utterances = append(text.Utterances, said.String())
	return annotated
}

// locale is a language of the agent; one that has no name is the default one.
func (a *es) locale(code string) string {
	if locale := localeOf(code); locale != "" {
		return locale
	}
	return a.bot.Locale
}
