import { z } from 'zod'
import { nothing, query } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { weighRegister } from '../declaration/weigh-register.server.ts'
import { getRegister } from '../registers.server.ts'
import { SteppedValue } from './conversion-outputs.ts'
import { stepsTold } from './tell-steps.server.ts'
import type { Loss } from './weigh-steps.ts'

// A file of more rows than these is read by nobody to its end.
const LOSSES_MOST = 100_000

/** All that the steps of a declaration lose or do not understand, as far as the seat sees it: the page of a preview shows the first of it. */
export const previewLosses = query({
	name: 'register.previewLosses',
	input: z.strictObject({ declaration: z.string().min(1).max(400_000) }),
	output: z.object({
		register: z.string(),
		losses: z.array(SteppedValue),
		names: z.array(RecordReference),
		isMore: z.boolean()
	}),
	about: nothing,
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { declaration: text }) {
		const read = readDeclaration(text)
		if (!('register' in read)) throw invalid([{ path: ['declaration'], code: 'registers.unread-declaration' }])
		const { register: after } = read
		const key = after.declaration.register
		const { id, compiled: before } = await getRegister(here, key)
		if (before.declaration.version === after.declaration.version)
			return { register: key, losses: [], names: [], isMore: false }
		const lost: Loss[] = []
		let isMore = false
		const note = (loss: Loss) => {
			if (lost.length < LOSSES_MOST) lost.push(loss)
			else isMore = true
		}
		const weighed = await weighRegister(here, { registerId: id, before, after }, { sight: (work) => work(), note })
		const { losses, names } = await stepsTold(here, weighed, lost)
		return { register: key, losses, names, isMore }
	}
})
