// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
)

// readRevision reads the manifests of a folder as they were in a commit. A folder that was not
// there has none. parted is the commit that was read where it is not the named one: what a branch
// got since this one left it is not undone by merging this one, so both are compared with the
// commit that they have in common. Where none is known, as in a shallow clone, the named one is read.
func readRevision(ctx context.Context, dir, revision string) (found files, parted string, err error) {
	commit, err := commitOf(ctx, dir, revision)
	if err != nil {
		return nil, "", err
	}
	common, err := git(ctx, dir, nil, "merge-base", "HEAD", commit)
	if base := strings.TrimSpace(string(common)); err == nil && base != commit {
		commit, parted = base, base
	} else if ctx.Err() != nil {
		return nil, "", ctx.Err()
	}
	found, err = readCommit(ctx, dir, revision, commit)
	return found, parted, err
}

// commitOf is the commit that somebody named.
func commitOf(ctx context.Context, dir, revision string) (string, error) {
	if strings.HasPrefix(revision, "-") || revision == "" {
		return "", fmt.Errorf("--since %q: name a commit, a branch or a tag", revision)
	}
	commit, err := git(ctx, dir, nil, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		if _, none := git(ctx, dir, nil, "rev-parse", "--git-dir"); none != nil {
			return "", fmt.Errorf("--since %s: %s is not in a repository that git can read: %w", revision, dir, none)
		}
		return "", fmt.Errorf("--since %s: there is no such commit in the repository of %s: correct the name, or fetch it (a shallow clone lacks older commits)", revision, dir)
	}
	return strings.TrimSpace(string(commit)), err
}

// readCommit reads the manifests of a folder in a commit.
func readCommit(ctx context.Context, dir, revision, commit string) (files, error) {
	list, err := git(ctx, dir, nil, "ls-tree", "-r", "-z", "-l", commit)
	if err != nil {
		return nil, err
	}
	var names, ids []string
	total := int64(0)
	for entry := range strings.SplitSeq(string(list), "\x00") {
		about, name, ok := strings.Cut(entry, "\t")
		fields := strings.Fields(about)
		if !ok || len(fields) != 4 || fields[1] != "blob" || fields[0] == "120000" || !isManifest(name) || hidden(name) {
			continue
		}
		size, err := strconv.ParseInt(fields[3], 10, 64)
		if total += size; err != nil || size > maxFileSize || total > maxFolderSize {
			return nil, fmt.Errorf("--since %s: %s: a file may have %d MiB, and a folder %d MiB", revision, name, maxFileSize>>20, maxFolderSize>>20)
		}
		names, ids = append(names, name), append(ids, fields[2])
	}
	if len(ids) == 0 {
		return files{}, nil
	}
	contents, err := git(ctx, dir, strings.NewReader(strings.Join(ids, "\n")+"\n"), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	return readBatch(contents, names)
}

// readBatch reads what git cat-file --batch writes.
func readBatch(contents []byte, names []string) (files, error) {
	found := files{}
	in := bufio.NewReader(bytes.NewReader(contents))
	for _, name := range names {
		head, err := in.ReadString('\n')
		fields := strings.Fields(head)
		if err != nil || len(fields) != 3 {
			return nil, fmt.Errorf("git does not have %s", name)
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, err
		}
		content := make([]byte, size)
		if _, err := io.ReadFull(in, content); err != nil {
			return nil, err
		}
		if _, err := in.Discard(1); err != nil {
			return nil, err
		}
		found[name] = content
	}
	return found, nil
}

// hidden says whether a file, or a folder that it is in, is hidden.
func hidden(name string) bool {
	return name != "." && strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
}

// git runs git in a folder and returns what it prints.
func git(ctx context.Context, dir string, in io.Reader, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	cmd.Stdin = in
	var out, failed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failed
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("--since needs git, which is not in the PATH")
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(failed.String()))
	}
	return out.Bytes(), nil
}
