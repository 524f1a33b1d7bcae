// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "strings"

var negators = list("not never no none nothing nobody without hardly barely neither nor cannot",
	"dont doesnt didnt isnt wasnt arent werent cant couldnt wont wouldnt shouldnt hasnt havent hadnt aint")

func isNegator(word string) bool {
	return negators[word] || strings.HasSuffix(word, "n't")
}
