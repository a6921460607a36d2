// What costs the customer more, and is agreed to before.
import { LEAD, used } from '../concern';
import type { Step } from '../company';
import { until } from '../postbox';
import { token } from './tools';

/** More effort than may be booked: it is refused, the approver is asked by mail, and releases it there or, where named, in the portal. */
export const gate =
  (minutes: number, more: string, reason: string, by?: string): Step =>
  async (world, concern) => {
    const values = { number: concern.number, minutes, activity: 'development', billing: 'billable', note: 'zu viel' };
    const refused = await world.people.call(concern.worker, 'effort/book', values);
    world.ledger.check(
      'Effort',
      `beyond the gate booking on #${concern.number} is refused`,
      refused.status === 422 || refused.status === 409,
      String(refused.status),
    );
    await concern.act(concern.worker, 'approval/ask', { minutes: more, reason });
    world.tell(concern.worker, `asks for ${more} more on #${concern.number}: “${reason}”`);
    const approvers = world.people.accounts.filter((one) => one.organisation === world.people.account(concern.story.by).organisation);
    const letter = await until(`a request to release effort on #${concern.number}`, () =>
      approvers
        .flatMap(({ email }) => world.postboxes.letters(email))
        .filter(({ text }) => text.includes('/approval?token=') && text.includes(`#${concern.number}`))
        .pop(),
    );
    world.clock.pass(40);
    if (by) {
      const { approvals } = await concern.view(by);
      await world.people.ask(by, 'approval/decide', { id: approvals?.request?.id ?? 0, deed: 'approve' });
    } else await world.people.ask(null, 'approval/approve', { token: token(letter.text, 'approval') });
    await concern.stands('in_progress');
    world.tell(by ?? world.people.of(letter.to)?.name ?? letter.to, `releases it ${by ? 'in the portal' : 'by the link in the mail'}`);
  };

/** The project lead proposes a dearer type; it counts once the customer agreed to its price in the portal. */
export const propose =
  (kind: string, by: string): Step =>
  async (world, concern) => {
    const view = await concern.view();
    await concern.act(LEAD, 'ticket/classify', { class: view.class?.code ?? '', kind });
    world.ledger.same('Effort', `#${concern.number} is not ${kind} before the customer agreed`, (await concern.view()).kind, view.kind);
    const { approvals } = await concern.view(by);
    await world.people.ask(by, 'consent/decide', { id: approvals?.proposal?.id ?? 0, deed: 'approve' });
    world.ledger.same('Effort', `#${concern.number} is ${kind} after it`, (await concern.view()).kind, kind);
    world.tell(by, `agrees to have #${concern.number} done as ${kind}`);
  };

/** A quote is made from it, accepted in the portal, and becomes an order, whose items are billed when it is finished. */
export const quote =
  (manager: string, by: string, items: { text: string; hours: string; price: string }[]): Step =>
  async (world, concern) => {
    const { title, organisation } = await concern.view();
    const rows = items.flatMap(({ text, hours, price }, row) =>
      Object.entries({ row, kind: 'hours', text, quantity: hours, price, vat: 'standard' }).map(([name, value]) => [
        `items[${row}][${name}]`,
        String(value),
      ]),
    );
    const values = {
      number: 'new',
      seen: 0,
      organisation: organisation?.id ?? 0,
      ticket: concern.number,
      title,
      intro: 'wie besprochen.',
      valid_until: '2026-04-24',
      deed: 'send',
    };
    const number = await world.people.ask<string>(manager, 'quote/write', { ...values, ...Object.fromEntries(rows) });
    const { email } = world.people.account(by);
    await world.postboxes.letter(email, ({ subject }) => subject.includes(number), `the quote ${number}`);
    await world.people.ask(by, 'quote/accept', { number, version: 1, confirmed: '1' });
    const { deals } = await concern.view();
    const order = deals.flatMap((deal) => Object.values(deal)).find((one) => String(one).startsWith('B-')) ?? '';
    world.ledger.check('Quotes', `${number} became the order ${order} of #${concern.number}`, order !== '', JSON.stringify(deals));
    concern.order = order;
    world.tell(by, `accepts the quote ${number} for #${concern.number}, which is the order ${order} now`);
  };

/** The order is done: its items go on the next invoice. */
export const finishOrder =
  (manager: string): Step =>
  async (world, concern) => {
    await world.people.ask(manager, 'order/turn', { number: concern.order, deed: 'finish' });
    world.tell(manager, `finishes the order ${concern.order}`);
  };

/** So many minutes of the customer's package are used for it, after all that was drawn and given back. */
export const draws =
  (minutes: number): Step =>
  async (world, concern) => {
    const postings = await concern.postings();
    const told = postings.map(({ kind, minutes: one }) => `${kind} ${one}`).join(', ');
    world.ledger.same('Effort', `#${concern.number} draws ${minutes} minutes from the package (${told})`, used(postings), minutes);
  };
