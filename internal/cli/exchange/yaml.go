// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	yamlv3 "go.yaml.in/yaml/v3"
)

// order of the keys of a manifest, as the documentation has them.
var order = []string{
	"apiVersion", "kind", "metadata", "spec", "name", "field", "botRef", "locale", "title", "description", "risk", "confidencePercent",
	"type", "prompt", "pattern", "choices", "presence", "utterances", "confirmation", "fields", "prompts", "reply", "locales",
}

// Manifest writes an object as YAML. Characters that YAML does not allow are escaped, which
// sigs.k8s.io/yaml does not do for all of them.
func Manifest(object map[string]any) []byte { return asYAML(nodeOf(object)) }

// mapping is a YAML mapping of pairs in their order.
func mapping(pairs ...any) *yamlv3.Node {
	node := &yamlv3.Node{Kind: yamlv3.MappingNode}
	for n := 0; n+1 < len(pairs); n += 2 {
		set(node, pairs[n].(string), pairs[n+1])
	}
	return node
}

// set adds a pair to a mapping.
func set(node *yamlv3.Node, key string, value any) {
	node.Content = append(node.Content, nodeOf(key), nodeOf(value))
}

func nodeOf(value any) *yamlv3.Node {
	switch v := value.(type) {
	case *yamlv3.Node:
		return v
	case map[string]any:
		node := &yamlv3.Node{Kind: yamlv3.MappingNode}
		keys := slices.Collect(maps.Keys(v))
		rank := func(key string) int {
			if i := slices.Index(order, key); i >= 0 {
				return i
			}
			return len(order)
		}
		slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
		for _, key := range keys {
			set(node, key, v[key])
		}
		return node
	case []any:
		list := &yamlv3.Node{Kind: yamlv3.SequenceNode}
		for _, item := range v {
			list.Content = append(list.Content, nodeOf(item))
		}
		return list
	}
	if text, is := value.(string); is && !tame(text) {
		return quoted(text)
	}
	node := &yamlv3.Node{}
	_ = node.Encode(value) // texts and nil always can be
	return node
}

// tame says whether a text may stand in several lines: the encoder loses some that begin with
// space or have tabs.
func tame(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, " ") || strings.HasSuffix(line, " ") {
			return false
		}
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
}

// quoted is a text in double quotes, so that nothing in it means something to YAML.
func quoted(text string) *yamlv3.Node {
	return &yamlv3.Node{Kind: yamlv3.ScalarNode, Tag: "!!str", Style: yamlv3.DoubleQuotedStyle, Value: text}
}

func asYAML(node *yamlv3.Node) []byte {
	var out bytes.Buffer
	encoder := yamlv3.NewEncoder(&out)
	encoder.SetIndent(2)
	encoder.CompactSeqIndent()
	_ = encoder.Encode(node) // a buffer takes everything
	_ = encoder.Close()
	return out.Bytes()
}
