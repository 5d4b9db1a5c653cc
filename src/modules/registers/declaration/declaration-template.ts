import type { Words } from '#platform/languages/words.ts'

type Speaking = Pick<Words, 't' | 'language'>

/**
 * A declaration to begin with: a small register that can be declared as it stands, with a word in the reader's language beside
 * each line on what it is for. Names stand in English, which every declaration has, and in that language.
 */
export function declarationTemplate(reader: Speaking, english: Speaking): string {
	const told = (line: string) => `# ${reader.t(`registers.declaring.template.line.${line}`)}`
	const called = ({ t }: Speaking, name: string) => JSON.stringify(t(`registers.declaring.template.name.${name}`))
	const inBoth = (say: (words: Speaking) => string) =>
		reader.language === 'en' ? `{ en: ${say(english)} }` : `{ en: ${say(english)}, ${reader.language}: ${say(reader)} }`
	const texts = (name: string) => inBoth((words) => called(words, name))
	const names = inBoth((words) => `{ one: ${called(words, 'one')}, many: ${called(words, 'many')} }`)
	return `${told('intro')}
register: agreement ${told('register')}
version: 1 ${told('version')}
code: AGT ${told('code')}
names: ${names} ${told('names')}
about: ${texts('about')} ${told('about')}
title: name ${told('title')}
added: [keepers] ${told('added')}
changed: [keepers]

lists: ${told('lists')}
  - key: kind
    names: ${texts('kind')}
    codes:
      - { key: letter, names: ${texts('letter')} }
      - { key: treaty, names: ${texts('treaty')} }

groups: ${told('groups')}
  - { key: keepers, names: ${texts('keepers')}, roles: [administrator, secretariat] }

fields: ${told('fields')}
  - { key: name, type: text, required: true, names: ${texts('name')} } ${told('required')}
  - { key: kind, type: one-of, codes: { list: kind }, filtered: true, names: ${texts('kind')} }
  - { key: partner, type: actor, filtered: true, names: ${texts('partner')} }
  - { key: begins, type: date, filtered: true, names: ${texts('since')} }
  - { key: remarks, type: long-text, names: ${texts('remarks')} } ${told('seen')}

states: ${told('states')}
  - { key: open, names: ${texts('open')} }
  - { key: closed, end: true, names: ${texts('closed')} }

moves: ${told('moves')}
  - { key: close, names: ${texts('close')}, from: [open], to: closed, by: [keepers] }

views: ${told('views')}
  - { key: all, names: ${texts('all')}, columns: [kind, partner, begins], sort: -begins }
`
}
