//go:build race

package evidence

// raceFactor allows for the race detector's slowdown.
const raceFactor = 20
