import { execFileSync } from 'node:child_process'
import { arch, cpus, loadavg, totalmem } from 'node:os'
import { BEFORE } from './before.ts'
import { IMPORT_MOST_SECONDS, type Imported } from './import.ts'
import type { Effort, Measured } from './measure.ts'
import { COMPARED_MOST, type OverlapFigures, type Took } from './overlap.ts'
import { recordsOf, type Shape } from './shapes.ts'

/** What was measured on one of the two databases. */
export type OnEngine = {
	postgres: string
	fillSeconds: number
	/** Of the workspace that is asked for. */
	full: readonly Measured[]
	/** Of one whose committees have worked for ten years. */
	deliberation: readonly Measured[]
	/** Of one that keeps sixty registers, one of them long. */
	registers: { measured: readonly Measured[]; imported: readonly Imported[] }
	/** Of one with the laws of a country. */
	legislation: readonly Measured[]
	/** Of many small workspaces, by how many there were. */
	many: readonly { workspaces: number; measured: readonly Measured[] }[]
	/** From the command to the first page: the first start, a later one, one with many workspaces. */
	starts: { first: number; second: number; many: number }
	memory: { node: number; postgres: number }
}

export type Whole = {
	command: string
	minutes: number
	effort: Effort
	shapes: {
		full: Shape
		wide: Shape
		small: Shape
		listed: Shape
		deliberating: Shape
		legislating: Shape
		registering: Shape
	}
	embedded?: OnEngine
	server?: OnEngine
	/** A new draft against the laws of a country, without database and pages. */
	overlaps?: OverlapFigures
	wide: readonly Measured[]
	beside: readonly Measured[]
	directus: string
}

const FIRST_VIEW_MOST = 60_000
const SECOND_START_MOST = 3

const ms = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '' : value.toFixed(1))
const kB = (bytes: number) => (bytes / 1_000).toFixed(1)
const count = (value: number) => value.toLocaleString('en')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
	const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
	return [line(head), rule, ...rows.map(line)].join('\n')
}

const aimOf = ({ subject, p99 }: Measured) =>
	subject.most === null ? '' : `< ${String(subject.most)}${p99 < subject.most ? '' : ' missed'}`

function missesOf(where: string, { subject, p99, failed, bytes, statements, processor }: Measured): string[] {
	const misses = []
	const { name, most } = subject
	if (most !== null && p99 >= most) {
		const used = processor
			? ` One request takes ${ms(processor.node)} ms of Node.js and ${ms(processor.postgres)} ms of PostgreSQL; at 50 a second two cores have 40.`
			: ''
		const engine =
			statements && statements.slowest.milliseconds > 5
				? ` Longest in the database: ${ms(statements.slowest.milliseconds)} ms, \`${statements.slowest.text}\`.`
				: ''
		misses.push(`**${name}** (${where}): p99 ${ms(p99)} ms, aim ${String(most)} ms.${used}${engine}`)
	}
	if (failed > 0) misses.push(`**${name}** (${where}): ${String(failed)} requests failed: Pitso could not keep up.`)
	if (bytes && bytes.first >= FIRST_VIEW_MOST)
		misses.push(
			`**${name}** (${where}): first view ${kB(bytes.first)} kB, aim ${kB(FIRST_VIEW_MOST)} kB; the page itself is ${kB(bytes.second)} kB.`
		)
	if (statements && statements.scanned.length > 0)
		misses.push(`**${name}** (${where}): reads the whole of ${statements.scanned.join(', ')}.`)
	return misses
}

type Which = (engine: OnEngine) => readonly Measured[]

function fullTable({ embedded, server }: Whole, which: Which): string {
	const engine = embedded ?? server
	const rows = engine ? which(engine) : []
	const there = new Map((server ? which(server) : []).map((one) => [one.subject.name, one]))
	return table(
		[
			'',
			'p50',
			'p99',
			'aim',
			'requests/s',
			'Node ms',
			'PostgreSQL ms',
			'queries',
			'transactions',
			'first view',
			'second',
			'server p50',
			'server p99',
			'server requests/s'
		],
		rows.map((one) => {
			const other = there.get(one.subject.name)
			const { bytes, statements, processor } = one
			return [
				one.subject.name,
				ms(one.p50),
				ms(one.p99),
				aimOf(one),
				one.perSecond.toFixed(0),
				ms(processor?.node),
				ms(processor?.postgres),
				statements ? String(statements.queries) : '',
				statements ? String(statements.transactions) : '',
				bytes ? `${kB(bytes.first)}${bytes.first < FIRST_VIEW_MOST ? '' : ' missed'}` : '',
				bytes ? kB(bytes.second) : '',
				ms(other?.p50),
				other
					? `${ms(other.p99)}${other.subject.most !== null && other.p99 >= other.subject.most ? ' missed' : ''}`
					: '',
				other ? other.perSecond.toFixed(0) : ''
			]
		})
	)
}

