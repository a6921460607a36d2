// What must be true at the end: every check with what was expected, in the order of sections.
export interface Check {
  section: string;
  what: string;
  good: boolean;
  detail: string;
}

export class Ledger {
  readonly checks: Check[] = [];

  /** Notes whether something is as it must be. */
  check(section: string, what: string, good: boolean, detail = '') {
    this.checks.push({ section, what, good, detail });
  }

  /** Notes whether two things are the same. */
  same(section: string, what: string, found: unknown, wanted: unknown) {
    const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
    this.check(section, what, a === b, a === b ? '' : `is ${a}, must be ${b}`);
  }

  get failed(): Check[] {
    return this.checks.filter((check) => !check.good);
  }

  get passed(): number {
    return this.checks.length - this.failed.length;
  }

  sections(): [string, Check[]][] {
    const names = [...new Set(this.checks.map((check) => check.section))];
    return names.map((name) => [name, this.checks.filter((check) => check.section === name)]);
  }
}
