import { defineConfig } from 'vitest/config'

// The whole proof: npx vitest run --config test/journey/crash/vitest.config.ts
export default defineConfig({
  test: {
    root: '.',
    include: ['test/journey/crash/*.full.ts'],
    globalSetup: ['test/support/global-postgres.ts'],
    pool: 'forks',
  },
})
