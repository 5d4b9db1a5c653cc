import { configureGlobal } from 'fast-check'

// The values that tests draw are the same in every run, unless a run asks for others: a failure can be looked at.
configureGlobal({ seed: Number(process.env['PITSO_TEST_SEED'] ?? 20_260_101) })
