// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import "github.com/intentops/intentops/api/v1alpha1"

// arguments are the flags of the bot's command.
func arguments(bot *v1alpha1.Bot) []string {
	var args []string
	for _, channel := range bot.Spec.Channels {
		arg := "--channel=" + channel.Name + "=" + string(channel.Type)
		if ref := token(channel); ref != nil {
			arg += ":" + ref.Name
		}
		args = append(args, arg)
	}
	if usesNATS(bot) {
		args = append(args, "--nats-url="+bot.Spec.Store.NATS.URL)
		if ref := bot.Spec.Store.NATS.SecretRef; ref != nil {
			args = append(args, "--nats-secret="+ref.Name)
		}
	}
	for _, ref := range eventRefs(bot) {
		args = append(args, "--"+ref.flag+"="+ref.secret)
	}
	return args
}
