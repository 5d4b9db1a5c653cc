import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawnDeclaration } from '#tests/fixtures/drawn-declaration.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { sentOf } from '#modules/registers/entry/said/sent-of.testing.ts'
import { aWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { visitorOf } from './visit.testing.ts'

const SECRET = 'Zzyzx'

/** Fills a form as a person might: each input with what its kind takes, texts with a word to be looked for. */
function fill(html: string, hidden: ReadonlySet<string>) {
	const sent = sentOf(html)
	for (const [, tag = ''] of html.matchAll(/<(?:input|textarea)\b((?:[^>"]|"[^"]*")*)>/g)) {
		const name = /\bname="([^"]*)"/.exec(tag)?.[1] ?? ''
		const type = /\btype="([^"]*)"/.exec(tag)?.[1] ?? 'text'
		const [, key = ''] = name.split(':')
		const word = hidden.has(key) ? `${SECRET} ${key}` : `Word ${key}`
		if (!name.startsWith('values:') || sent.get(name) === null) continue
		if (type === 'email') sent.set(name, 'someone@pitso.example')
		else if (type === 'tel') sent.set(name, '+266 22 31 1111')
		else if (type === 'date') sent.set(name, '2026-03-04')
		else if (/:(latitude|longitude)$/.test(name)) sent.set(name, '10')
		else if (name.endsWith(':currency')) sent.set(name, 'LSL')
		else if (type === 'number') sent.set(name, '3')
		else if (type === 'text') sent.set(name, word)
	}
	for (const [, tag = '', options = ''] of html.matchAll(/<select\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/select>/g)) {
		const name = /\bname="([^"]*)"/.exec(tag)?.[1] ?? ''
		const first = [...options.matchAll(/value="([^"]+)"/g)][0]?.[1]
		if (first !== undefined && name.startsWith('values:')) sent.set(name, first)
	}
	for (const [, name = '', value = ''] of html.matchAll(/type="radio" name="([^"]*)"[^>]*value="([^"]+)"/g))
		sent.set(name, value)
	return sent
}

test(
	'the pages of any declaration add, show, change and move an entry, and tell nobody what is hidden from them',
	{ timeout: 300_000 },
	async () => {
		await fc.assert(
			fc.asyncProperty(drawnDeclaration, async (declaration) => {
				const made = await aWorkspace()
				await (await made.as('administrator')).run(declareRegister, { declaration: JSON.stringify(declaration) })
				const { visit } = visitorOf(made, 'drawn')
				const hidden = new Set(declaration.fields.flatMap(({ key, seen }) => (seen === 'keepers' ? [key] : [])))
				const filled = (html: string) => {
					const sent = fill(html, hidden)
					// Dates of part of a day are typed in fields of text; records are chosen from those that are offered, as any select.
					for (const { key, type } of declaration.fields) {
						if (type === 'partial-date') sent.set(`values:${key}`, '2026-03')
						if (type === 'many-of') sent.set(`values:${key}`, 'a')
						if (type === 'entry') sent.set(`values:${key}`, '')
					}
					return sent
				}
				const told = await visit('new', 'secretariat', {}, filled((await visit('new', 'secretariat')).html))
				// What is not asked for as the others stand is told once, and dropped when it is sent again; what they ask for is filled in then.
				const isTold = told.text.includes('Not asked for, as the form stands')
				const sendAgain = () => visit('new', 'secretariat', {}, isTold ? sentOf(told.html) : filled(told.html))
				const added = told.location === null ? await sendAgain() : told
				expect(added.location, added.text).not.toBeNull()
				const reference = added.location?.split('/').at(-1) ?? ''
				const whole = await visit('read', 'secretariat', { reference })
				expect(whole.text).toContain('Word called')
				const entry = await (await made.as('secretariat')).ask(getEntry, { entry: reference })
				const isSecretTold = [...hidden].some((key) => JSON.stringify(entry.values[key] ?? '').includes(SECRET))
				expect(whole.text.includes(SECRET)).toBe(isSecretTold)
				const seenBy = declaration.seen === 'everyone' || declaration.seen.includes('anybody')
				if (seenBy) {
					const others = await visit('read', 'member', { reference })
					expect(others.text).not.toContain(SECRET)
					for (const key of hidden) expect(others.html).not.toContain(`values:${key}`)
				}
				const again = sentOf((await visit('change', 'secretariat', { reference })).html)
				again.set('values:called', 'Called otherwise')
				expect((await visit('change', 'secretariat', { reference }, again)).location).toContain(reference)
				for (const { move } of entry.moves) {
					const form = sentOf((await visit('move', 'secretariat', { reference, move })).html)
					if (declaration.moves.find(({ key }) => key === move)?.reason) form.set('reason', 'The minutes say so.')
					expect((await visit('move', 'secretariat', { reference, move }, form)).location).toContain(reference)
				}
			}),
			{ numRuns: 6, endOnFailure: true }
		)
	}
)
