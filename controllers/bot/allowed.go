// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/distribution/reference"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/intentops/intentops/api/v1alpha1"
)

// The operator makes pods with its own rights, so a Bot's author must not get from it what he
// could not do himself. These are the members of a pod template that spec.podTemplatePatch may
// set, as docs/bot.md lists them; everything else is refused.

// A rule says what is wrong with a value, field by field; nil: nothing.
type rule func(path string, value any) []string

var allowedTemplate = members{
	"metadata": members{
		"labels":      allowedNames,
		"annotations": allowedNames,
	}.check,
	"spec": members{
		"affinity":                      free,
		"imagePullSecrets":              free,
		"nodeSelector":                  free,
		"priorityClassName":             free,
		"schedulerName":                 free,
		"terminationGracePeriodSeconds": free,
		"tolerations":                   free,
		"topologySpreadConstraints":     free,
		"resources":                     resources,
		"securityContext": members{
			"appArmorProfile":          confined,
			"fsGroup":                  notRoot,
			"fsGroupChangePolicy":      free,
			"runAsGroup":               notRoot,
			"runAsNonRoot":             only(true),
			"runAsUser":                notRoot,
			"seccompProfile":           confined,
			"supplementalGroups":       each(notRoot),
			"supplementalGroupsPolicy": free,
		}.check,
		"containers": botContainerOnly,
	}.check,
}

var allowedContainer = members{
	"name":            free,
	"imagePullPolicy": free,
	"resources":       resources,
	"args":            each(allowedArgument),
	"env":             each(allowedVariable),
	"securityContext": members{
		"allowPrivilegeEscalation": only(false),
		"appArmorProfile":          confined,
		"capabilities":             members{"drop": dropsAll}.check,
		"privileged":               only(false),
		"readOnlyRootFilesystem":   only(true),
		"runAsGroup":               notRoot,
		"runAsNonRoot":             only(true),
		"runAsUser":                notRoot,
		"seccompProfile":           confined,
	}.check,
}

var resources = members{
	"limits":   members{"cpu": free, "memory": memoryLimit, "ephemeral-storage": free}.check,
	"requests": members{"cpu": free, "memory": free, "ephemeral-storage": free}.check,
}.check

// maxMemory is more than any bot needs. A node with less is not protected by a larger limit.
const maxMemory = 64 << 30

// memoryLimit takes a limit that is one: null would remove the operator's, and to a kubelet zero is
// none. A pod without a limit takes the memory of its node's other pods.
func memoryLimit(path string, value any) []string {
	limit, err := resource.ParseQuantity(fmt.Sprint(value)) // a number is a quantity, too
	if err != nil || limit.Sign() <= 0 || limit.CmpInt64(maxMemory) > 0 {
		return []string{path + ": must be an amount above 0, and at most 64Gi"}
	}
	return nil
}

// allowedFlags tune a bot. Who it is, where it finds Secrets and what it connects to are fields of
// the Bot, or the operator's alone.
var allowedFlags = []string{
	"chat-idle", "conversation-ttl", "customer-burst", "customer-rate", "drain-delay", "events-settle", "log-level",
	"max-chats", "max-requests", "nats-replicas", "shutdown-timeout", "start-timeout", "turn-timeout",
}

var allowedVariables = []string{
	"GOGC", "GOMAXPROCS", "GOMEMLIMIT", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "TZ", "http_proxy", "https_proxy", "no_proxy",
}

// refusedDomains are those of labels and annotations, subdomains included, that loosen what
// confines a pod, give it rights, take it out of a mesh, or say where it is scraped.
var refusedDomains = []string{
	"container.apparmor.security.beta.kubernetes.io", "container.seccomp.security.alpha.kubernetes.io", "seccomp.security.alpha.kubernetes.io",
	"azure.workload.identity", "eks.amazonaws.com", "iam.amazonaws.com", "istio.io", "k8s.v1.cni.cncf.io", "linkerd.io", "prometheus.io",
	"vault.hashicorp.com",
}

