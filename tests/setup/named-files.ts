/** They take longest, and longer than one would think from their size, by which files go in a folder where none have been run. */
export const LONG = [
	'src/modules/registers/unseen.integration.test.ts',
	'src/cli/backup.integration.test.ts',
	'src/platform/backup/backup.integration.test.ts',
	'src/modules/directory/round-trip.integration.test.ts',
	'src/platform/database/embedded.integration.test.ts',
	'tests/access/leakage.integration.test.ts',
	'tests/access/other-workspace.integration.test.ts',
	'tests/access/hostile-input.integration.test.ts',
	'src/modules/registers/hidden.integration.test.ts',
	'tests/browser/accessibility.test.ts',
	'tests/browser/accessibility-others.test.ts'
]

/** They ask the run's database for nothing: where everything is run on a server after the embedded engine, once is enough. */
export const OF_NO_DATABASE = [
	'src/modules/instruments/provision/extract-text.integration.test.ts',
	'src/modules/instruments/provision/extract/read-docx.integration.test.ts',
	'src/modules/instruments/provision/extract/read-pdf.integration.test.ts',
	'src/platform/database/embedded.integration.test.ts',
	'src/platform/documents/documents.integration.test.ts',
	'src/platform/files/folder-lock.integration.test.ts'
]
