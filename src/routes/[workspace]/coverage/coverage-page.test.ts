import { expect, test } from 'vitest'
import { z } from 'zod'
import { getCoverage, type Coverage } from '#modules/instruments/overlap/coverage/coverage-queries.ts'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { load } from './+page.server.ts'

const named = (kind: string, reference: string) => ({
	id: reference,
	kind,
	reference,
	title: { en: `Name of ${reference}` },
	acronym: null
})
const law = { ...named('policy', 'labour-act'), form: 'act', stage: 'in-force', country: null }
const coverage: Coverage = {
	framework: named('framework', 'au-mpfa'),
	frameworks: [named('framework', 'au-mpfa')],
	areas: [named('area', 'labour'), named('area', 'health')],
	laws: [law],
	forms: ['act'],
	cells: [{ area: 'labour', law: law.id, way: 'provisions', through: [], provisions: 2 }],
	isPlaced: true,
	gaps: ['health'],
	empty: [],
	countries: []
}

const Loaded = z.object({ shown: z.object({ panels: z.string() }) })

async function loaded(search: string, language = 'en') {
	const asked: unknown[] = []
	const locals = {
		words: speak(catalogue, language, { timeZone: 'Africa/Harare' }),
		askFrom: (query: unknown, _address: URL, fixed: unknown) => {
			asked.push([query, fixed])
			return Promise.resolve(coverage)
		}
	}
	const url = new URL(`https://pitso.example/zwe/coverage${search}`)
	// @ts-expect-error: of all that a page is loaded with, the address, the words and the way to ask are enough here.
	const data = await load({ locals, url, params: { workspace: 'zwe' } })
	return { asked, panels: Loaded.parse(data).shown.panels }
}

test.each([
	['?framework=au-mpfa&filter[form]=act', { framework: 'au-mpfa' }],
	['', {}]
])('the page at %s asks for the framework that its address names', async (search, wanted) => {
	expect((await loaded(search)).asked).toEqual([[getCoverage, wanted]])
})

test('it names the gaps, and each law under its theme with the provisions that deal with it, in the language of the reader', async () => {
	const [english, french] = await Promise.all([loaded(''), loaded('', 'fr')])
	const { panels } = english
	expect(panels).toContain('href="#laws-labour"')
	expect(panels).toContain('/zwe/policy/labour-act')
	expect(panels).toContain('/zwe/coverage/labour/labour-act')
	expect(panels).toContain('id="gaps"')
	expect(french.panels).not.toBe(panels)
	// Who is given the same answer again is given the same markup.
	expect((await loaded('')).panels).toBe(panels)
})
