// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// program is a command line.
type program struct {
	path string
	args []string
}

func (p program) name() string { return filepath.Base(p.path) }

// supervisor keeps programs running, as systemd would: one that dies, or that a
// test kills, comes back after a second.
type supervisor struct {
	logs string
}

const pause = time.Second

func (s supervisor) keep(p program) {
	go func() {
		for ; ; time.Sleep(pause) {
			log.Printf("%s ended: %v", p.name(), s.run(p))
		}
	}()
}

func (s supervisor) run(p program) error {
	cmd, err := s.command(p)
	if err != nil {
		return err
	}
	return cmd.Run()
}

// command writes to the program's own log.
func (s supervisor) command(p program) (*exec.Cmd, error) {
	out, err := os.OpenFile(filepath.Join(s.logs, p.name()+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(p.path, p.args...)
	cmd.Stdout, cmd.Stderr = out, out
	return cmd, nil
}
