import type { Company } from '../company';
import { log, picture } from '../files';
import { accept, confirm, finish, handOver, object, question, report, triage, upload, wait, work } from '../steps';

/** Plans decide how soon somebody reacts; outages have a promise of their own; ten days to object. */
export const agencyPlans: Company = {
  preset: 'agency-plans',
  title: 'Web agency with support plans',
  place: 'DE-SH',
  start: '2026-03-26T08:31',
  strangers: ['neukunde.example'],
  stranger: 'Tischlerei Nørgaard & Söhne',
  hourly: false,
  fees: true,
  cases: [
    {
      by: 'Silke Groß',
      door: 'mail',
      subject: 'Website nicht erreichbar',
      body: 'Guten Morgen,\n\nunsere Website antwortet seit kurz nach acht nicht mehr.\n\nSilke Groß',
      steps: [
        triage('outage'),
        question('Sehen Sie eine Fehlermeldung?', 'Ja: „502 Bad Gateway“, auf allen Seiten.'),
        handOver('Betrieb', 'Tobias Krüger', 'Website wieder erreichbar machen, Ursache nennen.'),
        work(45, 'monitoring'),
        report('Der Webserver läuft wieder. Wir prüfen noch, woran es lag.'),
        work(25, 'bug_fixing', 'maintenance'),
        accept('4.2.1', 'Silke Groß'),
        finish('Ein volles Protokoll hatte den Webserver angehalten. Das kann nicht mehr vorkommen.'),
      ],
      ends: 'silent',
    },
    {
      by: 'Vera Albers',
      door: 'mail',
      subject: 'Lieferzeiten im Shop stimmen nicht',
      body: 'Guten Tag,\n\nbei allen Sofas steht „sofort lieferbar“. Ein Bildschirmfoto hängt an.\n\nViele Grüße\nVera Albers',
      file: { name: 'sofas.png', type: 'image/png', bytes: picture(320, 200, [180, 90, 40]) },
      steps: [
        triage('standard'),
        question('Seit wann ist das so?', 'Seit der Aktualisierung am Montag.'),
        handOver('Shop', 'Jonas Weber', 'Lieferzeit je Artikel aus der Warenwirtschaft anzeigen.'),
        work(90, 'development'),
        accept('7.0.3', 'Ole Thomsen'),
        finish('Die Lieferzeiten kommen jetzt aus der Warenwirtschaft.'),
        object('Bei Sesseln steht noch immer „sofort lieferbar“.'),
        handOver('Shop', 'Jonas Weber', 'Auch Sessel.'),
        work(30, 'bug_fixing', 'warranty'),
        accept('7.0.4', 'Ole Thomsen'),
        finish('Nun auch bei Sesseln.'),
        confirm,
      ],
      ends: 'confirmed',
    },
    {
      by: 'Anja Reimers',
      door: 'mail',
      subject: 'Wie ändere ich unsere Sprechzeiten?',
      body: 'Hallo,\n\nwo im CMS ändere ich die Sprechzeiten?\n\nA. Reimers',
      // Nobody looks until it is too late: the promise is missed, and who answers for it is told.
      steps: [wait, wait, wait, wait, triage('standard'), handOver('Web & CMS', 'Sophie Lindner', 'Anleitung schicken.'), report('Unter „Seiten“, „Praxis“, „Öffnungszeiten“.'), work(15, 'training'), finish('Beantwortet.')],
      ends: 'silent',
    },
    {
      by: 'Miriam Brandt',
      door: 'portal',
      subject: 'Sendungsverfolgung zeigt alte Daten',
      body: 'Seit gestern sind die Daten einen Tag alt. Es betrifft alle Sendungen.',
      steps: [
        triage('standard'),
        upload('verfolgung.log', 'text/plain', log(400)),
        handOver('Shop', 'Malte Petersen', 'Zwischenspeicher nach jeder Änderung leeren.'),
        work(120, 'bug_fixing'),
        work(20, 'project_management', 'goodwill'),
        finish('Der Zwischenspeicher wird jetzt nach jeder Änderung geleert.'),
      ],
      ends: 'silent',
    },
    {
      by: 'interesse@neukunde.example',
      door: 'mail',
      subject: 'Was kostet ein Shop?',
      body: 'Guten Tag, wir suchen eine Agentur.\n\nE. Neukunde',
      steps: [],
      ends: 'open',
    },
  ],
};
