// What becomes of a wish (F2): included in a release free of charge, or a quote made from the ticket.
import { accessible, account, ask, expect, letter, move, openTicket, test } from '../house';

const LEAD = 'Aylin Demir';
const CUSTOMER = 'Vera Albers';

/** A ticket that staff have found to be a wish. */
async function wish(title: string): Promise<number> {
  const number = await openTicket(CUSTOMER, title);
  await move(LEAD, number, 'in_triage');
  await ask(LEAD, 'ticket/classify', { number: String(number), class: 'wish', kind: 'normal' });
  return number;
}

test('a wish is included in a release, free of charge', async ({ as, scripts }) => {
  const number = await wish(`Nachtmodus ${scripts ? 'S' : 'P'}`);
  const page = await as(LEAD);
  await page.goto(`/tickets/${number}`);
  const decision = page.getByRole('region', { name: 'Wunsch' });
  await expect(decision).toContainText('Entscheiden Sie, wie der Wunsch erfüllt wird');
  await expect(decision.getByRole('link', { name: 'Angebot aus diesem Anliegen' })).toBeVisible();
  await decision.getByText('In eine Version aufnehmen').click();
  await decision.getByLabel('Version').fill('   ');
  await decision.getByLabel('Satz an den Kunden').fill('Das wünschen sich viele.');
  await decision.getByRole('button', { name: 'Kostenfrei aufnehmen' }).click();
  await expect(decision.getByText('Bitte füllen Sie dieses Feld aus.')).toBeVisible();
  await expect(decision.getByLabel('Satz an den Kunden'), 'what was typed stays').toHaveValue('Das wünschen sich viele.');
  await decision.getByLabel('Version').fill('Frühjahr 2031');
  await decision.getByRole('button', { name: 'Kostenfrei aufnehmen' }).click();
  await expect(page.getByText(/wird kostenfrei Teil von Frühjahr 2031/).first()).toBeVisible();
  if (scripts) await accessible(page);

  const mail = await letter(account(CUSTOMER).email, `#${number}`);
  expect(mail.text).toContain('wird kostenfrei Teil von Frühjahr 2031');
  expect(mail.text).toContain('Das wünschen sich viele.');
  const customer = await as(CUSTOMER);
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText(/wird kostenfrei Teil von Frühjahr 2031/).first()).toBeVisible();
  await expect(customer.getByText('In eine Version aufnehmen')).toHaveCount(0);

  // what was promised free of charge costs nothing: time on it is not billed, and says so
  const member = await as('Sophie Lindner');
  await member.goto(`/tickets/${number}`);
  await expect(member.getByText('Kostenfrei in Frühjahr 2031 zugesagt').first()).toBeVisible();
});

test('a quote is made from a wish, accepted, and the ticket belongs to its order', async ({ as, scripts }) => {
  const title = `Produktberater ${scripts ? 'S' : 'P'}`;
  const number = await wish(title);
  const page = await as(LEAD);
  await page.goto(`/tickets/${number}`);
  await page.getByRole('region', { name: 'Wunsch' }).getByRole('link', { name: 'Angebot aus diesem Anliegen' }).click();
  await expect(page).toHaveURL(new RegExp(`/quotes/new\\?ticket=${number}`));
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  const row = page.locator('.item').nth(0);
  await row.getByLabel('Leistung').fill('Umsetzung des Beraters');
  await row.getByLabel('Menge').fill('6');
  await row.getByLabel('Einzelpreis').fill('100');
  await page.getByRole('button', { name: 'Speichern und senden' }).click();
  await expect(page.getByText('Liegt beim Kunden')).toBeVisible();
  const address = new URL(page.url()).pathname;
  const quote = address.split('/').pop()!;

  // the ticket tells both sides of it, and the customer goes from there to the decision
  await page.goto(`/tickets/${number}`);
  await expect(page.getByText(`Angebot ${quote} gesendet`)).toBeVisible();
  const decision = page.getByRole('region', { name: 'Wunsch' });
  await expect(decision).toContainText(`Dem Kunden liegt dazu das Angebot ${quote} vor.`);
  await expect(decision.getByText('In eine Version aufnehmen'), 'what is offered is not given as well').toHaveCount(0);
  const customer = await as(CUSTOMER);
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText(`Angebot ${quote} gesendet`)).toBeVisible();
  await customer.getByRole('link', { name: new RegExp(quote) }).first().click();
  await expect(customer).toHaveURL(new RegExp(`${address}$`));
  await expect(customer.getByRole('article')).toContainText('714,00 €');
  await customer.getByLabel(/Ich nehme das Angebot .* verbindlich an/).check();
  await customer.getByRole('button', { name: 'Verbindlich annehmen' }).click();
  await expect(customer.getByText('Angenommen von Vera Albers.')).toBeVisible();
  const link = customer.getByRole('link', { name: /Zum Auftrag/ });
  const order = (await link.getAttribute('href'))!.split('/').pop()!;

  // from then on work on the ticket counts to the order
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText(`gehört zum Auftrag ${order}`)).toBeVisible();
  const member = await as('Sophie Lindner');
  await member.goto(`/tickets/${number}`);
  await expect(member.getByText(`Gehört zum Auftrag ${order}`).first()).toBeVisible();
});
