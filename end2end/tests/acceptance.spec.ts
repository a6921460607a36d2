// Acceptance on the test system: staff name the version, the customer decides about it, and only then it goes live.
import { account, ask, assign, classify, expect, handOver, letter, move, openTicket, state, test } from '../house';

const LEAD = 'Katrin Sommer';
const MEMBER = 'Jonas Weber';

/** A ticket on which the member works. */
async function inWork(title: string): Promise<number> {
  const number = await openTicket('Ole Thomsen', title);
  await move(LEAD, number, 'in_triage');
  await classify(LEAD, number);
  await handOver(LEAD, number, 'Shop');
  const { actor } = (await ask(MEMBER, 'me', {})) as { actor: { id: number } };
  await assign(MEMBER, number, String(actor.id));
  await move(MEMBER, number, 'in_progress');
  return number;
}

test('a version is tested, refused, tested again and accepted', async ({ as, scripts }) => {
  const number = await inWork(`Gutschein gilt doppelt ${scripts ? 'S' : 'P'}`);
  const staff = await as(MEMBER);
  const provide = async (version: string) => {
    await staff.goto(`/tickets/${number}`);
    await staff.locator('summary').filter({ hasText: 'Zur Abnahme bereitstellen' }).click();
    await staff.getByLabel('Version auf dem Testsystem').fill(version);
    await staff.getByLabel('Wo kann der Kunde testen?').fill('https://test.albers-moebel.example/kasse');
    await staff.getByLabel('Was soll der Kunde testen').fill('Bitte einen Gutschein zweimal einlösen.');
    await staff.getByRole('button', { name: 'Zur Abnahme bereitstellen' }).click();
    await expect(state(staff)).toHaveText('Bereit zur Abnahme');
  };
  await provide('4.2');
  const mail = await letter(account('Ole Thomsen').email, `#${number}`);
  expect(mail.text).toContain('die Version 4.2');
  expect(mail.text).toContain(`/tickets/${number}`);

  const customer = await as('Ole Thomsen');
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText('Ich habe die Version 4.2 zu')).toBeVisible();
  await customer.locator('summary').filter({ hasText: 'Noch nicht in Ordnung' }).click();
  await customer.getByLabel('Was stimmt noch nicht?').fill('Beim dritten Mal geht es immer noch.');
  await customer.getByRole('button', { name: 'Zurück an die Arbeit geben' }).click();
  await expect(state(customer)).toHaveText('In Bearbeitung');

  await provide('4.3');
  await customer.goto(`/tickets/${number}`);
  await customer.getByRole('button', { name: 'Version 4.3 abnehmen' }).click();
  await expect(state(customer)).toHaveText('Geht live');
  const record = customer.getByRole('region', { name: 'Abnahme' });
  await expect(record).toContainText('Abgenommen von Ole Thomsen');
  await expect(record).toContainText('Nicht abgenommen von Ole Thomsen');

  await staff.goto(`/tickets/${number}`);
  await expect(staff.getByRole('region', { name: 'Abnahme' })).toContainText('Abgenommen von Ole Thomsen');
});
