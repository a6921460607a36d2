// The portal in English: from a visitor's first click to a ticket that is closed; and its main pages, for everybody to use.
import { accessible, account, english, expect, fits, letter, live, openTicket, state, test } from '../house';

const CUSTOMER = 'Jana Köster';

test('a visitor switches to English, opens a ticket, is answered and confirms the result', async ({ as, scripts }) => {
  const title = `Appointments are shown twice ${scripts ? 'S' : 'P'}`;
  const who = account(CUSTOMER);
  const page = await as(null);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByText('Sign in with a password').click();
  const form = page.locator('form').filter({ has: page.getByLabel('Password') });
  await form.getByLabel('E-mail address').fill(who.email);
  await form.getByLabel('Password').fill(who.password);
  await form.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();

  // mails shall be in English, too
  await page.goto('/account');
  await page.getByLabel('Language of portal and mails').selectOption('en');
  const saved = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await page.locator('form').filter({ has: page.getByLabel('Language of portal and mails') }).getByRole('button', { name: 'Save' }).click();
  await saved;
  // the page is read anew in its language
  await expect(async () => void (await page.goto('/tickets'))).toPass();
  await page.getByRole('link', { name: 'New ticket' }).first().click();
  await page.getByLabel('What is it about?').fill(title);
  await page.getByLabel('Description').fill('Every appointment of next week stands there two times.');
  const unsure = page.getByRole('radio', { name: 'I do not know' });
  if (await unsure.count()) await unsure.check();
  await page.getByRole('button', { name: 'Send ticket' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  await expect(state(page)).toHaveText('Received');
  const address = new URL(page.url()).pathname;
  const number = Number(address.split('/').pop());
  expect((await letter(who.email, `#${number}`)).text).toMatch(/First reaction by:/);

  // a colleague works in English, too
  const staff = await as('Aylin Demir');
  await english(staff);
  await staff.goto(address);
  await staff.getByRole('button', { name: 'Take into triage' }).click();
  await expect(state(staff)).toHaveText('In triage');
  await staff.getByRole('textbox', { name: 'Write' }).fill('We see it, too, and look into it.');
  await staff.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(staff.getByRole('article').filter({ hasText: 'We see it, too' })).toBeVisible();
  await staff.locator('summary').filter({ hasText: 'Report as done' }).click();
  await staff.getByRole('textbox', { name: 'What was done?', exact: true }).first().fill('Each appointment is shown once.');
  await staff.getByRole('button', { name: 'Report as done' }).click();
  await expect(state(staff)).toHaveText('Done');

  if (scripts) await live(page);
  else await page.goto(address);
  await expect(page.getByRole('article').filter({ hasText: 'We see it, too' })).toBeVisible();
  await expect(state(page)).toHaveText('Done');
  const mail = await letter(who.email, `#${number}`);
  expect(mail.text).toContain('Each appointment is shown once.');
  expect(mail.text).toContain('Everything is right');
  await page.getByRole('button', { name: 'Confirm and close' }).click();
  await expect(state(page)).toHaveText('Closed');
});

const PAGES: [who: string, paths: (string | (() => Promise<string>))[]][] = [
  [
    'Vera Albers',
    ['/', '/tickets', async () => `/tickets/${await openTicket('Vera Albers', 'In English too')}`, '/tickets/new', '/invoices', '/quotes', '/orders'],
  ],
  ['Lars Nørgaard', ['/packages']],
  ['Katrin Sommer', ['/queue?queue=all', async () => `/tickets/${await openTicket('Vera Albers', 'In English for staff')}`]],
  ['Henrik Claasen', ['/settings', '/settings/plans', '/settings/targets']],
];

for (const [who, paths] of PAGES) {
  test(`what ${who} sees is accessible in English and fits phone and tablet @scripts`, async ({ as }) => {
    const page = await as(who, { viewport: { width: 390, height: 740 } });
    await english(page);
    for (const path of paths) {
      await page.goto(typeof path === 'string' ? path : await path());
      await live(page);
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await expect(page.locator('.skeleton')).toHaveCount(0);
      await fits(page, [390, 820]);
      await accessible(page);
    }
  });
}
