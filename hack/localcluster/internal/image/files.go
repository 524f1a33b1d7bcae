// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package image

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"
)

// files streams the only layer: users, a writable /tmp, the binary.
func (s Spec) files() (io.ReadCloser, error) {
	if !path.IsAbs(s.Entrypoint) {
		return nil, fmt.Errorf("entry point %q: want an absolute path", s.Entrypoint)
	}
	binary, err := os.Open(s.Binary)
	if err != nil {
		return nil, err
	}
	r, w := io.Pipe()
	go func() {
		w.CloseWithError(errors.Join(s.tar(w, binary), binary.Close()))
	}()
	return r, nil
}

func (s Spec) tar(w io.Writer, binary *os.File) error {
	info, err := binary.Stat()
	if err != nil {
		return err
	}
	l := &layer{Writer: tar.NewWriter(w), made: map[string]bool{"/": true}}
	l.dir("/tmp", 0o1777, 0)
	for _, dir := range s.Dirs {
		l.dir(dir, 0o775, s.User)
	}
	l.text("/etc/passwd", s.passwd())
	l.text("/etc/group", s.group())
	l.file(s.Entrypoint, 0o755, info.Size(), binary)
	if l.err != nil {
		return l.err
	}
	return l.Close()
}

func (s Spec) passwd() string {
	return "root:x:0:0:root:/root:/sbin/nologin\n" +
		fmt.Sprintf("nonroot:x:%d:%d:nonroot:/tmp:/sbin/nologin\n", s.User, s.User)
}

func (s Spec) group() string {
	return fmt.Sprintf("root:x:0:\nnonroot:x:%d:\n", s.User)
}

// layer writes entries in one order and with one time; after an error it does
// nothing more.
type layer struct {
	*tar.Writer
	made map[string]bool
	err  error
}

func (l *layer) dir(name string, mode int64, owner int) {
	if l.made[name] {
		return
	}
	l.parent(name)
	l.made[name] = true
	// The group is root's: some clusters choose the user, and it is in this group only.
	l.header(tar.Header{Typeflag: tar.TypeDir, Name: name + "/", Mode: mode, Uid: owner})
}

func (l *layer) parent(name string) { l.dir(path.Dir(name), 0o755, 0) }

func (l *layer) text(name, content string) {
	l.file(name, 0o644, int64(len(content)), strings.NewReader(content))
}

func (l *layer) file(name string, mode, size int64, content io.Reader) {
	l.parent(name)
	l.header(tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: size})
	if l.err == nil {
		_, l.err = io.Copy(l, content)
	}
}

func (l *layer) header(h tar.Header) {
	if l.err != nil {
		return
	}
	h.Name = strings.TrimPrefix(h.Name, "/")
	h.ModTime = time.Unix(0, 0)
	h.Format = tar.FormatUSTAR
	l.err = l.WriteHeader(&h)
}
