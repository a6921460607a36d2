// Plays companies from the first mail to the last invoice, through the outside doors only. Which ones, where the program is and where
// reports go stands in the environment; xtask/scenario.sh sets it.
import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { companies } from './companies';
import { play } from './play';

const env = (name: string) => process.env[name] ?? '';
const wanted = companies.filter(({ preset }) => env('SCENARIO_PRESETS').split(' ').includes(preset));
/** On which databases the company at a place of the list is played. */
const databases = (index: number) =>
  (['sqlite', 'postgres'] as const).filter(
    (one, place) => ['both', one].includes(env('SCENARIO_DATABASE')) || (env('SCENARIO_DATABASE') === 'turns' && index % 2 === place),
  );

for (const [index, company] of wanted.entries()) {
  for (const database of databases(index)) {
    test(`${company.preset} on ${database}`, async ({ browser }) => {
      const folder = join(env('SCENARIO_FOLDER'), `${company.preset}-${database}`);
      const world = await play(
        {
          binary: env('SCHALTER_BINARY'),
          root: env('SCENARIO_ROOT'),
          folder,
          database,
          postgres: database === 'postgres' ? env('SCENARIO_POSTGRES').replace(/[^/]*$/, company.preset.replaceAll('-', '_')) : '',
          python: env('SCENARIO_PYTHON'),
          library: env('SCENARIO_FAKETIME'),
          short: env('SCENARIO_SHORT') !== '',
          tour: env('SCENARIO_TOUR') !== '',
          corpora: env('SCHALTER_CORPORA'),
        },
        company,
        browser,
      );
      expect(world.ledger.failed.map((check) => `${check.section}: ${check.what}: ${check.detail}`)).toEqual([]);
    });
  }
}
