// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package pki

import "encoding/json"

// Kubeconfig is one user's access to the API server, complete in one file.
// It is JSON, which every reader of kubeconfigs takes for the YAML that it is.
func Kubeconfig(name, server string, authority []byte, client Pair) ([]byte, error) {
	type m = map[string]any
	return json.MarshalIndent(m{
		"apiVersion":      "v1",
		"kind":            "Config",
		"current-context": name,
		"clusters": []m{{"name": name, "cluster": m{
			"server": server, "certificate-authority-data": authority}}},
		"users": []m{{"name": name, "user": m{
			"client-certificate-data": client.Cert, "client-key-data": client.Key}}},
		"contexts": []m{{"name": name, "context": m{"cluster": name, "user": name}}},
	}, "", "  ")
}
