import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { askedForm } from './asked-form.ts'
import { CONCERNS } from '#tests/fixtures/public-concern.ts'
import { ALIKE, likeness, linksIn, nearMarks, samenesses, shingles } from './likeness.ts'

const digest = (text: string) => createHmac('sha256', 'key').update(text).digest('base64url')
const read = readDeclaration(CONCERNS)
const form = 'register' in read ? askedForm(read.register) : null
if (!form) throw new Error('the register of the tests has no public form')
const { compiled } = form

const LETTER =
	'When I came to the embassy in March they told me that my passport would be ready in six weeks and since then nobody has answered my calls or letters'

test('the same text is wholly like itself however it is written, and other texts are not', () => {
	expect(likeness('Ça ne va PAS du tout, Monsieur!', 'ca ne va pas du tout monsieur')).toBe(1)
	expect(likeness(LETTER, 'I would like to register our football club with the ministry')).toBeLessThan(0.1)
	expect(likeness(LETTER, LETTER.replace('six', 'ten'))).toBeGreaterThan(ALIKE)
	fc.assert(
		fc.property(fc.string(), fc.string(), (one, other) => {
			expect(likeness(one, other)).toBe(likeness(other, one))
			expect(likeness(one, other)).toBeGreaterThanOrEqual(0)
			expect(likeness(one, other)).toBeLessThanOrEqual(1)
		})
	)
})

test('texts that are nearly the same share a mark, and no mark tells a word of them', () => {
	const marks = nearMarks(LETTER, digest)
	const near = nearMarks(LETTER.replace('March', 'April').replace('calls', 'mails'), digest)
	const far = nearMarks('I would like to register our football club with the ministry of sport this year', digest)
	expect(marks.filter((mark) => near.includes(mark))).not.toEqual([])
	expect(marks.filter((mark) => far.includes(mark))).toEqual([])
	expect(nearMarks('', digest)).toEqual([])
	expect([...shingles(LETTER)].filter((part) => marks.some((mark) => mark.includes(part)))).toEqual([])
})

test('texts and ways to reach somebody are the same whichever way they are written', () => {
	const of = (values: Record<string, string>, email: string | null = null) =>
		samenesses(compiled, values, email).map(({ kind, of: what }) => `${kind} ${what}`)
	expect(of({ subject: 'My Passport!', phone: '+263 77 123 4567' })).toEqual(
		of({ subject: 'my passport', phone: '0771234567' })
	)
	expect(of({ subject: 'One thing' }, 'A.Person@Mail.test')).toContain('contact a.person@mail.test')
	// What is said by chance is no sign.
	expect(of({ subject: 'Help' })).toEqual([])
})

test('links are counted in whatever is written', () => {
	const links = linksIn(compiled, {
		subject: 'See www.one.example and http://two.example/x',
		text: 'https://three.example cheap-pills.shop and not this one. Or that.'
	})
	expect(links).toBe(4)
})