const (
	notListed = "is not among what a Bot may change"
	// maxRefusedMembers bounds what is said about one template.
	maxRefusedMembers = 5
)

// notAllowedError says what of a spec the operator does not do for the spec's author.
type notAllowedError struct{ problem, fix string }

// Error names the fields and the fix.
func (e *notAllowedError) Error() string { return e.problem + ": " + e.fix }

// checkPods asks whether a Bot's author may have its pods so; nil: he may.
func checkPods(bot *v1alpha1.Bot, image string, security Security) error {
	if err := checkImage("spec.image", bot.Spec.Image, image, security.ImagePrefixes); err != nil {
		return err
	}
	patch := bot.Spec.PodTemplatePatch
	if patch == nil || security.UnrestrictedTemplates {
		return nil
	}
	raw, err := patch.MarshalJSON()
	if err != nil {
		return fmt.Errorf("spec.podTemplatePatch: %w", err)
	}
	var content any
	if err := json.Unmarshal(raw, &content); err != nil {
		return fmt.Errorf("spec.podTemplatePatch: %w", err)
	}
	if content == nil {
		return nil
	}
	problems := allowedTemplate.check("spec.podTemplatePatch", content)
	if len(problems) == 0 {
		return nil
	}
	if more := len(problems) - maxRefusedMembers; more > 0 {
		problems = append(problems[:maxRefusedMembers], fmt.Sprintf("and %d more", more))
	}
	return &notAllowedError{strings.Join(problems, "; "), "remove it, or have the operator started with --unrestricted-pod-templates"}
}

// checkImage asks whether the image is from one of the repositories; none: that of the operator's
// own image for bots.
func checkImage(field, wanted, own string, prefixes []string) error {
	if wanted == "" {
		return nil
	}
	name, err := repository(wanted)
	if err != nil {
		return &notAllowedError{fmt.Sprintf("%s: %q: %v", field, wanted, err), "write it as registry/repository:tag or registry/repository@digest"}
	}
	if len(prefixes) == 0 {
		prefixes = []string{own}
	}
	var known []string
	for _, prefix := range prefixes {
		if prefix == "*" {
			return nil
		}
		allowed, err := repository(prefix)
		// A prefix may also be something that is not an image, such as docker.io/library.
		if err == nil && (name == allowed || strings.HasPrefix(name, allowed+"/") || strings.HasPrefix(name, prefix+"/")) {
			return nil
		}
		known = append(known, allowed)
	}
	return &notAllowedError{
		fmt.Sprintf("%s: %s is not under %s", field, name, strings.Join(known, ", ")),
		"use an image from there, or have the operator started with its repository in --image-prefixes",
	}
}

// ParseImagePrefixes reads a comma-separated list of repositories.
func ParseImagePrefixes(list string) ([]string, error) {
	var prefixes []string
	for prefix := range strings.SplitSeq(list, ",") {
		prefix = strings.TrimSpace(prefix)
		if prefix != "*" {
			if _, err := repository(prefix); err != nil {
				return nil, fmt.Errorf("%q: %w: give a repository such as registry.example/bots, or * for any", prefix, err)
			}
		}
		prefixes = append(prefixes, prefix)
	}
	return prefixes, nil
}

// repository is the name of an image with its registry, without tag and digest.
func repository(image string) (string, error) {
	named, err := reference.ParseNormalizedNamed(image)
	if err != nil {
		return "", err
	}
	return named.Name(), nil
}

// members are the rules of an object's members. Those that are not there are refused, and so are
// directives of the patch, which could remove what the operator set.
type members map[string]rule

func (m members) check(path string, value any) []string {
	object, is := value.(map[string]any)
	if !is {
		return []string{path + ": must be an object here"}
	}
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		at := path + "." + name
		if check, listed := m[name]; listed {
			problems = append(problems, check(at, object[name])...)
		} else {
			problems = append(problems, at+": "+notListed)
		}
	}
	return problems
}

