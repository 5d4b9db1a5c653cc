/** A register of grants as its first version declares it, for tests of what comes after. */
export const GRANTS = `register: grant
version: 1
code: GRX
names: { en: { one: Grant, many: Grants } }
about: { en: Something. }
title: name
added: [keepers]
changed: [keepers]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: carers, names: { en: Carers }, roles: [secretariat] }
lists:
  - key: kind
    names: { en: Kind }
    codes: [{ key: small, names: { en: Small } }, { key: tiny, names: { en: Tiny } }, { key: large, names: { en: Large } }]
states: [{ key: open, names: { en: Open } }, { key: begun, names: { en: Begun } }, { key: shut, end: true, names: { en: Shut } }]
moves:
  - { key: begin, names: { en: Begin }, from: [open], to: begun, by: [keepers] }
  - { key: shut, names: { en: Shut }, from: [open, begun], to: shut, by: [keepers] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: kind, type: one-of, codes: { list: kind }, filtered: true, names: { en: Kind } }
  - { key: note, type: text, filtered: true, names: { en: Note } }
  - { key: amount, type: text, filtered: true, names: { en: Amount } }
  - { key: days, type: period, filtered: true, names: { en: Days } }
  - { key: secret, type: text, seen: carers, names: { en: Secret } }
  - { key: friend, type: text, personal: true, names: { en: Friend } }
tables:
  - key: people
    names: { en: People }
    row: { en: Person }
    fields: [{ key: person, type: text, names: { en: Person } }, { key: of, type: one-of, codes: { list: kind }, names: { en: Of } }]
headlines: [{ key: all, names: { en: All }, where: { kind: [small] } }]
`

/** The next version of a declaration, said otherwise in some places, with the steps that lead to it. */
export function nextOf(
	from: string,
	changes: readonly (readonly [string, string])[],
	steps: readonly string[] = []
): string {
	const version = Number(/version: (\d+)/.exec(from)?.[1])
	const [body = '', ..._old] = from.split(/^steps:$/m)
	const text = changes.reduce(
		(said, [was, now]) => {
			if (!said.includes(was)) throw new Error(`the declaration does not say ${was}`)
			return said.replace(was, now)
		},
		body.replace(/version: \d+/, `version: ${String(version + 1)}`)
	)
	return steps.length === 0 ? text : `${text}steps:\n${steps.map((step) => `  - ${step}\n`).join('')}`
}
