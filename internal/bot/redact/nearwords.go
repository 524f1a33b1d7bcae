// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

// The words here stand near a secret, with others between: "the pin that I always use is 4821".
const (
	// nearChecks tell the digits on the back of a card.
	nearChecks = `cvv2?|cvc2?|cvn|csc|cid|(?:security|card verification|card check) (?:code|number|digits)|security no|(?:karten)?(?:prüf|pruef)(?:ziffern?|nummer|zahl)|sicherheits(?:code|nummer|zahl)|` +
		`c[oó]digo de seguridad|n[uú]mero de seguridad|(?:code|num[eé]ro) de s[eé]curit[eé]|cryptogramme(?: visuel)?|crypto visuel|codice di sicurezza|codice sicurezza|c[oó]digo de seguran[cç]a|` +
		`güvenlik (?:kodu(?:m|muz)?|numaras[ıi])|guvenlik kodu(?:m|muz)?`
	joinedChecks = `安全码|安全碼|安全コード|セキュリティコード|セキュリティーコード|セキュリティ番号|رمز الأمان|رمز الامان|كود الأمان|كود الامان|رقم الأمان|رمز الحماية|校验码|检验码`
	// countedDigits are those digits by how many there are; where they stand is said with them.
	countedDigits = `csv|(?:three|3|drei)[ -](?:digits?|numbers?|figures|nums|ziffern?|zahlen|nummern|stellige (?:zahl|nummer))|(?:tres|3) (?:n[uú]meros|d[ií]gitos|cifras)|(?:trois|3) (?:chiffres|num[eé]ros)|` +
		`(?:tre|3) (?:cifre|numeri)|tr[eê]s (?:n[uú]meros|d[ií]gitos|algarismos)|(?:üç|uc|3) (?:hane(?:li)?|rakam|say[ıi]|basamak)`
	joinedCounted = `الأرقام الثلاثة|الارقام الثلاثة|الثلاثة أرقام|ثلاثة أرقام|ثلاث أرقام|3 أرقام|三位数字|三位数|三位號碼|三位号码|3位数字|3位数|三个数字|3个数字|3桁の数字|三桁の数字|3桁の番号|3桁|三桁|3ケタ`
	// numberedBacks tell them by where they stand alone.
	numberedBacks = `(?:numbers?|digits|figures|code|no|ziffern|zahlen|zahl|nummer|n[uú]meros?|d[ií]gitos|chiffres|num[eé]ro|cifre|numeri|rakam(?:lar)?|say[ıi])`
	joinedBacks   = `番号|数字|号码|أرقام|الأرقام|الرقم`
	// nearPins tell the digits with which one pays or draws money.
	nearPins = `pin|pinim|code pin|c[oó]digo pin|codice pin|geheim(?:zahl|nummer|code)|n[uú]mero secreto|clave secreta|clave (?:del|de la) (?:cajero|tarjeta)|` +
		`code secret|code confidentiel|code de (?:la |ma )?carte(?: bleue| bancaire)?|code carte|code bancaire|numero segreto|codice segreto|senha|kart [şs]ifre(?:m|si)|(?:kartımın|kartimin|kart[ıi]n) [şs]ifresi|[şs]ifre(?:m|si)`
	joinedPins = `密码|密碼|暗証番号|ピンコード|ピン番号|الرقم السري|رقمي السري|الرمز السري|رمزي السري|رقم سري|رمز سري|الكود السري`
	// nearOnce tell a code that serves once, whatever else is said of it.
	nearOnce = `(?:verifi(?:cation|caton|ction|cashun)|verify|one[\s-]?time|single[\s-]?use|sms|text|2fa|two[\s-]?factor|mfa|authenticat(?:ion|or)|auth|log[\s-]?in|access|pass) ?(?:codes?|pass(?:word|code)|pin)|otp|m?tan|sms-?tan|` +
		`(?:bestätigungs|bestaetigungs|verifizierungs|einmal|sms-?|aktivierungs|anmelde|freischalt)(?:code|kennwort|passwort|pin)|c[oó]digo de (?:verificaci[oó]n|verifica[cç][aã]o|un solo uso|uso [uú]nico|acceso|acesso)|c[oó]digo (?:sms|otp)|` +
		`code (?:de v[eé]rification|de validation|d'authentification|à usage unique|sms|otp)|codice (?:di verifica|di accesso|sms|otp|usa e getta|temporaneo)|` +
		`(?:do[ğg]rulama|onay|tek kullan[ıi]ml[ıi]k|giri[şs]|sms) (?:kodu(?:m|muz)?|[şs]ifresi)`
	joinedOnce = joinedCodes + `|动态密码|一次性密码|一次性密碼|短信码|驗證碼|認証番号|認証キー|ワンタイムパスワード|ワンタイムコード|رمز التفعيل|كود التفعيل|كود التأكيد|كود التاكيد|رمز الدخول|رمز لمرة واحدة`
	// nearSources tell where such a code of six digits comes from.
	nearSources   = `sms|text message|txt|authenticator(?: app)?|authy|verification|verify|confirmation text|textnachricht|kurznachricht|verifizierung|bestätigung per sms|verificaci[oó]n|mensaje de texto|v[eé]rification|texto|verifica|verifica[cç][aã]o|torpedo|do[ğg]rulama|k[ıi]sa mesaj`
	joinedSources = `短信|簡訊|验证|驗證|ショートメッセージ|届いた番号|届いた数字|送られてきた番号|収到的数字|收到的数字|收到的号码|رسالة نصية|التحقق`
	// nearCodes are any codes, of errors and discounts too: that it came to the customer makes it a secret.
	nearCodes   = `codes?|kod|kodu|kodum|kodunuz|c[oó]digos?|codici|codice|clave|cifre|cifra`
	joinedCodeN = `代码|代碼|コード|رمز|الرمز|كود|الكود|رقم التأكيد`
	// nearKeys tell keys of programs; others open doors.
	nearKeys   = keyWords + `|keys?|(?:zugriffs|zugangs|auth|api)[\s-]?tokens?|tokens?|secrets?|(?:(?:api|zugangs|geheim|zugriffs)[\s-]?)?schlüssel|schluessel|clave|llave|cl[eé]|jeton|chiave|gettone|chave|anahtar(?:[ıi]m|[ıi]m[ıi]z|[ıi])?|credentials?`
	joinedKeys = `密钥|密鑰|秘钥|金鑰|令牌|キー|鍵|トークン|シークレット|مفتاح|المفتاح|توكن|التوكن|رمز الوصول`
	// nearLogins tell that a name and a password follow.
	nearLogins = `log(?:s|ged|ging)?[\s-]?(?:in|on)|login|sign(?:s|ed|ing)?[\s-]?(?:in|on)|username|user|account|credentials|(?:melde|logge|meld|logg)|anmeld(?:en|ung)|einlogg(?:en|e)|zugangsdaten|anmeldedaten|benutzer(?:name)?|` +
		`entro|ingreso|accedo|inicio sesi[oó]n|iniciar sesi[oó]n|usuario|credenciales|me connecte|mi collego|collegarmi|me conecto|me logueo|entrar|connecter|connexion|identifiants?|utilisateur|utente|accedere|credenziali|fa[cç]o login|acesso|usu[aá]rio|credenciais|` +
		`giri[şs]|kullan[ıi]c[ıi](?: ad[ıi]m?)?`
	joinedLogins = `登录|登陆|登入|账号|帐号|用户名|ログイン|サインイン|アカウント|ユーザー|الدخول|أدخل|ادخل|اسم المستخدم|حسابي`

	// afterwards and loginsAfter are said after the secret, with no word between.
	afterwards  = `güvenlik kodum|pinim|pin kodum|şifrem|onay kodu|onay kodum|doğrulama kodu|doğrulama kodum`
	loginsAfter = `ile giri[şs]|ile oturum|to log in|to login|to sign in|for login|doesn't let me in|does not let me in|lets me in|zum einloggen|zum anmelden|para entrar|para iniciar|pour me connecter|per accedere|per entrare|登录|登陆|登入|でログイン|でサインイン`

	// backs is where the digits of a card stand.
	backs       = `visa|mastercard|amex|back|rear|behind|reverse|rückseite|rueckseite|hinten|atr[aá]s|reverso|dorso|detr[aá]s|dos|derrière|derriere|verso|retro|dietro|tr[aá]s|arka|خلف|ظهر|الخلف|背面|后面|後面|反面|裏|card|karte|tarjeta|carte|carta|cart[aã]o|kart|بطاقة`
	sides       = `back|rear|behind|reverse|strip|rückseite|rueckseite|hinten|atr[aá]s|reverso|dorso|detr[aá]s|dos|derrière|derriere|verso|retro|dietro|arkas[ıi]nda(?:ki)?|arkadaki`
	joinedSides = `خلف|ظهر|الخلف|背面|卡后面|裏`
	// asOne is said of what serves as a secret.
	asOne = `(?:as|als|como|comme|come)`
	// came is how a code that serves once reaches a customer.
	came = `sent|send|texted|text|sms|got|rec(?:ei|ie)ved?|gave me|e-?mailed|whatsapp|by phone|geschickt|gesendet|bekommen|erhalten|gekriegt|aufs handy|lleg[oóa]|recib[ií]|enviaron|mandaron|enviado|m[oó]vil|celular|mensaje|re[cç]us?|envoy[eé]|texto|` +
		`arrivat[oa]|ricevut[oa]|mandat[oa]|inviat[oa]|messaggio|recebi|chegou|mandaram|enviaram|mensagem|gelen|geldi|aldığım|aldigim|gönder(?:diğiniz|ilen|diniz)|gonderdiginiz|mesaj|وصل|رسالة|أرسل|ارسل|enter(?:ed)?|typed?|eingegeben|eingetippt|introduje|introducido|saisi|tap[eé]|inserito|digitei|inseri|girdim|girdiğim|أدخلت|ادخلت|输入|入力|استلم|جاءني|收到|发给|发来|發來|短信|簡訊|手机|届い|届きました|送られ|送信され|受け取|もらった|メール`
	// things have numbers and codes of their own, which the bot needs; the words may go on.
	things = `order|purchas|deliver|pick-?up|collection|abhol|liefer|entrega|recogida|livraison|retrait|consegna|ritiro|teslimat|bestell|auftrag|pedido|orden|compra|commande|ordin[ei]|encomenda|sipari[şs]|post|errors|fehler|erreur|errore|discount|voucher|coupon|gift|rabatt|gutschein|aktions|promo|` +
		`descuento|cup[oó]n|regalo|r[eé]duction|cadeau|remise|sconto|buono|desconto|cupo[mn]|indirim|kupon|hediye|country|dial|vorwahl|länder|prefijo|prefisso|track|parcel|shipment|sendung|pa[qc]uet|pacchett|pacote|paket|seguimiento|suivi|colis|` +
		`tracciamento|spedizion|pacco|rastre|takip|kargo|item|article|artikel|art[ií]culo|articolo|artigo|produ[ckt]|prodott|ürün|urun|customer|kunden|client|müşteri|booking|reserv|r[eé]serv|buchung|prenota|rezervasyon|ticket|vorgang|` +
		`invoice|rechnung|factura|facture|fattura|fatura|rufnummer|barras|barkod|filial|model|mod[eèé]l|serial|serien|number|nummer|num[eé]ro|n[uú]mero|numara|euro|dollar|price|preis|precio|prezzo|preço|fiyat|amount|betrag`
	// wholeThings are such words that others begin with.
	wholeThings  = `err|error|erro|hata|zip|plz|cap|cep|posta|area|alan|pa[ií]s|pays|paese|ülke|bon|prix|sku|case|bill|tel|call|qr|bar|barre|sort|bank|swift|bic|blz|branch|tax|vat|status|version|s[eé]rie|door|car|house|haus|tür|puerta|porte|porta|coche|voiture|box|boxes|karton|caja|bo[iî]te|scatola|caixa|kutu|zone|page|seite|room|street|straße|dress|store|shop|nr|eur|usd|lira|tl`
	joinedThings = `取件|提货|受取|استلام الطلب|طلب|بريد|خطأ|خصم|قسيمة|كوبون|الدولة|دولة|تتبع|شحن|منتج|المنتج|عميل|فاتورة|هاتف|جوال|رقم|订单|訂單|邮政|邮编|郵便|错误|錯誤|優惠|优惠|折扣|区号|快递|运单|产品|商品|型号|客户|发票|电话|手机号|号码|单号|注文|エラー|クーポン|割引|追跡|国番号|市外|型番|品番|会員|お客様|請求|電話|予約|番号|QR|バー`
	// phones have them as well, but codes come to them.
	phones = `phone|telefon|t[eé]l[eé]fon`
	// failing is said of a secret that is not given.
	failing = `not|n't|never|without|forg[eo]t|forgotten|lost|missing|broken?|work(?:s|ing)?|expired|invalid|wrong|nicht|keine?n?|geht|vergessen|funktioniert|fehlt|verloren|no (?:es|va|me|lleg)|olvid[eé]|funciona|ne|pas|marche|oubli[eé]|non|funziona|dimenticat[oa]|n[aã]o|esqueci|` +
		`çalışmıyor|unuttum|yok|gelmedi|لا|لم|نسيت|不|没|沒|忘|ません|ない`
	// before stands before a number that is no secret: "I changed my pin in 2019".
	since = `in|on|before|after|vor|nach|antes|avant|après|prima|dopo|depois|önce|at|since|until|till|by|of|for|from|to|about|around|über|im|am|um|bis|seit|von|für|en|desde|hasta|para|por|depuis|pour|dans|vers|nel|dal|fino|per|alle|em|às|até|için|um|ab|€|\$|£|¥|₺|#`
	// units come after a number of something.
	units = `€|\$|£|¥|₺|%|°|euros?|eur|usd|dollars?|pounds?|quid|lira|tl|reais|real|pesos|digits?|stellig\pL*|ziffern|hane\pL*|chars?|times?|mal|x|mins?|minut\pL+|seconds?|sek|hours?|stunden|horas?|heures?|ore|saat|days?|tage?n?|d[ií]as?|jours?|giorni|gün|weeks?|years?|am|pm|uhr|h|mm|cm|m|kg|g|km|ريال|درهم|元|块|円|桁|位|个|個|本|回|分|月|年|日|点`
	// nearGives ends what stands between a word and the secret that it tells.
	nearGives = gives + `|are|were|says?|said|reads?|shows?|sind|waren|lauten|steht|son|eran|sont|étaient|etaient|c'est|c'est le|sono|erano|sao|são|eram|e|şu|şöyle|aşağıdaki|its|it's`
)
