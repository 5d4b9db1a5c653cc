import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { command, nothing, type Command, type Reader, type Writing } from '#platform/operation/operation.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { audienceOfRegister, declareIn, originOf, titleOfRegister } from './declare-register.server.ts'
import type { CompiledRegister } from './declaration/compile-declaration.ts'
import { bringDeclaredReports } from './edition/declared-templates.server.ts'
import { digestOf, madeReady } from './registers.server.ts'
import { keepFormDeclared } from './submission/form-commands.ts'
import { offerUpgrade } from './upgrade/offer-upgrade.server.ts'

/** A shipped register as its file begins, and the others that it names: all that a start asks. */
type Shipped = {
	text: string
	digest: string
	register: string
	code: string
	version: number
	named: readonly string[]
	compiled: () => CompiledRegister
}

// What is shipped does not change while the product runs: it is read once, for all workspaces.
const read = new Map<string, Promise<readonly Shipped[]>>()

/** The registers that are shipped, by the names of their files. They are made ready one by one, when they are first asked for. */
export function shippedRegisters(folder: string): Promise<readonly Shipped[]> {
	const known = read.get(folder)
	if (known) return known
	const reading = readShipped(folder)
	read.set(folder, reading)
	return reading
}

async function readShipped(folder: string): Promise<readonly Shipped[]> {
	const files = (await readdir(join(folder, 'registers'))).filter((file) => file.endsWith('.yaml')).sort()
	const texts = await Promise.all(files.map((file) => readFile(join(folder, 'registers', file), 'utf8')))
	return texts.map((text) => {
		const digest = digestOf(text)
		return { text, digest, ...headOf(text), compiled: () => madeReady(digest, text) }
	})
}

// To read YAML takes ten times as long as all else that a start does about registers: a file begins with what is asked here.
function headOf(text: string) {
	const told = (key: string) => new RegExp(`^${key}: (\\S+)`, 'm').exec(text)?.[1] ?? ''
	const register = told('register')
	const named = [...text.matchAll(/\bregister: ([a-z0-9-]+)/g)].flatMap(([, other = '']) =>
		other === register ? [] : [other]
	)
	return { register, code: told('code'), version: Number(told('version')), named: [...new Set(named)] }
}

/** How many registers came in, how many took the place of an earlier version, and those that could not, by key. */
export const LoadedRegisters = z.object({ added: z.int(), renewed: z.int(), left: z.array(z.string()) })
type Loaded = z.output<typeof LoadedRegisters>

type Held = {
	key: string | null
	code: string
	digest: string
	version: number
	shipped_version: number | null
	/** The last version that was offered to be merged, whatever became of it. */
	offered_version: number | null
}

/**
 * What is to be done about the shipped registers in a workspace: those that are not there, the later versions of those it has left
 * as they were shipped, those it has changed, which are offered, and those that cannot come since another has their code, or
 * since they name one that cannot come.
 */
function planOf(shipped: readonly Shipped[], held: readonly Held[]) {
	const byKey = new Map(held.map((row) => [row.key, row]))
	const codes = new Set(held.map(({ code }) => code))
	const plan: { missing: Shipped[]; later: Shipped[]; changed: Shipped[]; left: string[] } = {
		missing: [],
		later: [],
		changed: [],
		left: []
	}
	for (const one of shipped) {
		const { register, code, version } = one
		const row = byKey.get(register)
		if (!row && codes.has(code)) plan.left.push(register)
		else if (!row) plan.missing.push(one)
		else if (row.digest !== one.digest && version > Math.max(row.shipped_version ?? 0, row.offered_version ?? 0)) {
			if (row.shipped_version === row.version) plan.later.push(one)
			else plan.changed.push(one)
		}
	}
	for (let lonely = lonelyAmong(plan.missing, byKey); lonely; lonely = lonelyAmong(plan.missing, byKey)) {
		plan.missing.splice(plan.missing.indexOf(lonely), 1)
		plan.left.push(lonely.register)
	}
	return plan
}

