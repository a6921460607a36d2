import type { Company } from '../company';
import { picture } from '../files';
import { accept, all, confirm, finish, gate, handOver, objectByMail, question, report, triage, upload, wait, work } from '../steps';

/** Hours a month pay the work; what is beyond them is billed; levels and packages give the order. */
export const supportPackages: Company = {
  preset: 'support-packages',
  title: 'Agency with hour packages',
  place: 'DE-SH',
  start: '2026-03-26T08:31',
  strangers: ['neukunde.example'],
  stranger: 'Tischlerei Nørgaard & Söhne',
  hourly: false,
  fees: true,
  gate: 480,
  corrects: true,
  cases: [
    {
      by: 'Silke Groß',
      door: 'mail',
      subject: 'Bestellungen nicht möglich',
      body: 'Guten Morgen,\n\nim Portal lässt sich nichts mehr bestellen.\n\nSilke Groß',
      steps: [
        triage('1'),
        question('Seit wann?', 'Seit etwa sieben Uhr.'),
        handOver('Betrieb', 'Tobias Krüger', 'Bestellungen wieder möglich machen.'),
        work(50, 'bug_fixing', 'billable', 'packaged'),
        report('Bestellungen gehen wieder. Wir prüfen noch, woran es lag.'),
        work(20, 'project_management', 'goodwill'),
        accept('6.0.1', 'Silke Groß'),
        finish('Ein abgelaufenes Zertifikat war die Ursache.'),
      ],
      ends: 'silent',
    },
    {
      by: 'Vera Albers',
      door: 'mail',
      subject: 'Neue Kategorieseiten',
      body: 'Guten Tag,\n\nbitte gestalten Sie die Kategorieseiten neu.\n\nVera Albers',
      // Ten hours a month: what was booked last goes an hour beyond them. It needs a release first: the working day that needs none is over.
      steps: [
        triage('4'),
        wait,
        handOver('Design', 'Sophie Lindner', 'Kategorieseiten nach Entwurf.'),
        work(480, 'design', 'billable', 'packaged'),
        all(
          gate(30, '3:00', 'Der Entwurf hat drei Varianten mehr als besprochen.', 'Vera Albers'),
          work(180, 'development', 'billable', 'billed'),
        ),
        accept('7.4', 'Ole Thomsen'),
        finish('Alle Kategorieseiten sind umgestellt.'),
        objectByMail('Auf dem Telefon fehlt das Bild.'),
        handOver('Design', 'Sophie Lindner', 'Bild auf schmalen Bildschirmen.'),
        all(work(15, 'bug_fixing', 'warranty'), accept('7.4.1', 'Ole Thomsen'), finish('Nun auch auf dem Telefon.')),
        confirm,
      ],
      ends: 'confirmed',
    },
    {
      by: 'Miriam Brandt',
      door: 'portal',
      subject: 'Filter der Sendungen ist leer',
      body: 'Der Filter nach Status zeigt keine Einträge.',
      steps: [
        wait,
        triage('3'),
        upload('filter.png', 'image/png', picture(300, 180, [120, 40, 40])),
        handOver('Shop', 'Jonas Weber', 'Filter füllen.'),
        work(30),
        accept('2.8', 'Miriam Brandt'),
        finish('Der Filter zeigt wieder alle.'),
      ],
      ends: 'silent',
    },
    {
      by: 'Jana Köster',
      door: 'mail',
      subject: 'Suche findet keine Umlaute',
      body: 'Guten Tag,\n\ndie Suche findet „Förde“ nicht.\n\nJ. Köster',
      steps: [
        triage('2'),
        wait,
        handOver('Web & CMS', 'Sophie Lindner', 'Umlaute in der Suche.'),
        work(70, 'bug_fixing', 'billable', 'packaged'),
        accept('4.4', 'Anja Reimers'),
        finish('Umlaute werden gefunden.'),
      ],
      ends: 'silent',
    },
    {
      by: 'interesse@neukunde.example',
      door: 'mail',
      subject: 'Welche Pakete gibt es?',
      body: 'Guten Tag, welche Pakete bieten Sie an?\n\nE. Neukunde',
      steps: [],
      ends: 'open',
    },
  ],
};
