import { expect, test } from 'vitest'
import { z } from 'zod'
import FormPanel from './FormPanel.svelte'
import type { FieldProps } from './form.ts'
import { show } from './show.testing.ts'
import type { FormFailure, Formed } from './types.ts'

const saved: FieldProps[] = [
	{ name: 'name[en]', label: 'Name in English', required: true, value: 'Group on Labour', lang: 'en' },
	{ name: 'purpose', kind: 'textarea', label: 'Purpose', value: 'Advises the minister' },
	{ name: 'cadence', label: 'Meets', value: 'Every month' },
	{
		name: 'level',
		kind: 'select',
		label: 'Level',
		value: 'technical',
		options: [
			{ value: 'technical', label: 'Technical level' },
			{ value: 'policy', label: 'Policy level' }
		]
	},
	{ name: 'location', label: 'Place', value: 'Harare' }
]
const base = {
	'name[en]': ['Group on Labour'],
	purpose: ['Advises'],
	cadence: [],
	level: ['technical'],
	location: ['Harare']
}
const typed = {
	version: '3',
	'name[en]': 'Group on Labour',
	purpose: 'Advises the committee',
	cadence: '',
	level: 'policy',
	location: 'Harare'
}
const meanwhile = [
	{ at: '2026-01-20T09:30:00.000Z', by: 'Desk Officer (Labour)', what: 'Structure corrected', fields: ['Purpose'] },
	{ at: '2026-01-20T08:00:00.000Z', by: 'Planning Officer', what: 'Structure corrected', fields: ['Meets'] }
]
const stale: FormFailure = {
	kind: 'conflict',
	code: 'platform.changed-meanwhile',
	message: 'Somebody else changed this record.',
	values: typed,
	formed: { base },
	meanwhile
}
const keys = { seat: 'secretariat', once: 'k-1' }
const form = (failure: FormFailure | null, fields = saved, version = 5) =>
	show(FormPanel, { action: '?', submit: 'Save', fields, hidden: { ...keys, version }, failure })

const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<')
const Texts = z.array(z.string())
const Carried = z.object({
	base: z.record(z.string(), Texts),
	clash: z.record(z.string(), z.object({ was: Texts.nullable(), yours: Texts })).optional(),
	meanwhile: z.array(z.object({ at: z.string(), by: z.string(), what: z.string(), fields: Texts })).optional()
})

function carried(html: string): Formed {
	const text = unescaped(/name="formed" value="([^"]*)"/.exec(html)?.[1] ?? '')
	const { base, clash, meanwhile } = Carried.parse(JSON.parse(text))
	return { base, ...(clash ? { clash } : {}), ...(meanwhile ? { meanwhile } : {}) }
}

test('a form that changes a version carries what it was made from; one that does not carries nothing', () => {
	expect(carried(form(null).html).base).toEqual({
		'name[en]': ['Group on Labour'],
		purpose: ['Advises the minister'],
		cadence: ['Every month'],
		level: ['technical'],
		location: ['Harare']
	})
	expect(show(FormPanel, { action: '?', submit: 'Send', fields: saved, hidden: keys }).html).not.toContain('formed')
})

test('of a conflict each field in which the two differ is told in three versions, with who saved it and when', () => {
	const { text } = form(stale)
	expect(text).toContain(
		'Purpose Advises Advises the committee Advises the minister Desk Officer (Labour), 20 January 2026 at 11:30 GMT+2 For you to decide'
	)
	expect(text).toContain(
		'Meets Not stated Not stated Every month Planning Officer, 20 January 2026 at 10:00 GMT+2 Theirs: you had left it alone'
	)
	expect(text).toContain('Level Technical level Policy level Technical level Yours: they had left it alone')
	expect(text).not.toContain('Place Harare Harare')
})

