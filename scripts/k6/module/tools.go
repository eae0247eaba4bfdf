//go:build tools

// Package tools pins k6: this import makes go.mod name its version and go.sum the hashes of all that it is built from.
package tools

import _ "go.k6.io/k6/v2"
