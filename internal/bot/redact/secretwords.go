// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

// The words here are parts of patterns. Spaced words begin where no letter stands before them; in
// Chinese, Japanese and Arabic others may be written together with them.
const (
	// secretWords tell a secret of any letters: "my password is sunflower".
	secretWords = `pass[\s_-]?words?|passwrd|passwd|paswd|pasword|passwort|paßwort|kennwort|losungswort|codewort|code ?word|secret\s?word|zugangscode|` +
		`pass[\s_-]?codes?|pass[\s_-]?phrase|p[/]?wd?|pswd|pswrd|` +
		`contraseña|contrasena|clave(?: secreta)?|mot de passe|mots de passe|mdp|code secret|code confidentiel|parola d'ordine|parola segreta|senha(?: secreta)?|` +
		`palavra[\s-]passe|palavra secreta|palabra secreta|codice segreto|código secreto|codigo secreto|` +
		`[şs][iİ]fre(?:m|miz|niz|n|s[iİ])?|parola(?:m|mız|nız|n|sı)?|security code|prüfziffer|sicherheitscode|código de seguridad|código de segurança|codice di sicurezza|secret`
	// pinWords tell one of digits: pins are also what holds a hinge.
	pinWords = `pin(?:im|imiz)?|geheimzahl|geheimnummer|cvv2?|cvc2?|csc|tan|otp`
	// joinedWords are secret words that other words may be written together with.
	joinedWords = `パスワード|パスコード|暗証番号|暗証|合言葉|密码|密碼|口令|通行码|通行碼|كلمة السر|كلمه السر|كلمة سر|كلمة المرور|كلمه المرور|كلمة مرور|الرقم السري|رقم سري|رمز المرور|باسورد|باسوورد|باسبورد`
	// joinedCodes are such words for codes of digits.
	joinedCodes = `认证码|驗證碼|验证码|校验码|安全码|安全碼|動態碼|动态码|認証コード|確認コード|セキュリティコード|ワンタイム|رمز التحقق|رمز التاكيد|رمز التأكيد|كود التحقق|الكود السري`
	// codeWords are for the digits on the back of a card, which may follow at once.
	codeWords = `cvv2?|cvc2?|csc|security code|sicherheitscode|prüfziffer|kartenprüfnummer|código de seguridad|código de segurança|codice di sicurezza|code de sécurité|cryptogramme`
	// keyWords are for keys and codes. They are spoken of more than given, so that there must be a
	// digit in what is masked.
	keyWords = `(?:api|access|secret|private|licen[cs]e|encryption|master)[\s_-]?(?:access[\s_-]?)?(?:key|token)s?(?:[\s_-]?id)?|` +
		`(?:auth|bearer|session|client|access|refresh|webhook)[\s_-]?(?:token|secret)|token|` +
		`(?:recovery|verification|activation|backup|login|security|sms|one[\s-]?time|2fa|bestätigungs|verifizierungs|aktivierungs|doğrulama|onay)[\s_-]?(?:code|kodu?m?)|` +
		`tan|otp|api[\s-]?schlüssel|clave api|clé api|chiave api|chave (?:da |de )?api|` +
		`código de (?:verificación|verificação|acceso|acesso)|code de (?:vérification|validation)|codice di (?:verifica|conferma)`
	// gives is a word between them.
	gives = `is|was|would be|should be|must be|used to be|lautet|lautete|ist|war|wäre|heißt|heisst|es|era|sería|est|était|serait|è|sarebbe|é|seria|هو|هي`
	// adverbs may stand after it: "is now hunter2".
	adverbs = `now|currently|actually|just|simply|still|probably|jetzt|nun|aktuell|derzeit|einfach|momentan|ahora|actualmente|simplemente|todavía|aún|maintenant|désormais|actuellement|toujours|` +
		`adesso|ora|attualmente|semplicemente|ancora|agora|atualmente|simplesmente|ainda|şimdi|artık|الآن|حاليا|as follows|the following|wie folgt|folgendes|la siguiente|le suivant|la seguente|a seguinte`
	// kinds are said of a secret after its word: "contraseña nueva", "password there".
	kinds = `new|old|current|temporary|there|here|i use|i set|dazu|dafür|hierfür|hier|dort|nueva|nuevo|vieja|antigua|actual|anterior|temporal|nouveau|actuel|ancien|temporaire|provisoire|` +
		`nuova|vecchia|attuale|temporanea|provvisoria|nova|antiga|atual|velha|temporária|provisória|wi-?fi|wlan|online`
	// then is what stands between that word and the secret: "my password is: …".
	then = `(?:\s*[:=：]\s*|\s+)`
	// hedges may stand between the word for a secret and what gives it.
	hedges = `i|we|think|believe|guess|suppose|that|it|which|the|a|my|old|new|current|last|one|you|know|use|used|set|chose|for|ich|glaube|denke|meine|dass|es|sie|das|alte|altes|neue|neues|creo|que|la|el|vieja|antigua|anterior|nueva|je|crois|pense|ancien|ancienne|ce|credo|che|vecchia|nuova|acho|penso|antiga|antigo|velha|nova`
	// owners stand before a secret that is given without a word between: "my password hunter2".
	owners = `my|our|mein|unser|mi|mon|notre|mia|nostra|minha|meu|benim|bizim`
)
