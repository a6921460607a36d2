// The scenarios run by Playwright's runner, apart from the journeys: one test a company and database, two at a time.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: 'scenario.spec.ts',
  fullyParallel: true,
  workers: 2,
  timeout: 600_000,
  reporter: 'line',
  outputDir: '../test-results/scenario',
  use: {
    browserName: 'chromium',
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--hide-scrollbars',
      ],
    },
  },
});
