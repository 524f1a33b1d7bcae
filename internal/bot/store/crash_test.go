// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// victimDir is set in the process that TestKilledPod kills.
const victimDir = "INTENTOPS_TEST_VICTIM_DIR"

// victimEmpties is set where it empties its journal all the time.
const victimEmpties = "INTENTOPS_TEST_VICTIM_EMPTIES"

const victimConversations = 4

// victim commits as fast as it can and says what was acknowledged, until it is killed.
func victim(dir string) {
	opts := Options{Namespace: "shop", Bot: "support", Dir: dir, Timeout: time.Minute}
	if os.Getenv(victimEmpties) != "" {
		opts.emptyEvery = time.Millisecond
	}
	s, err := Open(context.Background(), opts)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	done := make(chan error)
	for i := range victimConversations {
		go func() { done <- victimTurns(s, "c"+strconv.Itoa(i)) }()
	}
	fmt.Println("error", <-done)
	os.Exit(1)
}

func victimTurns(s *Store, id string) error {
	ctx := context.Background()
	state, v, err := s.Load(ctx, id)
	if err != nil && !isNotFound(err) {
		return err
	}
	for n := state.Messages + 1; ; n++ {
		if v, err = s.Commit(ctx, id, v, fullTurn(id, n)); err != nil {
			return err
		}
		fmt.Println("acked", id, n)
	}
}

// fullTurn has one message of each kind.
func fullTurn(id string, n int) conversation.Commit {
	c := turn(id, n)
	c.Outbox = []conversation.OutboxMessage{{ID: id + "-h" + strconv.Itoa(n), Body: []byte(`{"n":1}`)}}
	c.Due = []conversation.DueMessage{{Kind: "outcome", At: time.Now().Add(24*time.Hour + time.Duration(n)*time.Second)}}
	return c
}

// TestKilledPod kills a pod in the middle of its commits, again and again: what it had
// acknowledged is there, and each commit is there whole or not at all.
func TestKilledPod(t *testing.T) {
	dir := t.TempDir()
	for round := 1; round <= 4; round++ {
		acked := killAfter(t, dir, 40*round)
		s := embedded(t, dir)
		total := 0
		for id, n := range acked {
			state, _, err := s.Load(t.Context(), id)
			if err != nil {
				t.Fatalf("round %d: loading %s: %v", round, id, err)
			}
			// One commit may have been applied whose answer died with the pod.
			if state.Messages != n && state.Messages != n+1 {
				t.Errorf("round %d: %s is at %d, acknowledged was %d", round, id, state.Messages, n)
			}
			total += state.Messages
		}
		for what, subject := range map[string]string{"ledger records": s.names.ledger(), "outbox messages": s.names.outboxAll(), "due messages": s.names.prefix + ".due.at.>"} {
			if got := count(t, s, subject); got != total {
				t.Errorf("round %d: %d %s, want %d as the states say", round, got, what, total)
			}
		}
		s.Close()
	}
}

// TestKilledPodThatEmptiesItsJournal kills it while it moves everything from there to the stream.
func TestKilledPodThatEmptiesItsJournal(t *testing.T) {
	t.Setenv(victimEmpties, "yes")
	TestKilledPod(t)
}

// killAfter runs a victim until it acknowledged that many commits, kills it, and returns
// the last acknowledged one of each conversation.
func killAfter(t *testing.T, dir string, commits int) map[string]int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), victimDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(waitLimit, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	acked := map[string]int{}
	lines := bufio.NewReader(out)
	for seen := 0; ; {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		f := strings.Fields(line)
		if len(f) != 3 || f[0] != "acked" {
			t.Fatalf("victim says %q", line)
		}
		n, err := strconv.Atoi(f[2])
		if err != nil {
			t.Fatal(err)
		}
		acked[f[1]] = n
		if seen++; seen == commits {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		if seen > commits+10_000 {
			t.Fatal("the victim does not die")
		}
	}
	_ = cmd.Wait()
	if len(acked) != victimConversations {
		t.Fatalf("commits of %d conversations, want %d", len(acked), victimConversations)
	}
	return acked
}

func TestReopenAfterClose(t *testing.T) {
	dir := t.TempDir()
	s := embedded(t, dir)
	v := mustCommit(t, s, "a", 0, fullTurn("a", 1))
	s.Close()

	s = embedded(t, dir)
	state, got, err := s.Load(t.Context(), "a")
	if err != nil || got != v || state.Messages != 1 {
		t.Fatalf("state %d at %d (%v), want 1 at %d", state.Messages, got, err, v)
	}
	mustCommit(t, s, "a", v, fullTurn("a", 2))
	if n := count(t, s, s.names.ledger()); n != 2 {
		t.Errorf("%d ledger records, want 2", n)
	}
}

func TestTwoProcessesDoNotShareAFolder(t *testing.T) {
	dir := t.TempDir()
	first := embedded(t, dir)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := Open(ctx, Options{Namespace: "shop", Bot: "support", Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "is used by another process") {
		t.Fatalf("second Open: %v, want that the folder is used", err)
	}
	opened := make(chan *Store)
	go func() {
		s, err := Open(context.WithoutCancel(t.Context()), Options{Namespace: "shop", Bot: "support", Dir: dir})
		if err != nil {
			t.Errorf("Open that waited: %v", err)
		}
		opened <- s
	}()
	first.Close()
	if s := <-opened; s != nil {
		s.Close()
	}
}

func TestOpenExplainsWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	cases := map[string]struct {
		opts Options
		want string
	}{
		"no namespace":   {Options{Bot: "b", Dir: dir}, "Namespace"},
		"no bot":         {Options{Namespace: "n", Dir: dir}, "Bot"},
		"no place":       {Options{Namespace: "n", Bot: "b"}, "URL and Dir"},
		"too short life": {Options{Namespace: "n", Bot: "b", Dir: dir, ConversationTTL: time.Millisecond}, "ConversationTTL"},
		"a wrong URL":    {Options{Namespace: "n", Bot: "b", URL: "nats://%zz"}, "URL"},
		"no credentials": {Options{Namespace: "n", Bot: "b", URL: "nats://127.0.0.1:1", CredsFile: dir + "/none"}, "none"},
		"a file as Dir":  {Options{Namespace: "n", Bot: "b", Dir: "/dev/null/x"}, "Dir"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			s, err := Open(ctx, tc.opts)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %q, want one with %q", err, tc.want)
			}
		})
	}
}