function wideTable(wide: readonly Measured[]): string {
	return table(
		[
			'',
			'p50 before',
			'p50',
			'p99 before',
			'p99',
			'aim',
			'requests/s before',
			'requests/s',
			'queries before',
			'queries',
			'transactions before',
			'transactions'
		],
		wide.map((one) => {
			const before = BEFORE[one.subject.name]
			const { statements } = one
			return [
				one.subject.name,
				ms(before?.p50),
				ms(one.p50),
				ms(before?.p99),
				ms(one.p99),
				aimOf(one),
				before ? String(before.perSecond) : '',
				one.perSecond.toFixed(0),
				before ? String(before.queries) : '',
				statements ? String(statements.queries) : '',
				before ? String(before.transactions) : '',
				statements ? String(statements.transactions) : ''
			]
		})
	)
}

function manyTable({ embedded, server }: Whole): string {
	const engines = [
		['embedded', embedded],
		['server', server]
	] as const
	const rows = engines.flatMap(([name, engine]) =>
		(engine?.many[0]?.measured ?? []).map(({ subject }) => [
			`${subject.name}, ${name}`,
			...(engine?.many ?? []).flatMap(({ measured }) => {
				const one = measured.find((other) => other.subject.name === subject.name)
				const isMissed = one && subject.most !== null && one.p99 >= subject.most
				return [ms(one?.p50), `${ms(one?.p99)}${isMissed ? ' missed' : ''}`, one?.perSecond.toFixed(0) ?? '']
			})
		])
	)
	const sizes = (embedded ?? server)?.many.map(({ workspaces }) => workspaces) ?? []
	return table(['', ...sizes.flatMap((size) => [`${String(size)}: p50`, 'p99', 'requests/s'])], rows)
}

const isSlow = ({ rows, seconds }: Imported) => rows >= IMPORTED_ROWS && seconds >= IMPORT_MOST_SECONDS
// The aim is one of so many rows; of fewer it says nothing.
const IMPORTED_ROWS = 100_000

function importTable({ embedded, server }: Whole): string {
	const rows = [
		['embedded', embedded],
		['server', server]
	] as const
	return table(
		[
			'',
			'circles of readers',
			'rows',
			'megabytes',
			'preview',
			'import',
			'aim',
			'rows/s',
			'Node s',
			'PostgreSQL s',
			'standings told'
		],
		rows.flatMap(([name, engine]) =>
			(engine?.registers.imported ?? []).map((one) => [
				name,
				String(one.circles),
				count(one.rows),
				one.megabytes.toFixed(1),
				`${one.previewSeconds.toFixed(1)} s`,
				`${one.seconds.toFixed(1)} s`,
				one.rows < IMPORTED_ROWS ? '' : `< ${String(IMPORT_MOST_SECONDS)} s${isSlow(one) ? ' missed' : ''}`,
				count(Math.round(one.rows / one.seconds)),
				one.processor.node.toFixed(1),
				one.processor.postgres.toFixed(1),
				String(one.told)
			])
		)
	)
}

const besideTable = (beside: readonly Measured[]) =>
	table(
		['', 'p50', 'p99', 'requests/s', 'Node ms', 'PostgreSQL ms'],
		beside
			.toSorted((one, other) => (one.subject.about ?? '').localeCompare(other.subject.about ?? ''))
			.map((one) => [
				one.subject.name,
				ms(one.p50),
				ms(one.p99),
				one.perSecond.toFixed(0),
				ms(one.processor?.node),
				ms(one.processor?.postgres)
			])
	)

function startTable({ embedded, server }: Whole): string {
	const both = (of: (engine: OnEngine) => string) => [embedded, server].map((engine) => (engine ? of(engine) : ''))
	const most = Math.max(
		...[embedded, server].flatMap((engine) => engine?.many.map(({ workspaces }) => workspaces) ?? [0])
	)
	return table(
		['', 'embedded', 'server', 'aim'],
		[
			[
				'first start to the first page (embedded: with the demonstration loaded)',
				...both(({ starts }) => `${starts.first.toFixed(2)} s`),
				''
			],
			['second start', ...both(({ starts }) => `${starts.second.toFixed(2)} s`), `< ${String(SECOND_START_MOST)} s`],
			[
				`start with ${String(most)} more workspaces`,
				...both(({ starts }) => `${starts.many.toFixed(2)} s`),
				`< ${String(SECOND_START_MOST)} s`
			],
			['memory of Node.js, after the load', ...both(({ memory }) => `${memory.node.toFixed(0)} MB`), ''],
			[
				'memory of PostgreSQL, shared memory counted once',
				...both(({ memory }) => `${memory.postgres.toFixed(0)} MB`),
				''
			],
			['filling', ...both(({ fillSeconds }) => `${fillSeconds.toFixed(0)} s`), '']
		]
	)
}

