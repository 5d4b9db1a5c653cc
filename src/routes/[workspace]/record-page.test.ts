import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { makeSeat } from '#platform/access/seat.ts'
import { catalogue } from '../../words.ts'
import { areaFilter, refuseUnlessCan } from './record-page.server.ts'

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

test('a list is narrowed to themes that its records deal with; one that the address names is offered too, to be taken off again', async () => {
	const framework = { reference: 'themes', kind: 'themes', title: { en: 'Themes' }, acronym: null }
	const areas = ['health', 'labour'].map((reference) => ({
		reference,
		title: { en: reference },
		acronym: null,
		framework
	}))
	const locals = {
		...page.locals,
		ask: (_query: unknown, { usedOn }: { usedOn?: string }) =>
			Promise.resolve({ items: areas.filter(({ reference }) => !usedOn || reference === 'labour') })
	}
	const offered = async (search: string) => {
		// @ts-expect-error: the one query that is asked is answered here.
		const options = await areaFilter(locals, 'policy', new URL(`http://pitso.example/zwe/policy${search}`))
		return options.map(({ value }) => value)
	}
	expect(await offered('')).toEqual(['labour'])
	expect(await offered('?filter[area]=labour')).toEqual(['labour'])
	expect(await offered('?filter[area]=health')).toEqual(['health', 'labour'])
})
