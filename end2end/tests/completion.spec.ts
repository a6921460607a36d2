// The buttons of the completion mail: they work for who is not signed in, and only when they are pressed.
import { account, ask, expect, move, openTicket, test } from '../house';

/** A ticket of Vera Albers that is done, and the address behind the first button of its mail. */
async function done(title: string): Promise<{ number: number; address: string }> {
  const number = await openTicket('Vera Albers', title);
  await move('Katrin Sommer', number, 'in_triage');
  await move('Katrin Sommer', number, 'done', 'Die Versandregel ist berichtigt.');
  const find = async () => {
    const outbox = (await ask('Katrin Sommer', 'outbox', { query: account('Vera Albers').email })) as {
      letters: { subject: string; text: string }[];
    };
    const mail = outbox.letters.find((one) => one.subject.includes(`#${number}`) && one.text.includes('/completion?token='));
    return /https?:\/\/\S+\/completion\?token=[\w-]+/.exec(mail?.text ?? '')?.[0];
  };
  await expect.poll(find, { message: 'the mail with the buttons' }).toBeTruthy();
  const { pathname, search } = new URL((await find())!);
  return { number, address: pathname + search };
}

test('a customer confirms a result from the mail, without signing in', async ({ as, scripts }) => {
  const { number, address } = await done(`Bestätigt per Mail ${scripts ? 'S' : 'P'}`);
  const page = await as(null);
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ist alles in Ordnung?');
  await expect(page.getByText('Die Versandregel ist berichtigt.')).toBeVisible();
  const before = (await ask('Katrin Sommer', 'ticket', { number: String(number) })) as { stage: string };
  expect(before.stage).toBe('done');
  await page.getByRole('button', { name: 'Bestätigen und abschließen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Das Anliegen ist abgeschlossen');
  const after = (await ask('Katrin Sommer', 'ticket', { number: String(number) })) as { stage: string };
  expect(after.stage).toBe('closed');
});

test('a customer objects from the mail, and says why', async ({ as, scripts }) => {
  const { number, address } = await done(`Einspruch per Mail ${scripts ? 'S' : 'P'}`);
  const page = await as(null);
  await page.goto(`${address}&object=1`);
  await page.getByLabel('Was ist nicht in Ordnung?').fill('Bei zwei Artikeln stimmt es noch nicht.');
  await page.getByRole('button', { name: 'Einspruch senden' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Wir kümmern uns wieder darum');
  const after = (await ask('Katrin Sommer', 'ticket', { number: String(number) })) as { stage: string };
  expect(after.stage).toBe('in_triage');
});
