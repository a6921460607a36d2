// Real mails of others arrive as well: replies, oddities, reports of mail servers. None may be lost, none may break anything.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world';

const FOLDERS = ['bounces', 'mail-parser', 'replies', 'replies-talon'];
/** Mails of each folder in the short form; all of them in the long one. */
const FEW = 6;

/** Sends them; where they are not at hand, says so. */
export async function corpus(world: World) {
  const root = world.run.corpora;
  if (!root || !existsSync(root)) {
    world.tell('Nobody', 'sends real mails of others: they are not at hand (SCHALTER_CORPORA)');
    return;
  }
  const mails = FOLDERS.flatMap((folder) => {
    const names = readdirSync(join(root, folder))
      .filter((name) => !name.startsWith('.'))
      .sort();
    const every = world.run.short ? Math.max(1, Math.floor(names.length / FEW)) : 1;
    return names
      .filter((_, index) => index % every === 0)
      .map((name) => ({ name: `${folder}/${name}`, raw: readFileSync(join(root, folder, name)) }));
  });
  await world.mail(mails.map(({ name, raw }) => ({ from: 'somebody@elsewhere.invalid', id: name, what: name, raw })));
  world.tell('Others', `send ${mails.length} real mails of the corpora: replies, oddities, delivery reports`);
}
