// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"encoding/json"
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
)

// arguments are the flags of the bot's command.
func arguments(bot *v1alpha1.Bot) []string {
	var args []string
	if usesNATS(bot) {
		args = append(args, "--nats-url="+bot.Spec.Store.NATS.URL)
		if ref := bot.Spec.Store.NATS.SecretRef; ref != nil {
			args = append(args, fmt.Sprintf("--nats-creds=%s/%s/creds", secretsDir, ref.Name))
		}
	}
	if u := bot.Spec.Understanding; u != nil {
		switch {
		case u.Rasa != nil:
			args = append(args, "--rasa-url="+u.Rasa.URL)
		case u.HTTP != nil:
			args = append(args, "--classifier-url="+u.HTTP.URL)
		}
	}
	channels, err := json.Marshal(bot.Spec.Channels)
	if err != nil {
		panic(err) // strings and enums always encode
	}
	return append(args, "--channels="+string(channels))
}
