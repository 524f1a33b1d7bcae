// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Kubectl runs kubectl as a person would and returns what it prints.
func (c *Cluster) Kubectl(ctx context.Context, args ...string) (string, error) {
	args = append([]string{"--cache-dir", c.kubectlCache()}, args...)
	cmd := exec.CommandContext(ctx, filepath.Join(c.Root, "bin", "localcluster", "kubectl"), args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("kubectl %s: %w\n%s", strings.Join(args[2:], " "), err, out)
	}
	return string(out), nil
}

// kubectlCache is where kubectl remembers which kinds there are. The user's own stays
// untouched, and Install forgets what was there before it.
func (c *Cluster) kubectlCache() string {
	return filepath.Join(c.Root, "bin", "tools", "kubectl-cache")
}

// Table is one of the tables that kubectl get prints.
type Table struct {
	Columns []string
	Rows    []map[string]string
}

var heading = regexp.MustCompile(`\S+`)

// Tables reads what kubectl get printed; tables are separated by empty lines.
func Tables(printed string) []Table {
	var tables []Table
	for block := range strings.SplitSeq(strings.TrimSpace(printed), "\n\n") {
		lines := strings.Split(block, "\n")
		starts := heading.FindAllStringIndex(lines[0], -1)
		table := Table{Columns: strings.Fields(lines[0])}
		for _, line := range lines[1:] {
			row := map[string]string{}
			for i, column := range table.Columns {
				from, to := starts[i][0], len(line)
				if i+1 < len(starts) {
					to = min(to, starts[i+1][0])
				}
				row[column] = strings.TrimSpace(line[min(from, to):to])
			}
			table.Rows = append(table.Rows, row)
		}
		tables = append(tables, table)
	}
	return tables
}
