// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import (
	"testing"
)

// kindOf are the acts of an intent with these utterances.
func kindOf(utterances ...string) Acts {
	acts := make([]Acts, len(utterances))
	for i, u := range utterances {
		acts[i] = ActsOf(u)
	}
	return Common(acts)
}

func TestWhoWantsTheOppositeIsHeard(t *testing.T) {
	raise := kindOf("raise my limit", "increase my credit limit", "I want a higher limit")
	end := kindOf("cancel my membership", "end my contract", "I want to leave")
	invite := kindOf("invite a colleague", "add a user", "new team member")
	both := kindOf("add a user", "remove a user", "manage users")
	track := kindOf("where is my order", "track my parcel")
	for name, tc := range map[string]struct {
		of   Acts
		say  string
		want bool
	}{
		"lower instead of raise":                 {raise, "lower my limit, I spend too much", true},
		"the same in other words":                {raise, "could you lift my daily limit", false},
		"no word of either":                      {raise, "I need to pay for a car tomorrow", false},
		"both, so it is not sure which":          {raise, "you lowered my limit, raise it again", false},
		"pause instead of end":                   {end, "can I pause my membership over the summer", true},
		"the end undone":                         {end, "please undo the cancellation", true},
		"what is not to be renewed ends":         {end, "make sure that it doesn't renew", false},
		"remove instead of add":                  {invite, "remove Tom from our team", true},
		"an intent for both":                     {both, "remove Tom from our team", false},
		"an intent that does nothing of a group": {track, "cancel my order", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ActsOf(tc.say).Contradict(tc.of); got != tc.want {
				t.Errorf("%q contradicts: %t, want %t", tc.say, got, tc.want)
			}
		})
	}
}

