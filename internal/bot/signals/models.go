// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"embed"

	"github.com/intentops/intentops/internal/bot/signals/learned"
)

// models are made by hack/signal-models from the sentences beside it.
//
//go:embed models/*.model
var models embed.FS

// readModel reads the language's model: a test reads all of them.
func (l *language) readModel() *learned.Model {
	data, err := models.ReadFile("models/" + l.name + ".model")
	if err != nil {
		panic("signals: " + err.Error()) // embedded
	}
	model, err := learned.Read(data)
	if err != nil {
		panic("signals: models/" + l.name + ".model: " + err.Error()) // embedded
	}
	return model
}
