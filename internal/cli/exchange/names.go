// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Annotations that keep what a name was before Kubernetes allowed it.
const (
	// AnnotationName is the name of the intent.
	AnnotationName = "intentops.dev/original-name"
	// AnnotationFields are the names of its fields, a JSON object of new names with the old ones.
	AnnotationFields = "intentops.dev/original-fields"
)

const (
	maxName      = 63 // what a label can hold
	maxFieldName = 40
)

// distinct gives each name one that fits, and no two the same. A name that fits already is kept;
// of others that would be the same the first in the alphabet is as it fits, the rest end with a
// hash of what they were, so that they stay the same whatever else is there.
func distinct(names []string, fit func(string) string, end func(name, hash string) string) map[string]string {
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	given, taken := map[string]string{}, map[string]bool{}
	for _, name := range sorted {
		if fit(name) == name {
			given[name], taken[name] = name, true
		}
	}
	for _, name := range sorted {
		if given[name] != "" {
			continue
		}
		fitting := fit(name)
		for n := 0; taken[fitting]; n++ { // once, unless somebody chose names to hinder it
			fitting = end(fit(name), hashOf(name + strings.Repeat("\x00", n))[:6])
		}
		given[name], taken[fitting] = fitting, true
	}
	return given
}

func hashOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}

// kubernetesNames are names of Intents for names of intents.
func kubernetesNames(names []string) map[string]string {
	return distinct(names, kubernetesName, func(name, hash string) string {
		return strings.TrimRight(name[:min(len(name), maxName-1-len(hash))], "-.") + "-" + hash
	})
}

// kubernetesName is order-status for order_status, Order Status and OrderStatus.
func kubernetesName(name string) string {
	if isKubernetesName(name) {
		return name
	}
	var b strings.Builder
	lower := false
	for _, r := range plain(name) {
		switch {
		case 'A' <= r && r <= 'Z':
			if lower {
				b.WriteByte('-')
			}
			b.WriteRune(unicode.ToLower(r))
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
		lower = 'a' <= r && r <= 'z'
	}
	parts := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' })
	switch fitting := strings.Join(parts, "-"); {
	case fitting == "":
		return "intent-" + hashOf(name)[:8]
	case len(fitting) > maxName:
		return strings.TrimRight(fitting[:maxName-9], "-") + "-" + hashOf(name)[:8]
	default:
		return fitting
	}
}

func isKubernetesName(name string) bool {
	for _, part := range strings.Split(name, ".") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || part[0] == '-' || part[len(part)-1] == '-' {
			return false
		}
	}
	return len(name) <= maxName
}

// fieldNames are names of fields that an Intent can have.
func fieldNames(names []string) map[string]string {
	return distinct(names, fieldName, func(name, hash string) string { return name[:min(len(name), maxFieldName-len(hash))] + hash })
}

// fieldName is orderId for order_id and Order-ID.
func fieldName(name string) string {
	words := strings.FieldsFunc(plain(name), func(r rune) bool { return !isPlain(r) })
	for i, word := range words {
		if strings.ToUpper(word) == word {
			word = strings.ToLower(word)
		}
		if i == 0 {
			words[i] = strings.ToLower(word[:1]) + word[1:]
		} else {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	fitting := strings.TrimLeft(strings.Join(words, ""), "0123456789")
	if fitting == "" {
		return "field" + hashOf(name)[:8]
	}
	fitting = strings.ToLower(fitting[:1]) + fitting[1:]
	return fitting[:min(len(fitting), maxFieldName)]
}

// isPlain says whether a character is a letter or digit of ASCII.
func isPlain(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// letters that have no plain letter below their marks.
var letters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss", "ẞ", "SS",
	"æ", "ae", "Æ", "Ae", "ø", "o", "Ø", "O", "œ", "oe", "Œ", "Oe", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "þ", "th", "Þ", "Th", "ı", "i")

// plain writes letters without marks.
func plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(letters.Replace(norm.NFC.String(s))) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fileNames are names of files, or folders, for names that may hold anything: no two the same on
// any file system, and none that leads elsewhere.
func fileNames(names []string) map[string]string {
	folded := map[string]bool{}
	fit := func(name string) string {
		fitting := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) || r == unicode.ReplacementChar {
				return '_'
			}
			return r
		}, name)
		fitting = strings.TrimSpace(fitting)
		if fitting == "" || strings.Trim(fitting, ". ") != fitting || len(fitting) > 100 {
			fitting = "intent-" + hashOf(name)[:12]
		}
		return fitting
	}
	given := map[string]string{}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		fitting := fit(name)
		for n := 0; folded[strings.ToLower(fitting)]; n++ {
			fitting = "intent-" + hashOf(name + strings.Repeat("\x00", n))[:12]
		}
		given[name], folded[strings.ToLower(fitting)] = fitting, true
	}
	return given
}

// base is a file's name without folder and extension.
func base(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }
