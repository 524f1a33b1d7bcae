// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signatures

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/signature"
)

// forger makes headers for a request that went over the wire, without the Secret, or with one that
// is for something else.
type forger struct {
	of   captured
	want signature.Request
	now  time.Time
}

// as signs, with the right key, something else than what is sent.
func (f forger) as(change func(*signature.Request)) http.Header {
	r := f.want
	change(&r)
	h := http.Header{}
	signature.Sign(h, r, f.now, []byte(key))
	h.Set("Content-Type", f.want.ContentType)
	return h
}

// with changes the headers of what was sent.
func (f forger) with(change func(http.Header)) http.Header {
	h := f.as(func(*signature.Request) {})
	change(h)
	return h
}

// edit changes the text of the signature.
func (f forger) edit(change func(string) string) http.Header {
	return f.with(func(h http.Header) { h.Set(signature.HeaderSignature, change(h.Get(signature.HeaderSignature))) })
}

// at signs at another time, and keyed with other keys.
func (f forger) at(when time.Time) http.Header {
	h := http.Header{}
	signature.Sign(h, f.want, when, []byte(key))
	return h
}

func (f forger) keyed(keys ...string) http.Header {
	h := http.Header{}
	var all [][]byte
	for _, k := range keys {
		all = append(all, []byte(k))
	}
	signature.Sign(h, f.want, f.now, all...)
	return h
}

func (f forger) stamp() string { return strconv.FormatInt(f.now.Unix(), 10) }

func (f forger) mac(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	_, _ = h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}

// kinds of wrong signatures, for either direction.
var kinds = map[string]func(forger) http.Header{
	"none": func(f forger) http.Header { return f.with(func(h http.Header) { h.Del(signature.HeaderSignature) }) },
	"an empty one": func(f forger) http.Header {
		return f.with(func(h http.Header) { h.Set(signature.HeaderSignature, "") })
	},
	"of another key":       func(f forger) http.Header { return f.keyed(otherKey) },
	"of no key":            func(f forger) http.Header { return f.keyed("") },
	"of the public name":   func(f forger) http.Header { return f.keyed(name) },
	"of two other keys":    func(f forger) http.Header { return f.keyed(otherKey, "") },
	"of a part of the key": func(f forger) http.Header { return f.keyed(key[:16]) },
	"of the other direction": func(f forger) http.Header {
		return f.as(func(r *signature.Request) {
			r.Direction = map[signature.Direction]signature.Direction{
				signature.ToHelpdesk: signature.FromHelpdesk, signature.FromHelpdesk: signature.ToHelpdesk,
			}[r.Direction]
		})
	},
	"for another Bot":                   func(f forger) http.Header { return f.as(func(r *signature.Request) { r.Bot = "shop/sales" }) },
	"for this Bot of another namespace": func(f forger) http.Header { return f.as(func(r *signature.Request) { r.Bot = "victim/support" }) },
	"for a Bot without its namespace":   func(f forger) http.Header { return f.as(func(r *signature.Request) { r.Bot = "support" }) },
	"of another path":                   func(f forger) http.Header { return f.as(func(r *signature.Request) { r.Target = "/" }) },
	"of another query":                  func(f forger) http.Header { return f.as(func(r *signature.Request) { r.Target += "&more=1" }) },
	"of another method":                 func(f forger) http.Header { return f.as(func(r *signature.Request) { r.Method = http.MethodPut }) },
	"of another content type":           func(f forger) http.Header { return f.as(func(r *signature.Request) { r.ContentType = "text/plain" }) },
	"of another body":                   func(f forger) http.Header { return f.as(func(r *signature.Request) { r.Body = []byte("{}") }) },
	"of a body with a byte more": func(f forger) http.Header {
		return f.as(func(r *signature.Request) { r.Body = append([]byte(" "), r.Body...) })
	},
	"of no body": func(f forger) http.Header { return f.as(func(r *signature.Request) { r.Body = nil }) },
	"with two fields that changed places": func(f forger) http.Header {
		return f.as(func(r *signature.Request) { r.Method, r.Bot = r.Bot, r.Method })
	},
	"with a line more": func(f forger) http.Header {
		return f.as(func(r *signature.Request) { r.Bot += "\n" + r.Method })
	},
	"six minutes old":   func(f forger) http.Header { return f.at(f.now.Add(-signature.MaxSkew - time.Minute)) },
	"six minutes ahead": func(f forger) http.Header { return f.at(f.now.Add(signature.MaxSkew + time.Minute)) },
	"with a later time": func(f forger) http.Header {
		return f.with(func(h http.Header) { h.Set(signature.HeaderTimestamp, strconv.FormatInt(f.now.Unix()+1, 10)) })
	},
	"without a time": func(f forger) http.Header { return f.with(func(h http.Header) { h.Del(signature.HeaderTimestamp) }) },
	"a time that is a date": func(f forger) http.Header {
		return f.with(func(h http.Header) { h.Set(signature.HeaderTimestamp, f.now.Format(time.RFC3339)) })
	},
	"a time with a sign": func(f forger) http.Header {
		return f.with(func(h http.Header) { h.Set(signature.HeaderTimestamp, "+"+f.stamp()) })
	},
	"a time with zeros": func(f forger) http.Header {
		return f.with(func(h http.Header) { h.Set(signature.HeaderTimestamp, "0"+f.stamp()) })
	},
	"two times": func(f forger) http.Header {
		return f.with(func(h http.Header) { h.Add(signature.HeaderTimestamp, f.stamp()) })
	},
	"in two headers": func(f forger) http.Header {
		return f.with(func(h http.Header) { h.Add(signature.HeaderSignature, h.Get(signature.HeaderSignature)) })
	},
	"two content types":      func(f forger) http.Header { return f.with(func(h http.Header) { h.Add("Content-Type", "text/plain") }) },
	"without a content type": func(f forger) http.Header { return f.with(func(h http.Header) { h.Del("Content-Type") }) },
	"under a name of its own": func(f forger) http.Header {
		return f.with(func(h http.Header) {
			h.Set("X-"+signature.HeaderSignature, h.Get(signature.HeaderSignature))
			h.Del(signature.HeaderSignature)
		})
	},
	"of version 1": func(f forger) http.Header {
		return f.edit(func(string) string { return "sha256=" + f.mac(key, f.stamp()+"."+string(f.of.body)) })
	},
	"of a version to come": func(f forger) http.Header { return f.edit(func(s string) string { return "v3=" + s[3:] }) },
	"without its version":  func(f forger) http.Header { return f.edit(func(s string) string { return s[3:] }) },
	"by the key instead of that of its direction": func(f forger) http.Header {
		return f.edit(func(string) string { return "v2=" + f.mac(key, f.want.Text(f.stamp())) })
	},
	"of the body alone": func(f forger) http.Header {
		return f.edit(func(string) string { return "v2=" + f.mac(key, string(f.of.body)) })
	},
	"a plain hash": func(f forger) http.Header {
		sum := sha256.Sum256([]byte(f.want.Text(f.stamp())))
		return f.edit(func(string) string { return "v2=" + hex.EncodeToString(sum[:]) })
	},
	"only zeros": func(f forger) http.Header {
		return f.edit(func(string) string { return "v2=" + strings.Repeat("0", 64) })
	},
	"one digit off": func(f forger) http.Header {
		return f.edit(func(s string) string {
			return s[:len(s)-1] + map[bool]string{true: "1", false: "0"}[s[len(s)-1] == '0']
		})
	},
	"cut off":           func(f forger) http.Header { return f.edit(func(s string) string { return s[:len(s)-2] }) },
	"longer than it is": func(f forger) http.Header { return f.edit(func(s string) string { return s + "00" }) },
	"in upper case": func(f forger) http.Header {
		return f.edit(func(s string) string { return "v2=" + strings.ToUpper(s[3:]) })
	},
	"in base64": func(f forger) http.Header {
		return f.edit(func(s string) string {
			raw, _ := hex.DecodeString(s[3:])
			return "v2=" + base64.StdEncoding.EncodeToString(raw)
		})
	},
	"in quotes": func(f forger) http.Header { return f.edit(func(s string) string { return `"` + s + `"` }) },
	"a hundred of them": func(f forger) http.Header {
		return f.edit(func(s string) string { return strings.Repeat(s+", ", 100) + s })
	},
	"beside what is not one": func(f forger) http.Header { return f.edit(func(s string) string { return s + ", and more" }) },
}

