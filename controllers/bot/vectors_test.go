// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestBothTracksFindTheirWordVectors: while a batch brings another table, and after the spec
// names none, what releases in force need is mounted.
func TestBothTracksFindTheirWordVectors(t *testing.T) {
	live := release.Vectors{Kind: "PersistentVolumeClaim", Name: "old", Path: "a.vectors"}
	candidate := release.Vectors{Kind: "Image", Name: "ghcr.io/intentops/bot@sha256:" + strings.Repeat("ab", 32), Path: "b.vectors"}
	small := release.Vectors{Kind: "ConfigMap", Name: "small", Path: "c.vectors"}
	of := func(v release.Vectors) *v1alpha1.Understanding {
		return release.ToUnderstanding(&release.Understanding{Engine: release.EngineBuiltIn, Vectors: v})
	}
	for name, tc := range map[string]struct {
		spec    *v1alpha1.Understanding
		inForce []release.Vectors
		want    []release.Vectors
	}{
		"no table":                       {},
		"about to be brought":            {spec: of(live), want: []release.Vectors{live}},
		"rolling":                        {spec: of(candidate), inForce: []release.Vectors{live, candidate}, want: []release.Vectors{live, candidate}},
		"taken out of the spec":          {inForce: []release.Vectors{small}, want: []release.Vectors{small}},
		"another file of the same claim": {spec: of(release.Vectors{Kind: live.Kind, Name: live.Name, Path: "z"}), inForce: []release.Vectors{live}, want: []release.Vectors{live}},
	} {
		t.Run(name, func(t *testing.T) {
			bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) { s.Understanding = tc.spec }).Obj()
			deployment, err := deploymentFor(bot, nil, "ghcr.io/intentops/bot:v1", DefaultSecurity(), tc.inForce...)
			if err != nil {
				t.Fatal(err)
			}
			pod := deployment.Spec.Template.Spec
			mounted := map[string]string{}
			for _, m := range botOf(&deployment.Spec.Template).VolumeMounts {
				mounted[m.MountPath] = m.Name
				if strings.HasPrefix(m.MountPath, vectorsDir) && !m.ReadOnly {
					t.Errorf("%s can be written", m.MountPath)
				}
			}
			for _, table := range tc.want {
				name := mounted[vectorsDir+"/"+table.Folder()]
				found := false
				for _, v := range pod.Volumes {
					if v.Name != name {
						continue
					}
					found = v.PersistentVolumeClaim != nil && v.PersistentVolumeClaim.ClaimName == table.Name ||
						v.ConfigMap != nil && v.ConfigMap.Name == table.Name || v.Image != nil && v.Image.Reference == table.Name
				}
				if !found {
					t.Errorf("%+v is not mounted", table)
				}
			}
			if got := len(mounted) - 1; got != len(tc.want) { // the data folder
				t.Errorf("%d mounts beside the data, want %d: %v", got, len(tc.want), mounted)
			}
		})
	}
}

func TestWordVectorsComeFromWhereBotsMayComeFrom(t *testing.T) {
	bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
		s.Understanding = release.ToUnderstanding(&release.Understanding{Engine: release.EngineBuiltIn, Vectors: release.Vectors{Kind: "Image", Name: "evil.example/vectors:1", Path: "a"}})
	}).Obj()
	_, err := deploymentFor(bot, nil, "ghcr.io/intentops/bot:v1", DefaultSecurity())
	if err == nil || !strings.HasPrefix(err.Error(), "spec.understanding.builtIn.vectors.source.name: evil.example/vectors is not under ghcr.io/intentops/bot: use") {
		t.Errorf("error %v", err)
	}
}
