// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package written reads releases and pointers that a person may have written, such as those of a
// folder that a bot serves, and says all that is wrong with them. They are checked by the published
// schemas and by what the operator asks of manifests, as nobody has checked them before.
//
// Releases of a cluster are not read here: the operator has checked them, and a newer one may know
// more than these schemas do.
package written

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"

	"github.com/intentops/intentops/internal/contract/release"
)

// Release reads a release. The error is Problems, or says why the text is not JSON.
func Release(text []byte) (release.Release, error) {
	document, err := decode(text)
	if err != nil {
		return release.Release{}, err
	}
	problems := releases().check(document)
	// What can be read is checked further, so that all is said at once.
	var r release.Release
	unread := json.Unmarshal(text, &r)
	if object, is := document.(map[string]any); is && !isManifest(object) {
		problems = problems.with(checkRelease(r))
	}
	if len(problems) == 0 && unread != nil {
		problems = append(problems, unreadable(unread))
	}
	if len(problems) > 0 {
		return release.Release{}, Problems(problems.of(document))
	}
	r.Intents = release.Sorted(r.Intents)
	return r, nil
}

// Pointer reads a pointer over one with defaults: members that the text lacks are those of the
// default, and the bundles are always. The error is Problems, or says why the text is not JSON.
func Pointer(text []byte, defaults release.Pointer) (release.Pointer, error) {
	document, err := decode(text)
	if err != nil {
		return release.Pointer{}, err
	}
	if object, is := document.(map[string]any); is {
		if document, err = overlay(object, defaults); err != nil {
			return release.Pointer{}, err
		}
	}
	if problems := pointers().check(document); len(problems) > 0 {
		return release.Pointer{}, Problems(problems.of(document))
	}
	p := defaults
	if err := json.Unmarshal(text, &p); err != nil {
		return release.Pointer{}, Problems(list{unreadable(err)}.of(document))
	}
	p.Stable, p.Candidate = defaults.Stable, defaults.Candidate
	return p, nil
}

// overlay is a pointer's document over defaults.
func overlay(object map[string]any, defaults release.Pointer) (any, error) {
	text, err := json.Marshal(defaults)
	if err != nil {
		return nil, err
	}
	below, err := decode(text)
	if err != nil {
		return nil, err
	}
	base := below.(map[string]any)
	stable := base["stable"]
	maps.Copy(base, object)
	base["stable"] = stable
	if _, rolls := base["rollout"]; rolls {
		base["candidate"] = stable
	} else {
		delete(base, "candidate")
	}
	return base, nil
}

// decode reads JSON with numbers as they are written. The error says where it is wrong.
func decode(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var document any
	err := decoder.Decode(&document)
	if err == nil {
		if _, err = decoder.Token(); errors.Is(err, io.EOF) {
			return document, nil
		}
		return nil, fmt.Errorf("%s: has more than one JSON value: keep one object", position(text, decoder.InputOffset()))
	}
	syntax, isSyntax := errors.AsType[*json.SyntaxError](err)
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("is empty: write a release as JSON")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%w: the file ends before its JSON does: close what is open", err)
	case isSyntax:
		return nil, fmt.Errorf("%s: is not JSON: %w", position(text, syntax.Offset), err)
	}
	return nil, err
}

// position is a line and column of a text, from 1.
func position(text []byte, offset int64) string {
	before := text[:min(max(offset-1, 0), int64(len(text)))]
	line := bytes.Count(before, []byte("\n"))
	return fmt.Sprintf("line %d, column %d", line+1, len(before)-bytes.LastIndexByte(before, '\n'))
}
