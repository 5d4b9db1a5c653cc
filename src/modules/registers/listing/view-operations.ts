import { z } from 'zod'
import { Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { getView, namingUnseen, soundAddress, stands, viewsOf } from './find-view.server.ts'

/** More views than these a seat keeps of no register: nobody would find the right one among them. */
const VIEWS_MOST = 50

const View = z.object({
	id: z.string(),
	name: z.string(),
	/** What stands behind the question mark of the list's address. */
	address: z.string(),
	isShared: z.boolean(),
	isOwn: z.boolean(),
	/** The office that shares it, of another's view; null of one's own, and where the seat is told of no seats. */
	sharedBy: z.string().nullable(),
	/** What this seat finds first when it opens the register. */
	isFirst: z.boolean(),
	/** False where the register no longer offers something the view asks for. */
	stands: z.boolean()
})

/** The views of a register that a seat saved, and those others share with all who see the register. */
export const listViews = query({
	name: 'registerView.list',
	input: z.strictObject({ register: Reference }),
	output: z.object({ views: z.array(View) }),
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, _input, register) {
		const rows = await viewsOf(here, register)
		const views = rows.map((row) => {
			const isOwn = row.seat_id === here.seat.id
			return {
				id: row.id,
				name: row.name,
				address: row.address,
				isShared: row.is_shared,
				isOwn,
				sharedBy: isOwn || here.seat.role === 'public' ? null : row.office,
				isFirst: isOwn && row.is_first,
				stands: stands(here, register, row.address)
			}
		})
		// What another shares and this seat cannot ask is not shown to it: its address would name what is hidden, by key or by value.
		const others = views.filter(({ isOwn, stands: isAsked }) => !isOwn && isAsked)
		const unseen = await namingUnseen(here, register, others)
		return { views: views.filter((view) => view.isOwn || (view.stands && !unseen.has(view.id))) }
	}
})

const holdsSeat = ({ seat }: Here) => seat.id !== null && seat.role !== 'public'

/** A name as people tell names apart: two that differ by capitals or blanks alone are one. */
const asSaid = (name: string) => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()

async function refuseTakenName(
	here: Here,
	register: Register,
	{ name, except }: { name: string; except: string | null }
) {
	const own = (await viewsOf(here, register)).filter((view) => view.seat_id === here.seat.id && view.id !== except)
	const taken = own.find((view) => asSaid(view.name) === asSaid(name))
	if (taken) throw conflict('registers.view-name-taken', { name: taken.name })
	if (except === null && own.length >= VIEWS_MOST) throw conflict('registers.too-many-views', { most: VIEWS_MOST })
}

/** Of the views of a seat one is found first: that of before gives way. */
async function giveWay(here: Writing, register: Register, except: string | null) {
	for (const view of await viewsOf(here, register))
		if (view.seat_id === here.seat.id && view.is_first && view.id !== except)
			await here.write.change('register_view', view.id, { is_first: false })
}

const ViewName = Text(80)
const Address = z.string().max(8_000)

/** Saves how a list is narrowed, sorted, grouped and shown, under a name. */
export const saveView = command({
	name: 'registerView.save',
	input: z.strictObject({
		register: Reference,
		name: ViewName,
		address: Address,
		shared: z.boolean().default(false),
		first: z.boolean().default(false)
	}),
	output: z.object({ id: z.string() }),
	about: (here, { register }) => getRegister(here, register),
	allow: holdsSeat,
	async run(here, { name, address, shared, first }, register) {
		const sound = await soundAddress(here, register, address)
		await here.write.lockRecord(register.id)
		await refuseTakenName(here, register, { name, except: null })
		if (first) await giveWay(here, register, null)
		const id = await here.write.add('register_view', {
			register_id: register.id,
			seat_id: here.seat.id ?? '',
			name,
			address: sound,
			is_shared: shared,
			is_first: first
		})
		return { id }
	}
})

/** Renames a saved view, shares it or not, has it found first or not, or lets it ask for something else. */
export const changeView = command({
	name: 'registerView.change',
	input: z.strictObject({
		view: Identifier,
		name: ViewName.optional(),
		address: Address.optional(),
		shared: z.boolean().optional(),
		first: z.boolean().optional()
	}),
	output: z.object({ id: z.string() }),
	about: (here, { view }) => getView(here, view),
	allow: (here, { isOwn }) => holdsSeat(here) && isOwn,
	async run(here, { name, address, shared, first }, { id, register }) {
		const sound = address === undefined ? undefined : await soundAddress(here, register, address)
		await here.write.lockRecord(register.id)
		if (name !== undefined) await refuseTakenName(here, register, { name, except: id })
		if (first) await giveWay(here, register, id)
		await here.write.change('register_view', id, {
			...(name === undefined ? {} : { name }),
			...(sound === undefined ? {} : { address: sound }),
			...(shared === undefined ? {} : { is_shared: shared }),
			...(first === undefined ? {} : { is_first: first })
		})
		return { id }
	}
})

/** Removes a saved view: one's own, or, for the secretariat, one that is shared. */
export const removeView = command({
	name: 'registerView.remove',
	input: z.strictObject({ view: Identifier }),
	output: z.object({ id: z.string() }),
	about: (here, { view }) => getView(here, view),
	allow: (here, { isOwn }) => holdsSeat(here) && (isOwn || keepsRecords(here.seat)),
	async run(here, _input, { id }) {
		await here.write.remove('register_view', id)
		return { id }
	}
})
