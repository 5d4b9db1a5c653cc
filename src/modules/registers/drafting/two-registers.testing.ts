const register = (key: string, code: string, one: string, fields: string) => `register: ${key}
version: 1
code: ${code}
names: { en: { one: ${one}, many: ${one}s } }
about: { en: For the tests. }
title: name
added: [keepers]
changed: [keepers]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
${fields}
states:
  - { key: open, names: { en: Open } }
  - { key: closed, end: true, names: { en: Closed } }
moves:
  - { key: close, names: { en: Close }, from: [open], to: closed, by: [keepers] }
`

/** For the tests: two registers that name each other, so that neither can be declared before the other. */
export const POSTS = register(
	'posts',
	'PST',
	'Post',
	'  - { key: passed, type: linked-count, register: lorries, by: post, names: { en: Passed } }'
)
export const LORRIES = register(
	'lorries',
	'LRY',
	'Lorrie',
	'  - { key: post, type: entry, register: posts, filtered: true, names: { en: Post } }'
)
