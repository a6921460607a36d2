import type { Company } from '../company';
import { log } from '../files';
import { all, confirm, escalates, finish, finishOrder, handOver, internal, objectByMail, place, question, quote, report, triage, upload, wait, work } from '../steps';

/** Four priorities, each with its first reaction; requests in writing only; Munich's holidays. */
export const vendorPriorities: Company = {
  preset: 'vendor-priorities',
  title: 'Software vendor with priorities',
  place: 'DE-BY-muenchen',
  start: '2026-03-26T08:31',
  strangers: ['neukunde.example'],
  stranger: 'Tischlerei Nørgaard & Söhne',
  hourly: false,
  fees: false,
  cases: [
    {
      by: 'Silke Groß',
      door: 'mail',
      subject: 'Programm startet nicht mehr',
      body: 'Guten Morgen,\n\nseit dem Einspielen von 4.2 startet das Programm auf keinem Rechner.\n\nSilke Groß',
      steps: [
        triage('urgent'),
        escalates('Dr. Martin Vogt'),
        handOver('Shop', 'Malte Petersen', 'Start unter 4.2 wiederherstellen.'),
        internal('bug', 'Start bricht ab, wenn der Ordner für Vorlagen fehlt'),
        report('Wir haben die Ursache gefunden und bauen 4.2.1.'),
        work(180, 'bug_fixing'),
        upload('start.log', 'text/plain', log(900)),
        finish('Behoben in 4.2.1.'),
      ],
      ends: 'silent',
    },
    {
      by: 'Kai Schröder',
      door: 'mail',
      subject: 'Export bricht bei großen Listen ab',
      body: 'Hallo,\n\nab etwa 10.000 Zeilen bricht der Export ab.\n\nKai Schröder',
      steps: [
        triage('high'),
        question('Welche Version setzen Sie ein?', '4.1.7, auf Windows.'),
        handOver('Shop', 'Jonas Weber', 'Export auch mit 100.000 Zeilen.'),
        work(95, 'bug_fixing'),
        finish('Behoben in 4.2.1.'),
        objectByMail('Mit 20.000 Zeilen bricht er noch immer ab.'),
        handOver('Shop', 'Jonas Weber', 'Auch mit 20.000 Zeilen prüfen.'),
        work(60, 'quality_assurance'),
        finish('Behoben in 4.2.2, geprüft mit 200.000 Zeilen.'),
        confirm,
      ],
      ends: 'confirmed',
    },
    {
      by: 'Vera Albers',
      door: 'portal',
      subject: 'Schnittstelle zur Finanzbuchhaltung',
      body: 'Wir möchten den Buchungsstapel täglich übergeben.',
      steps: [
        wait,
        triage('normal'),
        quote('Aylin Demir', 'Vera Albers', [{ text: 'Schnittstelle', hours: '12', price: '120,00' }]),
        handOver('Shop', 'Jonas Weber', 'Wie im Angebot.'),
        work(300, 'development'),
        finish('Enthalten in 4.3.'),
        finishOrder('Aylin Demir'),
      ],
      ends: 'silent',
    },
    {
      by: 'Emil Wagner',
      door: 'mail',
      subject: 'Wo stelle ich die Sprache um?',
      body: 'Guten Tag,\n\nwo stelle ich auf Englisch um?\n\nE. Wagner',
      steps: [wait, wait, all(triage('low'), place('Verlag Haus am Markt')), handOver('Web & CMS', 'Sophie Lindner', 'Anleitung schicken.'), report('Unter „Datei“, „Einstellungen“, „Sprache“.'), finish('Beantwortet.')],
      ends: 'silent',
    },
    { by: 'interesse@neukunde.example', door: 'mail', subject: 'Gibt es eine Testversion?', body: 'Guten Tag, wir möchten Ihr Programm ausprobieren.\n\nE. Neukunde', steps: [], ends: 'open' },
  ],
};