test('a field only one of the two changed is filled in by itself; only a clash is asked', () => {
	const { html } = form(stale)
	expect(html).toMatch(/name="cadence"[^>]*value="Every month"/)
	expect(html).toMatch(/<option value="policy" selected/)
	expect(html.match(/name="choice:/g)).toHaveLength(3)
	expect(html).toMatch(/<fieldset[^>]*><legend>Purpose<\/legend>/)
	for (const choice of ['theirs', 'yours', 'third'])
		expect(html).toMatch(new RegExp(`type="radio" name="choice:purpose" value="${choice}" required`))
	expect(html).toMatch(/<textarea[^>]*name="purpose"[^>]*>\s?Advises the committee/)
})

test('what is saved next goes on from their version, and can meet a third change', () => {
	const { html } = form(stale)
	expect(html).toContain('name="version" value="5"')
	expect(carried(html)).toMatchObject({
		base: { purpose: ['Advises the minister'], cadence: ['Every month'] },
		clash: { purpose: { was: ['Advises'], yours: ['Advises the committee'] } }
	})
})

test('a clash that was not decided is asked again, with what was typed and from the same version', () => {
	const formed = carried(form(stale).html)
	const failure: FormFailure = {
		kind: 'invalid',
		issues: [{ path: ['purpose'], code: 'ui.example' }],
		values: { ...typed, version: '5', cadence: 'Every month', purpose: 'A third' },
		formed,
		chosen: {}
	}
	// Somebody saves again in between: it is met when this one is sent, and not passed over.
	const { html, text } = form(failure, saved, 6)
	expect(html).toContain('name="version" value="5"')
	expect(html).toMatch(/href="#\S+-purpose-clash"/)
	expect(html).toMatch(/<textarea[^>]*name="purpose"[^>]*>\s?A third/)
	expect(text).toContain('Take theirs (Desk Officer (Labour)): Advises the minister')
	expect(carried(html)).toEqual(formed)
})

test('a form refused for another reason goes on from the version it was made from', () => {
	const failure: FormFailure = {
		kind: 'invalid',
		issues: [{ path: ['location'], code: 'ui.example' }],
		values: typed,
		formed: { base }
	}
	const { html } = form(failure)
	expect(html).toContain('name="version" value="3"')
	expect(carried(html).base).toEqual(base)
	expect(html).not.toContain('name="choice:')
})

test('when nothing of this form was touched by the others, it says so and asks nothing', () => {
	const failure = { ...stale, values: { ...typed, purpose: 'Advises the minister', cadence: 'Every month' } }
	const { text, html } = form(failure)
	expect(text).toContain('No field was changed by both of you')
	expect(html).not.toContain('name="choice:')
})

test('fields that a form does not know the older value of are asked about, never overwritten', () => {
	const { html } = form({ ...stale, formed: null })
	expect(html).toContain('name="choice:purpose"')
	expect(html).toContain('name="choice:cadence"')
	expect(html).not.toContain('name="choice:location"')
})

test('boxes that both of two ticked and cleared are joined', () => {
	const areas: FieldProps = {
		name: 'areas',
		kind: 'checkboxes',
		label: 'Areas',
		value: ['labour', 'trade'],
		options: ['labour', 'trade', 'health'].map((value) => ({ value, label: value }))
	}
	const failure: FormFailure = {
		...stale,
		values: { version: '3', areas: ['labour', 'health'] },
		formed: { base: { areas: ['labour'] } }
	}
	const { html, text } = form(failure, [areas])
	for (const value of ['labour', 'trade', 'health']) expect(html).toContain(`value="${value}" checked`)
	expect(text).toContain('Both together')
})

test('names in further languages stand folded, and open where something in them is wrong', () => {
	const names: FieldProps[] = [
		{ name: 'name[en]', label: 'Name in English', lang: 'en', required: true, value: 'Labour' },
		{ name: 'name[fr]', label: 'Name in French', lang: 'fr', fold: 'The name in other languages', value: 'Travail' },
		{ name: 'name[pt]', label: 'Name in Portuguese', lang: 'pt', fold: 'The name in other languages' }
	]
	const { html, text } = form(null, names)
	expect(html).toMatch(/<details class="fold"> ?<summary>The name in other languages/)
	expect(text).toContain('(1 of 2 filled in)')
	expect(html).toMatch(/<input[^>]*name="name\[fr\]"[^>]*lang="fr"/)
	const failure = { kind: 'invalid', issues: [{ path: ['name[pt]'], code: 'ui.example' }], values: {} }
	expect(form(failure, names).html).toMatch(/<details class="fold" open/)
})
