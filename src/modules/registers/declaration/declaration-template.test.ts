import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { declarationTemplate } from './declaration-template.ts'
import { readDeclaration } from './read-declaration.ts'

const english = speak(catalogue, 'en')

test.each(['en', 'fr', 'pt', 'st'])('the template can be declared as it stands, in %s', (language) => {
	const reader = speak(catalogue, language)
	const text = declarationTemplate(reader, english)
	const read = readDeclaration(text)
	expect('faults' in read ? read.faults : []).toEqual([])
	expect(text).toContain(reader.t('registers.declaring.template.line.states'))
	if ('register' in read)
		expect(read.register.declaration.names[language]?.one).toBe(reader.t('registers.declaring.template.name.one'))
})
