// A mail that a colleague passed on: staff see whose it was first, run its ticket for them, and they find it.
import { accessible, account, ask, deliver, expect, letter, live, stage, test } from '../house';

const LEAD = 'Katrin Sommer';
const COLLEAGUE = 'Malte Petersen';
const TABLET = { hasTouch: true, isMobile: true, viewport: { width: 820, height: 1180 } };
const PHONE = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } };

/** Delivers what somebody wrote to the colleague, and what he wrote above; answers the number of its ticket. */
function passedOn(subject: string, id: string, above: string, writer: string, text: string): number {
  const [by, from] = [account(COLLEAGUE), account(writer)];
  return deliver(
    [
      `From: ${by.name} <${by.email}>`,
      `Subject: ${subject}`,
      `Message-ID: <${id}@example.de>`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      above,
      '',
      `Von: ${from.name} <${from.email}>`,
      'Gesendet: Montag, 23. November 2026 08:10',
      `An: ${by.name} <${by.email}>`,
      'Betreff: Anfrage',
      '',
      text,
      '',
    ].join('\n'),
  );
}

test('staff run a ticket for who wrote what a colleague passed on', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const title = `Preisschilder fehlen ${mark}`;
  const writer = account('Vera Albers');
  const above = 'ACHTUNG: Diese E-Mail kommt von außerhalb des Unternehmens.\n\nKannst du das ansehen?';
  const number = passedOn(`[EXTERN] WG: ${title}`, `schilder-${mark}`, above, writer.name, 'Am Sofa hängt kein Preis mehr.');

  const page = await as(LEAD, TABLET);
  await page.goto(`/tickets/${number}`);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(title);
  await expect(heading, 'what a gateway put before it is no part of the title').not.toContainText('EXTERN');
  if (scripts) await live(page);
  const facts = page.getByRole('region', { name: 'Angaben', exact: true });
  await expect(facts).toContainText(new RegExp(`Gemeldet von\\s*${COLLEAGUE}`));
  await expect(facts).not.toContainText('Albers Möbelhaus GmbH');

  // whose it was first, and what they will read
  const box = page.getByRole('region', { name: 'Weitergeleitete E-Mail' });
  await expect(box).toContainText(`Weitergeleitet von ${COLLEAGUE}: ursprünglich von ${writer.name} <${writer.email}>`);
  await expect(box).toContainText('So steht es in der E-Mail. Bestätigt ist es nicht');
  await expect(box).toContainText('Im Portal wird alles lesbar');
  await expect(box).toContainText(`auch Antworten an ${COLLEAGUE}`);
  await expect(box).not.toContainText('wurde schon geschrieben');
  if (scripts) await accessible(page);
  await box.getByRole('button', { name: 'Anliegen für diese Person führen' }).click();

  // the ticket is the writer's: organisation, plan, promise
  await expect(page.getByText(`Wird für ${writer.name} geführt, weitergeleitet von ${COLLEAGUE}`)).toBeVisible();
  await expect(box).toHaveCount(0);
  await expect(facts).toContainText(new RegExp(`Gemeldet von\\s*${writer.name}`));
  await expect(facts).toContainText(/Organisation\s*Albers Möbelhaus GmbH/);
  await expect(facts).toContainText(/Plan\s*Premium/);
  const promise = page.getByRole('region', { name: 'Zusage' });
  await expect(promise.getByText('Erste Reaktion', { exact: true })).toBeVisible();

  // the acknowledgement tells the writer their own words alone
  const confirmation = await letter(writer.email, `#${number}`);
  expect(confirmation.subject).toContain(title);
  expect(confirmation.text).toContain(`${LEAD} hat für Sie das Anliegen`);
  expect(confirmation.text).toMatch(/Erste Reaktion bis:/);
  expect(confirmation.text).toContain('Am Sofa hängt kein Preis mehr.');
  expect(confirmation.text).not.toContain('Kannst du das ansehen?');
  await page.goto(`/outbox?q=${writer.email}`);
  await expect(page.locator('summary').filter({ hasText: `[#${number}]` }).first()).toContainText(title);

  // who finds it
  const customer = await as(writer.name, TABLET);
  await customer.goto(`/tickets?q=${number}`);
  await customer.getByRole('link', { name: new RegExp(title) }).click();
  await expect(customer.getByRole('heading', { level: 1 })).toContainText(title);
  await expect(customer.getByText('Am Sofa hängt kein Preis mehr.')).toBeVisible();
  await expect(customer.getByText(`Wird für ${writer.name} geführt, weitergeleitet von ${COLLEAGUE}`)).toBeVisible();
  await expect(customer.getByRole('region', { name: 'Zusage' })).toBeVisible();
});

test('on a phone, in English, staff read first what was written before the writer could', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const title = `Meter readings are missing ${mark}`;
  const writer = account('Frank Petersen-Müller');
  const number = passedOn(`[EXT] FW: ${title}`, `meter-${mark}`, 'FYI', writer.name, 'Two meters show no value.');
  await ask(LEAD, 'ticket/write', { number: String(number), body: `Thanks, we look into it ${mark}.`, seen: '999999', anyway: '1' });

  const page = await as(LEAD, PHONE);
  await page.context().addCookies([{ name: 'lang', value: 'en', url: stage.address }]);
  await page.goto(`/tickets/${number}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  if (scripts) await expect(page.getByTitle('Changes appear here at once.')).toBeAttached();
  const box = page.getByRole('region', { name: 'Forwarded mail' });
  await expect(box).toContainText(`Forwarded by ${COLLEAGUE}: originally from ${writer.name} <${writer.email}>`);
  await expect(box).toContainText('People already wrote in this ticket while this person could not read it.');
  await expect(box).toContainText('In the portal everything becomes readable');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, 'nothing is wider than the phone').toBeLessThanOrEqual(0);
  await box.getByRole('button', { name: 'Run the ticket for this person' }).click();

  await expect(page.getByText(`Run for ${writer.name}, forwarded by ${COLLEAGUE}`)).toBeVisible();
  await expect(box).toHaveCount(0);
  const facts = page.getByRole('region', { name: 'Details', exact: true });
  await expect(facts).toContainText(/Organisation\s*Stadtwerke Eckernbucht AöR/);
  await expect(facts).toContainText(/Plan\s*Premium Plus/);
  const confirmation = await letter(writer.email, `#${number}`);
  expect(confirmation.text).toContain('Two meters show no value.');
  expect(confirmation.text).not.toContain('FYI');

  const customer = await as(writer.name, PHONE);
  await customer.goto(`/tickets?q=${number}`);
  await customer.getByRole('link', { name: new RegExp(title) }).click();
  await expect(customer.getByText('Two meters show no value.')).toBeVisible();
  await expect(customer.getByRole('article').filter({ hasText: `Thanks, we look into it ${mark}.` })).toBeVisible();
});
