// A mail that came in: the original beside the message, and staff moving it to another ticket and back.
import { account, deliver, expect, live, openTicket, test } from '../house';

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

  // its picture, small, beside the message
  await page.goto(`/tickets/${number}`);
  const width = (image: HTMLElement | SVGElement) => (image as HTMLImageElement).naturalWidth;
  const small = page.locator('.document__preview');
  await small.scrollIntoViewIfNeeded();
  await expect.poll(() => small.evaluate(width)).toBe(1);

  // the original, with its picture
  await page.getByRole('link', { name: 'Original ansehen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  const frame = page.frameLocator('.original__frame');
  await expect(frame.getByText('klemmt')).toBeVisible();
  await expect.poll(() => frame.getByAltText('Foto').evaluate(width)).toBe(1);

  // to another ticket
  await page.goto(`/tickets/${number}`);
  await page.getByRole('link', { name: 'Verschieben', exact: true }).click();
  await page.getByLabel('Nummer des Anliegens').fill('99999');
  await page.getByRole('button', { name: 'Anliegen zeigen' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Nummer des Anliegens').fill(`#${other}`);
  await page.getByRole('button', { name: 'Anliegen zeigen' }).click();
  await expect(page.getByRole('heading', { name: `Etiketten allgemein ${mark}` })).toBeVisible();
  await page.getByRole('button', { name: 'Zum Anliegen verschieben' }).click();
  await expect(page).toHaveURL(new RegExp(`/tickets/${other}$`));
  await page.goto(`/tickets/${number}`);
  await expect(page.getByText('Von Mitarbeitern verschoben nach')).toBeVisible();
  const customer = await as('Vera Albers');
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText('klemmt')).toHaveCount(0);
  await customer.goto(`/tickets/${other}`);
  await expect(customer.getByText('klemmt')).toBeVisible();

  // and back, on the ticket where it is now
  await page.goto(`/tickets/${other}`);
  await page.getByRole('button', { name: 'Verschieben rückgängig machen' }).click();
  await expect(page.getByText('Verschieben rückgängig machen')).toHaveCount(0);
  await expect(page.getByText('stand hier seit')).toBeVisible();
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText('klemmt')).toBeVisible();
});

test('a mail that waits is counted, looked at and attached', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const number = await openTicket('Vera Albers', `Kassenbon ${mark}`);
  const page = await as('Katrin Sommer');
  await page.goto('/mails');
  if (scripts) await live(page);
  deliver(
    [
      'From: ' + `wartet-${mark}@example.org`,
      'Subject: ',
      `Message-ID: <wartet-${mark}@example.org>`,
      '',
      '',
      '',
    ].join('\n'),
  );
  const mail = page.getByRole('listitem').filter({ hasText: `wartet-${mark}@example.org`.toLowerCase() });
  if (scripts) {
    // it comes by itself, and the navigation counts it
    await expect(mail).toBeVisible();
    await expect(page.getByRole('navigation').getByRole('link', { name: /Posteingang\s*\d/ })).toBeVisible();
  } else {
    await page.reload();
  }
  await expect(mail.getByText('Die E-Mail ist leer')).toBeVisible();
  await mail.getByRole('link', { name: 'An ein Anliegen anfügen' }).click();
  await page.getByLabel('Nummer des Anliegens').fill(`#${number}`);
  await page.getByRole('button', { name: 'Anliegen zeigen' }).click();
  await expect(page.getByText('Der Absender hat kein Konto')).toBeVisible();
  await page.getByRole('button', { name: 'An das Anliegen anfügen' }).click();
  await expect(page).toHaveURL(/\/mails$/);
  await expect(mail).toHaveCount(0);
});

test('who wrote a mail that is moved takes part where staff say so, and fingers hit the ways', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const title = `Lieferschein ${mark}`;
  const number = await openTicket('Vera Albers', title);
  const { name, email } = account('Birte Jürgensen');
  const own = deliver(
    [
      `From: ${name} <${email}>`,
      `Subject: Nachtrag ${mark}`,
      `Message-ID: <nachtrag-${mark}@example.de>`,
      '',
      'Der Lieferschein fehlt auch bei mir.',
      '',
    ].join('\n'),
  );
  const birte = await as('Birte Jürgensen');
  await birte.goto(`/tickets/${own}`);
  await expect(birte.getByText('fehlt auch bei mir')).toBeVisible();

  const page = await as('Katrin Sommer', { hasTouch: true, isMobile: true, viewport: { width: 820, height: 1180 } });
  await page.goto(`/tickets/${own}`);
  for (const way of ['Original ansehen', 'Verschieben']) {
    const link = page.getByRole('link', { name: way, exact: true });
    await link.scrollIntoViewIfNeeded();
    expect((await link.boundingBox())?.height).toBeGreaterThan(43.5);
    // 44 px high: 21 px from the middle of the words still hit
    for (const away of [-21, 21]) {
      const hit = (words: HTMLElement | SVGElement, away: number) => {
        const box = words.getBoundingClientRect();
        return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2 + away)?.textContent;
      };
      await expect.poll(() => link.evaluate(hit, away)).toBe(way);
    }
  }
  await page.getByRole('link', { name: 'Verschieben', exact: true }).click();
  await page.getByLabel('Nummer des Anliegens').fill(`#${number}`);
  await page.getByRole('button', { name: 'Anliegen zeigen' }).click();
  await expect(page.getByText('Außer Mitarbeitern lesen die E-Mail dort: Vera Albers.')).toBeVisible();
  await expect(page.getByLabel(`${name} am Anliegen beteiligen`)).toBeChecked();
  await page.getByRole('button', { name: 'Zum Anliegen verschieben' }).click();
  await expect(page).toHaveURL(new RegExp(`/tickets/${number}$`));
  await birte.goto(`/tickets/${number}`);
  await expect(birte.getByRole('heading', { level: 1 })).toContainText(title);
  await expect(birte.getByText('fehlt auch bei mir')).toBeVisible();
});