function lonelyAmong(missing: readonly Shipped[], held: ReadonlyMap<string | null, unknown>) {
	const there = new Set(missing.map(({ register }) => register))
	return missing.find(({ named }) => named.some((other) => !there.has(other) && !held.has(other)))
}

const heldIn = (tx: Reader, workspaceId: string): Promise<Held[]> =>
	tx
		.selectFrom('register')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'register.workspace_id').onRef('record.id', '=', 'register.id')
		)
		.select((row) => [
			'record.key',
			'register.code',
			'register.digest',
			'register.version',
			'register.shipped_version',
			row
				.selectFrom('register_upgrade')
				.select(({ fn }) => fn.max('register_upgrade.shipped_version').as('last'))
				.whereRef('register_upgrade.workspace_id', '=', 'register.workspace_id')
				.whereRef('register_upgrade.register_id', '=', 'register.id')
				.as('offered_version')
		])
		.where('register.workspace_id', '=', workspaceId)
		.execute()

/** True where a workspace lacks a shipped register, or has one in an earlier version and was not offered the later one. */
export async function lacksShippedRegisters(tx: Reader, workspaceId: string, folder: string): Promise<boolean> {
	const { missing, later, changed } = planOf(await shippedRegisters(folder), await heldIn(tx, workspaceId))
	return missing.length + later.length + changed.length > 0
}

/**
 * Brings the shipped registers into a workspace: all that are missing at once, then later versions one by one; those that are
 * not simply taken are offered to the administrators.
 */
export async function loadShippedRegisters(here: Writing, folder: string): Promise<Loaded> {
	const plan = planOf(await shippedRegisters(folder), await heldIn(here.tx, here.workspace.id))
	const { missing, later, left } = plan
	const changed = [...plan.changed]
	await addRegisters(here, missing)
	let renewed = 0
	for (const one of later) {
		if (await isRenewed(here, one.text)) renewed += 1
		else changed.push(one)
	}
	for (const { text, register } of changed) {
		await offerUpgrade(here, { register, text })
		left.push(register)
	}
	return { added: missing.length, renewed, left: left.sort() }
}

// A later version that would lose what a workspace keeps leaves the earlier one in its place: a start is not refused for it.
async function isRenewed(here: Writing, text: string) {
	try {
		await declareIn(here, { text, isShipped: true })
		return true
	} catch (error) {
		if (isRefusal(error)) return false
		throw error
	}
}

async function addRegisters(here: Writing, shipped: readonly Shipped[]) {
	if (shipped.length === 0) return
	const registers = shipped.map((one) => ({ ...one, compiled: one.compiled(), id: uuid() }))
	await here.write.addRecords(
		registers.map(({ id, compiled }) => ({
			id,
			kind: 'register',
			key: compiled.declaration.register,
			number: null,
			title: titleOfRegister(here.workspace.language, compiled),
			audience: audienceOfRegister(compiled),
			...originOf(true)
		}))
	)
	await here.write.addAll(
		'register',
		registers.map(({ id, text, digest, compiled: { declaration } }) => ({
			id,
			code: declaration.code,
			declaration: text,
			version: declaration.version,
			digest,
			shipped_version: declaration.version
		}))
	)
	await here.write.addAll(
		'register_version',
		registers.map(({ id, text, compiled }) => ({
			register_id: id,
			version: compiled.declaration.version,
			declaration: text,
			declared_at: here.now
		}))
	)
	for (const { id, compiled } of registers) {
		await keepFormDeclared(here, id, { before: null, after: compiled })
		await bringDeclaredReports(here, { id, compiled, isShipped: true })
	}
}

/** Brings the shipped registers into a workspace. Not in the registry: only the console and the start of an installation do so. */
export const bringShippedRegisters = (folder: string): Command<Record<string, never>, Loaded> =>
	command({
		name: 'register.bringShipped',
		input: z.strictObject({}),
		output: LoadedRegisters,
		about: nothing,
		allow: () => true,
		run: (here) => loadShippedRegisters(here, folder)
	})
