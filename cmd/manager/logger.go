// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"

	"github.com/go-logr/logr"
	uberzap "go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
)

func newLogger(options *zap.Options) logr.Logger {
	return zap.New(zap.UseFlagOptions(options), zap.RawZapOpts(uberzap.WrapCore(func(core zapcore.Core) zapcore.Core { return lateFields{Core: core} })))
}

// lateFields encodes the fields of a logger when something is written. Each reconcile has a logger of its
// own, with the names of its object, and most write nothing: encoding them was a fifteenth of what a look
// at a batch allocates.
type lateFields struct {
	zapcore.Core
	fields []zapcore.Field
}

// With implements zapcore.Core.
func (l lateFields) With(fields []zapcore.Field) zapcore.Core {
	return lateFields{l.Core, append(slices.Clip(l.fields), fields...)}
}

// Check implements zapcore.Core.
func (l lateFields) Check(entry zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if !l.Enabled(entry.Level) {
		return checked
	}
	return l.Core.With(l.fields).Check(entry, checked)
}
