import { open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { z } from 'zod'

/** What one request asked of the database, from the engine's own log. */
export type Statements = {
	/** Round trips: queries, and the begin and commit around them. */
	all: number
	queries: number
	transactions: number
	/** Time in the engine, in milliseconds. */
	milliseconds: number
	slowest: { milliseconds: number; text: string }
	/** Big tables that were read whole. */
	scanned: string[]
}

type Node = { 'Node Type': string; 'Relation Name'?: string | undefined; Plans?: Node[] | undefined }
const Node: z.ZodType<Node> = z.object({
	'Node Type': z.string(),
	'Relation Name': z.string().optional(),
	get Plans() {
		return z.array(Node).optional()
	}
})
const Logged = z.object({ 'Query Text': z.string(), Plan: Node })

const BIG = 10_000

/** Lets every new connection know how to log plans; takes effect at the next start. */
export async function preparePlans(owner: Client): Promise<void> {
	await owner.query(`alter system set session_preload_libraries = 'auto_explain'`)
}

/** The statements of one request, with their plans; the log is on for that one request only. */
export async function statementsOf(owner: Client, logFile: string, request: () => Promise<void>): Promise<Statements> {
	const { rows: big } = await owner.query<{ relname: string }>(
		`select relname from pg_class where relkind = 'r' and reltuples > ${String(BIG)}`
	)
	const settings = {
		log_statement: `'all'`,
		'auto_explain.log_min_duration': '0',
		'auto_explain.log_format': `'json'`,
		'auto_explain.log_nested_statements': 'on',
		log_line_prefix: `'%m [%p] %a '`
	}
	for (const [name, value] of Object.entries(settings)) await owner.query(`alter system set ${name} = ${value}`)
	await reload(owner)
	const file = await open(logFile)
	try {
		const { size: start } = await file.stat()
		await request()
		await pause(50)
		const { size: end } = await file.stat()
		const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
		return readLog(buffer.toString(), new Set(big.map((row) => row.relname)))
	} finally {
		await file.close()
		for (const name of Object.keys(settings)) await owner.query(`alter system reset ${name}`)
		await reload(owner)
	}
}

// Each backend reads the settings again before its next statement; the postmaster passes the signal on within milliseconds.
async function reload(owner: Client) {
	await owner.query('select pg_reload_conf()')
	await pause(150)
}

function readLog(log: string, big: ReadonlySet<string>): Statements {
	// An entry begins with its time; further lines of it begin with a tab.
	// The queue of jobs asks by itself now and then, and is no part of the page.
	const entries = log
		.split(/^(?=\d{4}-\d\d-\d\d )/m)
		.filter((entry) => !/alter system|pg_reload_conf|\] pgboss /.test(entry))
	const texts = entries.flatMap((entry) => /LOG: {2}(?:statement|execute [^:]+): ([\s\S]+)/.exec(entry)?.[1] ?? [])
	const plans = entries.flatMap((entry) => {
		const found = /LOG: {2}duration: ([\d.]+) ms {2}plan:\s+([\s\S]+)/.exec(entry)
		return found?.[2] ? [{ milliseconds: Number(found[1]), ...Logged.parse(JSON.parse(found[2])) }] : []
	})
	// What runs inside a function is planned too, and looked through; its time is its caller's already.
	const asked = new Set(texts.map(onOneLine))
	const outer = plans.filter((plan) => asked.has(onOneLine(plan['Query Text'])))
	const slowest = outer.toSorted((one, other) => other.milliseconds - one.milliseconds)[0]
	return {
		all: texts.length,
		queries: texts.filter((text) => !/^(?:begin|commit|rollback)/i.test(text)).length,
		transactions: texts.filter((text) => /^begin/i.test(text)).length,
		milliseconds: outer.reduce((sum, plan) => sum + plan.milliseconds, 0),
		slowest: { milliseconds: slowest?.milliseconds ?? 0, text: onOneLine(slowest?.['Query Text'] ?? '').slice(0, 300) },
		scanned: [...new Set(plans.flatMap((plan) => wholeReads(plan.Plan)))].filter((table) => big.has(table))
	}
}

const onOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

const wholeReads = (node: Node): string[] => [
	...(node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : []),
	...(node.Plans ?? []).flatMap(wholeReads)
]
