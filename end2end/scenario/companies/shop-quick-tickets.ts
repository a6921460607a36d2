import type { Company } from '../company';
import { picture } from '../files';
import { accept, all, confirm, finish, gate, handOver, object, propose, question, report, triage, upload, wait, work } from '../steps';

/** The customer buys how soon work is done, and releases what takes more than an hour. */
export const shopQuickTickets: Company = {
  preset: 'shop-quick-tickets',
  title: 'Shop agency with quick tickets',
  place: 'DE-SH',
  start: '2026-03-26T08:31',
  strangers: ['neukunde.example'],
  stranger: 'Tischlerei Nørgaard & Söhne',
  hourly: true,
  fees: true,
  corrects: true,
  cases: [
    {
      by: 'Peer Lorenzen',
      door: 'portal',
      subject: 'Kasse rechnet Versand doppelt',
      body: 'Seit heute früh steht der Versand bei jeder Bestellung zweimal auf der Rechnung.',
      form: { kind: 'quick_high', 'consent[quick_high]': '19000' },
      // Two business hours, kept: the clock stands still while the customer decides and tests.
      steps: [
        all(triage('normal'), handOver('Shop', 'Jonas Weber', 'Versand einmal je Bestellung rechnen.'), work(60)),
        all(
          gate(30, '1:30', 'Die Schnittstelle zum Versand ist betroffen.'),
          work(75, 'development'),
          accept('3.1.4', 'Peer Lorenzen'),
          finish('Der Versand wird wieder einmal berechnet.'),
        ),
      ],
      ends: 'silent',
    },
    {
      by: 'Miriam Brandt',
      door: 'mail',
      subject: 'Neue Versandart anlegen',
      body: 'Guten Tag,\n\nbitte legen Sie „Abholung im Lager“ als Versandart an.\n\nMiriam Brandt',
      file: { name: 'lager.png', type: 'image/png', bytes: picture(240, 160, [40, 120, 90]) },
      steps: [
        triage('normal'),
        question('Gilt das für alle Artikel?', 'Nur für Möbel über 30 Kilogramm.'),
        propose('quick_normal', 'Miriam Brandt'),
        handOver('Shop', 'Malte Petersen', 'Versandart „Abholung im Lager“ ab 30 kg.'),
        work(40, 'development'),
        accept('8.2', 'Miriam Brandt'),
        finish('Die Versandart ist angelegt.'),
        object('Sie erscheint auch bei kleinen Teilen.'),
        handOver('Shop', 'Malte Petersen', 'Grenze von 30 kg prüfen.'),
        all(work(20, 'bug_fixing', 'warranty'), accept('8.2.1', 'Miriam Brandt'), finish('Nun erst ab 30 Kilogramm.')),
        confirm,
      ],
      ends: 'confirmed',
    },
    {
      by: 'Vera Albers',
      door: 'mail',
      subject: 'Shop nicht erreichbar',
      body: 'Der Shop ist weg!\n\nVera Albers',
      // Outages are covered by the maintenance contract.
      steps: [
        triage('urgent_error'),
        report('Wir sehen es und arbeiten daran.'),
        handOver('Shop', 'Jonas Weber', 'Shop wieder erreichbar machen.'),
        work(45, 'bug_fixing', 'billable', 'free'),
        accept('7.1', 'Ole Thomsen'),
        finish('Der Shop läuft wieder.'),
      ],
      ends: 'silent',
    },
    {
      by: 'Silke Groß',
      door: 'mail',
      subject: 'Formular für Zählerstände erweitern',
      body: 'Guten Tag,\n\nbitte nehmen Sie die Zählernummer auf.\n\nSilke Groß',
      steps: [
        wait,
        triage('normal'),
        upload('felder.png', 'image/png', picture(200, 120, [90, 90, 160])),
        handOver('Web & CMS', 'Sophie Lindner', 'Feld „Zählernummer“ mit Prüfziffer.'),
        work(50, 'development'),
        work(10, 'project_management', 'goodwill'),
        accept('5.5', 'Silke Groß'),
        finish('Das Feld ist da.'),
      ],
      ends: 'silent',
    },
    {
      by: 'Charlotte von Bülow',
      door: 'phone',
      subject: 'Gutscheine werden nicht angenommen',
      body: 'Frau von Bülow berichtet: HERBST26 wird an der Kasse abgelehnt.',
      steps: [
        triage('normal'),
        wait,
        handOver('Shop', 'Jonas Weber', 'HERBST26 annehmen.'),
        work(25),
        finish('Der Gutschein gilt wieder.'),
      ],
      ends: 'silent',
    },
    {
      by: 'interesse@neukunde.example',
      door: 'mail',
      subject: 'Betreuen Sie auch Shops anderer?',
      body: 'Guten Tag, wir suchen eine Agentur.\n\nE. Neukunde',
      steps: [],
      ends: 'open',
    },
  ],
};