const shapeOf = (shape: Shape) =>
	`${count(recordsOf(shape))} records (${count(shape.actors)} actors, ${count(shape.structures)} structures, ${count(shape.frameworks)} frameworks, ${count(shape.areas)} areas), ${count(shape.events)} events`

const deliberatingOf = (shape: Shape) =>
	shape.deliberation
		? `A workspace of ${count(shape.structures)} structures that met for ten years: ${count(shape.deliberation.meetings)} meetings, ${count(shape.deliberation.recommendations)} recommendations, ${count(shape.deliberation.actions)} actions.`
		: ''

const legislatingOf = ({ legislation }: Shape) =>
	legislation
		? `A workspace of ${count(legislation.laws)} laws and policies with ${count(legislation.provisions)} provisions, ${count(legislation.instruments)} instruments with 30 obligations each, ten of them judged. Aims: a page under 50 ms (p99), a new draft of 30 pages compared with all of them under 3 s.`
		: ''

const registeringOf = ({ registers }: Shape) =>
	registers
		? `A workspace of ${count(registers.registers)} registers of 40 fields, ten of which lists are filtered by: one of ${count(registers.entries)} entries, the others of ${count(registers.others)} each. Aims: a page under 50 ms (p99), headline figures under 20 ms, an import of 100,000 rows under ${String(IMPORT_MOST_SECONDS)} s.`
		: ''

/** The middle one of comparisons that stand in their order. */
const middleOf = ({ compared }: OverlapFigures): Took =>
	compared[Math.floor(compared.length / 2)] ?? { took: NaN, processor: NaN }

const inSeconds = ({ took, processor }: Took) =>
	`${(took / 1_000).toFixed(1)} s (${(processor / 1_000).toFixed(1)} s of processor)`

const comparedOf = (figures: OverlapFigures) =>
	`A new draft of ${count(figures.draft)} provisions, some 30 pages, compared with ${count(figures.texts)} texts of ${count(figures.provisions)} provisions, without database and pages: ${inSeconds(middleOf(figures))}, the middle one of ${String(figures.compared.length)}, aim < ${String(COMPARED_MOST / 1_000)} s. Their index is made in ${inSeconds(figures.built)}, and what hangs on all texts together in ${inSeconds(figures.prepared)}; a server does that once, beforehand.`

function allMisses({ embedded, server, wide, overlaps }: Whole): string[] {
	const engines = [
		['embedded', embedded],
		['server', server]
	] as const
	return [
		...engines.flatMap(([name, engine]) => [
			...[
				...(engine?.full ?? []),
				...(engine?.deliberation ?? []),
				...(engine?.legislation ?? []),
				...(engine?.registers.measured ?? [])
			].flatMap((one) => missesOf(name, one)),
			...(engine?.registers.imported ?? [])
				.filter(isSlow)
				.map(
					({ circles, rows, seconds, processor }) =>
						`**import of ${count(rows)} rows, ${String(circles)} circles of readers** (${name}): ${seconds.toFixed(1)} s, aim ${String(IMPORT_MOST_SECONDS)} s; ${processor.node.toFixed(1)} s of Node.js and ${processor.postgres.toFixed(1)} s of PostgreSQL.`
				),
			...(engine?.many ?? []).flatMap(({ workspaces, measured }) =>
				measured.flatMap((one) => missesOf(`${name}, ${String(workspaces)} workspaces`, one))
			),
			...(engine && engine.starts.second >= SECOND_START_MOST
				? [`**second start** (${name}): ${engine.starts.second.toFixed(1)} s, aim ${String(SECOND_START_MOST)} s.`]
				: [])
		]),
		...(overlaps && middleOf(overlaps).took >= COMPARED_MOST
			? [
					`**a new draft compared with all laws**: ${inSeconds(middleOf(overlaps))}, aim ${String(COMPARED_MOST / 1_000)} s.`
				]
			: []),
		...wide.flatMap((one) => missesOf('wide workspace', one))
	]
}

