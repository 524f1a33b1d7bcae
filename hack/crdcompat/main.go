// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command crdcompat compares two folders of CustomResourceDefinitions and fails when an
// object, a manifest or a client that suits the old ones may not suit the new ones. What is
// meant to break is listed in a file, each with its reason.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: crdcompat OLD-FOLDER NEW-FOLDER EXCEPTIONS-FILE")
		os.Exit(2)
	}
	if err := run(os.Stdout, os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "crdcompat:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, oldDir, newDir, exceptionsFile string) error {
	before, err := read(oldDir)
	if err != nil {
		return err
	}
	after, err := read(newDir)
	if err != nil {
		return err
	}
	exceptions, err := readExceptions(exceptionsFile)
	if err != nil {
		return err
	}
	var breaking, unused int
	found := compare(before, after)
	for _, change := range found {
		if reason, excepted := exceptions[change]; excepted {
			fmt.Fprintf(out, "meant to break: %s (%s)\n", change, reason)
			continue
		}
		breaking++
		fmt.Fprintf(out, "incompatible: %s\n", change)
	}
	for change := range exceptions {
		if !slices.Contains(found, change) {
			unused++
			fmt.Fprintf(out, "not needed any more: the exception %q\n", change)
		}
	}
	switch {
	case breaking > 0:
		return fmt.Errorf("incompatible changes: %d; undo each, or list it in %s with its reason", breaking, exceptionsFile)
	case unused > 0:
		return fmt.Errorf("exceptions that match no change: %d; remove them from %s", unused, exceptionsFile)
	}
	return nil
}

// read returns the definitions of a folder by name.
func read(dir string) (map[string]*apiextensionsv1.CustomResourceDefinition, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s holds no *.yaml", dir)
	}
	crds := map[string]*apiextensionsv1.CustomResourceDefinition{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		crd := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.UnmarshalStrict(raw, crd); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if crd.Kind != "CustomResourceDefinition" || crd.Name == "" {
			return nil, fmt.Errorf("%s is not a CustomResourceDefinition", file)
		}
		crds[crd.Name] = crd
	}
	return crds, nil
}

// readExceptions returns the reasons of the changes that are meant to break.
func readExceptions(file string) (map[string]string, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list []struct {
		Change string `json:"change"`
		Reason string `json:"reason"`
	}
	if err := yaml.UnmarshalStrict(raw, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	exceptions := map[string]string{}
	for _, e := range list {
		if e.Change == "" || e.Reason == "" {
			return nil, fmt.Errorf("%s: the exception %q needs a change and a reason", file, e.Change)
		}
		exceptions[e.Change] = e.Reason
	}
	return exceptions, nil
}
