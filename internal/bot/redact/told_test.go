// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"testing"
)

// TestSecretsAreMaskedAsCustomersTellThem has secrets in angle brackets, by the language and by what
// kind of secret they are.
func TestSecretsAreMaskedAsCustomersTellThem(t *testing.T) {
	for language, texts := range map[string]string{
		"en": `
the three digits on the back are ‹417›
security code of the card is ‹903›, exp 09/27
cvc number on the back side says ‹118› if u need it
‹562› is the security code on my card
the pin for my card that I always use is ‹4821›
my pin code at the atm was ‹7304›
‹2290› is my pin
the code you texted me is ‹482913›
‹482913› is the code I got
i got a code by text, ‹482 913›
sms code ‹48-29-13›
verification code:
‹771204›
here is the verificaton code u sent ‹530 118›
the one time code says ‹220417›
the app gave me the six digit code ‹664021›
otp ‹118822› still says invalid
I log in with maria and ‹Sommer2019›
my login is maria / ‹Rainbow77›
username anna, pw ‹Kitten2020›
I always sign in with ‹Dolphin4455› and it fails now
here is my api key: ‹acme-live-7f3k9d2m-x82q›
the token I use is ‹tk_93jf_a8s7_kd02›
our integration uses key ‹prod-AB12-CD34-EF56-GH78›
the client secret ‹zx81_pl92_mm30_qq17› does not work
cvv on back is ‹224›
its ‹224› on the back of the card, the security code
my card verification code is ‹8812›
3 digit number behind my card: ‹224›
the last 3 numbers on the strip are ‹224›
here u go cvc=‹224›
the csv of my card is ‹224›
you want the security number? its ‹224›
my card pin number is ‹5590›
pin is still ‹5590› i think
i type ‹5590› as my pin and it says wrong
my four digit pin: ‹5590›
the atm ate my card, pin ‹5590›
code i received: ‹660 192›
the text message says ‹660192›
i received ‹660192› by sms
the number you sent me for verification is ‹660192›
passcode from the app is ‹660-192›
my otp is ‹66-01-92›
i entered ‹660192› from the sms but nothing happens
it sent me a code: ‹660192›
authenticator shows ‹660 192›
my account is bob@example.com and ‹Winter2021›
user: bob pass: ‹Winter2021›
email bob@example.com password ‹Winter2021›
bob / ‹Winter2021› doesn't let me in
tried ‹Winter2021› as password
i use bob77 and ‹winter2021› to log in
my login details are bob and ‹winter2021›!
the key you gave me, ‹live_8f7d_22ab_99xk›, is rejected
‹live_8f7d_22ab_99xk› is my api key
apikey ‹live_8f7d_22ab_99xk›
access token: ‹A1B2-C3D4-E5F6-G7H8›
getting 401 with token ‹zq-19fk-20dl-33pp›
security code (back of card) ‹731›
my visa's 3 digit code is ‹731›
it's asking for the cvv, i put ‹731›
card pin: its ‹6402› right?
pin number is ‹6402› btw
my bank pin = ‹6402›
I keep typing my pin ‹6402› but it's rejected
just got the code, it's ‹905 117›
The one-time passcode you sent: ‹90-51-17›
your verification text said ‹905 117›
i was sent ‹905117› as a verification code
‹905117› was the sms code
login with user peter and password ‹Bergsee88›
my username is peter and my password ‹Bergsee88›
I use peter / ‹Bergsee88› to sign in
please use this key: ‹svc_a8k2_p0q9_zz71›
X-Api-Key: ‹svc_a8k2_p0q9_zz71›
our webhook token = ‹whk-83hd-29ak-77qq-lm›
here's the access key ‹svc_a8k2_p0q9_zz71›, can you check it`,
		"de": `
die Prüfziffer hinten ist ‹417›
Prüfnummer der Karte: ‹903›
die drei Ziffern auf der Rückseite sind ‹118›
der Sicherheitscode auf der Karte lautet ‹562›
‹331› ist der Sicherheitscode
meine Geheimzahl für die Karte ist ‹4821›
die PIN, die ich immer nehme, ist ‹7304›
‹2290› ist meine Pin
der Code, den ihr mir geschickt habt, ist ‹482913›
der Code aus der SMS: ‹482 913›
TAN ‹771204› wird nicht angenommen
Bestätigungscode ‹48-29-13›
hab per sms den code ‹530118› bekommen
ich melde mich mit maria und ‹Sommer2019› an
Zugangsdaten: maria / ‹Regen77›
mein Login ist anna, ‹Katze2020›
mein API-Schlüssel lautet ‹acme-live-7f3k9d2m-x82q›
der Schlüssel lautet ‹tk_93jf_a8s7_kd02›
unser Token ist ‹prod-AB12-CD34-EF56›
die drei Zahlen hinten auf der Karte: ‹224›
Kartenprüfnummer ist die ‹224›
CVV lautet ‹224›
Sicherheitsnummer ‹224›
Meine Karten-PIN lautet ‹5590›
als Pin hab ich ‹5590›
die PIN von meiner EC-Karte ist ‹5590›
ich habe den Code ‹660192› bekommen
Einmalcode ‹660 192›
mTAN: ‹660192›
der SMS-Code lautet ‹660192›
ihr habt mir ‹660192› geschickt als Code
Benutzer bob, Passwort ‹Winter2021›
ich logge mich mit bob und ‹Winter2021› ein
Zugangsschlüssel: ‹live_8f7d_22ab_99xk›
mein Zugriffstoken lautet ‹zq-19fk-20dl-33pp›
Die dreistellige Nummer hinten auf der Karte ist ‹731›
mein CVC-Code ist die ‹731›
meine PIN war immer ‹6402›
Ich habe gerade die TAN ‹905 117› bekommen
Per SMS kam ‹905117›
Der Bestätigungscode, den ich bekommen habe, lautet ‹905117›
Anmeldung mit peter und ‹Bergsee88› klappt nicht
Mein Token: ‹whk-83hd-29ak-77qq-lm›`,
		"es": `
el código de seguridad de la tarjeta es ‹417›
los tres números de atrás son ‹903›
los tres dígitos del reverso: ‹118›
‹562› es el código de seguridad
mi pin es ‹4821›
el pin que uso siempre para la tarjeta es ‹7304›
el número secreto del cajero es ‹2290›
el código que me llegó es ‹482913›
me llegó este código por sms: ‹482 913›
código de verificación ‹48-29-13›
‹771204› es el codigo que recibi
entro con maria y ‹Verano2019›
usuario ana clave ‹Gatito2020›
inicio sesión con ana y ‹Luna7788›
mi clave de api es ‹acme-live-7f3k9d2m-x82q›
el token que uso es ‹tk_93jf_a8s7_kd02›
el cvv es ‹224›
los 3 números del dorso son ‹224›
código cvv ‹224›
el pin de mi tarjeta es ‹5590›
mi número pin es ‹5590›
me mandaron el código ‹660192›
el código del sms es ‹660 192›
la clave que me llegó al móvil es ‹660192›
mi usuario es bob y la contraseña ‹Winter2021›
entro con bob y ‹invierno2021›
la llave es ‹live_8f7d_22ab_99xk›
el código CVV de mi tarjeta es el ‹731›
mi PIN del banco es ‹6402›
el código que me mandasteis por SMS es ‹905-117›
me conecto con pedro y ‹Montana88›
mi token de acceso es ‹whk-83hd-29ak-77qq-lm›`,
		"fr": `
le cryptogramme est ‹417›
le cryptogramme visuel au dos de ma carte : ‹903›
les trois chiffres au dos sont ‹118›
‹562› c'est le code de sécurité
mon code pin c'est ‹4821›
le code secret de ma carte est ‹7304›
mon code de carte bleue c'est le ‹2290›
le code reçu par sms est ‹482913›
le code que vous m'avez envoyé est ‹482 913›
code de vérification : ‹48-29-13›
‹771204› est le code que j'ai reçu
je me connecte avec marie et ‹Soleil2019›
identifiant anna mdp ‹Chaton2020›
ma clé api est ‹acme-live-7f3k9d2m-x82q›
la clé est ‹tk_93jf_a8s7_kd02›
notre jeton est ‹prod-AB12-CD34-EF56›
les 3 chiffres derrière la carte : ‹224›
le code de sécurité c'est ‹224›
mon pin est le ‹5590›
mon code confidentiel est ‹5590›
j'ai reçu le code ‹660192›
le code sms : ‹66-01-92›
mon identifiant est bob et mon mot de passe ‹Winter2021›
je me connecte avec bob et ‹hiver2021›
voici ma clé : ‹live_8f7d_22ab_99xk›
le code à 3 chiffres au dos de la carte est ‹731›
le code de ma carte est ‹6402›
le code que j'ai reçu est le ‹905117›
je me connecte avec paul et ‹Montagne88›`,
		"it": `
il codice di sicurezza della carta è ‹417›
le tre cifre sul retro sono ‹903›
i tre numeri dietro la carta: ‹118›
‹562› è il codice di sicurezza
il mio pin è ‹4821›
il pin che uso sempre per la carta è ‹7304›
il codice segreto del bancomat è ‹2290›
il codice che mi è arrivato è ‹482913›
mi avete mandato il codice ‹482 913› per sms
codice di verifica ‹48-29-13›
‹771204› è il codice ricevuto
entro con maria e ‹Estate2019›
accedo con anna e ‹Gattino2020›
la mia chiave api è ‹acme-live-7f3k9d2m-x82q›
la chiave è ‹tk_93jf_a8s7_kd02›
cvv della carta ‹224›
le 3 cifre dietro sono ‹224›
il pin della carta è ‹5590›
ho ricevuto il codice ‹660192›
il codice via sms è ‹660 192›
il mio token è ‹zq-19fk-20dl-33pp›
mi collego con bob e ‹inverno2021›
il codice CVV è ‹731›
il PIN della mia carta è ‹6402›
il codice che mi avete mandato è ‹905 117›
accedo con paolo e ‹Montagna88›`,
		"pt": `
o código de segurança do cartão é ‹417›
os três números de trás são ‹903›
os três dígitos no verso: ‹118›
‹562› é o código de segurança
meu pin é ‹4821›
a senha do cartão que eu uso é ‹7304›
o pin do meu cartão é ‹2290›
o código que recebi por sms é ‹482913›
chegou o código ‹482 913› no meu celular
código de verificação ‹48-29-13›
‹771204› é o código que vocês mandaram
entro com maria e ‹Verao2019›
faço login com ana e ‹Gatinho2020›
minha chave de api é ‹acme-live-7f3k9d2m-x82q›
a chave é ‹tk_93jf_a8s7_kd02›
o cvv é ‹224›
os 3 números atrás do cartão são ‹224›
meu pin do cartão é ‹5590›
recebi o código ‹660192›
o código do sms é ‹660 192›
meu token é ‹zq-19fk-20dl-33pp›
eu entro com bob e ‹inverno2021›
o CVV do meu cartão é ‹731›
a senha do cartão é ‹6402›
o código que vocês me enviaram é ‹905 117›
acesso com paulo e ‹Montanha88›`,
		"tr": `
kartın güvenlik kodu ‹417›
kartın arkasındaki üç hane ‹903›
arkadaki üç rakam: ‹118›
‹562› güvenlik kodum
pin kodum ‹4821›
kartımın şifresi ‹7304›
her zaman kullandığım pin ‹2290›
doğrulama kodu ‹482913›
bana gelen kod ‹482 913›
sms ile gelen kod ‹48-29-13›
‹771204› gelen onay kodu
maria ve ‹Yaz2019› ile giriş yapıyorum
kullanıcı adım anna parolam ‹Kedi2020›
api anahtarım ‹acme-live-7f3k9d2m-x82q›
anahtar şu: ‹tk_93jf_a8s7_kd02›
cvv kodu ‹224›
kartın arkasındaki 3 haneli sayı ‹224›
pinim ‹5590›
kart şifrem ‹5590›
sms kodu ‹660192›
telefonuma gelen kod ‹660192›
bob ve ‹kis2021x9› ile giriş yaptım
api anahtarı: ‹live_8f7d_22ab_99xk›
kartımın CVV kodu ‹731›
kart pinim ‹6402›
bana gönderdiğiniz kod ‹905 117›
ali ve ‹Dagci88› ile giriş yapamıyorum`,
		"ar": `
رمز الأمان هو ‹417›
رمز الامان للبطاقة ‹903›
الأرقام الثلاثة خلف البطاقة هي ‹118›
‹562› هو رمز الأمان
الرقم السري للبطاقة هو ‹4821›
رقمي السري ‹٧٣٠٤›
الرمز السري ‹2290›
رمز التحقق هو ‹482913›
الكود الذي وصلني هو ‹482 913›
وصلني رمز ‹48-29-13› في رسالة
‹771204› هو رمز التأكيد
أسجل الدخول باسم maria و ‹Sommer2019›
مفتاح api هو ‹acme-live-7f3k9d2m-x82q›
المفتاح هو ‹tk_93jf_a8s7_kd02›
رمز cvv هو ‹224›
الأرقام الثلاثة على ظهر البطاقة ‹224›
الرقم السري هو ‹5590›
رمز التحقق ‹660192›
الكود الذي أرسلتموه ‹660192›
وصلني الكود ‹660 192›
مفتاح الواجهة هو ‹live_8f7d_22ab_99xk›
رمز الأمان خلف البطاقة ‹731›
الرقم السري لبطاقتي ‹6402›
رمز التحقق الذي وصلني ‹905117›`,
		"zh": `
安全码是‹417›
卡背面的三位数字是‹903›
背面三位数：‹118›
‹562›是安全码
我的取款密码是‹4821›
卡的PIN是‹7304›
验证码‹482913›
收到的短信验证码是‹482 913›
你们发给我的代码是‹48-29-13›
‹771204›是验证码
我用maria和‹Sommer2019›登录
我的api密钥是‹acme-live-7f3k9d2m-x82q›
令牌：‹tk_93jf_a8s7_kd02›
CVV是‹224›
卡后面三个数字是‹224›
pin码是‹5590›
取款密码‹5590›
短信里的验证码是‹660192›
我收到的验证码是‹66-01-92›
API密钥：‹live_8f7d_22ab_99xk›
账号bob密码‹Winter2021›
我的信用卡安全码为‹731›
我的银行卡密码是‹6402›
刚收到的验证码：‹905 117›`,
		"ja": `
セキュリティコードは‹417›です
カード裏面の3桁は‹903›です
裏の三桁の数字：‹118›
‹562›がセキュリティコードです
暗証番号は‹4821›です
ピンコードは‹7304›
認証コードは‹482913›です
SMSで届いたコードは‹482 913›です
確認コード ‹48-29-13›
‹771204›が届いたコードです
mariaと‹Sommer2019›でログインしています
APIキーは‹acme-live-7f3k9d2m-x82q›です
トークンは‹tk_93jf_a8s7_kd02›
CVVは‹224›です
裏面の番号は‹224›です
カードの暗証番号は‹5590›
SMSの認証コードは‹660192›
届いた番号は‹660192›です
ログインはbobと‹Winter2021›です
アクセストークンは‹live_8f7d_22ab_99xk›
カードのセキュリティコードは‹731›
私の暗証番号は‹6402›です
届いた認証コードは ‹905 117› です`,
	} {
		for text := range strings.SplitSeq(strings.TrimSpace(marked(texts)), "\n") {
			text = strings.ReplaceAll(text, "¶", "\n")
			want := masked(text)
			text = strings.NewReplacer("‹", "", "›", "").Replace(text)
			if got := Text(text); got != want {
				t.Errorf("%s: %q becomes %q, want %q", language, text, got, want)
			}
			if again := Text(want); again != want {
				t.Errorf("%s: masked twice %q is %q", language, want, again)
			}
		}
	}
}

// marked keeps together what a customer wrote on two lines.
func marked(texts string) string { return strings.ReplaceAll(texts, ":\n‹", ":¶‹") }

func masked(text string) string {
	for {
		from, to := strings.Index(text, "‹"), strings.Index(text, "›")
		if from < 0 || to < from {
			return text
		}
		text = text[:from] + Mask + text[to+len("›"):]
	}
}
