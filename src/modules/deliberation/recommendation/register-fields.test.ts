import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { activeFilters } from '#ui/filters.ts'
import { catalogue } from '#words'
import { registerFields } from './register-fields.ts'

test('the meeting a recommendation arose in is picked by its name, and nobody has to type its number', () => {
	const meeting = { value: 'ZWE-MTG-2026-002', label: 'ZWE-MTG-2026-002 Committee, 12 February 2026' }
	const fields = registerFields(speak(catalogue, 'en'), { structures: [], actors: [], areas: [], meetings: [meeting] })
	expect(fields.find(({ name }) => name === 'filter[meeting]')).toMatchObject({ kind: 'select', options: [meeting] })
	const address = new URL(`http://x/zwe/recommendation?filter[meeting]=${meeting.value}`)
	expect(activeFilters(address, fields).map(({ label }) => label)).toEqual([meeting.label])
})
