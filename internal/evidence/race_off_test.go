//go:build !race

package evidence

const raceFactor = 1
