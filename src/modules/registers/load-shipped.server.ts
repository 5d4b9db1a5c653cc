import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { command, nothing, type Command, type Reader, type Writing } from '#platform/operation/operation.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { audienceOfRegister, declareIn, originOf, titleOfRegister } from './declare-register.server.ts'
import type { CompiledRegister } from './declaration/compile-declaration.ts'
import { digestOf, madeReady } from './registers.server.ts'

type Shipped = { text: string; digest: string; compiled: CompiledRegister }

// What is shipped does not change while the product runs: it is read and made ready once, for all workspaces.
const read = new Map<string, Promise<readonly Shipped[]>>()

/** The registers that are shipped, made ready, by the names of their files. */
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
		return { text, digest, compiled: madeReady(digest, text) }
	})
}

/** How many registers came in, how many took the place of an earlier version, and those that could not, by key. */
export const LoadedRegisters = z.object({ added: z.int(), renewed: z.int(), left: z.array(z.string()) })
type Loaded = z.output<typeof LoadedRegisters>

type Held = { key: string | null; code: string; digest: string; version: number; shipped_version: number | null }

/**
 * What is to be done about the shipped registers in a workspace: those that are not there, the later versions of those it has left
 * as they were shipped, and those that stay as they are since somebody changed them, or declared another under their key or code.
 */
function planOf(shipped: readonly Shipped[], held: readonly Held[]) {
	const byKey = new Map(held.map((row) => [row.key, row]))
	const codes = new Set(held.map(({ code }) => code))
	const plan: { missing: Shipped[]; later: Shipped[]; left: string[] } = { missing: [], later: [], left: [] }
	for (const one of shipped) {
		const { register, code, version } = one.compiled.declaration
		const row = byKey.get(register)
		if (!row && codes.has(code)) plan.left.push(register)
		else if (!row) plan.missing.push(one)
		else if (row.digest !== one.digest && version > (row.shipped_version ?? 0)) {
			if (row.shipped_version === row.version) plan.later.push(one)
			else plan.left.push(register)
		}
	}
	return plan
}

const heldIn = (tx: Reader, workspaceId: string): Promise<Held[]> =>
	tx
		.selectFrom('register')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'register.workspace_id').onRef('record.id', '=', 'register.id')
		)
		.select(['record.key', 'register.code', 'register.digest', 'register.version', 'register.shipped_version'])
		.where('register.workspace_id', '=', workspaceId)
		.execute()

/** True where a workspace lacks a shipped register, or has left one as an earlier version was shipped. */
export async function lacksShippedRegisters(tx: Reader, workspaceId: string, folder: string): Promise<boolean> {
	const { missing, later } = planOf(await shippedRegisters(folder), await heldIn(tx, workspaceId))
	return missing.length + later.length > 0
}

/** Brings the shipped registers into a workspace: all that are missing at once, then later versions one by one. */
export async function loadShippedRegisters(here: Writing, folder: string): Promise<Loaded> {
	const { missing, later, left } = planOf(await shippedRegisters(folder), await heldIn(here.tx, here.workspace.id))
	await addRegisters(here, missing)
	let renewed = 0
	for (const { text, compiled } of later) {
		if (await isRenewed(here, text)) renewed += 1
		else left.push(compiled.declaration.register)
	}
	return { added: missing.length, renewed, left }
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
	const registers = shipped.map((one) => ({ ...one, id: uuid() }))
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
}

/** Brings the shipped registers into a workspace. Not in the registry: only the console and the start of an installation do so. */
export const bringShippedRegisters = (folder: string): Command<Record<string, never>, Loaded> =>
	command({
		name: 'register.declare',
		input: z.strictObject({}),
		output: LoadedRegisters,
		about: nothing,
		allow: () => true,
		run: (here) => loadShippedRegisters(here, folder)
	})
