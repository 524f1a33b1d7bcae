// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A package is compiled once for all programs only if it, and all that it imports, has the
// same version everywhere. These are the modules of the Kubernetes client libraries, which
// are half of what each program consists of.
var shared = []string{
	"github.com/davecgh/go-spew", "github.com/emicklei/go-restful/v3", "github.com/fxamacker/cbor/v2",
	"github.com/go-logr/logr", "github.com/go-openapi/jsonpointer", "github.com/go-openapi/jsonreference",
	"github.com/go-openapi/swag", "github.com/google/gnostic-models", "github.com/google/uuid",
	"github.com/json-iterator/go", "github.com/modern-go/reflect2", "github.com/munnerz/goautoneg",
	"github.com/spf13/pflag", "github.com/x448/float16", "go.yaml.in/yaml/v2", "go.yaml.in/yaml/v3",
	"golang.org/x/crypto", "golang.org/x/net", "golang.org/x/oauth2", "golang.org/x/sys", "golang.org/x/term",
	"golang.org/x/text", "golang.org/x/time", "google.golang.org/protobuf", "gopkg.in/inf.v0",
	"k8s.io/api", "k8s.io/apimachinery", "k8s.io/client-go", "k8s.io/klog/v2", "k8s.io/kube-openapi",
	"k8s.io/utils", "sigs.k8s.io/json", "sigs.k8s.io/randfill", "sigs.k8s.io/structured-merge-diff/v6",
	"sigs.k8s.io/yaml",
}

var required = regexp.MustCompile(`(?m)^(?:require)?\s+(\S+) (v\S+)(?: // indirect)?$`)

func TestProgramsShareWhatTheyCompile(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..")
	versions := func(dir string) map[string]string {
		t.Helper()
		content, err := os.ReadFile(filepath.Join(root, dir, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, m := range required.FindAllStringSubmatch(string(content), -1) {
			found[m[1]] = m[2]
		}
		return found
	}
	want := versions(".")
	for _, dir := range []string{"hack/localcluster/kube", "hack/localcluster/coredns", "hack/localcluster/prometheus", "hack/tools"} {
		have := versions(dir)
		var wrong []string
		for _, module := range shared {
			if have[module] != "" && want[module] != "" && have[module] != want[module] {
				wrong = append(wrong, "-require="+module+"@"+want[module])
			}
		}
		if len(wrong) > 0 {
			t.Errorf("%s compiles Kubernetes' client libraries a second time, for minutes, as versions differ from go.mod's: "+
				"(cd %s && go mod edit %s), then its sums", dir, dir, strings.Join(wrong, " "))
		}
	}
	if got, wanted := KubernetesVersion, "v1"+strings.TrimPrefix(want["k8s.io/client-go"], "v0"); got != wanted {
		t.Errorf("the cluster is %s, and go.mod has the client libraries of %s", got, wanted)
	}
}
