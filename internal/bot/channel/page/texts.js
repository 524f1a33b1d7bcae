// The page's own words. Answers come from the bot, in the language of its intents.
const texts = {
  en: {
    title: "How can we help?", connecting: "Connecting …", online: "We answer at once", offline: "No connection, trying again …", resting: "Paused. Write to go on.",
    offlineHint: "No connection. What you send now is delivered when it is back.", sending: "Sending …", unsent: "Not sent yet", failed: "Not sent. ", noAnswer: "Please try again later.",
    refused: { Busy: "We have a lot to do at the moment. Please try again in a few minutes.", TooFast: "That was fast. Please wait a moment, then send it again.", TooLong: "This message is too long. Please make it shorter." },
    forHuman: "Waiting for a person", withHuman: "With our team",
    end: "End chat", label: "Your message", placeholder: "Write a message", send: "Send",
    waiting: "A person has been asked to take over. You need not repeat anything.", human: "Your request has arrived with our team. What you write here is passed on to them.",
    ended: "This chat has ended.", rate: "How did it go?", sendRating: "Send rating", thanks: "Thank you for telling us.", again: "Start a new chat",
    star: (n) => n + " of 5", you: "You: ", bot: "Bot: ", greeting: "Hello! What can I do for you?",
  },
  de: {
    title: "Wie können wir helfen?", connecting: "Verbinde …", online: "Wir antworten sofort", offline: "Keine Verbindung, neuer Versuch …", resting: "Pausiert. Schreiben Sie, um fortzufahren.",
    offlineHint: "Keine Verbindung. Was Sie jetzt senden, wird zugestellt, sobald sie wieder da ist.", sending: "Wird gesendet …", unsent: "Noch nicht gesendet", failed: "Nicht gesendet. ", noAnswer: "Bitte versuchen Sie es später noch einmal.",
    refused: { Busy: "Im Moment ist sehr viel los. Bitte versuchen Sie es in einigen Minuten noch einmal.", TooFast: "Das ging sehr schnell. Bitte warten Sie einen Moment und senden Sie es dann noch einmal.", TooLong: "Diese Nachricht ist zu lang. Bitte kürzen Sie sie." },
    forHuman: "Wartet auf einen Menschen", withHuman: "Bei unserem Team",
    end: "Chat beenden", label: "Ihre Nachricht", placeholder: "Nachricht schreiben", send: "Senden",
    waiting: "Ein Mensch wurde gebeten, zu übernehmen. Sie müssen nichts wiederholen.", human: "Ihr Anliegen ist bei unserem Team angekommen. Was Sie hier schreiben, wird dorthin weitergegeben.",
    ended: "Dieser Chat ist beendet.", rate: "Wie war es?", sendRating: "Bewertung senden", thanks: "Danke für Ihre Rückmeldung.", again: "Neuen Chat beginnen",
    star: (n) => n + " von 5", you: "Sie: ", bot: "Bot: ", greeting: "Hallo! Was kann ich für Sie tun?",
  },
  fr: {
    title: "Comment pouvons-nous vous aider ?", connecting: "Connexion …", online: "Nous répondons tout de suite", offline: "Pas de connexion, nouvel essai …", resting: "En pause. Écrivez pour continuer.",
    offlineHint: "Pas de connexion. Ce que vous envoyez sera transmis dès qu'elle sera rétablie.", sending: "Envoi …", unsent: "Pas encore envoyé", failed: "Non envoyé. ", noAnswer: "Veuillez réessayer plus tard.",
    refused: { Busy: "Nous avons beaucoup de demandes en ce moment. Veuillez réessayer dans quelques minutes.", TooFast: "C'était rapide. Veuillez patienter un instant, puis renvoyez votre message.", TooLong: "Ce message est trop long. Veuillez le raccourcir." },
    forHuman: "En attente d'une personne", withHuman: "Auprès de notre équipe",
    end: "Terminer", label: "Votre message", placeholder: "Écrire un message", send: "Envoyer",
    waiting: "Une personne a été appelée. Inutile de répéter.", human: "Votre demande est arrivée auprès de notre équipe. Ce que vous écrivez ici lui est transmis.",
    ended: "Cette discussion est terminée.", rate: "Comment cela s'est-il passé ?", sendRating: "Envoyer l'avis", thanks: "Merci pour votre avis.", again: "Nouvelle discussion",
    star: (n) => n + " sur 5", you: "Vous : ", bot: "Robot : ", greeting: "Bonjour ! Que puis-je faire pour vous ?",
  },
  es: {
    title: "¿Cómo podemos ayudarle?", connecting: "Conectando …", online: "Respondemos enseguida", offline: "Sin conexión, se intenta de nuevo …", resting: "En pausa. Escriba para continuar.",
    offlineHint: "Sin conexión. Lo que envíe ahora se entregará cuando vuelva.", sending: "Enviando …", unsent: "Aún no enviado", failed: "No se envió. ", noAnswer: "Inténtelo de nuevo más tarde.",
    refused: { Busy: "En este momento tenemos muchas consultas. Inténtelo de nuevo en unos minutos.", TooFast: "Ha sido muy rápido. Espere un momento y vuelva a enviarlo.", TooLong: "Este mensaje es demasiado largo. Acórtelo, por favor." },
    forHuman: "A la espera de una persona", withHuman: "Con nuestro equipo",
    end: "Terminar", label: "Su mensaje", placeholder: "Escriba un mensaje", send: "Enviar",
    waiting: "Se ha avisado a una persona. No hace falta repetir nada.", human: "Su petición ha llegado a nuestro equipo. Lo que escriba aquí se le transmite.",
    ended: "Este chat ha terminado.", rate: "¿Qué tal ha ido?", sendRating: "Enviar valoración", thanks: "Gracias por su opinión.", again: "Nuevo chat",
    star: (n) => n + " de 5", you: "Usted: ", bot: "Bot: ", greeting: "¡Hola! ¿En qué puedo ayudarle?",
  },
  it: {
    title: "Come possiamo aiutarla?", connecting: "Connessione …", online: "Rispondiamo subito", offline: "Nessuna connessione, nuovo tentativo …", resting: "In pausa. Scriva per continuare.",
    offlineHint: "Nessuna connessione. Ciò che invia ora sarà recapitato appena torna.", sending: "Invio …", unsent: "Non ancora inviato", failed: "Non inviato. ", noAnswer: "Riprovi più tardi.",
    refused: { Busy: "Al momento abbiamo molte richieste. Riprovi tra qualche minuto.", TooFast: "È stato molto veloce. Attenda un momento e lo invii di nuovo.", TooLong: "Questo messaggio è troppo lungo. Lo abbrevi, per favore." },
    forHuman: "In attesa di una persona", withHuman: "Con il nostro team",
    end: "Termina chat", label: "Il suo messaggio", placeholder: "Scriva un messaggio", send: "Invia",
    waiting: "È stata avvisata una persona. Non occorre ripetere nulla.", human: "La sua richiesta è arrivata al nostro team. Ciò che scrive qui gli viene inoltrato.",
    ended: "Questa chat è terminata.", rate: "Com'è andata?", sendRating: "Invia valutazione", thanks: "Grazie per il suo parere.", again: "Nuova chat",
    star: (n) => n + " su 5", you: "Lei: ", bot: "Bot: ", greeting: "Buongiorno! Come posso aiutarla?",
  },
  pt: {
    title: "Como podemos ajudar?", connecting: "A ligar …", online: "Respondemos de imediato", offline: "Sem ligação, nova tentativa …", resting: "Em pausa. Escreva para continuar.",
    offlineHint: "Sem ligação. O que enviar agora será entregue quando voltar.", sending: "A enviar …", unsent: "Ainda não enviada", failed: "Não enviada. ", noAnswer: "Tente novamente mais tarde.",
    refused: { Busy: "Temos muitos pedidos neste momento. Tente novamente dentro de alguns minutos.", TooFast: "Foi muito rápido. Aguarde um momento e envie de novo.", TooLong: "Esta mensagem é demasiado longa. Encurte-a, por favor." },
    forHuman: "À espera de uma pessoa", withHuman: "Com a nossa equipa",
    end: "Terminar", label: "A sua mensagem", placeholder: "Escreva uma mensagem", send: "Enviar",
    waiting: "Uma pessoa foi avisada. Não precisa de repetir nada.", human: "O seu pedido chegou à nossa equipa. O que escrever aqui é-lhe transmitido.",
    ended: "Esta conversa terminou.", rate: "Como correu?", sendRating: "Enviar avaliação", thanks: "Obrigado pela sua opinião.", again: "Nova conversa",
    star: (n) => n + " de 5", you: "Você: ", bot: "Bot: ", greeting: "Olá! Em que posso ajudar?",
  },
  tr: {
    title: "Nasıl yardımcı olabiliriz?", connecting: "Bağlanıyor …", online: "Hemen yanıtlıyoruz", offline: "Bağlantı yok, yeniden deneniyor …", resting: "Duraklatıldı. Devam etmek için yazın.",
    offlineHint: "Bağlantı yok. Şimdi gönderdikleriniz bağlantı gelince iletilir.", sending: "Gönderiliyor …", unsent: "Henüz gönderilmedi", failed: "Gönderilemedi. ", noAnswer: "Lütfen daha sonra yeniden deneyin.",
    refused: { Busy: "Şu anda çok yoğunuz. Lütfen birkaç dakika sonra yeniden deneyin.", TooFast: "Bu çok hızlıydı. Lütfen biraz bekleyip yeniden gönderin.", TooLong: "Bu mesaj çok uzun. Lütfen kısaltın." },
    forHuman: "Bir temsilci bekleniyor", withHuman: "Ekibimizde",
    end: "Sohbeti bitir", label: "Mesajınız", placeholder: "Bir mesaj yazın", send: "Gönder",
    waiting: "Bir temsilciye haber verildi. Hiçbir şeyi tekrarlamanız gerekmez.", human: "Talebiniz ekibimize ulaştı. Buraya yazdıklarınız onlara iletilir.",
    ended: "Bu sohbet sona erdi.", rate: "Nasıl geçti?", sendRating: "Değerlendirmeyi gönder", thanks: "Geri bildiriminiz için teşekkürler.", again: "Yeni sohbet başlat",
    star: (n) => "5 üzerinden " + n, you: "Siz: ", bot: "Bot: ", greeting: "Merhaba! Size nasıl yardımcı olabilirim?",
  },
  zh: {
    title: "有什么可以帮您？", connecting: "正在连接…", online: "我们会立即回复", offline: "连接已断开，正在重试…", resting: "已暂停。输入消息即可继续。",
    offlineHint: "连接已断开。您现在发送的内容会在恢复连接后送达。", sending: "正在发送…", unsent: "尚未发送", failed: "发送失败。", noAnswer: "请稍后再试。",
    refused: { Busy: "目前咨询较多，请几分钟后再试。", TooFast: "发送得太快了，请稍等片刻再发送。", TooLong: "这条消息太长了，请缩短后再发送。" },
    forHuman: "正在等待人工客服", withHuman: "由我们的团队处理",
    end: "结束对话", label: "您的消息", placeholder: "输入消息", send: "发送",
    waiting: "已请人工客服接手，您无需重复说明。", human: "您的请求已转给我们的团队。您在这里写的内容会转达给他们。",
    ended: "本次对话已结束。", rate: "您觉得这次对话怎么样？", sendRating: "提交评价", thanks: "感谢您的反馈。", again: "开始新的对话",
    star: (n) => n + " 分（满分 5 分）", you: "您：", bot: "机器人：", greeting: "您好！有什么可以帮您？",
  },
  ja: {
    title: "ご用件をお聞かせください", connecting: "接続中…", online: "すぐにお答えします", offline: "接続が切れました。再接続しています…", resting: "一時停止中です。続けるにはご入力ください。",
    offlineHint: "接続が切れています。今お送りになった内容は、接続が戻り次第お届けします。", sending: "送信中…", unsent: "未送信", failed: "送信できませんでした。", noAnswer: "しばらくしてからもう一度お試しください。",
    refused: { Busy: "ただいま混み合っております。数分後にもう一度お試しください。", TooFast: "送信が速すぎます。少し待ってからもう一度お送りください。", TooLong: "メッセージが長すぎます。短くしてお送りください。" },
    forHuman: "担当者をお待ちください", withHuman: "担当チームにつながっています",
    end: "チャットを終了", label: "メッセージ", placeholder: "メッセージを入力", send: "送信",
    waiting: "担当者に引き継ぎを依頼しました。もう一度ご説明いただく必要はありません。", human: "ご依頼は担当チームに届いています。ここにお書きになった内容はそのまま伝わります。",
    ended: "このチャットは終了しました。", rate: "いかがでしたか。", sendRating: "評価を送信", thanks: "ご意見ありがとうございます。", again: "新しいチャットを始める",
    star: (n) => "5 段階中 " + n, you: "お客様：", bot: "ボット：", greeting: "こんにちは。ご用件をどうぞ。",
  },
  ar: {
    title: "كيف يمكننا مساعدتك؟", connecting: "جارٍ الاتصال…", online: "نرد عليك فورًا", offline: "لا يوجد اتصال، نحاول مرة أخرى…", resting: "متوقفة مؤقتًا. اكتب للمتابعة.",
    offlineHint: "لا يوجد اتصال. ما ترسله الآن سيصل عند عودة الاتصال.", sending: "جارٍ الإرسال…", unsent: "لم تُرسل بعد", failed: "لم تُرسل. ", noAnswer: "يرجى المحاولة لاحقًا.",
    refused: { Busy: "لدينا الكثير من الطلبات حاليًا. يرجى المحاولة مرة أخرى بعد بضع دقائق.", TooFast: "كان ذلك سريعًا جدًا. يرجى الانتظار لحظة ثم الإرسال مرة أخرى.", TooLong: "هذه الرسالة طويلة جدًا. يرجى اختصارها." },
    forHuman: "في انتظار أحد الموظفين", withHuman: "لدى فريقنا",
    end: "إنهاء المحادثة", label: "رسالتك", placeholder: "اكتب رسالة", send: "إرسال",
    waiting: "طُلب من أحد موظفينا متابعة المحادثة. لا حاجة إلى تكرار أي شيء.", human: "وصل طلبك إلى فريقنا. ما تكتبه هنا يُنقل إليهم.",
    ended: "انتهت هذه المحادثة.", rate: "كيف كانت المحادثة؟", sendRating: "إرسال التقييم", thanks: "شكرًا على تقييمك.", again: "بدء محادثة جديدة",
    star: (n) => n + " من 5", you: "أنت: ", bot: "البوت: ", greeting: "مرحبًا! كيف يمكنني مساعدتك؟",
  },
  he: {
    title: "איך אפשר לעזור?", connecting: "מתחבר…", online: "אנחנו עונים מיד", offline: "אין חיבור, מנסים שוב…", resting: "בהשהיה. כתבו כדי להמשיך.",
    offlineHint: "אין חיבור. מה שתשלחו עכשיו יימסר כשהחיבור יחזור.", sending: "שולח…", unsent: "עדיין לא נשלח", failed: "לא נשלח. ", noAnswer: "נסו שוב מאוחר יותר.",
    refused: { Busy: "יש לנו עומס פניות כרגע. נסו שוב בעוד כמה דקות.", TooFast: "זה היה מהיר מדי. המתינו רגע ושלחו שוב.", TooLong: "ההודעה ארוכה מדי. קצרו אותה בבקשה." },
    forHuman: "ממתין לנציג", withHuman: "אצל הצוות שלנו",
    end: "סיום הצ'אט", label: "ההודעה שלך", placeholder: "כתבו הודעה", send: "שליחה",
    waiting: "ביקשנו מנציג להמשיך את השיחה. אין צורך לחזור על הדברים.", human: "הפנייה הגיעה לצוות שלנו. מה שתכתבו כאן יועבר אליו.",
    ended: "הצ'אט הסתיים.", rate: "איך היה?", sendRating: "שליחת הדירוג", thanks: "תודה על המשוב.", again: "צ'אט חדש",
    star: (n) => n + " מתוך 5", you: "אתם: ", bot: "בוט: ", greeting: "שלום! במה אפשר לעזור?",
  },
  fa: {
    title: "چطور می‌توانیم کمک کنیم؟", connecting: "در حال اتصال…", online: "بی‌درنگ پاسخ می‌دهیم", offline: "اتصال برقرار نیست، دوباره تلاش می‌کنیم…", resting: "متوقف شده است. برای ادامه بنویسید.",
    offlineHint: "اتصال برقرار نیست. آنچه اکنون بفرستید پس از برقراری اتصال ارسال می‌شود.", sending: "در حال ارسال…", unsent: "هنوز ارسال نشده", failed: "ارسال نشد. ", noAnswer: "لطفاً بعداً دوباره تلاش کنید.",
    refused: { Busy: "در حال حاضر درخواست‌های زیادی داریم. لطفاً چند دقیقهٔ دیگر دوباره تلاش کنید.", TooFast: "خیلی سریع بود. لطفاً کمی صبر کنید و دوباره بفرستید.", TooLong: "این پیام بیش از حد طولانی است. لطفاً آن را کوتاه کنید." },
    forHuman: "در انتظار همکار ما", withHuman: "نزد تیم ما",
    end: "پایان گفتگو", label: "پیام شما", placeholder: "پیامی بنویسید", send: "ارسال",
    waiting: "از یکی از همکاران ما خواسته شده گفتگو را ادامه دهد. نیازی به تکرار نیست.", human: "درخواست شما به تیم ما رسید. آنچه اینجا بنویسید به آن‌ها منتقل می‌شود.",
    ended: "این گفتگو پایان یافت.", rate: "گفتگو چطور بود؟", sendRating: "ارسال امتیاز", thanks: "از بازخورد شما سپاسگزاریم.", again: "شروع گفتگوی تازه",
    star: (n) => n + " از 5", you: "شما: ", bot: "ربات: ", greeting: "سلام! چه کمکی از من برمی‌آید؟",
  },
  ur: {
    title: "ہم آپ کی کیا مدد کر سکتے ہیں؟", connecting: "رابطہ ہو رہا ہے…", online: "ہم فوراً جواب دیتے ہیں", offline: "رابطہ نہیں ہے، دوبارہ کوشش جاری ہے…", resting: "رکا ہوا ہے۔ جاری رکھنے کے لیے لکھیں۔",
    offlineHint: "رابطہ نہیں ہے۔ آپ جو ابھی بھیجیں گے وہ رابطہ بحال ہونے پر پہنچے گا۔", sending: "بھیجا جا رہا ہے…", unsent: "ابھی نہیں بھیجا گیا", failed: "نہیں بھیجا گیا۔ ", noAnswer: "براہِ کرم بعد میں دوبارہ کوشش کریں۔",
    refused: { Busy: "اس وقت بہت زیادہ درخواستیں ہیں۔ براہِ کرم چند منٹ بعد دوبارہ کوشش کریں۔", TooFast: "یہ بہت تیز تھا۔ براہِ کرم ذرا رک کر دوبارہ بھیجیں۔", TooLong: "یہ پیغام بہت لمبا ہے۔ براہِ کرم اسے مختصر کریں۔" },
    forHuman: "نمائندے کا انتظار ہے", withHuman: "ہماری ٹیم کے پاس",
    end: "چیٹ ختم کریں", label: "آپ کا پیغام", placeholder: "پیغام لکھیں", send: "بھیجیں",
    waiting: "ہمارے ایک نمائندے سے بات آگے بڑھانے کو کہا گیا ہے۔ کچھ دہرانے کی ضرورت نہیں۔", human: "آپ کی درخواست ہماری ٹیم تک پہنچ گئی ہے۔ آپ یہاں جو لکھیں گے وہ ان تک پہنچا دیا جائے گا۔",
    ended: "یہ چیٹ ختم ہو گئی ہے۔", rate: "تجربہ کیسا رہا؟", sendRating: "درجہ بندی بھیجیں", thanks: "رائے دینے کا شکریہ۔", again: "نئی چیٹ شروع کریں",
    star: (n) => "5 میں سے " + n, you: "آپ: ", bot: "بوٹ: ", greeting: "السلام علیکم! میں آپ کی کیا مدد کر سکتا ہوں؟",
  },
};

const wanted = (navigator.language || "en").split("-")[0].toLowerCase();
const language = texts[wanted] ? wanted : "en";

export const say = texts[language];

// inLanguage puts the page's words into the page, and turns it the way they are read.
export function inLanguage() {
  document.documentElement.lang = language;
  document.documentElement.dir = ["ar", "fa", "he", "ur"].includes(language) ? "rtl" : "ltr";
  document.title = say.title;
  for (const e of document.querySelectorAll("[data-text]")) e.textContent = say[e.dataset.text];
  for (const e of document.querySelectorAll("[data-placeholder]")) e.placeholder = say[e.dataset.placeholder];
}
