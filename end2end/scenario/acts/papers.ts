// Papers beside invoices: the month's report, the promises as a sheet, the archive of a year.
import { LEAD, type Concern } from '../concern';
import type { World } from '../world';
import { ACCOUNTING, invoices } from './billing';

const MONTH = '2026-03';

export async function papers(world: World, concerns: Concern[]) {
  const { organisation } = await concerns[0].view();
  const reader = world.people.accounts.find((one) => one.rights?.sees_all && one.organisation === organisation?.name)?.name ?? LEAD;
  await world.people.fresh(reader);
  const report = () => world.people.send(reader, 'GET', `/reports/${organisation?.id}/${MONTH}/history/de`);
  const [first, second] = [await report(), await report()];
  world.ledger.check('Papers', `${reader} reads the report of ${MONTH} as a PDF`, isPdf(first.bytes), `${first.status} ${first.type}`);
  world.ledger.check('Papers', 'it is frozen: the same bytes every time', first.bytes.equals(second.bytes));
  const { version } = await world.people.ask<{ version: number }>(reader, 'policy');
  const sheet = await world.people.send(reader, 'GET', `/policy/sheet/${version}/de`);
  world.ledger.check('Papers', 'what is promised is there as a sheet', isPdf(sheet.bytes), `version ${version}: ${sheet.status}`);
  const archive = await world.people.send(ACCOUNTING, 'GET', '/archive.zip?year=2026');
  const names = [...new Set(archive.bytes.toString('latin1').match(/RE-\d{4}-\d{4}\.pdf/g))].sort();
  const numbers = (await invoices(world)).flatMap(({ number }) => (number ? [`${number}.pdf`] : [])).sort();
  world.ledger.same('Papers', 'the archive of the year holds every invoice', names, numbers);
  world.tell(reader, `reads the report of ${MONTH} and the sheet of what is promised`);
  world.tell(ACCOUNTING, `takes the archive of 2026 with ${names.length} invoices`);
}

function isPdf(bytes: Buffer): boolean {
  return bytes.subarray(0, 5).toString() === '%PDF-';
}
