// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"embed"
	"errors"
	"io/fs"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

// models are made by hack/signal-models from the sentences beside it.
//
//go:embed models/*.model
var models embed.FS

// readModel reads the language's model; nil: there is none.
func (l *language) readModel() *learned.Model {
	data, err := models.ReadFile("models/" + l.name + ".model")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		panic("signals: " + err.Error()) // embedded
	}
	model, err := learned.Read(data)
	if err != nil {
		panic("signals: models/" + l.name + ".model: " + err.Error()) // embedded, and read by a test
	}
	return model
}
