import { expect, test } from 'vitest'
import { languageOfMark, marked, showMarks, unmarked } from './marks.ts'
import { speak } from './words.ts'

const name = marked('Ministry of Labour & Health', 'en')

test('a marked text looks and sorts as the plain one', () => {
	expect(unmarked(name)).toBe('Ministry of Labour & Health')
	expect(languageOfMark(name)).toBe('en')
	expect(languageOfMark('Ministère')).toBeUndefined()
	expect(new Intl.Collator('fr').compare(name, 'Ministry of Labour & Health')).toBe(0)
})

test('a page tells the language of what is marked', () => {
	expect(showMarks(`<p>Présidence : ${name}</p>`)).toBe(
		'<p>Présidence : <span lang="en">Ministry of Labour & Health</span></p>'
	)
	expect(showMarks(`<svg><text>${name}</text></svg><p>${marked('x', 'st')}</p>`)).toBe(
		'<svg><text><tspan lang="en">Ministry of Labour & Health</tspan></text></svg><p><span lang="st">x</span></p>'
	)
})

test('nothing is left where an element cannot stand', () => {
	const html = `<title>${name}</title><a title="${name} > 1" href="/x">1</a><script>"<b>${name}"</script>`
	expect(showMarks(html)).toBe(unmarked(html))
	expect(showMarks(`<p>1</p><a title="${name}" href="/x">${marked('y', 'st')}</a>`)).toBe(
		'<p>1</p><a title="Ministry of Labour & Health" href="/x"><span lang="st">y</span></a>'
	)
	expect(showMarks(`<svg><title>${name}</title></svg>`)).toBe('<svg><title>Ministry of Labour & Health</title></svg>')
})

test('a choice tells the language of its name itself', () => {
	expect(showMarks(`<option value="a > b" selected>${name} (MoL)</option><option>Aucun</option>`)).toBe(
		'<option value="a > b" selected lang="en">Ministry of Labour & Health (MoL)</option><option>Aucun</option>'
	)
	expect(showMarks(`<option lang="en">${name}</option>`)).toBe('<option lang="en">Ministry of Labour & Health</option>')
	expect(showMarks(`<option value="${name}">${name}</option>`)).toBe(
		'<option value="Ministry of Labour & Health" lang="en">Ministry of Labour & Health</option>'
	)
	expect(showMarks(`<option>Chef : ${name}</option>`)).toBe('<option>Chef : Ministry of Labour & Health</option>')
})

test('a mark inside a mark nests, and one that was cut is closed', () => {
	const sentence = marked(`Led by ${marked('Lekhotla', 'st')}.`, 'en')
	expect(showMarks(`<p>${sentence}</p>`)).toBe('<p><span lang="en">Led by <span lang="st">Lekhotla</span>.</span></p>')
	expect(showMarks(`<p>${name.slice(0, -2)}</p><p>rest${name.slice(-2)}</p>`)).toBe(
		'<p><span lang="en">Ministry of Labour & Health</span></p><p>rest</p>'
	)
})

test('what a page says in another language than its own is marked, and only there', () => {
	const catalogue = { en: { lead: 'Led by {actor}', only: 'English only' }, fr: { lead: 'Chef de file : {actor}' } }
	const page = speak(catalogue, 'fr', { firstLanguage: 'pt', marks: true })
	const council = page.name({ pt: 'Conselho', st: 'Lekhotla' })
	expect(showMarks(`<p>${page.t('lead', { actor: council })}</p>`)).toBe(
		'<p>Chef de file : <span lang="pt">Conselho</span></p>'
	)
	expect(showMarks(`<p>${page.t('only')}</p>`)).toBe('<p><span lang="en">English only</span></p>')
	expect(page.name({ fr: 'Conseil' })).toBe('Conseil')
	expect(speak(catalogue, 'fr').t('only')).toBe('English only')
})