/** A part of the page, where something of it was measured. */
const section = (whole: Whole, which: Which, opening: string) =>
	[whole.embedded, whole.server].some((engine) => engine && which(engine).length > 0)
		? `${opening}\n\n${fullTable(whole, which)}\n\n`
		: ''

/** The results as a page of Markdown. */
export function toMarkdown(whole: Whole): string {
	const { effort, shapes, embedded, server, overlaps, wide, beside, directus } = whole
	const misses = allMisses(whole)
	const processor = cpus()[0]?.model ?? 'unknown processor'
	const engines = [embedded && `embedded ${embedded.postgres}`, server && `server ${server.postgres}`]
		.filter(Boolean)
		.join(', ')
	return `# Measured

${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, by \`${whole.command}\` in ${whole.minutes.toFixed(0)} minutes, at ${commit()}. ${processor}, ${String(cpus().length)} cores (${arch()}), ${(totalmem() / 2 ** 30).toFixed(0)} GB;
Node.js ${process.versions.node}; ${engines}. Load of the machine when it ended: ${loadavg()
		.map((load) => load.toFixed(1))
		.join(', ')}. One process of Pitso; the measuring process shares the cores with it and PostgreSQL.

- p50, p99: milliseconds at ${String(effort.rate)} requests a second, begun on time whether or not the one before is done; ${String(effort.requests)} requests, median of ${String(effort.runs)} ${effort.runs === 1 ? 'run' : 'runs'}.
- the first time after an event: what is answered again is kept until the next event of the workspace, so each of these was asked alone, after one; requests/s is one hand's.
- requests/s: as much as ${String(effort.hands)} hands get, ${String(effort.seconds)} s each.
- Node ms, PostgreSQL ms: processor time of one request. It is what remains comparable when the machine is busy with other things.
- queries, transactions: of one request with its sign-in, from PostgreSQL's own log. They do not grow with what a workspace holds, nor with its history
  (\`tests/database/statements.integration.test.ts\`).
- first view: kilobytes over the wire with styles, font, script and icon, aim ${kB(FIRST_VIEW_MOST)}; second: the next page of the kind. Pages are asked for by the secretariat's seat, signed in.

${section(
	whole,
	({ full }) => full,
	`## A full workspace

${shapeOf(shapes.full)}. What the 200 actors and 60 structures leave of the
100,000 are frameworks and their areas; each actor leads eight of them. It was filled by bulk statements: its history has the shape that commands leave, but no valid chain.`
)}${section(whole, ({ deliberation }) => deliberation, `## Committees at work\n\n${deliberatingOf(shapes.deliberating)}`)}${section(
		whole,
		({ legislation }) => legislation,
		`## The laws of a country\n\n${legislatingOf(shapes.legislating)}`
	)}${overlaps ? `## Overlaps of a new draft\n\n${comparedOf(overlaps)}\n\n` : ''}${section(
		whole,
		({ registers }) => registers.measured,
		`## A secretariat's lists\n\n${registeringOf(shapes.registering)}`
	)}${
		[embedded, server].some((engine) => (engine?.registers.imported.length ?? 0) > 0)
			? `An import as a person does it: the file sent, looked at, and brought in as a job that says how far it is. The preview is told by itself. Where a field has readers of its own, an entry has two circles of readers: it is written in two parts, each with its history.\n\n${importTable(whole)}\n\n`
			: ''
	}${wide.length === 0 ? '' : `## Long lists of actors, before and after\n\n${shapeOf(shapes.wide)}, embedded. _Before_ is commit 2fb7d72 on the same machine, over the same rows.\n\n${wideTable(wide)}\n`}
${
	[embedded, server].some((engine) => engine?.many.some(({ measured }) => measured.length > 0))
		? `## 1, 20 and 200 workspaces

Each with ${shapeOf(shapes.small)}, asked for in turn; embedded they stand beside the full one. What is asked of one neighbour must not slow with the number of the others.

${manyTable(whole)}

`
		: ''
}${beside.length === 0 ? '' : `## Beside it\n\nOn one PostgreSQL server, over the same 10,000 actors and the same entries of the long register: Pitso by its programming interface, as a signed-in seat (row level security, rights, history); ${directus} as the\ngeneric tool a user would pick instead (its administrator, no rights to weigh); and the plain SQL through the driver alone, as the owner.\n\n${besideTable(beside)}\n`}
## Start and memory

${startTable(whole)}

## Where an aim is missed, and why

${misses.length === 0 ? 'Nowhere.' : misses.map((miss) => `- ${miss}`).join('\n')}
`
}

function commit() {
	try {
		return `commit ${execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()} and what lay on it`
	} catch {
		return 'an unknown commit'
	}
}
