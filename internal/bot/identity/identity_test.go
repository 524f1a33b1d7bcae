// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"
)

func TestOnlyTheBotMintsTokens(t *testing.T) {
	key, other := NewKey(), NewKey()
	token := key.Mint()
	customer, ok := key.Customer(token)
	if !ok || !strings.HasPrefix(customer, "web-") {
		t.Fatalf("%q, %t", customer, ok)
	}
	if again, ok := key.Customer(token); again != customer || !ok {
		t.Errorf("the customer of a token changed to %q", again)
	}
	id, mac, _ := strings.Cut(token, ".")
	for name, forged := range map[string]string{
		"nothing": "", "the id alone": id, "no MAC": id + ".", "the customer's key": customer,
		"the customer's key for an id": strings.TrimPrefix(customer, "web-") + "." + mac,
		"another Bot's token":          other.Mint(), "a shorter MAC": token[:len(token)-2],
		"another id": strings.Repeat("0", 2*idBytes) + "." + mac, "not hexadecimal": id + "." + strings.Repeat("z", len(mac)),
	} {
		if got, ok := key.Customer(forged); ok {
			t.Errorf("%s is taken for %q", name, got)
		}
	}
	if strings.Contains(customer, id) || strings.Contains(customer, mac[:8]) {
		t.Errorf("the customer's key %s shows a part of the token", customer)
	}
}

// Whoever computes it outside this project needs this value: echo -n 42 | openssl dgst -sha256
// -hmac "a secret of the site".
func TestASiteSignsAnIDByItsHMAC(t *testing.T) {
	secret := []byte("a secret of the site")
	const hash = "a54570bf229a0dd9df0bc4215ea30dce39e5633753afce29f07cdb2be2a37420"
	if !Signed(secret, "42", hash) || !Signed(secret, "42", strings.ToUpper(hash)) {
		t.Errorf("a signed id is refused")
	}
	for name, ok := range map[string]bool{
		"another id": Signed(secret, "43", hash), "no hash": Signed(secret, "42", ""), "another secret": Signed([]byte("x"), "42", hash),
		"no secret": Signed(nil, "42", hash), "a part of it": Signed(secret, "42", hash[:32]), "not hexadecimal": Signed(secret, "42", "sha256="+hash),
	} {
		if ok {
			t.Errorf("%s is taken for signed", name)
		}
	}
}

func TestNetworksAreCalledByHashes(t *testing.T) {
	key := NewKey()
	a, b := netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("203.0.114.0/24")
	if key.Network(a) != key.Network(netip.MustParsePrefix("203.0.113.0/24")) || key.Network(a) == key.Network(b) || key.Network(a) == NewKey().Network(a) {
		t.Error("the name of a network must depend on it and on the key alone")
	}
}

// FuzzToken gives what proves who a customer is any text: nothing but what was minted or signed is
// taken.
func FuzzToken(f *testing.F) {
	// The same in each process that fuzzes.
	key, secret, id := Key(strings.Repeat("k", keyBytes)), []byte("a secret of the site"), strings.Repeat("a1", idBytes)
	token := id + "." + hex.EncodeToString(key.mac("token", id))
	const hash = "a54570bf229a0dd9df0bc4215ea30dce39e5633753afce29f07cdb2be2a37420"
	for _, seed := range []string{token, hash, "", ".", "..", token + ".", strings.ToUpper(token), hash[:32], "\x00" + token} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		customer, ok := key.Customer(text)
		if text == token && !ok {
			t.Error("the token is refused")
		}
		if ok && !strings.EqualFold(text, token) || ok != (customer != "") {
			t.Errorf("%q is taken for %q", text, customer)
		}
		if Signed(secret, "42", text) && !strings.EqualFold(text, hash) {
			t.Errorf("%q is taken for the site's signature", text)
		}
	})
}
