// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// rows are vectors of one length, one after the other: comparing a vector with all of them takes
// less time than with as many slices.
type rows struct {
	dims int
	data []float32
}

// add appends a vector, or zeros where there is none.
func (r *rows) add(vector []float32) {
	if len(vector) == 0 {
		vector = make([]float32, r.dims)
	}
	r.data = append(r.data, vector...)
}

func (r rows) at(i int) []float32 { return r.data[i*r.dims : (i+1)*r.dims] }

// fit gives back the memory that no row needs.
func (r *rows) fit() { r.data = slices.Clone(r.data) }

func (r rows) len() int { return len(r.data) / max(1, r.dims) }

// dot writes the product of each row and a vector to dst, which has a place for each.
func (r rows) dot(dst, vector []float32) {
	if r.dims == 0 || len(vector) == 0 || len(r.data) == 0 {
		clear(dst)
		return
	}
	all := blas32.General{Rows: r.len(), Cols: r.dims, Stride: r.dims, Data: r.data}
	blas32.Gemv(blas.NoTrans, 1, all, dense(vector), 0, dense(dst))
}
