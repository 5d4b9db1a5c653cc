import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { makeSeat } from '#platform/access/seat.ts'
import { catalogue } from '../../words.ts'
import { refuseUnlessCan } from './record-page.server.ts'

const seat = makeSeat({ id: 's', key: 's', role: 'secretariat', actorId: null, office: '', structureIds: [] })
const page: Parameters<typeof refuseUnlessCan>[0] = {
	locals: {
		words: speak(catalogue, 'en'),
		seat,
		held: [],
		person: undefined,
		waiting: undefined,
		workspace: undefined,
		opening: undefined,
		theme: 'auto',
		ask: () => Promise.reject(new Error('asks nothing')),
		attempt: () => Promise.reject(new Error('asks nothing')),
		askFrom: () => Promise.reject(new Error('asks nothing')),
		run: () => Promise.reject(new Error('runs nothing'))
	},
	url: new URL('http://pitso.example/zwe')
}

test('a form that the record itself forbids is refused with that rule, and only for want of the right with who may', () => {
	const close = 'writtenProcedure.close'
	expect(() => refuseUnlessCan(page, { may: true, whyNot: null }, close)).not.toThrow()
	const params = { deadline: '2026-03-16' }
	const runs = { may: false, whyNot: 'deliberation.procedure-still-runs', params }
	expect(() => refuseUnlessCan(page, runs, close)).toThrow(
		expect.objectContaining({
			status: 409,
			body: expect.objectContaining({ message: expect.stringContaining('16 March 2026') })
		})
	)
	expect(() => refuseUnlessCan(page, { may: false, whyNot: null }, close)).toThrow(
		expect.objectContaining({ status: 403 })
	)
})
