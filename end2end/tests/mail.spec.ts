// A mail that came in: the original beside the message, and staff moving it to another ticket and back.
import { account, deliver, expect, openTicket, test } from '../house';

test('a mail is read in the original, moved to another ticket and taken back', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const title = `Etikettendrucker ${mark}`;
  const from = account('Vera Albers').email;
  const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const number = deliver(
    [
      `From: Vera Albers <${from}>`,
      `Subject: ${title}`,
      `Message-ID: <etiketten-${mark}@example.de>`,
      'Content-Type: multipart/related; boundary=b',
      '',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Der Drucker <b>klemmt</b>: <img src="cid:foto@x" alt="Foto"></p><script>document.body.remove()</script>',
      '--b',
      'Content-Type: image/png',
      'Content-ID: <foto@x>',
      'Content-Transfer-Encoding: base64',
      '',
      picture,
      '--b--',
      '',
    ].join('\n'),
  );
  const other = await openTicket('Vera Albers', `Etiketten allgemein ${mark}`);
  const page = await as('Katrin Sommer');

  // the original, with its picture
  await page.goto(`/tickets/${number}`);
  await page.getByRole('link', { name: 'Original ansehen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  const frame = page.frameLocator('.original__frame');
  await expect(frame.getByText('klemmt')).toBeVisible();
  const width = (image: HTMLElement | SVGElement) => (image as HTMLImageElement).naturalWidth;
  await expect.poll(() => frame.getByAltText('Foto').evaluate(width)).toBe(1);

  // to another ticket
  await page.goto(`/tickets/${number}`);
  await page.locator('.mail__move > summary').click();
  await page.getByLabel('Nummer des Anliegens').fill(`#${other}`);
  await page.getByRole('button', { name: 'Zum Anliegen verschieben' }).click();
  await expect(page.getByText('Von Mitarbeitern verschoben nach')).toBeVisible();
  const customer = await as('Vera Albers');
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText('klemmt')).toHaveCount(0);
  await customer.goto(`/tickets/${other}`);
  await expect(customer.getByText('klemmt')).toBeVisible();

  // and back
  await page.getByRole('button', { name: 'Verschieben rückgängig machen' }).click();
  await expect(page.getByText('Von Mitarbeitern verschoben nach')).toHaveCount(0);
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText('klemmt')).toBeVisible();
});