// free takes any value that has no directives of the patch in it.
func free(path string, value any) []string {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if strings.HasPrefix(name, "$") {
				return []string{path + "." + name + ": " + notListed}
			}
			if problems := free(path+"."+name, value[name]); problems != nil {
				return problems
			}
		}
	case []any:
		for i := range value {
			if problems := free(fmt.Sprintf("%s[%d]", path, i), value[i]); problems != nil {
				return problems
			}
		}
	}
	return nil
}

func each(check rule) rule {
	return func(path string, value any) []string {
		list, is := value.([]any)
		if !is {
			return []string{path + ": must be a list here"}
		}
		var problems []string
		for i := range list {
			problems = append(problems, check(fmt.Sprintf("%s[%d]", path, i), list[i])...)
		}
		return problems
	}
}

func only(want bool) rule {
	return func(path string, value any) []string {
		if value == want {
			return nil
		}
		return []string{fmt.Sprintf("%s: may only be %t", path, want)}
	}
}

func notRoot(path string, value any) []string {
	if id, is := value.(float64); is && id > 0 {
		return nil
	}
	return []string{path + ": must be a number above 0"}
}

// confined takes a profile of seccomp or AppArmor.
func confined(path string, value any) []string {
	if profile, is := value.(map[string]any); is && (profile["type"] == "RuntimeDefault" || profile["type"] == "Localhost") {
		return members{"type": free, "localhostProfile": free}.check(path, value)
	}
	return []string{path + ".type: must be RuntimeDefault or Localhost"}
}

func dropsAll(path string, value any) []string {
	if list, is := value.([]any); is && slices.Contains(list, any("ALL")) {
		return nil
	}
	return []string{path + ": must have ALL"}
}

// allowedNames takes labels or annotations.
func allowedNames(path string, value any) []string {
	names, is := value.(map[string]any)
	if !is {
		return []string{path + ": must be an object here"}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		domain, _, _ := strings.Cut(name, "/")
		if strings.HasPrefix(name, "$") || slices.ContainsFunc(refusedDomains, func(refused string) bool {
			return domain == refused || strings.HasSuffix(domain, "."+refused)
		}) {
			return []string{path + "." + name + ": " + notListed}
		}
	}
	return nil
}

// botContainerOnly refuses containers besides the bot's.
func botContainerOnly(path string, value any) []string {
	containers, is := value.([]any)
	if !is {
		return []string{path + ": must be a list here"}
	}
	var problems []string
	for i := range containers {
		container, is := containers[i].(map[string]any)
		switch {
		case !is || container["name"] != botContainer:
			problems = append(problems, fmt.Sprintf("%s[%d].name: must be %q: other containers are not among what a Bot may change", path, i, botContainer))
		default:
			problems = append(problems, allowedContainer.check(fmt.Sprintf("%s[%s]", path, botContainer), container)...)
		}
	}
	return problems
}

func allowedArgument(path string, value any) []string {
	text, _ := value.(string)
	name, _, hasValue := strings.Cut(strings.TrimPrefix(text, "--"), "=")
	switch {
	case !strings.HasPrefix(text, "--") || !hasValue:
		return []string{path + ": write a flag and its value as one, such as --max-chats=9"}
	case !slices.Contains(allowedFlags, name):
		return []string{fmt.Sprintf("%s: the flag --%s %s", path, name, notListed)}
	}
	return nil
}

func allowedVariable(path string, value any) []string {
	variable, _ := value.(map[string]any)
	name, _ := variable["name"].(string)
	if !slices.Contains(allowedVariables, name) {
		return []string{fmt.Sprintf("%s: the variable %q %s", path, name, notListed)}
	}
	return members{"name": free, "value": free}.check(path, value)
}
