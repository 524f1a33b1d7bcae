// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package fnv1a hashes what the models read: FNV-1a (Fowler, Noll and Vo) over a part at a time, then
// mixed. hash/fnv would allocate for every hash, and begins with no seed of the caller's. Models hold
// these hashes, so no value may ever change.
package fnv1a

const (
	// Offset is what a hash without a seed begins with.
	Offset uint64 = 0xcbf29ce484222325

	prime  uint64 = 0x100000001b3
	factor uint64 = 0xd6e8feb86659fd93
)

// Add goes on with a hash.
func Add[T string | []byte](h uint64, part T) uint64 {
	for i := range len(part) {
		h = AddByte(h, part[i])
	}
	return h
}

// AddByte goes on with a hash by one byte.
func AddByte(h uint64, b byte) uint64 { return (h ^ uint64(b)) * prime }

// Mix spreads a hash over all bits, for where only the highest ones are used.
func Mix(h uint64) uint64 {
	h = carried(carried(h))
	return h ^ h>>32
}

// Upper is the upper half of a hash, mixed once, which is enough for so many bits.
func Upper(h uint64) uint32 { return uint32(carried(h) >> 32) }

// carried takes the high bits into the low ones, and those into the high ones.
func carried(h uint64) uint64 { return (h ^ h>>32) * factor }
