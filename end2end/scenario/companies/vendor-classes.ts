import type { Company } from '../company';
import { log } from '../files';
import { all, confirm, escalates, finish, finishOrder, handOver, include, internal, object, place, question, quote, report, triage, upload, wait, work } from '../steps';

/** The class decides how a remedy is delivered; no numbers are promised; wishes are included or offered. */
export const vendorClasses: Company = {
  preset: 'vendor-classes',
  title: 'Software vendor with classes of faults',
  place: 'DE-SN',
  start: '2026-03-26T08:31',
  strangers: ['neukunde.example'],
  stranger: 'Tischlerei Nørgaard & Söhne',
  hourly: false,
  fees: false,
  cases: [
    {
      by: 'Silke Groß',
      door: 'mail',
      subject: 'Buchungen sind nicht mehr möglich',
      body: 'Guten Morgen,\n\njede Buchung endet mit einem Fehler, die Arbeit steht.\n\nSilke Groß',
      steps: [
        triage('a'),
        escalates('Dr. Martin Vogt', 'Lea Brandstätter'),
        handOver('Shop', 'Malte Petersen', 'Buchen ermöglichen, Hotfix ausliefern.'),
        internal('bug', 'Sperre auf dem Buchungsjournal'),
        report('Der Hotfix 9.1.3 steht in einer Stunde bereit.'),
        work(150, 'bug_fixing'),
        finish('Behoben mit dem Hotfix 9.1.3.'),
      ],
      ends: 'silent',
    },
    {
      by: 'Vera Albers',
      door: 'mail',
      subject: 'Auswertung nach Kostenstellen',
      body: 'Guten Tag,\n\nwir brauchen die Auswertung auch nach Kostenstellen.\n\nVera Albers',
      steps: [
        triage('d'),
        wait,
        all(
          quote('Aylin Demir', 'Vera Albers', [
            { text: 'Auswertung nach Kostenstellen', hours: '9:30', price: '110,00' },
            { text: 'Tests und Dokumentation', hours: '3', price: '110,00' },
          ]),
        ),
        handOver('Shop', 'Jonas Weber', 'Wie im Angebot.'),
        work(240, 'development'),
        finish('Enthalten in 9.2.'),
        all(finishOrder('Aylin Demir'), confirm),
      ],
      ends: 'confirmed',
    },
    {
      by: 'Hendrik Ahlers',
      door: 'portal',
      subject: 'Fahrpläne als Kalender abonnieren',
      body: 'Es wäre schön, Fahrpläne als Kalender abonnieren zu können.',
      steps: [wait, all(triage('d'), include('9.3')), upload('muster.log', 'text/plain', log(60)), handOver('Shop', 'Malte Petersen', 'Kalender je Linie.'), work(90, 'development'), finish('Kommt mit 9.3.')],
      ends: 'silent',
    },
    {
      by: 'Emil Wagner',
      door: 'mail',
      subject: 'Druckbild verrutscht',
      body: 'Guten Tag,\n\nder Lieferschein rutscht beim Drucken.\n\nE. Wagner',
      steps: [all(triage('b'), place('Verlag Haus am Markt')), question('Mit welchem Drucker?', 'Mit jedem, auch als PDF.'), handOver('Shop', 'Jonas Weber', 'Ränder prüfen.'), work(35), finish('Behoben in 9.1.4.'), object('Auf der zweiten Seite noch nicht.'), handOver('Shop', 'Jonas Weber', 'Auch Seite zwei.'), work(25, 'bug_fixing', 'warranty'), finish('Nun auf allen Seiten.')],
      ends: 'silent',
    },
    { by: 'interesse@neukunde.example', door: 'mail', subject: 'Was kostet die Pflege?', body: 'Guten Tag, was kostet die Pflege für zehn Plätze?\n\nE. Neukunde', steps: [], ends: 'open' },
  ],
};
