// Effort beyond the gate and types with a price: the customer agrees first, on the form, by the mail, in the portal.
import { accessible, account, ask, assign, classify, expect, handOver, live, move, openTicket, state, test } from '../house';

const APPROVER = 'Vera Albers';
const MEMBER = 'Sophie Lindner';

/** A ticket on which a member of the team has worked for 50 minutes. */
async function workedOn(title: string): Promise<number> {
  const number = await openTicket(APPROVER, title);
  await move('Katrin Sommer', number, 'in_triage');
  await classify('Katrin Sommer', number);
  await handOver('Katrin Sommer', number, 'Shop');
  const staff = (await ask('Katrin Sommer', 'choices', {})) as { staff: { id: number; name: string }[] };
  await assign(MEMBER, number, String(staff.staff.find((one) => one.name === MEMBER)?.id));
  await move(MEMBER, number, 'in_progress');
  await ask(MEMBER, 'effort/book', { number: String(number), minutes: '50', activity: 'bug_fixing', billing: 'billable' });
  return number;
}

/** Asks for two hours more on the page of the ticket. */
async function askForMore(page: import('@playwright/test').Page, number: number) {
  await page.goto(`/tickets/${number}`);
  await expect(page.getByText('Die Grenze ist bald erreicht.').first()).toBeVisible();
  // by hand, with a reply, no ticket waits for what nobody asked for
  await expect(page.locator('option[value="waiting_for_third_party"]')).toHaveCount(1);
  await expect(page.locator('option[value="waiting_for_approval"]')).toHaveCount(0);
  await page.locator('summary', { hasText: 'Freigabe anfragen' }).click();
  await page.getByLabel('Wie viel mehr?').fill('2 h');
  await page.getByLabel('Warum?', { exact: true }).fill('Zwei Zahlarten rechnen anders als gedacht.');
  await page.getByRole('button', { name: 'Freigabe anfragen' }).click();
  await expect(state(page)).toContainText('Freigabe');
  await expect(page.getByText('2 Stunden für höchstens 190,00')).toBeVisible();
}

/** Where the button of the mail about a ticket leads. */
async function mailed(number: number): Promise<string> {
  const find = async () => {
    const outbox = (await ask('Katrin Sommer', 'outbox', { query: account(APPROVER).email })) as {
      letters: { subject: string; text: string }[];
    };
    const mail = outbox.letters.find((one) => one.subject.includes(`#${number}`) && one.text.includes('/approval?token='));
    return /https?:\/\/\S+\/approval\?token=[\w-]+/.exec(mail?.text ?? '')?.[0];
  };
  await expect.poll(find, { message: 'the mail to the approver' }).toBeTruthy();
  const { pathname, search } = new URL((await find())!);
  return pathname + search;
}

