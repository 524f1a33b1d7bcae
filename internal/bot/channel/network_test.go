// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"net"
	"strings"
	"sync"
	"testing"
)

// wire lies between a browser and the bot, and can be broken.
type wire struct {
	t      *testing.T
	url    string
	target string

	mu    sync.Mutex
	down  bool
	links []*link
}

// link is one connection. What is lost on it is lost without a word.
type link struct {
	browser, bot             net.Conn
	toBotLost, toBrowserLost bool
}

func (b *bot) behindNetwork() *wire {
	b.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.t.Fatal(err)
	}
	n := &wire{t: b.t, url: "http://" + listener.Addr().String(), target: strings.TrimPrefix(b.url, "http://")}
	b.t.Cleanup(func() { _ = listener.Close(); n.cut() })
	go func() {
		for {
			browser, err := listener.Accept()
			if err != nil {
				return
			}
			n.connect(browser)
		}
	}()
	return n
}

func (n *wire) connect(browser net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	bot, err := net.Dial("tcp", n.target)
	if err != nil || n.down {
		_ = browser.Close()
		return
	}
	l := &link{browser: browser, bot: bot}
	n.links = append(n.links, l)
	go n.carry(browser, bot, &l.toBotLost)
	go n.carry(bot, browser, &l.toBrowserLost)
}

func (n *wire) carry(from, to net.Conn, lost *bool) {
	defer func() { _ = to.Close() }()
	buffer := make([]byte, 32<<10)
	for {
		k, err := from.Read(buffer)
		if err != nil {
			return
		}
		n.mu.Lock()
		drop := *lost
		n.mu.Unlock()
		if !drop {
			if _, err := to.Write(buffer[:k]); err != nil {
				return
			}
		}
	}
}

// cut closes all connections and refuses others until mend.
func (n *wire) cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = true
	for _, l := range n.links {
		_ = l.browser.Close()
		_ = l.bot.Close()
	}
	n.links = nil
}

func (n *wire) mend() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = false
}

// lose drops what is sent on the connections that there are; new ones work.
func (n *wire) lose(toBot, toBrowser bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, l := range n.links {
		l.toBotLost, l.toBrowserLost = toBot, toBrowser
	}
}
