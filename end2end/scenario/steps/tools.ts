// What steps share.
import { LEAD, type Concern } from '../concern';
import type { World } from '../world';

/** Somebody writes on the ticket, whatever was written meanwhile. */
export async function write(concern: Concern, who: string, body: string, more: Record<string, string> = {}) {
  await concern.act(who, 'ticket/write', { body, seen: 999_999, anyway: '1', ...more });
}

/** The token of a link in a mail. */
export function token(text: string, page: string): string {
  const found = new RegExp(`/${page}\\?token=([^\\s&]+)`).exec(text);
  if (!found) throw new Error(`no link to ${page} in: ${text}`);
  return found[1];
}

/** The id of a team or of somebody on staff, by name. */
export async function idOf(world: World, of: 'teams' | 'staff' | 'organisations', name: string): Promise<number> {
  const choices = await world.people.ask<Record<string, { id: number; name: string }[]>>(LEAD, 'choices');
  const found = choices[of].find((one) => one.name === name);
  if (!found) throw new Error(`${name} is none of the ${of}`);
  return found.id;
}
