// The report of a run: what was found, what happened, what it looked like; one file that needs nothing beside it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STYLE } from './report-style';
import type { Event, Picture, World } from './world';

/** Writes it; answers where. */
export function report(world: World): string {
  const { ledger, company, run } = world;
  const on = run.database === 'postgres' ? 'PostgreSQL, two servers' : 'SQLite';
  const bad = ledger.failed.length;
  const verdict = bad === 0 ? `All ${ledger.passed} checks hold.` : `${bad} of ${ledger.checks.length} checks do not hold.`;
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(company.title)} · ${on}</title>
<style>${STYLE}</style>
<header>
  <p class="kind">Scenario ${escaped(company.preset)} · ${on}</p>
  <h1>${escaped(company.title)}</h1>
  <p class="verdict ${bad === 0 ? 'good' : 'bad'}">${verdict}</p>
  <p>Played through mail, browser and the portal’s own requests, from ${day(world.diary[0]?.at)} to ${day(world.diary.at(-1)?.at)} by the company’s clock.</p>
  <nav><a href="#ledger">What must be true</a> <a href="#diary">What happened</a> <a href="#times">How long it took</a> <a href="#pictures">What it looked like</a></nav>
</header>
<main>
<section id="ledger"><h2>What must be true</h2>${ledger
    .sections()
    .map(([name, checks]) => section(name, checks))
    .join('')}</section>
<section id="diary"><h2>What happened</h2>${diary(world.diary)}</section>
<section id="times"><h2>How long it took</h2>${times(world.people.took)}</section>
<section id="pictures"><h2>What it looked like</h2>${gallery(world.pictures)}</section>
</main>
<footer>${world.timings.map(({ name, seconds }) => `${escaped(name)} ${seconds.toFixed(1)} s`).join(' · ')}</footer>
</html>
`;
  const file = join(run.folder, 'report.html');
  writeFileSync(file, page);
  writeFileSync(join(run.folder, 'counts'), `${ledger.passed} ${bad}\n`);
  return file;
}

function section(name: string, checks: { what: string; good: boolean; detail: string }[]): string {
  const bad = checks.filter((check) => !check.good);
  const rows = [...bad, ...checks.filter((check) => check.good)].map(
    ({ what, good, detail }) =>
      `<li class="${good ? 'good' : 'bad'}">${escaped(what)}${detail && !good ? `<pre>${escaped(detail)}</pre>` : ''}</li>`,
  );
  const count = bad.length === 0 ? `${checks.length}` : `${bad.length} of ${checks.length} wrong`;
  return `<details${bad.length > 0 ? ' open' : ''}><summary><span>${escaped(name)}</span><span class="${bad.length === 0 ? 'good' : 'bad'}">${count}</span></summary><ul class="checks">${rows.join('')}</ul></details>`;
}

function diary(events: Event[]): string {
  const days = [...new Set(events.map(({ at }) => at.slice(0, 10)))];
  return days
    .map((one) => {
      const rows = events
        .filter(({ at }) => at.startsWith(one))
        .map(({ at, who, what }) => `<li><time>${at.slice(11)}</time><span><b>${escaped(who)}</b> ${escaped(what)}</span></li>`);
      return `<h3>${day(one)}</h3><ol class="diary">${rows.join('')}</ol>`;
    })
    .join('');
}

/** The slowest kinds of requests by their median, as the scenario saw them with all else that the machine did. */
function times(took: Map<string, number[]>): string {
  const ms = (value = 0) => value.toFixed(value < 10 ? 1 : 0);
  const rows = [...took].map(([kind, all]) => ({ kind, all: [...all].sort((a, b) => a - b) }));
  const median = (all: number[]) => all[Math.floor(all.length / 2)];
  const slowest = rows.sort((a, b) => median(b.all) - median(a.all)).slice(0, 15);
  const lines = slowest.map(
    ({ kind, all }) => `<tr><td>${escaped(kind)}</td><td>${all.length}</td><td>${ms(median(all))}</td><td>${ms(all.at(-1))}</td></tr>`,
  );
  return `<table><thead><tr><th>Request</th><th>Times</th><th>Median, ms</th><th>Longest, ms</th></tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function gallery(pictures: Picture[]): string {
  const titles = [...new Set(pictures.map(({ title }) => title))];
  return titles
    .map((title) => {
      const these = pictures.filter((picture) => picture.title === title);
      const shown = these.map(
        ({ file, width, who }) =>
          `<figure class="w${width}"><img src="data:image/jpeg;base64,${readFileSync(file).toString('base64')}" alt="${escaped(title)}, ${width} pixels wide" loading="lazy"><figcaption>${width} px · ${escaped(who)}</figcaption></figure>`,
      );
      return `<h3>${escaped(title)} <small>${escaped(these[0].page)}</small></h3><div class="gallery">${shown.join('')}</div>`;
    })
    .join('');
}

function day(at = ''): string {
  return at
    ? new Date(`${at.slice(0, 10)}T12:00:00Z`).toLocaleDateString('en-GB', {
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      })
    : '';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
