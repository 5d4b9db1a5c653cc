/** A statement of a migration, without comments, in one line and small letters. */
export type Statement = string

/** The statements of a migration in order; what stands between dollar signs belongs to its statement. */
export function statementsOf(text: string): Statement[] {
	const bare = text.replaceAll(/--[^\n]*/g, '')
	const statements = []
	let start = 0
	let quote: string | null = null
	for (const { 0: token, index } of bare.matchAll(/\$[a-z_]*\$|'|;/g)) {
		if (quote === null && token === ';') {
			statements.push(bare.slice(start, index))
			start = index + 1
		} else if (quote === null && token !== ';') quote = token
		else if (token === quote) quote = null
	}
	statements.push(bare.slice(start))
	return statements.map((one) => one.replaceAll(/\s+/g, ' ').trim().toLowerCase()).filter((one) => one !== '')
}

// What works on one engine and fails on another; each was tried.
const NEVER: readonly (readonly [string, RegExp])[] = [
	['a serial column', /\b(small|big)?serial\b/],
	['an identity column', /generated\s+(always|by default)\s+as\s+identity/],
	['merge', /(^|;|\bbegin\b)\s*merge\s+into\b/],
	['uuidv7 in the database', /\buuidv7\s*\(/],
	['a generated column that is not stored', /generated\s+always\s+as\s*\((?:[^()]|\([^()]*\))*\)(?!\s*stored)/],
	['on delete set null', /on\s+delete\s+set\s+(null|default)/],
	['on update', /on\s+update\s+(cascade|set|restrict)/],
	['a trigger', /create\s+(or\s+replace\s+)?(constraint\s+)?trigger\b/],
	[
		'a clock or chance in an update',
		/\bset\b[^;]*=\s*[^;]*\b(now|random|clock_timestamp|transaction_timestamp|statement_timestamp)\s*\(/
	],
	['several constraints in one statement', /^alter table\b.*\badd constraint\b.*,\s*add\b/],
	[
		'a column and a constraint in one statement',
		/^alter table\b.*\badd column\b.*\b(references|check|unique|primary key)\b/
	]
]

const columnsIn = (list: string) => list.split(',').map((column) => column.trim().split(' ')[0] ?? '')

/** The keys that leave out the workspace: of tables that have one. */
function keysWithoutWorkspace(statement: Statement, hasWorkspace: (table: string) => boolean): string[] {
	const table = /^(?:create table(?: if not exists)?|alter table(?: only)?) (\w+)/.exec(statement)?.[1]
	const indexed = /^create unique index \w+ on (\w+) \(([^)]*)\)/.exec(statement)
	if (indexed?.[1] && hasWorkspace(indexed[1]) && !columnsIn(indexed[2] ?? '').includes('workspace_id'))
		return [`${indexed[1]}: unique index without workspace_id`]
	if (table === undefined || !hasWorkspace(table)) return []
	const keys = statement.matchAll(/\b(primary key|unique|foreign key|references \w+) \(([^)]*)\)/g)
	return [...keys]
		.filter(([, , list = '']) => !columnsIn(list).includes('workspace_id'))
		.map(([, kind = '', list = '']) => `${table}: ${kind} (${list}) without workspace_id`)
}

/** What of a migration breaks a rule that all three sizes of the database need kept. */
export function lintMigration(text: string): string[] {
	const statements = statementsOf(text)
	const inWorkspace = new Set(
		statements.flatMap((one) => /^create table (\w+) \(\s*workspace_id\b/.exec(one)?.[1] ?? [])
	)
	const faults = statements.flatMap((statement) => {
		const said = statement.slice(0, 60)
		// A function may name the time that it is given; only what a migration itself writes is held to this.
		const found = NEVER.filter(([, rule]) => rule.test(statement)).map(([name]) => `${name}: ${said}`)
		const foreign =
			/^create table/.test(statement) && /\breferences\b/.test(statement)
				? [`foreign key in create table: ${said}`]
				: []
		return [...found, ...foreign, ...keysWithoutWorkspace(statement, (table) => inWorkspace.has(table))]
	})
	const spread = [...text.matchAll(/^-- distribute: (.+)$/gm)].flatMap(([, names = '']) => names.trim().split(/\s+/))
	const forgotten = [...inWorkspace]
		.filter((table) => !spread.includes(table))
		.map((table) => `${table} is not distributed`)
	const before = text.split(/^-- distribute: /m)[0] ?? ''
	const early =
		spread.length > 0 && /\bforeign key\b/i.test(before)
			? ['a foreign key stands before its tables are distributed']
			: []
	return [...faults, ...forgotten, ...early]
}