func TestTheOppositeIsHeardInEveryLanguage(t *testing.T) {
	for name, tc := range map[string]struct {
		of   []string
		say  string
		want bool
	}{
		"de: lower instead of raise":        {[]string{"Limit erhöhen", "Heben Sie bitte mein Kreditlimit an", "Ich brauche ein höheres Limit"}, "Können Sie meinen Dispo auf 500 Euro heruntersetzen?", true},
		"de: the end undone":                {[]string{"Vertrag kündigen", "Ich möchte kündigen", "Mein Abo beenden"}, "Ich will meine Kündigung zurückziehen", true},
		"de: what is not to be renewed":     {[]string{"Vertrag kündigen", "Ich möchte kündigen", "Mein Abo beenden"}, "Mein Abo soll sich nicht automatisch verlängern", false},
		"de: a person, and no link":         {[]string{"Verknüpfung aufheben", "Google-Konto trennen"}, "Verbinden Sie mich mit einem Mitarbeiter", false},
		"es: remove instead of add":         {[]string{"Añadir un usuario", "Invitar a un compañero", "Dar de alta a un empleado"}, "Quiten a Tomás del equipo", true},
		"es: begin instead of end":          {[]string{"Quiero darme de baja", "Cancelar mi suscripción", "Rescindir el contrato"}, "¿Cómo puedo darme de alta?", true},
		"es: the same in other words":       {[]string{"Quiero darme de baja", "Cancelar mi suscripción", "Rescindir el contrato"}, "Que no se renueve mi plan, por favor", false},
		"es: ill, and not leaving":          {[]string{"Quiero contratar un seguro", "Darme de alta", "Suscribirme"}, "Estoy de baja por enfermedad", false},
		"fr: unblock instead of block":      {[]string{"Bloquer ma carte", "Faire opposition", "Bloquez ma carte bancaire"}, "Pouvez-vous lever l'opposition sur ma carte ?", true},
		"fr: pause instead of end":          {[]string{"Résilier mon abonnement", "Je veux mettre fin à mon contrat"}, "Je voudrais suspendre mon abonnement cet été", true},
		"fr: not renewed is ended":          {[]string{"Résilier mon abonnement", "Je veux mettre fin à mon contrat"}, "Je ne souhaite pas renouveler mon abonnement", false},
		"fr: Friday is no sale":             {[]string{"Acheter des actions", "Je veux acheter des titres"}, "C'est possible vendredi ?", false},
		"it: pay out instead of in":         {[]string{"Versare denaro", "Depositare un assegno", "Ricaricare il conto"}, "Vorrei prelevare 200 euro", true},
		"it: downgrade instead of upgrade":  {[]string{"Passare al piano superiore", "Voglio un piano più grande", "Fare l'upgrade"}, "C'è un'offerta più economica?", true},
		"it: the same in other words":       {[]string{"Disdire il contratto", "Vorrei recedere", "Voglio la disdetta"}, "Non voglio il rinnovo dell'abbonamento", false},
		"it: a blocked card to unblock":     {[]string{"Sbloccare la carta", "Sbloccatemi il conto"}, "La mia carta risulta bloccata", false},
		"pt: switched off instead of on":    {[]string{"Ativar o roaming", "Quero ativar o roaming", "Ligar o roaming"}, "Podem desativar o roaming?", true},
		"pt: called off instead of booked":  {[]string{"Marcar uma consulta", "Agendar consulta", "Reservar hora"}, "Preciso desmarcar a consulta de amanhã", true},
		"pt: the same in other words":       {[]string{"Aumentar o limite", "Quero um limite maior"}, "Podem subir o meu plafond?", false},
		"pt: please, and no pay-in":         {[]string{"Levantar dinheiro", "Sacar dinheiro"}, "Por favor, são 50 euros", false},
		"tr: resume instead of pause":       {[]string{"Üyeliğimi dondurmak istiyorum", "Aboneliği duraklat", "Üyelik dondurma"}, "Dondurmayı kaldırın, aboneliğim yeniden başlasın", true},
		"tr: sell instead of buy":           {[]string{"Hisse satın almak istiyorum", "Nasıl satın alırım", "Fon satın al"}, "Hisselerimi satmak istiyorum", true},
		"tr: the same in other words":       {[]string{"Aboneliğimi iptal edin", "Sözleşmeyi feshetmek istiyorum"}, "Aboneliğim otomatik yenilenmesin", false},
		"tr: a telephone that was dropped":  {[]string{"Limitimi artırın", "Limit artırma", "Limitimi yükseltmek istiyorum"}, "Telefonumu düşürdüm, ekranı kırıldı", false},
		"ar: unblock instead of block":      {[]string{"أوقفوا بطاقتي", "حظر البطاقة", "تجميد البطاقة"}, "أريد إلغاء حظر البطاقة", true},
		"ar: export instead of import":      {[]string{"استيراد جهات الاتصال", "رفع ملف العملاء"}, "كيف يمكنني تصدير البيانات؟", true},
		"ar: what is not to be renewed":     {[]string{"إلغاء الاشتراك", "إنهاء العقد"}, "لا أريد تجديد الاشتراك", false},
		"ar: besides is nothing added":      {[]string{"إزالة مستخدم", "احذفوا المستخدم"}, "بالإضافة إلى ذلك عندي سؤال", false},
		"zh: disconnect instead of connect": {[]string{"绑定银行卡", "怎么绑定微信", "关联账号"}, "我想解除绑定", true},
		"zh: traditional characters":        {[]string{"提高额度", "我要提额", "额度能高一点吗"}, "請把額度調低", true},
		"zh: what is not to be renewed":     {[]string{"终止合同", "我要退订", "取消会员"}, "帮我关闭自动续费", false},
		"zh: my subscription":               {[]string{"终止合同", "我要退订", "取消会员"}, "我的订阅多少钱", false},
		"ja: pause instead of end":          {[]string{"解約したい", "退会したい", "ジムをやめたい"}, "来月だけ休会できますか", true},
		"ja: restore instead of delete":     {[]string{"アカウントを削除したい", "データを消去してください"}, "間違って削除した写真を復元したい", true},
		"ja: the same in other words":       {[]string{"解約したい", "退会したい", "ジムをやめたい"}, "自動更新を止めてください", false},
		"ja: humble, and nothing raised":    {[]string{"限度額を下げたい", "利用枠を減らしたい"}, "よろしくお願い申し上げます", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ActsOf(tc.say).Contradict(kindOf(tc.of...)); got != tc.want {
				t.Errorf("%q contradicts: %t, want %t", tc.say, got, tc.want)
			}
		})
	}
}

// TestEveryLanguageHasWordsForEveryAct: an act without words would never be heard.
func TestEveryLanguageHasWordsForEveryAct(t *testing.T) {
	for _, l := range actLanguages() {
		known, reports := Acts(0), false
		for i := range l.patterns {
			known |= actBits[l.patterns[i].section]
			reports = reports || l.patterns[i].section == sectionReported
		}
		if !reports {
			t.Errorf("acts/%s.txt has no pattern for what is only told", l.name)
		}
		for section, bit := range actBits {
			if known&bit == 0 {
				t.Errorf("acts/%s.txt has no pattern for %s", l.name, section)
			}
		}
	}
}
