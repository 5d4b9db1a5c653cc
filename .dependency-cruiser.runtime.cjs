// What can be reached when the product runs: an import for a type only is gone by then, and carries nothing anywhere.
const { options } = require('./.dependency-cruiser.cjs')

module.exports = {
	forbidden: [
		{
			name: 'operations-stay-on-the-server',
			comment: 'A component that reaches an operation would carry server code to a browser.',
			severity: 'error',
			from: { path: '\\.svelte$' },
			to: { path: '^src/platform/operation/[^/]+\\.server\\.ts$', reachable: true }
		}
	],
	options: { ...options, tsPreCompilationDeps: false }
}