test('effort is released by the link of the mail, without signing in', async ({ as, scripts }) => {
  const number = await workedOn(`Mehr Aufwand per Mail ${scripts ? 'S' : 'P'}`);
  const staff = await as(MEMBER);
  await askForMore(staff, number);
  if (scripts) await accessible(staff);
  const page = await as(null);
  await page.goto(await mailed(number));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Weiteren Aufwand freigeben?');
  await expect(page.getByText('Zwei Zahlarten rechnen anders als gedacht.')).toBeVisible();
  if (scripts) await accessible(page);
  await page.getByRole('button', { name: 'Freigeben' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Danke, der Aufwand ist freigegeben');
  await staff.goto(`/tickets/${number}`);
  await expect(state(staff)).toHaveText('In Bearbeitung');
  await expect(staff.getByText('50 Min. von 3 Stunden')).toBeVisible();
});

test('less effort is released than was asked for, by the link and in the portal', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const number = await workedOn(`Weniger Aufwand per Mail ${mark}`);
  await ask(MEMBER, 'approval/ask', { number: String(number), minutes: '2 h', reason: 'Zwei Zahlarten rechnen anders.' });
  const page = await as(null);
  await page.goto(await mailed(number));
  await page.locator('summary', { hasText: 'Weniger freigeben' }).click();
  // what cannot be meant is said at the field, and nothing that was typed is lost
  await page.getByLabel('Bis höchstens').fill('3 h');
  await page.getByRole('button', { name: 'So viel freigeben' }).click();
  await expect(page.getByText(/So viel ist nicht angefragt\. Freigeben können Sie 1 Min\. \(1,58\s€\) bis 2 Stunden \(190,00\s€\)/)).toBeVisible();
  await expect(page.getByLabel('Bis höchstens')).toHaveValue('3 h');
  if (scripts) await accessible(page);
  await page.getByLabel('Bis höchstens').fill('100 €');
  await page.getByRole('button', { name: 'So viel freigeben' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Danke, der Aufwand ist freigegeben');
  const staff = await as(MEMBER);
  await staff.goto(`/tickets/${number}`);
  await expect(state(staff)).toHaveText('In Bearbeitung');
  await expect(staff.getByText(/Mehraufwand freigegeben: bis zu 1 Std\. 3 Min\. von 2 Stunden/).first()).toBeVisible();

  const other = await workedOn(`Weniger Aufwand im Portal ${mark}`);
  await ask(MEMBER, 'approval/ask', { number: String(other), minutes: '45', reason: 'Noch nicht fertig.' });
  const portal = await as(APPROVER);
  await portal.goto(`/tickets/${other}`);
  await portal.locator('summary', { hasText: 'Weniger freigeben' }).click();
  // neither a time nor an amount: what may be released is named, both ways
  await portal.getByLabel('Bis höchstens').fill('halb so viel');
  await portal.getByRole('button', { name: 'So viel freigeben' }).click();
  await expect(portal.getByText(/weder eine Dauer noch ein Betrag\. Freigeben können Sie 1 Min\. \(1,58\s€\) bis 45 Min\. \(71,25\s€\)/)).toBeVisible();
  await expect(portal.getByLabel('Bis höchstens')).toHaveValue('halb so viel');
  await portal.getByLabel('Bis höchstens').fill('30');
  await portal.getByRole('button', { name: 'So viel freigeben' }).click();
  await expect(portal.getByText('bis zu 30 Min. von 45 Min.').first()).toBeVisible();
  await expect(state(portal)).toHaveText('In Bearbeitung');
});

test('effort is refused in the portal, with the reason', async ({ as, scripts }) => {
  const number = await workedOn(`Mehr Aufwand im Portal ${scripts ? 'S' : 'P'}`);
  await ask(MEMBER, 'approval/ask', { number: String(number), minutes: '45', reason: 'Noch nicht fertig.' });
  const page = await as(APPROVER);
  await page.goto(`/tickets/${number}`);
  await expect(page.getByText('Noch nicht fertig.').first()).toBeVisible();
  await page.getByText('Nicht freigeben').first().click();
  await page.getByLabel('Warum nicht?').fill('Bitte erst anrufen.');
  await page.getByRole('button', { name: 'Ablehnung senden' }).click();
  await expect(page.getByText('Bitte erst anrufen.').first()).toBeVisible();
  // Ten minutes are left: it rests until staff decide.
  await expect(state(page)).toContainText('Ruht, nicht freigegeben');
  await expect(page.getByText('Die Arbeit ruht und mit ihr die zugesagte Zeit')).toBeVisible();
  const staff = await as(MEMBER);
  await staff.goto(`/tickets/${number}`);
  await expect(staff.getByText('Der Kunde hat den Aufwand nicht freigegeben')).toBeVisible();
  await staff.locator('summary', { hasText: 'Freigabe anfragen' }).click();
  await staff.getByLabel('Wie viel mehr?').fill('30');
  await staff.getByLabel('Warum?', { exact: true }).fill('Nach unserem Anruf.');
  await staff.getByRole('button', { name: 'Freigabe anfragen' }).click();
  await expect(staff.getByText('30 Min. für höchstens 47,50')).toBeVisible();
});

test('time that was booked offline beyond the gate comes back with everything that was typed @scripts', async ({ as }) => {
  const number = await workedOn('Ohne Netz über die Grenze');
  const page = await as(MEMBER);
  await page.goto(`/tickets/${number}`);
  await live(page);
  const time = page.getByRole('region', { name: /^Zeit / });
  const kept = page.getByRole('region', { name: 'Noch nicht gebucht' });
  await page.context().setOffline(true);
  await time.getByText('Mit Einzelheiten buchen').click();
  const details = time.getByRole('form', { name: 'Mit Einzelheiten buchen' });
  await details.getByLabel('Dauer').fill('15');
  await details.getByLabel('Was wurde getan?').fill('Zahlarten verglichen');
  await details.getByRole('button', { name: 'Zeit buchen' }).click();
  await expect(kept.getByText('Zahlarten verglichen')).toBeVisible();

  await page.context().setOffline(false);
  await expect(kept.getByText('Freigabe')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('banner').getByRole('link', { name: 'nicht gebucht' }).click();
  await expect(kept.getByRole('paragraph').filter({ hasText: 'Zahlarten verglichen' })).toBeVisible();
  await kept.getByRole('link', { name: `#${number}` }).click();
  await kept.getByText('Korrigieren').click();
  await expect(kept.getByLabel('Was wurde getan?')).toHaveValue('Zahlarten verglichen');
  await kept.getByLabel('Dauer').fill('10');
  await kept.getByRole('button', { name: 'Zeit buchen' }).click();
  await expect(kept).toBeHidden();
  await expect(page.getByRole('banner').getByText('nicht gebucht')).toHaveCount(0);
  await expect(time.getByRole('heading')).toContainText('1 Stunde');
});

test('a quick ticket is ordered with a yes to its price, factor and latest time', async ({ as, scripts }) => {
  const title = `Kasse rechnet falsch ${scripts ? 'S' : 'P'}`;
  const page = await as(APPROVER);
  await page.goto('/tickets/new');
  await page.getByLabel('Worum geht es?').fill(title);
  await page.getByLabel('Beschreibung').fill('Bei jeder zweiten Bestellung fehlt der Versand.');
  const unsure = page.getByRole('radio', { name: 'Weiß ich nicht' });
  if (await unsure.count()) await unsure.check();
  // before anything is sent each type says what it costs and by when it is done
  const usual = page.locator('.radio').filter({ has: page.getByRole('radio', { name: 'Normal', exact: true }) }).last();
  await expect(usual).toContainText('95,00 € je Stunde netto');
  const quick = page.locator('.radio').filter({ has: page.getByRole('radio', { name: 'Sehr eilig' }) });
  await expect(quick).toContainText('190,00 € je Stunde netto (× 2)');
  await expect(quick).toContainText(/bearbeitet spätestens .*\d\d:\d\d Uhr/);
  await expect(page.getByRole('checkbox', { name: /Ich bestelle die Bearbeitung/ })).toBeHidden();
  await page.getByText('Sehr eilig', { exact: true }).click();
  await expect(page.getByRole('radio', { name: 'Sehr eilig' })).toBeChecked();
  await page.getByRole('button', { name: 'Anliegen senden' }).click();
  await expect(page.getByText('Bitte bestätigen Sie den Preis')).toBeVisible();
  await expect(page.getByLabel('Beschreibung'), 'what was typed stays').toHaveValue('Bei jeder zweiten Bestellung fehlt der Versand.');
  const consent = page.getByRole('checkbox', { name: /Ich bestelle die Bearbeitung/ });
  const words = (await page.locator('label').filter({ hasText: 'Ich bestelle die Bearbeitung' }).innerText()).trim();
  await consent.check();
  await page.getByRole('button', { name: 'Anliegen senden' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  await expect(page.getByText('Bestellt: 190,00')).toBeVisible();

  // staff read who ordered what, word for word
  const staff = await as('Katrin Sommer');
  await staff.goto(new URL(page.url()).pathname);
  await ordered(staff, words);
});

test('a dearer type that staff propose counts when the customer orders it', async ({ as, scripts }) => {
  const number = await openTicket(APPROVER, `Gutschein eilt ${scripts ? 'S' : 'P'}`);
  await move('Katrin Sommer', number, 'in_triage');
  const staff = await as('Katrin Sommer');
  await staff.goto(`/tickets/${number}`);
  await staff.locator('summary').filter({ hasText: 'Einstufen und planen' }).click();
  await staff.getByLabel('Klasse').selectOption('standard');
  await staff.getByLabel('Art', { exact: true }).selectOption({ label: 'Sehr eilig' });
  await staff.locator('#classify').getByRole('button', { name: 'Speichern' }).click();
  await expect(staff.getByText(/Vorgeschlagen ist „Sehr eilig“ zu 190,00/)).toBeVisible();
  const kind = async () => ((await ask('Katrin Sommer', 'ticket', { number: String(number) })) as { kind: string }).kind;
  expect(await kind(), 'before the customer agreed').toBe('normal');

  const page = await as(APPROVER);
  await page.goto(`/tickets/${number}`);
  const proposal = page.getByRole('region', { name: 'Andere Bearbeitung vorgeschlagen' });
  await expect(proposal).toContainText('Katrin Sommer schlägt „Sehr eilig“ vor');
  const words = (await proposal.locator('.request__words').innerText()).trim();
  expect(words).toMatch(/Ich bestelle die Bearbeitung als „Sehr eilig“ zum Preis von 190,00/);
  if (scripts) await accessible(page);
  await proposal.getByRole('button', { name: 'Kostenpflichtig bestellen' }).click();
  await expect(page.getByText('Bestellt: 190,00')).toBeVisible();
  expect(await kind(), 'after it').toBe('quick_high');
  await staff.goto(`/tickets/${number}`);
  await ordered(staff, words);
});

/** The history says that the dear type was ordered, and in which words. */
async function ordered(staff: import('@playwright/test').Page, words: string) {
  const line = staff.getByRole('listitem').filter({ hasText: 'Bestellt: „Sehr eilig“ zu 190,00' });
  await expect(line).toContainText(APPROVER);
  await line.getByText('Wortlaut').click();
  await expect(line).toContainText(words);
}
