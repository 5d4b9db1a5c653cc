import { expect, test } from 'vitest'
import Field from './Field.svelte'
import FormPanel from './FormPanel.svelte'
import type { FieldProps } from './form.ts'
import type { FormFailure } from './types.ts'
import { show } from './show.testing.ts'

const name: FieldProps = { name: 'name', label: 'Name', required: true, hint: 'In English' }
const level: FieldProps = {
	name: 'level',
	kind: 'radio',
	label: 'Level',
	options: [
		{ value: 'policy', label: 'Policy' },
		{ value: 'technical', label: 'Technical' }
	]
}

test('a field has its label, hint and error tied to it', () => {
	const { html } = show(Field, { ...name, error: 'A name is needed' })
	expect(html).toContain('<label for="field-name">')
	expect(html).toContain('aria-describedby="field-name-hint field-name-fault"')
	expect(html).toContain('aria-invalid="true"')
	expect(html).toContain('A name is needed')
})

test('a field that need not be filled says so', () => {
	expect(show(Field, { name: 'acronym', label: 'Acronym' }).text).toBe('Acronym (optional)')
	expect(show(Field, name).text).not.toContain('optional')
})

test('choices stand in a group with a legend', () => {
	const { html } = show(Field, { ...level, value: 'technical' })
	expect(html).toMatch(/<fieldset[^>]*><legend>Level/)
	expect(html).toMatch(/value="technical" checked/)
	expect(html).not.toMatch(/value="policy" checked/)
})

test('a form carries its version, seat and once-only key', () => {
	const hidden = { version: 3, seat: 'secretariat', once: 'k-1', nothing: null }
	const { html } = show(FormPanel, { action: '?/rename', submit: 'Save', fields: [name], hidden })
	expect(html).toContain('<input type="hidden" name="version" value="3"/>')
	expect(html).toContain('<input type="hidden" name="once" value="k-1"/>')
	expect(html).not.toContain('name="nothing"')
})

test('a refused form lists its faults, links to the fields and keeps what was typed', () => {
	const failure = {
		kind: 'invalid',
		issues: [{ path: ['name'], code: 'ui.example' }],
		values: { name: 'Comittee', level: 'policy' }
	}
	const { html } = show(FormPanel, { action: '?/x', submit: 'Save', fields: [name, level], failure })
	expect(html).toMatch(/<div class="faults" role="alert" tabindex="-1" autofocus/)
	expect(html).toMatch(/role="alert".*<a href="#\S+-name">Name: /)
	expect(html).toContain('value="Comittee"')
	expect(html).toMatch(/value="policy" checked/)
})

test('a password is never sent back', () => {
	expect(show(Field, { name: 'secret', kind: 'password', label: 'Password', value: 'hush' }).html).not.toContain('hush')
})

test('a fault that belongs to no field is told all the same', () => {
	const failure = { kind: 'invalid', issues: [{ path: ['elsewhere'], code: 'ui.example' }] }
	const { text } = show(FormPanel, { action: '?/x', submit: 'Save', fields: [name], failure })
	expect(text).toContain('The example refusal of this test')
})

test('of two forms on a page only the one that was sent shows what was refused', () => {
	const failure = { action: 'rename', kind: 'conflict', message: 'Somebody changed this meanwhile' }
	expect(show(FormPanel, { action: '?/rename', submit: 'Save', failure }).text).toContain('Somebody changed this')
	expect(show(FormPanel, { action: '?/dissolve', submit: 'Dissolve', failure }).text).toBe('Dissolve')
})

test('what is forbidden names the rule', () => {
	const failure = { action: 'default', kind: 'forbidden', message: 'Not for you', rule: 'Only the secretariat may.' }
	expect(show(FormPanel, { action: '', submit: 'Save', failure }).text).toContain('The rule: Only the secretariat may.')
})

test('a problem in a field inside a form is told at the field, under an id of that form', () => {
	const { html } = show(FormPanel, { action: '?/x', submit: 'Save', fields: [name] })
	const id = /<label for="([^"]+)">Name/.exec(html)?.[1]
	expect(id).toMatch(/-name$/)
	expect(html).toContain(`id="${id ?? ''}"`)
})

test('choices that stand under what groups them do so in a list and among boxes', () => {
	const options = [
		{ value: 'border', label: 'Border management', group: 'African Union areas' },
		{ value: 'health', label: 'Health', group: 'Domains' },
		{ value: 'labour', label: 'Labour migration', group: 'African Union areas' }
	]
	const list = show(Field, { name: 'theme', label: 'Theme', kind: 'select', options, value: 'labour' }).html
	expect(list).toMatch(
		/<optgroup label="African Union areas">.*Border management.*selected.*Labour migration.*<\/optgroup>/s
	)
	expect(list.match(/<optgroup/g)).toHaveLength(2)
	const boxes = show(Field, { name: 'theme', label: 'Theme', kind: 'checkboxes', options }).html
	expect(boxes).toMatch(/<legend[^>]*>African Union areas<\/legend>.*Labour migration.*<legend[^>]*>Domains<\/legend>/s)
})

test('a group that is shut opens where something of it was typed or refused, and groups under one heading can be led to', () => {
	const fields = ['a', 'b', 'c'].map((key): FieldProps => ({
		name: `verdict:${key}`,
		label: 'Verdict',
		group: {
			key,
			legend: `Obligation ${key}`,
			required: false,
			shuts: { isShut: key !== 'c', note: 'Judged: Met' },
			under: key === 'c' ? { id: '6', label: 'Article 6' } : { id: '5', label: 'Article 5' }
		}
	}))
	const panel = (failure?: FormFailure) =>
		show(FormPanel, { action: '?', submit: 'Judge', scope: 'judge', fields, ...(failure ? { failure } : {}) }).html
	const open = (html: string) =>
		[...html.matchAll(/<details class="fold"( open(?:="")?)?>/g)].map(([, is]) => is !== undefined)
	const fresh = panel()
	expect(open(fresh)).toEqual([false, false, true])
	expect(fresh.match(/<h2[^>]*>/g)).toEqual(['<h2 id="judge-under-5">', '<h2 id="judge-under-6">'])
	const refused = panel({
		kind: 'invalid',
		issues: [],
		values: { 'verdict:a': 'met', 'verdict:b': '', 'verdict:c': '' }
	})
	expect(open(refused)).toEqual([true, false, true])
	expect(refused).toContain('value="met"')
	const faulty = panel({
		kind: 'invalid',
		issues: [{ path: ['verdict:b'], code: 'x', message: 'Not so' }],
		values: { 'verdict:a': '', 'verdict:b': '', 'verdict:c': '' }
	})
	expect(open(faulty)).toEqual([false, true, true])
})
