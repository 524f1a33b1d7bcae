"use strict";
// The page's own words. Answers come from the bot, in the language of its intents.
const TEXTS = {
  en: {
    title: "How can we help?", connecting: "Connecting …", online: "We answer at once", offline: "No connection, trying again …", resting: "Paused. Write to go on.",
    forHuman: "Waiting for a person", withHuman: "With our team",
    end: "End chat", label: "Your message", placeholder: "Write a message", send: "Send",
    waiting: "A person has been asked to take over. You need not repeat anything.", human: "Your request has arrived with our team. What you write here is passed on to them.",
    ended: "This chat has ended.", rate: "How did it go?", thanks: "Thank you for telling us.", again: "Start a new chat",
    star: (n) => n + " of 5", you: "You: ", bot: "Bot: ", greeting: "Hello! What can I do for you?",
    failed: "Not sent. ",
  },
  de: {
    title: "Wie können wir helfen?", connecting: "Verbinde …", online: "Wir antworten sofort", offline: "Keine Verbindung, neuer Versuch …", resting: "Pausiert. Schreiben Sie, um fortzufahren.",
    forHuman: "Wartet auf einen Menschen", withHuman: "Bei unserem Team",
    end: "Chat beenden", label: "Ihre Nachricht", placeholder: "Nachricht schreiben", send: "Senden",
    waiting: "Ein Mensch wurde gebeten, zu übernehmen. Sie müssen nichts wiederholen.", human: "Ihr Anliegen ist bei unserem Team angekommen. Was Sie hier schreiben, wird dorthin weitergegeben.",
    ended: "Dieser Chat ist beendet.", rate: "Wie war es?", thanks: "Danke für Ihre Rückmeldung.", again: "Neuen Chat beginnen",
    star: (n) => n + " von 5", you: "Sie: ", bot: "Bot: ", greeting: "Hallo! Was kann ich für Sie tun?",
    failed: "Nicht gesendet. ",
  },
  fr: {
    title: "Comment pouvons-nous vous aider ?", connecting: "Connexion …", online: "Nous répondons tout de suite", offline: "Pas de connexion, nouvel essai …", resting: "En pause. Écrivez pour continuer.",
    forHuman: "En attente d'une personne", withHuman: "Auprès de notre équipe",
    end: "Terminer", label: "Votre message", placeholder: "Écrire un message", send: "Envoyer",
    waiting: "Une personne a été appelée. Inutile de répéter.", human: "Votre demande est arrivée auprès de notre équipe. Ce que vous écrivez ici lui est transmis.",
    ended: "Cette discussion est terminée.", rate: "Comment cela s'est-il passé ?", thanks: "Merci pour votre avis.", again: "Nouvelle discussion",
    star: (n) => n + " sur 5", you: "Vous : ", bot: "Robot : ", greeting: "Bonjour ! Que puis-je faire pour vous ?",
    failed: "Non envoyé. ",
  },
  es: {
    title: "¿Cómo podemos ayudarle?", connecting: "Conectando …", online: "Respondemos enseguida", offline: "Sin conexión, se intenta de nuevo …", resting: "En pausa. Escriba para continuar.",
    forHuman: "A la espera de una persona", withHuman: "Con nuestro equipo",
    end: "Terminar", label: "Su mensaje", placeholder: "Escriba un mensaje", send: "Enviar",
    waiting: "Se ha avisado a una persona. No hace falta repetir nada.", human: "Su petición ha llegado a nuestro equipo. Lo que escriba aquí se le transmite.",
    ended: "Este chat ha terminado.", rate: "¿Qué tal ha ido?", thanks: "Gracias por su opinión.", again: "Nuevo chat",
    star: (n) => n + " de 5", you: "Usted: ", bot: "Bot: ", greeting: "¡Hola! ¿En qué puedo ayudarle?",
    failed: "No se envió. ",
  },
};