// forge makes the headers of a kind for what was sent in a direction. An upper case without a
// letter is the same again.
func forge(c captured, d signature.Direction, kind func(forger) http.Header) http.Header {
	for now := time.Now(); ; now = now.Add(-time.Second) {
		f := forger{of: c, want: c.signed(d), now: now}
		if h := f.at(now).Get(signature.HeaderSignature); strings.ToUpper(h[3:]) != h[3:] {
			return kind(f)
		}
	}
}

// TestWrongSignaturesOfEvents: a running bot takes no event that is signed in one of these ways.
func TestWrongSignaturesOfEvents(t *testing.T) {
	b := start(t)
	ann := b.handOver()
	for name, kind := range kinds {
		event := rated(ann.conversation, name)
		status, answer := b.post(b.events+eventsPath, forge(event, signature.FromHelpdesk, kind), event.body)
		if status != http.StatusUnauthorized || !strings.Contains(answer, "Intentops-") && !strings.Contains(answer, "Content-Type") {
			t.Errorf("%s: %d %s, want 401 and the header", name, status, answer)
		}
	}
	if n := b.metric("intentops_events_total", ""); n != 0 {
		t.Errorf("%g events reached the bot", n)
	}
	if n := b.metric("intentops_event_requests_total", `result="ok"`); n != 0 {
		t.Errorf("%g requests were good", n)
	}
	good := rated(ann.conversation, "good")
	if status, answer := b.post(b.events+eventsPath, good.header, good.body); status != http.StatusOK || !strings.Contains(answer, `"accepted"`) {
		t.Errorf("the right one: %d %s", status, answer)
	}
}

// TestWrongSignaturesOfPackets: a helpdesk that does as docs/contract/signatures.md says takes no
// packet that is signed in one of these ways, and takes what the running bot sends.
func TestWrongSignaturesOfPackets(t *testing.T) {
	packet := start(t).handOver().packet
	verify := func(h http.Header) error {
		_, err := signature.Verify(h, packet.signed(signature.ToHelpdesk), time.Now(), []byte(key))
		return err
	}
	if err := verify(packet.header); err != nil {
		t.Errorf("the bot's own: %v", err)
	}
	for name, kind := range kinds {
		if err := verify(forge(packet, signature.ToHelpdesk, kind)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
