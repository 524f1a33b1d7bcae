// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/plural"
)

type cxFlow struct {
	Name             string            `json:"name"`
	DisplayName      string            `json:"displayName"`
	Form             *cxForm           `json:"form,omitempty"`
	EntryFulfillment *cxFulfillment    `json:"entryFulfillment,omitempty"`
	TransitionRoutes []cxRoute         `json:"transitionRoutes,omitempty"`
	EventHandlers    []json.RawMessage `json:"eventHandlers,omitempty"`
}

type cxForm struct {
	Parameters []cxFormParameter `json:"parameters"`
}

type cxFormParameter struct {
	DisplayName  string         `json:"displayName"`
	Required     bool           `json:"required"`
	EntityType   string         `json:"entityType"`
	IsList       bool           `json:"isList,omitempty"`
	FillBehavior cxFillBehavior `json:"fillBehavior"`
}

type cxFillBehavior struct {
	Initial cxFulfillment `json:"initialPromptFulfillment"`
}

type cxFulfillment struct {
	Messages []cxMessage `json:"messages,omitempty"`
	Webhook  string      `json:"webhook,omitempty"`
}

type cxMessage struct {
	Text         *cxText `json:"text,omitempty"`
	LanguageCode string  `json:"languageCode"`
}

type cxText struct {
	Text texts `json:"text"`
}

type cxRoute struct {
	Name       string         `json:"name"`
	Intent     string         `json:"intent,omitempty"`
	Condition  string         `json:"condition,omitempty"`
	Trigger    *cxFulfillment `json:"triggerFulfillment,omitempty"`
	TargetPage string         `json:"targetPage,omitempty"`
	TargetFlow string         `json:"targetFlow,omitempty"`
}

// readFlows finds replies and fields of intents in the routes of flows, those of the start flow
// first.
func (a *cx) readFlows() error {
	flows := map[string]*cxFlow{}
	pages := map[string]map[string]*cxFlow{} // folder of a flow -> page
	for _, name := range jsonNames(a.files, "flows") {
		var read cxFlow
		if err := readJSON(a.files, name, &read); err != nil {
			return err
		}
		if dir := path.Dir(name); path.Base(dir) == "pages" {
			dir = path.Dir(dir)
			if pages[dir] == nil {
				pages[dir] = map[string]*cxFlow{}
			}
			pages[dir][read.DisplayName] = &read
		} else {
			flows[name] = &read
		}
	}
	names := slices.Sorted(maps.Keys(flows))
	slices.SortStableFunc(names, func(x, y string) int {
		start := func(name string) int {
			if flows[name].DisplayName == a.agent.StartFlow {
				return 0
			}
			return 1
		}
		return start(x) - start(y)
	})
	used := map[*cxFlow]bool{}
	for _, name := range names {
		flow, left := flows[name], 0
		for _, route := range flow.TransitionRoutes {
			if !a.follow(name, &route, pages[path.Dir(name)], used) {
				left++
			}
		}
		a.leaveFlow(name, flow, left, pages[path.Dir(name)], used)
	}
	return nil
}

func (a *cx) leaveFlow(name string, flow *cxFlow, routes int, pages map[string]*cxFlow, used map[*cxFlow]bool) {
	unused := 0
	for _, page := range pages {
		if !used[page] {
			unused++
		}
	}
	for _, left := range []struct {
		n         int
		what, why string
	}{
		{routes, "route", "only the first route of an intent that has an answer is carried over"},
		{unused, "page", "only a page is carried over that an intent leads to and that has a form or an answer"},
		{len(flow.EventHandlers), "event handler", "what is not understood is for the EscalationPolicy, and the bot's own texts"},
	} {
		if left.n > 0 {
			a.r.Add(Dropped, name, plural.Of(left.n, left.what), "%s", left.why)
		}
	}
}

// follow takes the answer of a route, and says whether it has one.
func (a *cx) follow(file string, route *cxRoute, pages map[string]*cxFlow, used map[*cxFlow]bool) bool {
	i := a.bot.named[route.Intent]
	if i == nil || route.Condition != "" && route.Condition != "true" || a.answered(i) {
		return false
	}
	page := pages[route.TargetPage]
	if page != nil && page.Form != nil {
		a.fill(i, page)
	}
	taken := a.reply(file, i, route.Trigger)
	if page != nil {
		taken = a.follows(file, i, page) || taken
		used[page] = used[page] || taken || page.Form != nil
	}
	return taken || len(i.Fields) > 0
}

// follows takes the answer of a page: what it says on entry, and once its form is filled.
func (a *cx) follows(file string, i *Intent, page *cxFlow) bool {
	taken := a.reply(file, i, page.EntryFulfillment)
	for n := range page.TransitionRoutes {
		route := &page.TransitionRoutes[n]
		if strings.ReplaceAll(route.Condition, `"`, "") == "$page.params.status = FINAL" {
			taken = a.reply(file, i, route.Trigger) || taken
		}
	}
	return taken
}

func (a *cx) answered(i *Intent) bool {
	for _, text := range i.Texts {
		if text.Reply != "" {
			return true
		}
	}
	return false
}

// reply adds what a fulfillment says to the reply, and says whether it says something.
func (a *cx) reply(file string, i *Intent, f *cxFulfillment) bool {
	if f == nil {
		return false
	}
	if f.Webhook != "" {
		a.r.Add(Dropped, file, "intent "+i.Name+", its webhook", "a reply is a text: write spec.reply.text so that it needs no program")
	}
	said := false
	for _, message := range f.Messages {
		if message.Text == nil || len(message.Text.Text) == 0 {
			a.r.Add(Dropped, file, "intent "+i.Name+", a message", "a reply is a text, and this is something else")
			continue
		}
		if more := len(message.Text.Text) - 1; more > 0 {
			a.r.Add(Dropped, file, "intent "+i.Name+", "+message.LanguageCode, "%s: a reply has one", plural.Of(more, "further wording"))
		}
		text := i.text(a.locale(message.LanguageCode))
		text.Reply = strings.TrimPrefix(text.Reply+"\n"+a.braced(i, message.Text.Text[0]), "\n")
		said = true
	}
	return said
}

// braced writes {name} for $session.params.name of fields.
func (a *cx) braced(i *Intent, text string) string {
	return cxReference.ReplaceAllStringFunc(text, func(found string) string {
		if name := cxReference.FindStringSubmatch(found)[1]; i.field(name) != nil {
			return "{" + name + "}"
		}
		a.r.Add(Changed, i.File, "intent "+i.Name+", reply", "%s is not a field of it, and stands in the reply as it is: write it otherwise", found)
		return found
	})
}

// fill gives an intent the parameters of a page's form as fields.
func (a *cx) fill(i *Intent, page *cxFlow) {
	for _, parameter := range page.Form.Parameters {
		if i.field(parameter.DisplayName) != nil {
			continue
		}
		f := a.types.field(parameter.DisplayName, parameter.EntityType, a.r, i)
		f.Required = parameter.Required
		i.Fields = append(i.Fields, f)
		for _, message := range parameter.FillBehavior.Initial.Messages {
			if message.Text != nil && len(message.Text.Text) > 0 {
				if text := i.text(a.locale(message.LanguageCode)); text.Prompts[f.Name] == "" {
					text.Prompts[f.Name] = message.Text.Text[0]
				}
			}
		}
	}
}
