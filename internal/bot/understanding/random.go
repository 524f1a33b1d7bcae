// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

// splitMix is the SplitMix64 generator (Steele, Lea and Flood, 2014). Models
// must come out the same after a Go upgrade, which math/rand does not promise.
type splitMix uint64

func (s *splitMix) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *splitMix) shuffle(order []int) {
	for i := len(order) - 1; i > 0; i-- {
		// The bias of a modulo over 64 bits is far below anything visible.
		j := int(s.next() % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
}

func sequence(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}
