import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { toneInPicture } from './position-view.ts'
import { stateMap } from './state-map.ts'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })

test('the parts of the world of which anything is known are drawn, with a strip for each State and what it means', () => {
	const { pictures, legend } = stateMap(words, [
		{ country: 'ZWE', name: 'Zimbabwe', standing: 'in-force' },
		{ country: 'LSO', name: 'Lesotho', standing: 'signed' },
		{ country: 'ATA', name: 'Antarctica', standing: 'not-known' }
	])
	expect(pictures.map(({ title }) => title)).toEqual(['Africa', 'Elsewhere'])
	expect(legend.map(({ label }) => label)).toHaveLength(3)
	const [africa, elsewhere] = pictures.map(({ drawing }) => drawing.shapes)
	const strips = africa?.filter((shape) => shape.type === 'rect' && !shape.isOutlined)
	expect(strips?.map((shape) => (shape.type === 'rect' ? shape.tone : null))).toEqual([
		toneInPicture('in-force'),
		toneInPicture('signed')
	])
	const said = africa?.flatMap((shape) => (shape.type === 'text' && shape.isStrong ? [shape.full] : []))
	expect(said).toEqual(['Zimbabwe: In force for the country', 'Lesotho: Signed'])
	// Every other country of the part is there to be seen as one of which nothing is known.
	expect(africa?.filter((shape) => shape.type === 'text' && !shape.isStrong).length).toBeGreaterThan(40)
	expect(elsewhere?.filter((shape) => shape.type === 'text')).toMatchObject([{ text: 'ATA', x: 23 }])
	expect(stateMap(words, []).pictures).toEqual([])
})
