// `npm run test:nightly`: everything that `npm test` does, with the long runs at their full length.
process.env.PITSO_TEST_NIGHTLY ??= 'yes'
await import('./test.mjs')
