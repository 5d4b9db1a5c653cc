import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Key } from '#platform/operation/fields.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { keyFor } from './keyed.server.ts'
import type { Declaration } from '../declaration/declaration.ts'
import { reviewersOf, standingOf } from './asked-form.ts'
import { whyTooManyToAnybody } from './count-arrivals.server.ts'
import { findForms, getForm } from './find-form.server.ts'
import { PROOF_BITS, TICKET_HOURS, WAIT_SECONDS, writeTicket } from './ticket.ts'

const Texts = z.record(z.string(), z.string())

const FormItem = z.object({
	register: z.string(),
	title: Texts,
	introduction: Texts,
	/** The last day on which it is open. */
	closesOn: z.string().nullable()
})

/** The forms that are open to everybody now. */
export const listPublicForms = query({
	name: 'publicForm.list',
	input: z.strictObject({}),
	output: z.object({ items: z.array(FormItem) }),
	about: nothing,
	allow: everyone,
	async run(here) {
		const forms = await findForms(here)
		const open = forms.filter(({ opened }) => standingOf(opened, here.today) === 'open')
		return {
			items: open.map(({ form, compiled, opened }) => ({
				register: compiled.declaration.register,
				title: form.title,
				introduction: form.introduction,
				closesOn: opened.closesOn
			}))
		}
	}
})

/** A public form: what it asks for, who reads it, how long it is kept, and the ticket without which nothing is sent. */
export const readPublicForm = query({
	name: 'publicForm.get',
	input: z.strictObject({ register: Key }),
	output: FormItem.extend({
		standing: z.enum(['open', 'closed', 'not-yet', 'over']),
		opensOn: z.string().nullable(),
		thanks: Texts,
		/** The roles that look through what is sent, and what their groups are called. */
		readers: z.object({ roles: z.array(z.string()), groups: z.array(Texts) }),
		keptMonths: z.int(),
		contact: z.boolean(),
		fileMegabytes: z.int(),
		/** Why nothing more is taken from here for now, where that is so: said before anything is typed. */
		refused: z.string().nullable(),
		/** The register as strangers know it: the fields that they are asked for. */
		declaration: z.custom<Declaration>(),
		ticket: z.object({
			text: z.string(),
			/** How hard the work is that a script does in place of waiting, and how long is waited without. */
			bits: z.int(),
			waitSeconds: z.int(),
			hours: z.int()
		})
	}),
	about: (here, { register }) => getForm(here, register),
	allow: everyone,
	async run(here, { register }, found) {
		const { form, compiled, whole, opened } = found
		const { groups } = whole.declaration
		const ticket = { id: uuid(), register, at: here.now.getTime() }
		const why = await whyTooManyToAnybody(here, found)
		return {
			register,
			title: form.title,
			introduction: form.introduction,
			thanks: form.thanks,
			standing: standingOf(opened, here.today),
			opensOn: opened.opensOn,
			closesOn: opened.closesOn,
			readers: {
				roles: reviewersOf(whole),
				groups: groups.filter(({ key }) => form.reviewed_by.includes(key)).map(({ names }) => names)
			},
			keptMonths: form.kept_months,
			contact: form.contact,
			fileMegabytes: form.file_megabytes,
			refused: why?.code ?? null,
			declaration: compiled.declaration,
			ticket: {
				text: writeTicket(keyFor(here.secret, 'ticket'), ticket),
				bits: PROOF_BITS,
				waitSeconds: WAIT_SECONDS,
				hours: TICKET_HOURS
			}
		}
	}
})
