// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/ext"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

// healthCheck is an entry of spec.healthCheckExprs of a Kustomization.
type healthCheck struct{ failed, current cel.Program }

var healthChecks = sync.OnceValues(readHealthChecks)

// Flux is what Flux makes of an object by the expressions of config/flux: InProgress, Failed or
// Current. Its library is not imported, as it brings half of kubectl; it evaluates with the same
// version of cel-go, the same extensions, and in the same order.
func Flux(object client.Object) (string, error) {
	checks, err := healthChecks()
	if err != nil {
		return "", err
	}
	check, known := checks[kindOf(object)]
	if !known {
		return "", fmt.Errorf("config/flux has no expressions for %s", kindOf(object))
	}
	fields, err := content(object)
	if err != nil {
		return "", err
	}
	status, _ := fields["status"].(map[string]any)
	if observed, is := status["observedGeneration"].(int64); is && observed != object.GetGeneration() {
		return "InProgress", nil
	}
	for _, e := range []struct {
		program cel.Program
		status  string
	}{{check.failed, "Failed"}, {check.current, "Current"}} {
		value, _, err := e.program.ContextEval(context.Background(), fields)
		if err != nil {
			return "", fmt.Errorf("%s of %s: %w", e.status, kindOf(object), err)
		}
		is, boolean := value.Value().(bool)
		if !boolean {
			return "", fmt.Errorf("%s of %s is not a boolean", e.status, kindOf(object))
		}
		if is {
			return e.status, nil
		}
	}
	return "InProgress", nil
}

func readHealthChecks() (map[string]healthCheck, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(filepath.Join(root, "config", "flux", "kustomizations.yaml"))
	if err != nil {
		return nil, err
	}
	checks := map[string]healthCheck{}
	for document := range strings.SplitSeq(string(file), "\n---\n") {
		var kustomization struct {
			Spec struct {
				HealthCheckExprs []struct{ Kind, Failed, Current string }
			}
		}
		if err := yaml.Unmarshal([]byte(document), &kustomization); err != nil {
			return nil, fmt.Errorf("config/flux: %w", err)
		}
		for _, e := range kustomization.Spec.HealthCheckExprs {
			failed, err := fluxProgram(e.Failed)
			if err != nil {
				return nil, fmt.Errorf("failed of %s: %w", e.Kind, err)
			}
			current, err := fluxProgram(e.Current)
			if err != nil {
				return nil, fmt.Errorf("current of %s: %w", e.Kind, err)
			}
			checks[e.Kind] = healthCheck{failed: failed, current: current}
		}
	}
	return checks, nil
}

// fluxProgram parses an expression without checking types, as Flux does: the fields of an object
// are variables that nobody declares.
func fluxProgram(expression string) (cel.Program, error) {
	env, err := cel.NewEnv(
		cel.HomogeneousAggregateLiterals(), cel.EagerlyValidateDeclarations(true), cel.DefaultUTCTimeZone(true),
		cel.CrossTypeNumericComparisons(true), cel.OptionalTypes(), ext.Strings(), ext.Sets(), ext.Encoders(),
	)
	if err != nil {
		return nil, fmt.Errorf("making the environment of CEL: %w", err)
	}
	parsed, issues := env.Parse(expression)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return env.Program(parsed, cel.EvalOptions(cel.OptOptimize))
}
