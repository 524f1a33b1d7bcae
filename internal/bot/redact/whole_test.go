// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"testing"
)

// TestWhatIsNoSecretStaysWhole has what looks like a secret, or speaks of one, by language: the bot
// needs orders, dates and amounts.
func TestWhatIsNoSecretStaysWhole(t *testing.T) {
	for language, texts := range map[string]string{
		"en": `
I see error code 404 when I pay
the code doesn't work
I forgot my pin and order 482913 is not here
postcode 12345
my zip code is 90210
country code 49, area code 212
the PIN I got is not working
discount code SAVE20 does not work
voucher code SUMMER2024 was rejected
promo code is FALL-2024-XYZ
my tracking number is 1Z-999-AA1-0123
order number 482913
my order is 482 913
zone 4821
I paid 417 euros on 12/05/2024
you never sent me the verification code for order 482913
I did not get a code, my phone is 555 0142
I log in with my phone and my iPhone12 shows nothing
I log in with Windows11 and Chrome120
the code arrived at 1230 but it expired
I ordered 3 keys, article ab-12-cd-34
reference code AB-12-34
item code 482913
customer code 482913
the code is 482913
my code: 482913
booking code K7-XX-92
QR code on page 417
status code 503
the security code is missing, order AB-1234
I sent the pin back, order 4821
the three digits on the back are not readable
my order 482913 needs a verification code
call me at 482 913 about the code
gift card code 482913 was used
sort code 40-47-84
dress code 2024 party
my pin arrived, order 4821
the code on my parcel is 482913
the code on the box is 482913
model code 4821
the pins on item 4821 broke
I sent 4821 two emails
I got 2 codes but neither works for order 482913
I used the code 3 times on 12-05-24
my security code was asked 3 times
I received parcel 482913 yesterday
you sent me invoice 482913
I got an sms about order 482913
I got a text about my parcel 482913
your sms says the delivery is on 12-05-24
I signed in with my account and order 482913 is missing
I log in with Galaxy2019
I log in with my email and see order AB123456
log in and cancel Booking2024
user 482913
account number 482913
my account 4821 and 4822
key ring 4821
key fob article AB-12-CD-34-EF
token of thanks, order ABC-1234-DEF-55
serial number ABC-1234-DEF-5678
license plate AB-1234
I paid 482913 with my card, no pin
the pin pad shows 1200 euro
keyboard KB-1234-AB-99-DE
the key for door AB-12-CD-34-EF broke
order ABC-123-DEF-456 needs a key
room code? my booking is 482913
the security code failed, I was charged 417 euro
the code you sent me gave 20 percent off order 482913
I got the code SAVE20 by sms
I received the discount code 482913
I called 482913 and got a code
card ending 4821
my card ending in 4821 was charged
last four digits of my card are 4821
the last 4 digits are 4821
bank code 12030000
the three digits at the end of the order are 417
my birthday is 12-05-1990 and I need a code
I need the pin by 1230
the delivery code is 4821
pickup code 482913
I want to change my pin before 2026
my code name is Agent 4711
the code for the wifi in room 4711
my order is 905117 and the code is SAVE20
I ordered 3 pins, 4821 and 4822
did you receive the parcel 905117
I received the mail on 12.05.24
the size code is 4821
colour code 905117
colour code is 905117
warranty code is 905117
the part code is 905117
meter reading 905117
my flight code is AB4821
airport code 4821
course code 482 913
I am at gate code 12
I was sent 905117 instead of 905118
he sent 4 emails in 2024
I got a refund of 905117
I got 2500 points
my account has 482913 points
sign in fails since 2024
I log in daily and Pixel2024 is shown
user AB4821 logged in
my username is anna1987
my username is Anna1987`,
		"de": `
Bestellnummer 482913
Fehlercode 404 beim Bezahlen
der Code geht nicht
ich habe meine PIN vergessen, Bestellung 482913
Postleitzahl 12345
Gutscheincode SOMMER2024 geht nicht
Rabattcode 482913
Vorwahl 0221
Ländercode 49
ich habe 417 Euro am 12.05.2024 bezahlt
Sendungsnummer AB-12-CD-34
Schlüssel für Modell AB-12-CD-34 fehlt
ich kann mich mit meinem iPhone12 nicht anmelden
den Code für Bestellung 482913 habe ich nicht bekommen
Kundennummer 4821
Artikelcode 482913
Abholcode 482913
die letzten vier Ziffern der Karte sind 4821
meine Karte mit der Endnummer 4821
ich habe den Code am 12.05.2024 bekommen
der Code auf dem Paket ist 482913
Mein Benutzername ist Anna1987
login: Anna1987
ich melde mich ab 2024 an
Farbcode 905117
Die Losnummer ist 905117
Zählerstand 905117
Kundencode lautet 905117`,
		"es": `
número de pedido 482913
código postal 28013
código de error 404
el código no funciona
olvidé mi pin, pedido 4821
código de descuento VERANO20
el cupón es VERANO2024
código de seguimiento 482913
pagué 417 euros el 12/05/2024
no me llegó el código del pedido 482913
prefijo 34, teléfono 482 913
código promocional 482913
código de producto AB-12-CD-34
los últimos cuatro dígitos de la tarjeta son 4821
el código del paquete es 482913
recibí el pedido 482913
mi número de socio es 905117`,
		"fr": `
numéro de commande 482913
code postal 75011
code erreur 404
le code ne marche pas
j'ai oublié mon code pin, commande 4821
code promo ETE2024
code de réduction 482913
j'ai payé 417 euros le 12/05/2024
je n'ai pas reçu le code pour la commande 482913
numéro de suivi AB-12-CD-34
code article 482913
code barre 482913
code cadeau 482913
les quatre derniers chiffres de ma carte sont 4821
j'ai reçu le colis 482913
le code du colis est 482913
le code couleur est 905117`,
		"it": `
numero ordine 482913
codice sconto ESTATE20
codice postale 20121
codice errore 404
il codice non funziona
ho dimenticato il pin, ordine 4821
ho pagato 417 euro il 12/05/2024
non mi è arrivato il codice per l'ordine 482913
codice articolo AB-12-CD-34
codice cliente 482913
codice di tracciamento 482913
buono ESTATE2024
ho ricevuto l'ordine 482913
le ultime quattro cifre della carta sono 4821
codice fiscale RSSMRA85T10A562S
il mio codice fiscale è RSSMRA85T10A562S`,
		"pt": `
número do pedido 482913
código postal 1000
código de erro 404
o código não funciona
esqueci meu pin, pedido 4821
código de desconto VERAO20
cupom VERAO2024
paguei 417 reais em 12/05/2024
não recebi o código do pedido 482913
código de rastreio 482913
código do produto AB-12-CD-34
código de barras 482913
recebi o pedido 482913
os últimos quatro dígitos do cartão são 4821
código fiscal 905117`,
		"tr": `
sipariş numaram 482913
posta kodu 34000
hata kodu 404
kod çalışmıyor
pin kodumu unuttum, sipariş 4821
indirim kodu YAZ2024
417 lira ödedim
sipariş 482913 için kod gelmedi
takip kodu 482913
ürün kodu AB-12-CD-34
alan kodu 212
kupon kodu 482913
siparişim 482913 geldi
kartımın son dört hanesi 4821
renk kodu 905117`,
		"ar": `
رقم الطلب 482913
الرمز البريدي 12345
رمز الخطأ 404
الرمز لا يعمل
نسيت الرقم السري، طلب 4821
رمز الخصم SAVE20
كود الخصم 482913
دفعت 417 ريال
لم يصلني رمز الطلب 482913
رقم التتبع AB-12-CD-34
كود المنتج 482913
رمز الدولة 966
وصلني الطلب 482913
آخر أربعة أرقام 4821`,
		"zh": `
订单号482913
邮政编码100000
错误代码404
验证码收不到
我忘了密码，订单4821
优惠码SAVE20
折扣代码482913
我付了417元
没收到订单482913的验证码
快递单号AB-12-CD-34
产品代码482913
区号010
收到订单482913了
卡号后四位4821
颜色代码是905117
会员代码905117`,
		"ja": `
注文番号482913
郵便番号100-0001
エラーコード404
コードが使えません
暗証番号を忘れました、注文4821
クーポンコードSAVE20
割引コード482913
417円払いました
注文482913の認証コードが届きません
追跡番号AB-12-CD-34
商品コード482913
市外局番03
注文482913が届きました
カードの下4桁は4821です
3桁の番号は417番`,
	} {
		for text := range strings.SplitSeq(strings.TrimSpace(texts), "\n") {
			if got := Text(text); got != text {
				t.Errorf("%s: %q becomes %q", language, text, got)
			}
		}
	}
}
