// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/intentops/intentops/internal/bot/releases/releasestest"
	"github.com/intentops/intentops/internal/contract/release"
)

// inCluster is a config that follows a pointer.
func inCluster(t *testing.T, api *releasestest.APIServer) Config {
	t.Helper()
	c := config(t)
	c.Kubeconfig = filepath.Join(t.TempDir(), "kubeconfig")
	text := `{"apiVersion":"v1","kind":"Config","current-context":"x",
		"clusters":[{"name":"x","cluster":{"server":"` + api.URL + `"}}],"users":[{"name":"x","user":{}}],
		"contexts":[{"name":"x","context":{"cluster":"x","user":"x"}}]}`
	if err := os.WriteFile(c.Kubeconfig, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

func pack(t *testing.T, r release.Release) release.Bundle {
	t.Helper()
	b, err := release.Pack(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func pointer(sequence int64, stable release.Bundle) release.Pointer {
	return release.Pointer{
		Version: release.FormatVersion, Sequence: sequence, Automation: "Enabled", Stable: stable.Ref(releasestest.Bot),
		Measurement: release.Measurement{OutcomeAfterSeconds: 3600, RatingWithinSeconds: 3600},
	}
}

// TestNoRequestIsLostWhileReleasesChange moves the pointer through rollouts, promotions and
// rollbacks while customers write, and stops the bot while they still do.
func TestNoRequestIsLostWhileReleasesChange(t *testing.T) {
	api := releasestest.New(t)
	var bundles []release.Bundle
	for _, answer := range []string{"nine to five", "nine to six", "all day"} {
		b := pack(t, sample(answer, "https://helpdesk.invalid"))
		api.PutBundle(b)
		bundles = append(bundles, b)
	}
	api.PutPointer(pointer(1, bundles[0]))
	bot := run(t, inCluster(t, api))
	bot.ready()

	var answered, changes, refused atomic.Int64
	var stopping atomic.Bool
	stop := make(chan struct{})
	var customers sync.WaitGroup
	for i := range 6 {
		customers.Go(func() {
			client := &http.Client{Transport: &http.Transport{}, Timeout: 20 * time.Second}
			defer client.CloseIdleConnections()
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if !talk(t, client, bot.url, fmt.Sprintf("c%d-%d", i, n), &stopping) {
					refused.Add(1)
					return
				}
				answered.Add(1)
			}
		})
	}
	sequence := int64(1)
	put := func(p release.Pointer) {
		sequence++
		p.Sequence = sequence
		api.PutPointer(p)
		changes.Add(1)
	}
	// As long as it takes to see enough, on a machine that may have other things to do.
	for end := time.Now().Add(time.Minute); time.Now().Before(end) && (answered.Load() < 100 || changes.Load() < 100); {
		for i := range bundles {
			stable, candidate := bundles[i], bundles[(i+1)%len(bundles)]
			for _, percent := range []int32{0, 5, 50, 100} {
				p := pointer(0, stable)
				ref := candidate.Ref(releasestest.Bot)
				p.Candidate, p.Rollout = &ref, &release.Rollout{ID: fmt.Sprintf("wave-%d", sequence), Step: "s", Percent: percent, Salt: "x"}
				put(p)
				time.Sleep(5 * time.Millisecond)
			}
		}
	}
	put(pointer(0, bundles[2]))
	eventually(t, "the last pointer is in force", func() bool {
		_, body := get(bot.metrics + "/v1/release")
		return strings.Contains(body, fmt.Sprintf(`"sequenceInForce":%d`, sequence))
	})
	if got := say(t, open(t, bot.url, "last"), "m1", "when are you open"); got != "We are open all day." {
		t.Errorf("after the last change: %q", got)
	}

	stopping.Store(true)
	bot.end()
	close(stop)
	customers.Wait()
	t.Logf("%d conversations, %d changes of the pointer, %d customers met the end", answered.Load(), changes.Load(), refused.Load())
	if answered.Load() < 100 || changes.Load() < 100 {
		t.Errorf("%d conversations and %d changes are too few to show anything", answered.Load(), changes.Load())
	}
}

// talk holds one conversation. It returns false when the bot could not be reached any more,
// which may happen only once it was asked to stop, and never in the middle of an answer.
func talk(t *testing.T, client *http.Client, base, customer string, stopping *atomic.Bool) bool {
	call := func(url, body string) (map[string]any, bool) {
		status, answer, err := post(client, url, body)
		switch {
		case err == nil && (status == http.StatusOK || status == http.StatusCreated):
			return answer, true
		// EOF: a connection at rest was closed just as the request began.
		case err != nil && stopping.Load() && (strings.Contains(err.Error(), "connection refused") || strings.Contains(err.Error(), "connection reset") || errors.Is(err, io.EOF)):
			return nil, false
		}
		t.Errorf("%s: %d %v %v", url, status, answer, err)
		return nil, false
	}
	answer, ok := call(base+"/v1/conversations", `{"customer":"`+customer+`"}`)
	if !ok {
		return false
	}
	path := base + "/v1/conversations/" + answer["conversation"].(string) + "/messages"
	for i, text := range []string{"when are you open", "where is my parcel", "AB123456"} {
		answer, ok = call(path, fmt.Sprintf(`{"messageId":"m%d","text":%q}`, i, text))
		if !ok {
			return false
		}
		if got := texts(answer); i == 0 && !strings.HasPrefix(got, "We are open ") || i == 2 && got != "Order AB123456 is on its way." {
			t.Errorf("message %q is answered %q", text, got)
		}
	}
	return true
}

func TestABotIsReadyWhenItHasARelease(t *testing.T) {
	api := releasestest.New(t)
	bot := run(t, inCluster(t, api))
	eventually(t, "all but the release is there", func() bool {
		status, body := get(bot.metrics + "/readyz")
		return status == http.StatusServiceUnavailable && strings.Contains(body, `"ledger":"ok"`) &&
			strings.Contains(body, `"store":"ok"`) && strings.Contains(body, "no stable release is loaded yet")
	})
	if status, _ := get(bot.metrics + "/healthz"); status != http.StatusOK {
		t.Errorf("health: %d: a bot that waits is alive", status)
	}
	status, answer, err := post(http.DefaultClient, bot.url+"/v1/conversations", `{"customer":"ann"}`)
	if status != http.StatusServiceUnavailable {
		t.Errorf("a conversation without a release: %d %v %v", status, answer, err)
	}
	b := pack(t, sample("nine to five", "https://helpdesk.invalid"))
	api.PutBundle(b)
	api.PutPointer(pointer(1, b))
	bot.ready()
	api.Leave(true)
	if got := say(t, open(t, bot.url, "ann"), "m1", "when are you open"); got != "We are open nine to five." {
		t.Errorf("without the API server: %q", got)
	}
}

func TestTheKillSwitchHoldsForTheNextMessage(t *testing.T) {
	api := releasestest.New(t)
	b := pack(t, sample("nine to five", "https://helpdesk.invalid"))
	api.PutBundle(b)
	api.PutPointer(pointer(1, b))
	bot := run(t, inCluster(t, api))
	bot.ready()
	path := open(t, bot.url, "ann")
	say(t, path, "m1", "when are you open")
	p := pointer(2, b)
	p.Automation = "Disabled"
	begin := time.Now()
	api.PutPointer(p)
	eventually(t, "the kill switch is in force", func() bool {
		_, body := get(bot.metrics + "/v1/release")
		return strings.Contains(body, `"automation":"Disabled"`)
	})
	if took := time.Since(begin); took > time.Second {
		t.Errorf("the kill switch took %s", took)
	}
	if got := say(t, path, "m2", "when are you open"); !strings.HasPrefix(got, "A person will take over") {
		t.Errorf("answer %q", got)
	}
}

func TestABotStopsInOrder(t *testing.T) {
	c := config(t)
	c.ReleaseDir = folder(t, sample("nine to five", "https://helpdesk.invalid"), 3600)
	c.DrainDelay = time.Second
	bot := run(t, c)
	bot.ready()
	socket, _, err := websocket.Dial(t.Context(), strings.Replace(bot.chat, "http", "ws", 1)+"/chat/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.CloseNow() }()
	if err := socket.Write(t.Context(), websocket.MessageText, []byte(`{"type":"hello"}`)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := socket.Read(t.Context()); err != nil {
		t.Fatal(err)
	}

	bot.stop()
	eventually(t, "it is not ready any more", func() bool {
		status, body := get(bot.metrics + "/readyz")
		return status == http.StatusServiceUnavailable && strings.Contains(body, "the bot is stopping")
	})
	if got := say(t, open(t, bot.url, "late"), "m1", "when are you open"); got != "We are open nine to five." {
		t.Errorf("while it drains: %q", got)
	}
	if _, _, err := socket.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusGoingAway {
		t.Errorf("the chat ended with %v, want the request to connect again", err)
	}
	bot.end()
	if status, _ := get(bot.metrics + "/healthz"); status != 0 {
		t.Errorf("it still answers: %d", status)
	}
}
