// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"errors"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/plural"
)

type cxAgent struct {
	DisplayName            string   `json:"displayName"`
	DefaultLanguageCode    string   `json:"defaultLanguageCode"`
	SupportedLanguageCodes []string `json:"supportedLanguageCodes,omitempty"`
	TimeZone               string   `json:"timeZone"`
	StartFlow              string   `json:"startFlow"`
}

type cxIntent struct {
	Name        string        `json:"name"`
	DisplayName string        `json:"displayName"`
	Description string        `json:"description,omitempty"`
	Parameters  []cxParameter `json:"parameters,omitempty"`
	Priority    int           `json:"priority"`
	IsFallback  bool          `json:"isFallback,omitempty"`
}

type cxParameter struct {
	ID         string `json:"id"`
	EntityType string `json:"entityType"`
}

type cxPhrases struct {
	TrainingPhrases []cxPhrase `json:"trainingPhrases"`
}

type cxPhrase struct {
	ID           string   `json:"id,omitempty"`
	Parts        []cxPart `json:"parts"`
	RepeatCount  int      `json:"repeatCount"`
	LanguageCode string   `json:"languageCode"`
}

type cxPart struct {
	Text        string `json:"text"`
	Auto        bool   `json:"auto"`
	ParameterID string `json:"parameterId,omitempty"`
}

var errNoCX = errors.New("has no intents with a folder trainingPhrases, as Dialogflow CX exports them in its JSON package: name the folder or zip of the export")

// cx is an agent that is read.
type cx struct {
	files Files
	r     *Report
	bot   *Bot
	types entityTypes
	agent cxAgent
	// folders are intents by the folder that they stand in.
	folders map[string]*Intent
}

func readCX(files Files, r *Report) (*Bot, error) {
	root, found := rootOf(files, "agent.json")
	a := &cx{files: files, r: r, bot: &Bot{}, folders: map[string]*Intent{}}
	if found {
		a.files = below(files, root)
		if err := readJSON(a.files, "agent.json", &a.agent); err != nil {
			return nil, err
		}
	}
	a.bot.Name, a.bot.Locale = a.agent.DisplayName, localeOf(a.agent.DefaultLanguageCode)
	names := jsonNames(a.files, "intents")
	if !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, "/trainingPhrases/") }) {
		return nil, errNoCX
	}
	var err error
	if a.types, err = readEntitiesCX(a.files); err != nil {
		return nil, err
	}
	for _, name := range names {
		if dir := path.Dir(name); path.Base(dir) != "trainingPhrases" {
			if err := a.readIntent(name); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range names {
		if dir := path.Dir(name); path.Base(dir) == "trainingPhrases" {
			if err := a.readPhrases(name, a.folders[path.Dir(dir)]); err != nil {
				return nil, err
			}
		}
	}
	if err := a.readFlows(); err != nil {
		return nil, err
	}
	a.types.leave(r)
	a.leave()
	return a.bot, nil
}

func (a *cx) readIntent(name string) error {
	var read cxIntent
	if err := readJSON(a.files, name, &read); err != nil {
		return err
	}
	if read.DisplayName == "" {
		read.DisplayName = base(name)
	}
	if read.IsFallback {
		a.r.Add(Dropped, name, "intent "+read.DisplayName, "it is for what is not understood: that is for the EscalationPolicy, and the bot's own texts")
		return nil
	}
	i := a.bot.intent(read.DisplayName, name)
	i.Description = read.Description
	a.folders[path.Dir(name)] = i
	return nil
}

func (a *cx) readPhrases(name string, i *Intent) error {
	var read cxPhrases
	if err := readJSON(a.files, name, &read); err != nil {
		return err
	}
	if i == nil {
		a.r.Add(Dropped, name, plural.Of(len(read.TrainingPhrases), "phrase"), "the intent is not carried over")
		return nil
	}
	annotated := 0
	for _, phrase := range read.TrainingPhrases {
		var said strings.Builder
		stands := false
		for _, part := range phrase.Parts {
			said.WriteString(part.Text)
			stands = stands || part.ParameterID != ""
		}
		if stands {
			annotated++
		}
		text := i.text(a.locale(phrase.LanguageCode, base(name)))
		text.Utterances = append(text.Utterances, said.String())
	}
	if annotated > 0 {
		a.r.Add(Changed, name, "intent "+i.Name, "%s %s words that stood for parameters: plain text now", plural.Of(annotated, "phrase"), plural.Verb(annotated, "has", "have"))
	}
	return nil
}

// locale is the first language that is one, or else the default one.
func (a *cx) locale(codes ...string) string {
	for _, code := range codes {
		if locale := localeOf(code); locale != "" {
			return locale
		}
	}
	return a.bot.Locale
}

// leave lists the folders that are not read.
func (a *cx) leave() {
	counts := map[string]int{}
	for name := range a.files {
		if folder, _, below := strings.Cut(name, "/"); below {
			counts[folder]++
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(counts)) {
		if !slices.Contains([]string{"intents", "flows", "entityTypes"}, folder) {
			a.r.Add(Dropped, folder, plural.Of(counts[folder], "file"), "there is nothing like it in Intents")
		}
	}
}

type cxEntityType struct {
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
	Kind        string `json:"kind"`
}

type cxEntities struct {
	Entities []cxEntity `json:"entities"`
}

type cxEntity struct {
	Value        string   `json:"value"`
	Synonyms     []string `json:"synonyms"`
	LanguageCode string   `json:"languageCode"`
}

// readEntitiesCX reads the entity types of an agent; the values are those of its first language.
func readEntitiesCX(files Files) (entityTypes, error) {
	types, byFolder := entityTypes{}, map[string]*entityType{}
	names := jsonNames(files, "entityTypes")
	for _, name := range names {
		if strings.Count(name, "/") != 2 {
			continue
		}
		var read cxEntityType
		if err := readJSON(files, name, &read); err != nil {
			return nil, err
		}
		if strings.HasPrefix(read.DisplayName, "sys.") {
			continue // additions to a system type
		}
		types[read.DisplayName] = &entityType{file: name, regexp: read.Kind == "KIND_REGEXP"}
		byFolder[path.Dir(name)] = types[read.DisplayName]
	}
	for _, name := range names {
		dir := path.Dir(name)
		if t := byFolder[path.Dir(dir)]; path.Base(dir) == "entities" && t != nil && t.values == nil {
			var read cxEntities
			if err := readJSON(files, name, &read); err != nil {
				return nil, err
			}
			for _, entity := range read.Entities {
				t.take([]esEntry{{entity.Value, entity.Synonyms}})
			}
		}
	}
	return types, nil
}

// cxReference is a value of the session, the page or the intent.
var cxReference = regexp.MustCompile(`\$(?:session\.params|page\.params|intent\.params)\.([A-Za-z_][A-Za-z0-9_-]*)(?:\.original|\.resolved)?`)
