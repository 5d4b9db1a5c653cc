import { execFileSync } from 'node:child_process'
import { arch, cpus, loadavg, totalmem } from 'node:os'
import type { Effort, Measured } from './measure.ts'

export type Whole = {
	command: string
	effort: Effort
	events: number
	fillSeconds: number
	starts: readonly number[]
	memory: { node: number; postgres: number }
	postgres: string
	measured: readonly Measured[]
}

const FIRST_VIEW_MOST = 60_000
const SECOND_START_MOST = 3

const ms = (value: number) => value.toFixed(1)
const kB = (bytes: number) => (bytes / 1_000).toFixed(1)

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
	const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
	return [line(head), rule, ...rows.map(line)].join('\n')
}

function missesOf({ subject, p99, failed, bytes, statements }: Measured): string[] {
	const misses = []
	const { name, most } = subject
	if (most !== null && p99 >= most) {
		const engine = statements
			? ` Of one request alone ${ms(statements.milliseconds)} ms pass in the database, ${ms(statements.slowest.milliseconds)} ms of them in \`${statements.slowest.text}\`.`
			: ''
		misses.push(`**${name}**: p99 ${ms(p99)} ms, budget ${String(most)} ms.${engine}`)
	}
	if (failed > 0) misses.push(`**${name}**: ${String(failed)} requests failed: Pitso could not keep up.`)
	if (bytes && bytes.first >= FIRST_VIEW_MOST)
		misses.push(
			`**${name}**: first view ${kB(bytes.first)} kB, budget ${kB(FIRST_VIEW_MOST)} kB; the page itself is ${kB(bytes.second)} kB${bytes.isCompressed ? '' : ', sent uncompressed'}.`
		)
	if (statements && statements.scanned.length > 0)
		misses.push(`**${name}**: reads the whole of ${statements.scanned.join(', ')}.`)
	return misses
}

/** The results as a page of Markdown. */
export function toMarkdown(whole: Whole): string {
	const { effort, measured, starts, memory } = whole
	const [first = NaN, second = NaN] = starts
	const rows = measured.map(({ subject, p50, p99, perSecond, bytes, statements }) => [
		subject.name,
		ms(p50),
		ms(p99),
		subject.most === null ? '' : `< ${String(subject.most)}${p99 < subject.most ? '' : ' missed'}`,
		perSecond.toFixed(0),
		bytes ? `${kB(bytes.first)}${bytes.first < FIRST_VIEW_MOST ? '' : ' missed'}` : '',
		bytes ? kB(bytes.second) : '',
		statements ? String(statements.queries) : '',
		statements ? String(statements.transactions) : '',
		statements ? ms(statements.milliseconds) : ''
	])
	const misses = [
		...measured.flatMap(missesOf),
		...(second < SECOND_START_MOST
			? []
			: [`**second start**: ${second.toFixed(1)} s, budget ${String(SECOND_START_MOST)} s.`])
	]
	const processor = cpus()[0]?.model ?? 'unknown processor'
	const memoryOfMachine = `${(totalmem() / 2 ** 30).toFixed(0)} GB`
	return `# Measured

${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, by \`${whole.command}\`, at ${commit()}. ${processor}, ${String(cpus().length)} cores (${arch()}), ${memoryOfMachine}; Node.js ${process.versions.node}, ${whole.postgres}.
Load of the machine when it ended: ${loadavg()
		.map((load) => load.toFixed(1))
		.join(', ')}. The measuring process shares the cores with Pitso and PostgreSQL.

The workspace has 100,000 records (80,112 actors, of which 200 sit in 60 structures; 202 frameworks with 19,626 areas) and ${whole.events.toLocaleString('en')} events,
beside the three demonstration workspaces; it was filled in ${whole.fillSeconds.toFixed(0)} s. Pages are asked for by the secretariat's seat, signed in.

- p50, p99: milliseconds at ${String(effort.rate)} requests a second, begun on time whether or not the one before is done; ${String(effort.requests)} requests, median of ${String(effort.runs)} runs.
- requests/s: as much as ${String(effort.hands)} hands get, ${String(effort.seconds)} s each, median of ${String(effort.runs)} runs.
- first view: kilobytes over the wire with styles, font, script and icon, budget ${kB(FIRST_VIEW_MOST)}; second: the next page of the kind.
- queries, transactions, and the milliseconds in the database: of one request, from PostgreSQL's own log.
- plain SQL: the same list by the driver alone as the owner, without rights, references or page.

${table(['', 'p50', 'p99', 'budget', 'requests/s', 'first view', 'second', 'queries', 'transactions', 'database ms'], rows)}

${table(
	['', 'measured', 'budget'],
	[
		['first start, with the demonstration loaded, to the first page', `${first.toFixed(2)} s`, ''],
		['second start, to the first page', `${second.toFixed(2)} s`, `< ${String(SECOND_START_MOST)} s`],
		['memory of Node.js, after the load', `${memory.node.toFixed(0)} MB`, ''],
		['memory of PostgreSQL, shared memory counted once', `${memory.postgres.toFixed(0)} MB`, '']
	]
)}

## Where a budget is missed

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
