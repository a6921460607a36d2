// A clock that can be set: the company's programs run with libfaketime, which adds what stands in a file to the system's time. So the
// program under test is the one that ships, and its time goes on from wherever it was set.
import { writeFileSync } from 'node:fs';

const ZONE = 'Europe/Berlin';

/** The instant of a time on the wall in the company's zone, such as `2026-03-26T08:31`. */
export function instant(wall: string): number {
  const guess = Date.parse(`${wall}:00Z`);
  const first = guess - offset(guess);
  return guess - offset(first);
}

/** `2026-03-26T08:31`: an instant as the wall shows it. */
export function wall(at: number): string {
  return new Date(at + offset(at)).toISOString().slice(0, 16);
}

/** `26.03.2026, 08:31`, as the product writes it. */
export function told(at: number): string {
  const [day, time] = wall(at).split('T');
  return `${day.split('-').reverse().join('.')}, ${time}`;
}

function offset(at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: ZONE, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (!found) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * 60_000;
}

export class Clock {
  #ahead = 0;

  constructor(
    private readonly file: string,
    private readonly library: string,
    start: string,
  ) {
    this.set(start);
  }

  /** Now, as the company's programs see it. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Sets the clock to a time on the wall; it never goes back. */
  set(to: string) {
    const ahead = Math.ceil((instant(to) - Date.now()) / 1000) * 1000;
    if (this.#ahead !== 0 && ahead < this.#ahead) throw new Error(`the clock does not go back to ${to} from ${wall(this.now())}`);
    this.#write(ahead);
  }

  /** Lets minutes pass. */
  pass(minutes: number) {
    this.#write(this.#ahead + minutes * 60_000);
  }

  #write(ahead: number) {
    this.#ahead = ahead;
    const seconds = ahead / 1000;
    writeFileSync(this.file, `${seconds < 0 ? '' : '+'}${seconds}`);
  }

  /** What a program needs to see this clock. Timers go on by the machine's own clock. */
  env(): Record<string, string> {
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }
}
